#!/usr/bin/env python3
"""Times `kale-lsp check` of a folder beside `ruff check --select F821`, whole processes, on one core and on two.

    python folder_check.py                                 # 1,000 notebooks of 30 cells, with .build/release/kale-lsp
    python folder_check.py --notebooks 100 --rounds 21
    python folder_check.py --keep notebooks                # writes the notebooks into a folder, and measures nothing

The programs take turns, round by round, so that a slow moment of the machine hits all of them. For each the median
over the rounds is printed, by the clock and by the processor's time, and the most memory that the process held. The
binary is the release build of this checkout, or $KALE_LSP; `ruff` is looked for on the PATH. Needs Linux: cores are
chosen by the processes' affinity.
"""

import argparse
import json
import os
import pathlib
import random
import shutil
import statistics
import subprocess
import tempfile
import time

REPOSITORY = pathlib.Path(__file__).resolve().parent.parent.parent
KALE_LSP = pathlib.Path(os.environ.get("KALE_LSP", REPOSITORY / ".build" / "release" / "kale-lsp")).absolute()
IMPORTS = "import json\nimport math\nimport os\n\nimport numpy as np\nimport pandas as pd\n"
FUNCTIONS = '''\
def clip(values, low=0.0, high=1.0):
    """Returns the values between two bounds."""
    return [min(max(value, low), high) for value in values]


class Window:
    def __init__(self, size):
        self.size = size
        self.rows = []

    def push(self, row):
        self.rows.append(row)
        if len(self.rows) > self.size:
            self.rows.pop(0)
        return sum(self.rows) / len(self.rows)
'''
PARAMETERS = "epochs = 5\nrate = 0.25\nseason = 'winter'\n"
BODIES = [
    '''\
# Smooth the readings before anything else looks at them.
window_{i} = Window(size={number})
smooth_{i} = [window_{i}.push(reading) for reading in readings_{before}]
readings_{i} = clip(smooth_{i}, high=max(smooth_{i}))
print(f"{{season}}: {{len(readings_{i})}} readings, mean {{sum(readings_{i}) / len(readings_{i}):.3f}}")
''',
    '''\
frame_{i} = pd.DataFrame({{"reading": readings_{before}}})
frame_{i}["square"] = np.square(frame_{i}["reading"])
frame_{i} = frame_{i}[frame_{i}["square"] > rate * {number}].reset_index(drop=True)
for epoch in range(epochs):
    spread_{i} = frame_{i}["square"].std() / (epoch + 1)
    if spread_{i} < 1e-6:
        break
readings_{i} = frame_{i}["reading"].tolist()
''',
    '''\
def score_{i}(rows, weight=rate):
    total = 0.0
    for index, row in enumerate(rows):
        if row > {number}:
            total += math.sqrt(abs(row)) * weight
        elif index % 2:
            total -= weight
    return total


scores_{i} = {{"name": "score {i}", "value": score_{i}(readings_{before}), "path": os.path.join("out", "{i}.json")}}
readings_{i} = [reading * {number} for reading in readings_{before}]
print(json.dumps(scores_{i}, indent=2))
''',
]


def cell(source, *tags, outputs=()):
    metadata = {"tags": list(tags)} if tags else {}
    lines = source.splitlines(keepends=True)
    outputs = [{"name": "stdout", "output_type": "stream", "text": [text]} for text in outputs]
    return {"cell_type": "code", "execution_count": 1, "metadata": metadata, "outputs": outputs, "source": lines}


def notebook(cells, generator):
    """A chain of steps; every fifth cell goes on with the step before, and every third is prose."""
    result = [cell(IMPORTS, "imports"), cell(FUNCTIONS, "functions"), cell(PARAMETERS, "pipeline-parameters")]
    result.append(cell("readings_0 = [float(k) for k in range(epochs)]\n", "step:step_0"))
    step, index = 0, 0
    while len(result) < cells:
        if len(result) % 6 == 0:
            text = f"## Step {step}\n\nThe readings *so far*, and what becomes of them.\n"
            prose = {"cell_type": "markdown", "metadata": {}, "source": text.splitlines(keepends=True)}
            result.append(prose)
            continue
        index += 1
        body = generator.choice(BODIES).format(i=index, before=index - 1, number=generator.randint(2, 40))
        tags = ()
        if len(result) % 5:
            step += 1
            tags = (f"step:step_{step}", f"prev:step_{step - 1}")
        output = "".join(f"{generator.random():.6f} " for _ in range(generator.randint(2, 8))) + "\n"
        result.append(cell(body, *tags, outputs=[output]))
    # One notebook in ten has a mistake, as it may be.
    if generator.random() < 0.1:
        result.append(cell("print(readigns)\n", f"step:step_{step + 1}", f"prev:step_{step}"))
    metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "kubeflow_notebook": {"experiment_name": "benchmarks", "pipeline_name": "benchmark"},
        "language_info": {"name": "python", "version": "3.11.7"},
    }
    return {"cells": result, "metadata": metadata, "nbformat": 4, "nbformat_minor": 4}


def write_notebooks(folder, notebooks, cells):
    generator = random.Random(20)
    for number in range(notebooks):
        path = folder / f"{number // 100:02}" / f"notebook_{number:04}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(notebook(cells, generator), indent=1, ensure_ascii=False) + "\n")


def measure(command, cores):
    """Seconds of the clock and of the processor, and MiB."""
    start = time.monotonic()
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=lambda: os.sched_setaffinity(0, cores),
    )
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    # Both find something: 1.
    if process.returncode not in (0, 1):
        raise RuntimeError(f"{' '.join(command)} ends with status {process.returncode}")
    return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def compare(folder, rounds, cores):
    """Of each program the medians of `measure`."""
    programs = {"kale-lsp": [str(KALE_LSP), "check", str(folder)]}
    ruff = shutil.which("ruff")
    if ruff:
        programs["ruff"] = [ruff, "check", "--isolated", "--no-cache", "--select", "F821", str(folder)]
    measured = {program: [] for program in programs}
    for _ in range(rounds):
        for program, command in programs.items():
            measured[program].append(measure(command, cores))
    return {program: [statistics.median(column) for column in zip(*rows)] for program, rows in measured.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--notebooks", type=int, default=1000)
    parser.add_argument("--cells", type=int, default=30)
    parser.add_argument("--rounds", type=int, default=11)
    parser.add_argument("--keep", type=pathlib.Path, help="write the notebooks into this folder, and end")
    options = parser.parse_args()
    if options.keep:
        return write_notebooks(options.keep, options.notebooks, options.cells)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name) / "notebooks"
        write_notebooks(folder, options.notebooks, options.cells)
        size = sum(path.stat().st_size for path in folder.rglob("*.ipynb"))
        print(f"{options.notebooks} notebooks of {options.cells} cells, {size / 1e6:.1f} MB")
        available = sorted(os.sched_getaffinity(0))
        for count in sorted({1, min(2, len(available))}):
            results = compare(folder, options.rounds, set(available[:count]))
            for program, (clock, processor, memory) in results.items():
                line = f"{count} cores, {program:8} {clock * 1e3:8.1f} ms, {processor * 1e3:8.1f} ms of the processor, {memory:6.1f} MiB"
                print(line, flush=True)


if __name__ == "__main__":
    main()
