#!/usr/bin/env python3
"""Compares `kale-lsp names` with CPython, pyflakes and Kale on Python files, and ends with status 1 if they differ.

Run it with a Python that has kubeflow-kale and pyflakes; only Python 3.13 judges syntax exactly. The binary is the
release build of this checkout, or $KALE_LSP. Differences that are known and no mistake stand in explained.toml.

    python names_agree.py ~/.pyenv/versions/3.13.0/lib/python3.13
    python names_agree.py --sample 500 --seed 7 /usr/lib/python3
    python names_agree.py --files-from broken.txt
"""

import argparse
import os
import pathlib
import random
import sys

import comparison
import judges

LINE_SHARE = 0.95


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*", help="Python files, and folders of them")
    parser.add_argument("--files-from", type=pathlib.Path, help="a file that names one more file a line")
    parser.add_argument("--sample", type=int, metavar="N", help="take only N of the files")
    parser.add_argument("--seed", type=int, default=0, help="which N (default: %(default)s)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="processes (default: one a core)")
    parser.add_argument("--verbose", action="store_true", help="print explained differences and other lines too")
    return parser.parse_args()


def main():
    options = arguments()
    listed = options.files_from.read_text().splitlines() if options.files_from else []
    paths = comparison.python_files([*options.paths, *listed])
    if options.sample is not None and options.sample < len(paths):
        paths = random.Random(options.seed).sample(paths, options.sample)
    if not paths:
        sys.exit("there is no Python file to compare")
    if not judges.IS_EXACT:
        print(f"Python {sys.version.split()[0]} judges: what it rejects and kale-lsp accepts is not counted")
    outcome = comparison.compare_all(paths, options.jobs)
    for difference in outcome.differences:
        if options.verbose or difference.reason is None:
            print(difference)
    if options.verbose or outcome.line_share < LINE_SHARE:
        for difference in outcome.other_lines:
            print(difference)
    print(summary(outcome))
    if outcome.unexplained or outcome.line_share < LINE_SHARE:
        sys.exit(1)


def summary(outcome):
    counts = outcome.counts
    lines = counts["line"]
    found = [f"{counts['files']} files, {counts['bytes'] / 1e6:.1f} MB: {counts['accepted']} accepted by both,"]
    found.append(f"{counts['rejected']} rejected by both, {counts['unjudged']} not judged")
    parts = [" ".join(found)]
    if lines:
        same = lines - len(outcome.other_lines)
        parts.append(
            f"error on the same line in {same} of {lines} ({outcome.line_share:.1%}), in the same column in"
            f" {counts['column']}, with the same message in {counts['message']}"
        )
    by_field = {
        field: [difference for difference in outcome.differences if difference.field == field]
        for field in ("verdict", *judges.FIELDS, "unprintable")
    }
    for field, differences in by_field.items():
        unexplained = sum(difference.reason is None for difference in differences)
        parts.append(
            f"{field}: {unexplained} differences, {len(differences) - unexplained} more are explained"
            + (f"; Kale itself fails on {failures} files" if (failures := counts[f"{field} Kale fails"]) else "")
        )
    return "\n".join(parts)


if __name__ == "__main__":
    main()
