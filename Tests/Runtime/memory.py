"""Measures the memory of the warm process beside that of a Python that makes the same imports.

usage: memory.py [--kale-lsp BINARY] [--python PYTHON]

Prints a row for each set of imports that the Python has: the memory of a Python with the imports, that of the warm process
after a run whose steps make them, what it has more, and of both what no other process shares (USS).
"""

import argparse
import pathlib
import subprocess
import sys
import tempfile

import local_runs
import serving
import test_local_runs

IMPORTS = [
    [], ["numpy"], ["pandas"], ["pandas", "sklearn.ensemble"], ["pandas", "matplotlib.pyplot"], ["torch"], ["tensorflow"],
]
MEGABYTE = 1 << 20


def memory(process):
    """The resident memory of a process, and the share that is its own alone, in megabytes."""
    values = {}
    for line in pathlib.Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()[1:]:
        name, _, value = line.partition(":")
        values[name] = int(value.split()[0]) * 1024 / MEGABYTE
    return values["Rss"], values["Private_Clean"] + values["Private_Dirty"]


def of_imports(python, names):
    """The memory of a Python that does nothing but import; None if it cannot."""
    program = "".join(f"import {name}\n" for name in names) + "print(1, flush=True)\ninput()"
    process = subprocess.Popen(
        [python, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    found = memory(process.pid) if process.stdout.readline() else None
    process.communicate(b"\n")
    return found


def of_warm_process(python, names):
    """The memory of the warm process after two steps have made the imports, while nothing runs."""
    with tempfile.TemporaryDirectory() as folder:
        cell = "".join(f"import {name}\n" for name in names)
        notebook = test_local_runs.Notebook(pathlib.Path(folder), [
            f"step:a\n{cell}x = 1", f"step:b prev:a\n{cell}print(x)"])
        notebook.kale_lsp = {"package_names": {name.partition(".")[0]: None for name in names}}
        notebook.runner = local_runs.LocalRunner(folder, python)
        process, _ = notebook.start(stay=True)
        notebook.runner.rest(process)
        [warm] = serving.processes_below(process.pid)
        found = memory(warm), memory(process.pid)
        process.communicate()
    return found


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--kale-lsp")
    parser.add_argument("--python", default=sys.executable)
    options = parser.parse_args()
    test_local_runs.KALE_LSP = options.kale_lsp or test_local_runs.KALE_LSP
    print("| imports | Python | warm process | more | its own: Python | its own: warm process | runner |")
    print("|---|---|---|---|---|---|---|")
    for names in IMPORTS:
        plain = of_imports(options.python, names)
        if plain is None:
            continue
        warm, runner = of_warm_process(options.python, names)
        numbers = [plain[0], warm[0], warm[0] - plain[0], plain[1], warm[1], runner[0]]
        print(f"| {', '.join(names) or 'none'} | {' | '.join(f'{number:.0f} MB' for number in numbers)} |", flush=True)


if __name__ == "__main__":
    main()
