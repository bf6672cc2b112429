"""Compares what kale-lsp says of values that Kale cannot pass on with what the exact runtime does with them.

usage: marshalled.py --kale-lsp BINARY [EXPRESSION...]

The expressions are those of Tests/Differential/marshalled_values.py. Values of packages that are not installed are left
out. Prints those of which kale-lsp says something else than what happens.
"""

import argparse
import ast
import importlib.util
import json
import pathlib
import re
import subprocess
import sys
import tempfile

import steps

SOURCE = pathlib.Path(__file__).resolve().parent.parent / "Differential" / "marshalled_values.py"


def constant(name):
    """A constant of the script, which itself needs Kale."""
    for node in ast.parse(SOURCE.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and node.targets[0].id == name:
            return ast.literal_eval(node.value)
    raise LookupError(name)


def expressions():
    return [line.strip() for line in constant("UNMARSHALLABLE").splitlines() if line.strip()]


def imports(expression):
    """The imports that an expression needs; None if a module is not installed."""
    lines = set()
    for path in re.findall(r"\b([a-z]\w*(?:\.[a-z]\w*)*)\.\w+\(", expression):
        parts = path.split(".")
        while parts:
            try:
                if importlib.util.find_spec(".".join(parts)):
                    lines.add("import " + ".".join(parts))
                    break
            except ModuleNotFoundError:
                pass
            parts.pop()
    return "\n".join(sorted(lines))


def is_passed(expression, folder):
    """Whether a later step gets the value; None if it cannot be created here."""
    shared = [(1, imports(expression) or "pass"), (2, constant("DEFINITIONS").strip())]
    pipeline = steps.Pipeline(folder / "artifacts", folder, shared=shared)
    first = pipeline.run("make", [(3, f"value = {expression}")], leaves=["value"])
    if "cell 3, line 1" in first.errors:
        return None
    return not first.status and not pipeline.run(
        "take", [(4, "value")], after=["make"], takes={"value": "make"}).status


def severity(expression, folder, binary):
    """The severity of what kale-lsp says of the value."""
    cells = [(imports(expression) or "pass", ["imports"]), (constant("DEFINITIONS").strip(), ["functions"]),
             (f"value = {expression}", ["step:make"]), ("print(value)", ["step:take", "prev:make"])]
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [
        {"cell_type": "code", "id": str(number), "metadata": {"tags": tags}, "source": source, "outputs": [],
         "execution_count": None} for number, (source, tags) in enumerate(cells)]}
    path = folder / "value.ipynb"
    path.write_text(json.dumps(notebook), encoding="utf-8")
    process = subprocess.run([binary, "check", "--output-format", "json", str(path)], capture_output=True, text=True)
    found = [item["severity"] for item in json.loads(process.stdout) if item["name"] == "unmarshallable-output"]
    return found[0] if found else None


def misjudged(expression, folder, binary):
    """What kale-lsp says wrongly of a value; None if it is right."""
    passed, said = is_passed(expression, folder), severity(expression, folder, binary)
    if passed is None or (said in ("error", "warning") if not passed else said != "error"):
        return None
    return f"{expression} is {'' if passed else 'not '}passed on, but kale-lsp says {said}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--kale-lsp", required=True)
    parser.add_argument("expressions", nargs="*")
    options = parser.parse_args()
    wrong = []
    for expression in options.expressions or expressions():
        with tempfile.TemporaryDirectory() as folder:
            wrong.append(misjudged(expression, pathlib.Path(folder), options.kale_lsp))
    print(*filter(None, wrong), sep="\n")
    sys.exit(any(wrong))


if __name__ == "__main__":
    main()
