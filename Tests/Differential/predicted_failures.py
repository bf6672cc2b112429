#!/usr/bin/env python3
"""Compares what kale-lsp says in advance with what came of runs of Kale's pipelines.

run_answers.jsonl holds a run a line: the cells of a notebook of stories.py, whether the pipeline that Kale 2.3.0 makes
of it ran, and if not which step failed and how. A run that failed must have an error among its findings that names
the cause; one that succeeded must have no error.

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

from comparison import HERE, KALE_LSP
from notebooks import Cell, Notebook

ANSWERS = HERE / "run_answers.jsonl"
MISSING_NAME = re.compile(r"NameError: name '(\w+)' is not defined")
QUOTED = re.compile(r"`([^`]+)`")


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
        own = "\n".join(source for tags, source in self.cells if f"step:{self.step}" in (tags or []))
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


def errors(runs):
    """For each run the messages of severity error that kale-lsp has for the notebook."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name).resolve()
        paths = [str(run.notebook.write(folder / f"{number}.ipynb")) for number, run in enumerate(runs)]
        command = [str(KALE_LSP), "check", "--output-format", "json", *paths]
        process = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=300)
    found = {path: [] for path in paths}
    for finding in json.loads(process.stdout):
        if finding["severity"] == "error":
            found[finding["path"]].append(f"{finding['code']}: {finding['message']}")
    return list(found.values())


def disagreement(run, messages):
    """What is wrong with the errors that were found for a run; None where they are right."""
    if run.ran:
        return f"ran, but: {messages}" if messages else None
    if any(run.causes & set(QUOTED.findall(message)) for message in messages):
        return None
    return f"step {run.step} failed with {run.error}, but the errors are {messages}"


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
    wrong = [(run, found) for run, messages in zip(runs, errors(runs)) if (found := disagreement(run, messages))]
    for run, found in wrong:
        print(f"== {run.story}: {found}\n{run.text}\n")
    failed = [run for run in runs if not run.ran]
    missed = sum(not run.ran for run, _ in wrong)
    print(f"{len(runs)} runs: {len(failed)} failed, of which {len(failed) - missed} were predicted;", end=" ")
    print(f"{len(runs) - len(failed)} succeeded, of which {len(wrong) - missed} have an error")
    if wrong:
        sys.exit(1)


if __name__ == "__main__":
    main()
