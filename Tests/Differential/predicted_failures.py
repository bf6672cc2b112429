#!/usr/bin/env python3
"""Compares what kale-lsp says in advance with what came of runs of Kale's pipelines.

run_answers.jsonl holds a run a line: the cells of a notebook of stories.py, whether the pipeline that Kale 2.3.0 makes of
it ran, and if not which step failed and how. One that succeeded must have no error. One that failed must have an error
among its findings that names the cause; where it hangs on the data, so that no error can be right, a warning; and those
of the stories in unpredicted.toml are not foreseen at all.

    python predicted_failures.py
    python predicted_failures.py --keep run.jsonl      # makes run_answers.jsonl of the answers of new runs

Each line of a file to keep is an object with the notebook's `path`, whether it `ran`, the `step` that failed and its
`error`.
"""

import argparse
import ast
import dataclasses
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import tomllib

from comparison import HERE, KALE_LSP
from notebooks import Cell, Notebook

ANSWERS = HERE / "run_answers.jsonl"
UNPREDICTED = tomllib.loads((HERE / "unpredicted.toml").read_text(encoding="utf-8"))
MISSING_NAME = re.compile(r"NameError: name '(\w+)' is not defined")
QUOTED = re.compile(r"`([^`]+)`")
# A variable of the environment in a message.
VARIABLE = re.compile(r"`os\.environ\['(\w+)'\]`")


@dataclasses.dataclass
class Run:
    """What came of a notebook's pipeline."""

    story: str
    # Of each cell its tags and its source.
    cells: list
    ran: bool
    step: str | None = None
    error: str | None = None

    @property
    def notebook(self):
        return Notebook([Cell(source, tags) for tags, source in self.cells])

    @property
    def causes(self):
        """The names of which the right error names one."""
        own = "\n".join(source for tags, source in self.cells if self.step is None or f"step:{self.step}" in (tags or []))
        missing = MISSING_NAME.match(self.error or "")
        # A kernel goes on behind a cell that fails, so that a name the step was to make may be missing next.
        if missing and missing[1] not in bound_names(own):
            return {missing[1]}
        return set(re.findall(r"\w+", own))

    @property
    def text(self):
        return "\n".join(f"# %% {' '.join(tags or [])}\n{source}" for tags, source in self.cells)


def bound_names(code):
    nodes = list(ast.walk(ast.parse(code)))
    stored = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    return stored | {node.name for node in nodes if isinstance(node, ast.FunctionDef | ast.ClassDef)}


def read_runs():
    with open(ANSWERS, encoding="utf-8") as file:
        return [Run(**json.loads(line)) for line in file]


def findings(runs):
    """For each run the severity and message of what kale-lsp finds in the notebook.

    Where Kale's pipeline fails, what is an error in a strict selection has foretold it: `--strict` is for those who run
    Kale's. Where it runs, an error without it is false.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name).resolve()
        paths = {str(run.notebook.write(folder / f"{number}.ipynb")): run for number, run in enumerate(runs)}
        found = {path: [] for path in paths}
        for ran, options in ((True, []), (False, ["--strict"])):
            of_these = [path for path, run in paths.items() if run.ran == ran]
            command = [str(KALE_LSP), "check", "--runtime", "kale", "--output-format", "json", *options, *of_these]
            process = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True)
            for finding in json.loads(process.stdout):
                found[finding["path"]].append((finding["severity"], f"{finding['code']}: {finding['message']}"))
    return list(found.values())


def disagreement(run, found):
    """What is wrong with the findings for a run; None where they are right."""
    errors = [message for severity, message in found if severity == "error"]
    if run.ran:
        return f"ran, but: {errors}" if errors else None
    if is_predicted(run, found, {"error"}):
        return None
    if run.story in UNPREDICTED["hangs on data"] and is_predicted(run, found, {"error", "warning", "information"}):
        return None
    if run.story in UNPREDICTED["not foreseen"]:
        return None
    return f"step {run.step} failed with {run.error}, but this was found: {found}"


def is_predicted(run, found, severities):
    return any(
        severity in severities and run.causes & set(QUOTED.findall(message) + VARIABLE.findall(message))
        for severity, message in found
    )


def keep(path):
    """Writes the runs of a file of new answers to where they are kept."""
    with open(path, encoding="utf-8") as answers, open(ANSWERS, "w", encoding="utf-8") as file:
        for answer in sorted(map(json.loads, answers), key=lambda answer: answer["path"]):
            content = json.loads(pathlib.Path(answer["path"]).read_bytes())
            cells = [[cell["metadata"].get("tags"), cell["source"]] for cell in content["cells"]]
            run = Run(content["metadata"]["story"], cells, bool(answer["ran"]), answer["step"], answer["error"])
            file.write(json.dumps(dataclasses.asdict(run), ensure_ascii=False) + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--keep", type=pathlib.Path, metavar="FILE", help="keep these answers in place of the old")
    options = parser.parse_args()
    if options.keep:
        keep(options.keep)
    runs = read_runs()
    found = findings(runs)
    wrong = [(run, why) for run, found_in_run in zip(runs, found) if (why := disagreement(run, found_in_run))]
    for run, why in wrong:
        print(f"== {run.story}: {why}\n{run.text}\n")
    failed = [(run, found_in_run) for run, found_in_run in zip(runs, found) if not run.ran]
    by_error = sum(is_predicted(run, found_in_run, {"error"}) for run, found_in_run in failed)
    at_all = sum(is_predicted(run, found_in_run, {"error", "warning", "information"}) for run, found_in_run in failed)
    false = sum(run.ran and any(severity == "error" for severity, _ in f) for run, f in zip(runs, found))
    print(f"{len(runs)} runs: {len(failed)} failed, {by_error} of them foreseen by an error,", end=" ")
    print(f"{at_all} by any finding; {len(runs) - len(failed)} succeeded, {false} of them with an error")
    if wrong:
        sys.exit(1)


if __name__ == "__main__":
    main()
