#!/usr/bin/env python3
"""Runs compiled pipelines on this machine and compares their variables with those of the notebook, run top to bottom.

Each generated notebook is compiled by `kale-lsp compile` for Kale's runtime (Tests/Runtime/truth.py compares exact
pipelines), its pipeline run with `kfp.local`, some with parameters of
other values than the notebook's, and the notebook run with nbclient, with the same parameters. After every cell of every
step, each variable that the step's kernel has must be what it is in the notebook, and each that the cell gave another
value there must be in the kernel. Reports must show what the cells print, and metrics be the variables' values.

    python pipeline_runs.py --count 40
    python pipeline_runs.py --seed 17 --count 1 --print
    python pipeline_runs.py --count 3 --cold         # each step in interpreters of its own, as kfp.local runs them
    python pipeline_runs.py --stories --count 150    # the notebooks of stories.py

Run it with a Python that has kfp and kubeflow-kale. The binary is the release build of this checkout, or $KALE_LSP.
"""

import argparse
import dataclasses
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import time

import notebooks_agree
import runnable_pipelines
from comparison import HERE, KALE_LSP
from predicted_failures import UNPREDICTED
from warm_runs import Runner

# What kale-lsp warns of and does not mend: the mismatches that come of it are foreseen.
FORESEEN = {"changed-elsewhere", "lost-process-state", "builtin-name"}
KERNEL_CONFIGURATION = f"""
import sys
sys.path.append({str(HERE)!r})
c.InteractiveShellApp.extensions = ["kernel_states"]
c.HistoryManager.enabled = False
"""


@dataclasses.dataclass
class Outcome:
    seed: int
    steps: int
    # Variables that were compared, over all cells.
    compared: int = 0
    # What is wrong; nothing where the pipeline does what the notebook does.
    mismatches: list = dataclasses.field(default_factory=list)
    # Why there is nothing to compare: kale-lsp compiles no such notebook, or it fails from top to bottom.
    obstacle: str | None = None
    # The rules that told the person, and the story that is known to come to something else without a word.
    foreseen: set = dataclasses.field(default_factory=set)

    @property
    def is_wrong(self):
        return bool(self.mismatches and not self.foreseen)


def runner_of_states(folder, is_cold):
    """A runner whose kernels note their variables after each cell."""
    profile = folder / "ipython" / "profile_default"
    profile.mkdir(parents=True)
    (profile / "ipython_kernel_config.py").write_text(KERNEL_CONFIGURATION)
    return Runner(folder, *(["--cold"] if is_cold else []))


def run(seed, pipeline, runner, folder):
    outcome = Outcome(seed, len(pipeline.steps))
    path = pipeline.notebook.write(folder / "notebook.ipynb")
    process = subprocess.run(
        [str(KALE_LSP), "compile", str(path), "--runtime", "kale"]
        + ["--output", str(folder / "compiled"), "--output-format", "yaml"],
        stdin=subprocess.DEVNULL, capture_output=True, text=True,
    )  # fmt: skip
    if process.returncode != 0:
        outcome.obstacle = process.stdout + process.stderr
        return outcome
    outcome.foreseen = {pipeline.notebook.metadata.get("story")}.intersection(
        sum(UNPREDICTED.values(), [])
    )
    outcome.foreseen |= {
        rule for rule in FORESEEN if f"({rule})" in process.stdout + process.stderr
    }
    set_parameters(pipeline)
    reference = folder / "reference"
    own = pipeline.notebook.write(folder / "own" / "notebook.ipynb")
    outcome.obstacle = runner.run(notebook=str(own), folder=str(reference))
    if outcome.obstacle is None:
        [spec] = (folder / "compiled").glob("*.yaml")
        failure = runner.run(
            pipeline=str(spec), arguments=pipeline.arguments, folder=str(folder / "run")
        )
        if failure is not None:
            outcome.mismatches.append(f"the run fails: {failure}")
        compare(pipeline, reference, folder / "run", outcome)
    return outcome


def set_parameters(pipeline):
    """Gives the notebook's parameters the values of the run, and leaves out the cells that no step has."""
    for cell in pipeline.notebook.cells:
        if cell.tags == ["pipeline-parameters"]:
            cell.source += "".join(
                f"\n{name} = {value!r}" for name, value in pipeline.arguments.items()
            )
        if cell.tags == ["skip"]:
            cell.source = ""


def compare(pipeline, reference, run_folder, outcome):
    expected = states(reference)
    actual = {}
    for record in states(run_folder):
        actual.setdefault(key(record["cell"]), []).append(record)
    before = {}
    by_cell = {}
    for record in expected:
        by_cell[key(record["cell"])] = (record["state"], before)
        before = record["state"]
    for step, cells in pipeline.steps.items():
        for number in cells:
            source = pipeline.notebook.cells[number].source
            if not source.strip():
                continue
            records = actual.get(key(source), [])
            if not records:
                outcome.mismatches.append(f"cell {number} of {step} was not run")
            for record in records:
                outcome.mismatches += compare_states(
                    record, *by_cell[key(source)], f"after cell {number} of {step}"
                )
                outcome.compared += len(record["state"])
    compare_reports(pipeline, reference, run_folder, outcome)
    compare_metrics(pipeline, before, run_folder, outcome)


def states(folder):
    path = folder / "states.jsonl"
    return map(json.loads, path.read_text().splitlines()) if path.exists() else []


