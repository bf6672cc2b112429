#!/usr/bin/env python3
"""Compares which Pythons accept generated code with the images of which kale-lsp says that they do not (KALE268).

Each piece of code is a step of a notebook with the image `python:3.N`, for every Python 3.9 to 3.13 that is there: on
the path, or as pyenv installs it. Ends with status 1 if an answer differs.

    KALE_LSP=.build/release/kale-lsp python python_versions.py --seed 1 --count 1000
"""

import argparse
import json
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile

import comparison

MINORS = range(9, 14)
COMPILE = """
import json, sys, warnings
warnings.simplefilter("ignore")
def accepts(code):
    try:
        compile(code, "code", "exec", dont_inherit=True)
    except SyntaxError:
        return False
    return True
print(json.dumps([accepts(code) for code in json.load(sys.stdin)]))
"""
STATEMENTS = [
    "match {0}:\n    case [1, *_]: pass\n    case _: pass\n", "def f[T](z: T = {0}): return z\n", "class A[T = int]: pass\n",
    "class A[**P, *Ts]: pass\n", "type X[T] = list[T]\n", "type = 1\nprint(type)\n", "match = [1]\nmatch[0]\n",
    "try:\n    pass\nexcept* ValueError:\n    pass\n", "try:\n    pass\nexcept (A, B):\n    pass\n",
    "def f(*args: *Ts): pass\n", "def f(*args: tuple[*Ts]): pass\n", "x[{0}:{1}] = {0}\n", "print({0}, sep={1})\n",
    "with (open({0}) as f, open('b') as g):\n    pass\n", "for i in *a, *b: y = {0}\n", "del x[*a]\n", "x[*a] = {0}\n",
    "{{b := 1}}\n", "def g(a, /, b, *, c): pass\n", "assert {0}, {1}\n", "lambda *a, **k: {0}\n", "y = {0}\n", "y = {1}\n",
]  # fmt: skip


class Writer:
    """Writes random code with what came to Python at some time."""

    def __init__(self, seed):
        self.choice = random.Random(seed)

    def statement(self):
        return self.choice.choice(STATEMENTS).format(self.expression(), self.format_string(0))

    def expression(self, depth=0):
        kind = self.choice.randrange(9) if depth < 3 else 0
        name = self.choice.choice("abdx")
        if kind < 2:
            return name
        if kind == 2:
            return name + self.choice.choice(["[1]", "[*a]", "[*a, 1]", "[b := 1]", "[(b := 1)]", "[(*a, 1)]", "[a, b := 2]"])
        if kind == 3:
            quote = self.quote()
            return quote + self.choice.choice(["t", "#", "{", "}", "\\n"]) + quote
        if kind < 6:
            return self.format_string(depth)
        inner = self.expression(depth + 1)
        return [f"d[{inner}]", f"(lambda y: {inner})", f"({name} for {name} in {inner})"][kind - 6]

    def quote(self):
        return self.choice.choice(['"', "'", '"""', "'''"])

    def format_string(self, depth):
        quote = self.quote()
        parts = [self.part(quote, depth) for _ in range(self.choice.randint(1, 3))]
        return self.choice.choice(["f", "F", "rf", "f"]) + quote + "".join(parts) + quote

    def part(self, quote, depth):
        if self.choice.random() < 0.35:
            other = "'" if quote[0] == '"' else '"'
            return self.choice.choice(["text", "\\n", "{{", "}}", "#", other])
        field = self.expression(depth + 1) + self.choice.choice(["", "", " ", "!r", "="])
        if self.choice.random() < 0.1 and len(quote) == 3:
            field = "\n" + field
        if self.choice.random() < 0.3:
            field += ":" + self.choice.choice([">10", "{a}", "{a:{b}}", '{d["a"]}', "{d['a']}", "\\n", "%Y-%m"])
        return "{" + field + "}"


def pythons():
    """The Pythons that are there, by their minor versions."""
    root = pathlib.Path(os.environ.get("PYENV_ROOT", pathlib.Path.home() / ".pyenv")) / "versions"
    found = {}
    for minor in MINORS:
        installed = sorted(root.glob(f"3.{minor}.*/bin/python"))
        path = shutil.which(f"python3.{minor}", path=os.environ.get("PATH")) if not installed else str(installed[-1])
        if path and subprocess.run([path, "-c", "pass"], capture_output=True).returncode == 0:
            found[minor] = path
    return found


def accepted(python, programs):
    process = subprocess.run([python, "-c", COMPILE], input=json.dumps(programs), capture_output=True, text=True, check=True)
    return json.loads(process.stdout)


def notebook(code, minor):
    metadata = {"pipeline_name": "p", "experiment_name": "e", "base_image": f"python:3.{minor}"}
    cell = {"cell_type": "code", "metadata": {"tags": ["step:a"]}, "source": code, "outputs": [], "execution_count": None}
    return {"nbformat": 4, "nbformat_minor": 4, "metadata": {"kubeflow_notebook": metadata}, "cells": [cell]}


def rejected_by_us(programs, minors):
    """Pairs of a program's number and the minor version of an image of which a finding says that it is too old."""
    with tempfile.TemporaryDirectory() as folder:
        for number, code in enumerate(programs):
            for minor in minors:
                path = pathlib.Path(folder, f"{number}-{minor}.ipynb")
                path.write_text(json.dumps(notebook(code, minor)), encoding="utf-8")
        command = [comparison.KALE_LSP, "check", "--select", "KALE268", "--output-format", "json", folder]
        findings = json.loads(subprocess.run(command, capture_output=True, text=True).stdout)
    names = [pathlib.Path(finding["path"]).stem.split("-") for finding in findings]
    return {(int(number), int(minor)) for number, minor in names}


def differences(seed, count):
    """What differs, and how many programs were compared."""
    found = pythons()
    writer = Writer(seed)
    programs = [writer.statement() for _ in range(count)]
    verdicts = {minor: accepted(path, programs) for minor, path in found.items()}
    # Of code that the newest rejects too, kale-lsp says that it is not valid.
    newest = verdicts[max(found)] if found else []
    numbers = [number for number, is_right in enumerate(newest) if is_right]
    rejected = rejected_by_us([programs[number] for number in numbers], found)
    wrong = []
    for place, number in enumerate(numbers):
        for minor in found:
            if verdicts[minor][number] == ((place, minor) in rejected):
                verdict = "accepts" if verdicts[minor][number] else "rejects"
                wrong.append(f"Python 3.{minor} {verdict}\n{programs[number]}")
    return wrong, len(numbers)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=1000)
    options = parser.parse_args()
    wrong, count = differences(options.seed, options.count)
    print("\n".join(wrong))
    print(f"{count} programs, {len(wrong)} answers differ")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
