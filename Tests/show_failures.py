#!/usr/bin/env python3
"""Prints of a stage's log what is about failures: all of a short log, of a long one the lines from each failure on.

usage: show_failures.py LOG
"""

import re
import sys

SHORT = 400  # lines
AFTER = 40  # lines shown from a failure on
FAILURE = re.compile(r"✘|↳|^not ok|\berror:|^FAILED|^ERROR|^E  |^_{5,}|✖|!!")


def main(path):
    with open(path, encoding="utf-8", errors="replace") as file:
        lines = file.read().splitlines()
    if len(lines) <= SHORT:
        shown = lines
    else:
        failures = [number for number, line in enumerate(lines) if FAILURE.search(line)]
        wanted = {near for number in failures for near in range(number, number + AFTER)}
        shown = [line for number, line in enumerate(lines) if number in wanted or number >= len(lines) - AFTER]
    print("\n".join(shown))


if __name__ == "__main__":
    main(sys.argv[1])