def key(source):
    """A cell as it stands in the notebook and in a step, where lines of nothing but blanks may have lost them."""
    return "\n".join(line.rstrip() for line in source.strip().split("\n"))


def compare_states(record, expected, before, place):
    if record["failure"]:
        yield f"{place}: {record['failure']}"
    actual = record["state"]
    for name, value in actual.items():
        if name not in expected:
            yield f"{place}: {name} is {value}, and is not in the notebook"
        elif expected[name] != value:
            yield f"{place}: {name} is {value}, in the notebook {expected[name]}"
    for name, value in expected.items():
        if before.get(name) != value and name not in actual:
            yield f"{place}: {name} is not there, in the notebook it is {value}"


def compare_reports(pipeline, reference, run_folder, outcome):
    """Every line that the notebook's cells print stands in the step's report.

    A kernel sends what a cell prints whenever its buffer is flushed, on a busy machine in the midst of a line, and the report
    gives each piece a block of its own: so nothing but the text counts, without the blanks and ends of lines between.
    """
    cells = json.loads((reference / "executed.ipynb").read_text())["cells"]
    for step, numbers in pipeline.steps.items():
        reports = (run_folder / "artifacts").glob(
            f"*/*/*{step.lstrip('_')}_html_report"
        )
        shown = "".join(
            text_of(report.read_text(encoding="utf-8")) for report in reports
        )
        printed = [
            line
            for number in numbers
            for output in cells[number].get("outputs", [])
            for line in "".join(output.get("text", [])).splitlines()
            if "time" not in line
        ]
        outcome.mismatches += [
            f"the report of {step} does not have {line.strip()!r}"
            for line in printed
            if "".join(line.split()) not in shown
        ]


def text_of(report):
    """What a report shows, without its blocks, blanks and ends of lines."""
    return "".join(re.sub(r"</?pre\b[^>]*>", "", report).split())


def compare_metrics(pipeline, final, run_folder, outcome):
    reported = {}
    for path in (run_folder / "artifacts").glob("*/*/executor_output.json"):
        artifacts = json.loads(path.read_text()).get("artifacts", {})
        for artifact in artifacts.get("kale_metrics_artifact", {}).get("artifacts", []):
            reported |= artifact["metadata"]
    expected = {name.replace("_", "-"): final[name][-1] for name in pipeline.metrics}
    for name, value in expected.items():
        while isinstance(value, list):
            value = value[-1]
        if name not in reported or float(reported[name]) != float(value):
            outcome.mismatches.append(
                f"metric {name} is {reported.get(name)}, in the notebook {value}"
            )


def run_all(seeds, pipeline_of=runnable_pipelines.generated, is_cold=False, keep=None):
    with tempfile.TemporaryDirectory() as temporary:
        folder = keep or pathlib.Path(temporary).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        with runner_of_states(folder, is_cold) as runner:
            for seed in seeds:
                yield run(seed, pipeline_of(seed), runner, folder / str(seed))


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=40)
    parser.add_argument(
        "--seed",
        type=int,
        default=0,
        help="the first pipeline's (default: %(default)s)",
    )
    parser.add_argument(
        "--cold", action="store_true", help="start every interpreter anew"
    )
    parser.add_argument(
        "--keep",
        type=pathlib.Path,
        metavar="FOLDER",
        help="leave what was written in this folder",
    )
    parser.add_argument(
        "--stories", action="store_true", help="run the notebooks of stories.py"
    )
    parser.add_argument(
        "--print", action="store_true", help="print the notebooks, and run nothing"
    )
    options = parser.parse_args()
    seeds = range(options.seed, options.seed + options.count)
    pipeline_of = (
        runnable_pipelines.story if options.stories else runnable_pipelines.generated
    )
    if options.print:
        for seed in seeds:
            pipeline = pipeline_of(seed)
            print(
                f"== {seed}: {pipeline.arguments}\n{notebooks_agree.text_of(pipeline.notebook)}\n"
            )
        return
    start, outcomes = time.monotonic(), []
    for outcome in run_all(
        seeds, pipeline_of, options.cold, options.keep and options.keep.resolve()
    ):
        outcomes.append(outcome)
        print(line_of(outcome), flush=True)
    print(summary(outcomes, time.monotonic() - start))
    if any(outcome.is_wrong for outcome in outcomes):
        sys.exit(1)


def line_of(outcome):
    line = f"{outcome.seed}: {outcome.steps} steps, {outcome.compared} values compared"
    if outcome.obstacle:
        return f"{line}, nothing to compare: {outcome.obstacle.strip()}"
    if outcome.mismatches:
        line += (
            f", foreseen by {outcome.foreseen}" if outcome.foreseen else ", MISMATCHES"
        )
    return "\n  ".join([line, *outcome.mismatches])


def summary(outcomes, seconds):
    compared = [outcome for outcome in outcomes if not outcome.obstacle]
    steps, values = (
        sum(outcome.steps for outcome in compared),
        sum(outcome.compared for outcome in compared),
    )
    wrong = sum(outcome.is_wrong for outcome in outcomes)
    foreseen = sum(bool(outcome.mismatches) for outcome in outcomes) - wrong
    return (
        f"{len(compared)} of {len(outcomes)} pipelines run, of {steps} steps, {values} values compared: {wrong} pipelines"
        f" with mismatches, {foreseen} more that are foreseen; {seconds / max(1, steps):.1f} s a step"
    )


if __name__ == "__main__":
    main()
