#!/usr/bin/env python3
"""Times what it takes from a notebook to a pipeline spec, whole processes, `kale-lsp compile` beside Kale's own.

    python compilers.py                                    # 5, 50 and 500 steps, with .build/release/kale-lsp
    python compilers.py --steps 5 --rounds 9 --no-kale

The programs take turns, round by round, so that a slow moment of the machine hits both. For each the median over the
rounds is printed, by the clock and by the processor's time, and the most memory that the process held. Run it with a
Python that has kubeflow-kale and kfp; the binary is the release build of this checkout, or $KALE_LSP.
"""

import argparse
import json
import os
import pathlib
import statistics
import sys
import tempfile

from benchmark_client import command_usage

REPOSITORY = pathlib.Path(__file__).resolve().parent.parent.parent
KALE_LSP = pathlib.Path(os.environ.get("KALE_LSP", REPOSITORY / ".build" / "release" / "kale-lsp")).absolute()
IMPORTS = "import json\nimport math\nimport numpy as np\nimport pandas as pd\n"
FUNCTIONS = '''\
def weigh(rows, weight=1.0):
    """The rows' weighted sum."""
    return sum(math.sqrt(abs(row)) * weight for row in rows)


class Scaler:
    def __init__(self, factor):
        self.factor = factor

    def apply(self, rows):
        return [row * self.factor for row in rows]
'''
PARAMETERS = "epochs = 5\nrate = 0.25\ntitle = 'A benchmark'\nverbose = True\n"
FIRST = "table_0 = list(range(100))\nmodel_0 = {'weights': [0.0] * 10}\n"
STEP = '''\
# Step {i} works on what step {before} made
scaler = Scaler(rate * {i})
table_{i} = scaler.apply(table_{before})
'''
STEP_GOES_ON = '''\
frame_{i} = pd.DataFrame({{"row": table_{i}, "square": np.square(table_{i})}})
model_{i} = {{**model_{before}, "weights": [w + rate for w in model_{before}["weights"]]}}
for epoch in range(epochs):
    loss_{i} = weigh(table_{i}, rate) / (epoch + 1)
    if verbose and epoch % 10 == 0:
        print(f"{{title}}: step {i}, epoch {{epoch}}, loss {{loss_{i}:.3f}}")
if loss_{i} > 1e6:
    raise ValueError(json.dumps({{"step": {i}, "loss": loss_{i}}}))
'''


def cell(source, *tags):
    metadata = {"tags": list(tags)} if tags else {}
    return {"cell_type": "code", "metadata": metadata, "source": source, "execution_count": None, "outputs": []}


def notebook(steps):
    """A chain of steps, two cells each, with values, a model and shared code, and prose between them."""
    cells = [cell(IMPORTS, "imports"), cell(FUNCTIONS, "functions"), cell(PARAMETERS, "pipeline-parameters")]
    cells.append(cell(FIRST, "step:s_0"))
    for i in range(1, steps):
        cells.append({"cell_type": "markdown", "metadata": {}, "source": f"## Step {i}\n\nIt *works*."})
        cells.append(cell(STEP.format(i=i, before=i - 1), f"step:s_{i}", f"prev:s_{i - 1}"))
        cells.append(cell(STEP_GOES_ON.format(i=i, before=i - 1)))
    configuration = {"pipeline_name": "benchmark", "experiment_name": "benchmarks"}
    return {"cells": cells, "metadata": {"kubeflow_notebook": configuration}, "nbformat": 4, "nbformat_minor": 4}


def commands(path, folder, with_kale):
    kale_lsp = [str(KALE_LSP), "compile", str(path), "--output", str(folder / "own"), "--output-format", "yaml"]
    programs = {"kale-lsp": kale_lsp}
    if with_kale:
        programs["kale"] = [str(pathlib.Path(sys.executable).parent / "kale"), "--nb", str(path)]
    return programs


def measure(command, folder):
    """Seconds of the clock and of the processor, and MiB."""
    status, *usage = command_usage(command, cwd=folder)
    if status != 0:
        raise RuntimeError(f"{' '.join(command)} ends with status {status}")
    return usage


def compare(steps, rounds, with_kale):
    """Of each program the medians of `measure`."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        path = folder / "benchmark.ipynb"
        path.write_text(json.dumps(notebook(steps), indent=1))
        programs = commands(path, folder, with_kale)
        measured = {program: [] for program in programs}
        for _ in range(rounds):
            for program, command in programs.items():
                measured[program].append(measure(command, folder))
    return {program: [statistics.median(column) for column in zip(*rows)] for program, rows in measured.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--steps", type=int, nargs="+", default=[5, 50, 500])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--no-kale", action="store_true", help="measure kale-lsp alone")
    options = parser.parse_args()
    for steps in options.steps:
        results = compare(steps, options.rounds, not options.no_kale)
        for program, (clock, processor, memory) in results.items():
            line = f"{steps:4} steps, {program:8} {clock * 1e3:10.1f} ms, {processor * 1e3:10.1f} ms of the processor, {memory:6.1f} MiB"
            print(line, flush=True)
        if "kale" in results:
            theirs, ours = results["kale"], results["kale-lsp"]
            print(f"{steps:4} steps: {theirs[0] / ours[0]:.0f} times as fast, {theirs[1] / ours[1]:.0f} times by the processor")


if __name__ == "__main__":
    main()
