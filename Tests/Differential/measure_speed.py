#!/usr/bin/env python3
"""Measures how fast Python files are read and their names judged, one thread, whole processes, in turns.

    python measure_speed.py --ruff ~/.local/bin/ruff ~/.pyenv/versions/3.13.0/lib/python3.13

Prints for each program the median over the rounds, by the processor's time, which other work on the machine disturbs
least, and by the clock. Run it with a Python that has pyflakes.
"""

import argparse
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

import comparison

# What the judges do with the list of files in sys.argv[1].
PARSE = """
import ast, sys, warnings
warnings.simplefilter("ignore")
for path in open(sys.argv[1]).read().splitlines():
    try: ast.parse(open(path, "rb").read())
    except (SyntaxError, ValueError): pass
"""
PYFLAKES = """
import ast, sys, warnings
from pyflakes.checker import Checker
warnings.simplefilter("ignore")
for path in open(sys.argv[1]).read().splitlines():
    try: Checker(ast.parse(open(path, "rb").read()))
    except (SyntaxError, ValueError): pass
"""


def commands(ruff, list_file, paths):
    programs = {"kale-lsp names": [str(comparison.KALE_LSP), "names", "--files-from", list_file]}
    if ruff:
        programs["ruff check --select F821"] = [
            ruff, "check", "--isolated", "--no-cache", "--select", "F821", "--quiet", *paths
        ]  # fmt: skip
    programs["ast.parse"] = [sys.executable, "-c", PARSE, list_file]
    programs["pyflakes"] = [sys.executable, "-c", PYFLAKES, list_file]
    return programs


def run(command):
    """Seconds of the processor and of the clock."""
    environment = os.environ | {"RAYON_NUM_THREADS": "1"}
    start = time.monotonic()
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, env=environment)
    _, _, usage = os.wait4(process.pid, 0)
    process.returncode = 0
    return usage.ru_utime + usage.ru_stime, time.monotonic() - start


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="+", help="Python files, and folders of them")
    parser.add_argument("--ruff", help="where ruff is")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    paths = comparison.python_files(options.paths)
    size = sum(map(os.path.getsize, paths)) / 1e6
    with tempfile.TemporaryDirectory() as folder:
        list_file = pathlib.Path(folder) / "files.txt"
        list_file.write_text("\n".join(paths))
        programs = commands(options.ruff, str(list_file), paths)
        times = {name: [] for name in programs}
        for _ in range(options.rounds):
            for name, command in programs.items():
                times[name].append(run(command))
    print(f"{len(paths)} files, {size:.1f} MB, {options.rounds} rounds")
    ours = statistics.median(processor for processor, _ in times["kale-lsp names"])
    for name, rounds in times.items():
        processor, clock = (statistics.median(column) for column in zip(*rounds))
        print(
            f"{name:26} {size / processor:6.1f} MB/s of processor time, {size / clock:6.1f} MB/s by the clock;"
            f" kale-lsp is {processor / ours:.1f} times as fast"
        )


if __name__ == "__main__":
    main()
