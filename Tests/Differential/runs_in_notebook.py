#!/usr/bin/env python3
"""Writes notebooks of stories.py that run from top to bottom in IPython; what does not run there is thrown away.

    python runs_in_notebook.py --count 200 --seed 1 --output /tmp/notebooks
"""

import argparse
import contextlib
import multiprocessing
import os
import pathlib
import random

import stories

TIMEOUT = 60


def runs(notebook):
    """Whether every code cell of the notebook runs, in a process of its own."""
    process = multiprocessing.get_context("fork").Process(target=run_cells, args=(notebook,))
    process.start()
    process.join(TIMEOUT)
    if process.is_alive():
        process.kill()
    return process.exitcode == 0


def run_cells(notebook):
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell.instance()
    with open(os.devnull, "w") as nowhere, contextlib.redirect_stdout(nowhere):
        succeeded = all(
            shell.run_cell(cell.source).success for cell in notebook.cells if cell.kind == "code"
        )
    os._exit(0 if succeeded else 1)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--output", type=pathlib.Path, required=True, help="the folder to write into")
    options = parser.parse_args()
    for number in range(options.count):
        notebook = stories.told(number, random.Random(f"{options.seed} {number}"))
        if runs(notebook):
            notebook.write(options.output / f"{number:03}.ipynb")
        else:
            print(f"{number}: {notebook.metadata['story']} fails in the notebook")


if __name__ == "__main__":
    main()
