#!/usr/bin/env python3
"""Compares what kale-lsp accepts with what ruff accepts as Python 3.14, which is newer than the other judge.

Judged are the snippets of newer_syntax.toml, and files rewritten into newer syntax: f-strings become t-strings, and
the parentheses of `except (A, B):` go. Ends with status 1 if the two differ, or a snippet's verdict is another.

    python newer_syntax.py --ruff ~/.local/bin/ruff ~/.pyenv/versions/3.13.0/lib/python3.13
"""

import argparse
import json
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import tomllib

import comparison
import judges

PARENTHESISED_TYPES = re.compile(r"^(\s*except\*?\s+)\(([\w.]+(?:, [\w.]+)+)\):", re.MULTILINE)
FORMAT_PREFIX = re.compile(r"\b(?:f|F|rf|fr|Rf|fR)(?=['\"])")


def snippets():
    """Pairs of code and whether it is Python 3.14."""
    with open(comparison.HERE / "newer_syntax.toml", "rb") as file:
        lists = tomllib.load(file)
    return [(code, True) for code in lists["accepted"]] + [(code, False) for code in lists["rejected"]]


def renewed(text):
    """The text with newer syntax in it; not all of it is right, as in strings that stand beside each other."""
    text = PARENTHESISED_TYPES.sub(r"\1\2:", text)
    return FORMAT_PREFIX.sub(lambda match: match[0].lower().replace("f", "t"), text)


def accepted_by_ruff(ruff, folder):
    """The files of a folder that ruff finds no syntax error in."""
    # Syntax errors are found whatever rule is selected.
    command = [ruff, "check", "--isolated", "--no-cache", "--target-version", "py314", "--select", "F821"]
    process = subprocess.run(
        [*command, "--output-format", "json", str(folder)], stdin=subprocess.DEVNULL, capture_output=True
    )
    if process.returncode not in (0, 1):
        sys.exit(process.stderr.decode())
    rejected = {
        finding["filename"] for finding in json.loads(process.stdout) if finding["code"] in (None, "invalid-syntax")
    }
    return {str(path) for path in folder.glob("*.py")} - rejected


def accepted_by_us(folder):
    reports = comparison.our_reports(sorted(map(str, folder.glob("*.py"))))
    return {path for path, report in reports.items() if report["ok"]}


def write_files(folder, paths):
    """Writes what is to be judged; gives the verdicts that are known, and what each file was made from."""
    expected, origins = {}, {}
    for number, (code, is_right) in enumerate(snippets()):
        path = folder / f"snippet{number}.py"
        path.write_text(code + "\n", encoding="utf-8")
        expected[str(path)] = is_right
        origins[str(path)] = repr(code)
    for number, source in enumerate(paths):
        text = judges.read_text(source)
        if isinstance(text, judges.Rejection) or renewed(text) == text:
            continue
        path = folder / f"renewed{number}.py"
        path.write_text(renewed(text), encoding="utf-8", newline="")
        origins[str(path)] = source
    return expected, origins


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*", help="Python files, and folders of them, to rewrite")
    parser.add_argument("--ruff", help="the second judge; without it only the snippets are judged")
    parser.add_argument("--sample", type=int, metavar="N", help="take only N of the files")
    parser.add_argument("--seed", type=int, default=0, help="which N (default: %(default)s)")
    options = parser.parse_args()
    paths = comparison.python_files(options.paths) if options.ruff else []
    if options.sample is not None and options.sample < len(paths):
        paths = random.Random(options.seed).sample(paths, options.sample)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name).resolve()
        expected, origins = write_files(folder, paths)
        ours = accepted_by_us(folder)
        wrong = [path for path, is_right in expected.items() if (path in ours) != is_right]
        differing = ours ^ accepted_by_ruff(options.ruff, folder) if options.ruff else set()
    for path in sorted({*wrong, *differing}):
        print(f"{origins[path]}: kale-lsp {'accepts' if path in ours else 'rejects'} it")
    print(f"{len(origins)} files, {len(ours)} accepted; {len(wrong)} other than known, {len(differing)} other than ruff")
    if wrong or differing:
        sys.exit(1)


if __name__ == "__main__":
    main()
