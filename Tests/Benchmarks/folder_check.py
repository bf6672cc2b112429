#!/usr/bin/env python3
"""Times `kale-lsp check` of folders beside `ruff check --no-cache`, whole processes, on one core and on two.

    python folder_check.py                                 # 1,000 notebooks of 30 cells, with .build/release/kale-lsp
    python folder_check.py --notebooks 100 --rounds 21
    python folder_check.py --keep notebooks                # writes the notebooks into a folder, and measures nothing

One folder is of pipelines, one of the same notebooks without tags, one of versions of one pipeline (`folder_notebooks.py`).
The programs take turns,
round by round, so that a slow moment of the machine hits all of them. For each the median over the rounds is printed, by
the clock and by the processor's time, and the most memory that the process held. The binary is the release build of this
checkout, or $KALE_LSP; `ruff` is looked for on the PATH. Needs Linux: cores are chosen by the processes' affinity.
"""

import argparse
import os
import pathlib
import shutil
import statistics
import subprocess
import tempfile
import time

from folder_notebooks import notebook, version, write_notebooks

REPOSITORY = pathlib.Path(__file__).resolve().parent.parent.parent
KALE_LSP = pathlib.Path(os.environ.get("KALE_LSP", REPOSITORY / ".build" / "release" / "kale-lsp")).absolute()


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
        programs["ruff"] = [ruff, "check", "--isolated", "--no-cache", str(folder)]
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
    sets = {
        "pipelines": lambda number: notebook(number, options.cells, True),
        "ordinary notebooks": lambda number: notebook(number, options.cells, False),
        "versions of a pipeline": lambda number: version(number, options.cells),
    }
    with tempfile.TemporaryDirectory() as name:
        root = options.keep or pathlib.Path(name)
        available = sorted(os.sched_getaffinity(0))
        for kind, make in sets.items():
            folder = root / kind.replace(" ", "_")
            write_notebooks(folder, options.notebooks, make)
            size = sum(path.stat().st_size for path in folder.rglob("*.ipynb"))
            print(f"{options.notebooks} {kind} of {options.cells} cells, {size / 1e6:.1f} MB")
            for count in [] if options.keep else sorted({1, min(2, len(available))}):
                results = compare(folder, options.rounds, set(available[:count]))
                for program, (clock, processor, memory) in results.items():
                    times = f"{clock * 1e3:8.1f} ms, {processor * 1e3:8.1f} ms of the processor"
                    print(f"{count} cores, {program:8} {times}, {memory:6.1f} MiB", flush=True)


if __name__ == "__main__":
    main()
