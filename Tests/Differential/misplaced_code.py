#!/usr/bin/env python3
"""Compares which cells kale-lsp and CPython's compiler reject, and ends with status 1 if they differ.

The cells are made of statements that are right or wrong by where they stand: declarations of names that are used before
or after them, `return`, `yield`, `break` and `await` in classes, functions, loops and handlers.

    python misplaced_code.py --count 5000
    python misplaced_code.py --seed 17 --count 60
"""

import argparse
import ast
import json
import pathlib
import random
import subprocess
import sys
import tempfile
import warnings

import comparison

CELLS = 60
SIMPLE = [
    "print({n})", "{n} = 1", "{n} += 1", "del {n}", "global {n}", "global {n}", "nonlocal {n}", "nonlocal {n}",
    "import os as {n}", "{n}: int", "{n}: int = 1", "[({n} := 1) for q in []]", "[{n} for {n} in []]", "lambda: {n}",
    "for {n} in q: pass", "with q as {n}: pass", "return 1", "return", "yield 1", "break", "continue", "await q",
    "from __future__ import annotations",
]
DEFINITIONS = ["def {f}({p}):", "async def {f}({p}):", "class {f}:"]
PARAMETERS = ["", "x", "y=x", "*z", "x, y"]
BLOCKS = ["for x in q:", "while q:", "if q:", "try:\n{i}    pass\n{i}except* E:", "try:\n{i}    pass\n{i}except E:"]


def block(choice, indent="", depth=3):
    """The lines of some random statements."""
    for _ in range(choice.randint(1, 3)):
        kind = choice.random()
        if kind < 0.25 and depth:
            header = choice.choice(DEFINITIONS).format(f=choice.choice("fxA"), p=choice.choice(PARAMETERS))
        elif kind < 0.4 and depth:
            header = choice.choice(BLOCKS).format(i=indent)
        else:
            yield indent + choice.choice(SIMPLE).format(n=choice.choice("xyz"))
            continue
        yield indent + header
        yield from block(choice, indent + "    ", depth - 1)


def is_compiled(cell):
    """Whether CPython compiles the cell as IPython does, with `await` at module level."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            compile(cell, "cell", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
        except SyntaxError:
            return False
    return True


def rejected_cells(cells, folder):
    """The places of the cells in which kale-lsp finds an error of syntax, with its first message."""
    steps = [
        {"cell_type": "code", "metadata": {"tags": [f"step:s{number}"]}, "outputs": [], "source": cell}
        for number, cell in enumerate(cells)
    ]
    path = pathlib.Path(folder) / "cells.ipynb"
    path.write_text(json.dumps({"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": steps}))
    command = [comparison.KALE_LSP, "check", "--exit-zero", "--output-format", "json", str(path)]
    findings = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    found = {}
    for finding in findings:
        if finding["code"] == "KALE201":
            found.setdefault(finding["cell"], finding["message"])
    return found


def compare_all(seed, count, folder):
    """The differences, and how many cells CPython rejects."""
    choice = random.Random(f"misplaced {seed}")
    differences, rejected = [], 0
    for _ in range(0, count, CELLS):
        cells = ["\n".join(block(choice)) for _ in range(CELLS)]
        found = rejected_cells(cells, folder)
        for place, cell in enumerate(cells):
            is_right = is_compiled(cell)
            rejected += not is_right
            if is_right == (place in found):
                differences.append(f"kale-lsp: {found.get(place, 'no error')}\n{cell}")
    return differences, rejected


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=5000, help="cells")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        differences, rejected = compare_all(arguments.seed, arguments.count, folder)
    print(*differences, sep="\n\n")
    print(f"{arguments.count} cells, {rejected} rejected, {len(differences)} differences")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
