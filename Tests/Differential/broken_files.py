#!/usr/bin/env python3
"""Writes Python files that are broken in one token, and prints their paths, for `names_agree.py --files-from`.

Each is a file that CPython accepts with one token deleted or one inserted, such that CPython rejects it.

    python broken_files.py --count 5000 --seed 1 --output /tmp/broken ~/.pyenv/versions/3.13.0/lib/python3.13 > list.txt
"""

import argparse
import io
import pathlib
import random
import tokenize

import comparison
import judges

# What fingers slip on, beside the tokens of the file itself.
SLIPS = (
    "( ) [ ] { } : , . ; = == := + - * ** / @ -> ! ' \" ''' f' \\ 0x 1a if else for in def class lambda return import"
    " from with as try except not and is await async yield del pass"
).split()
KINDS = (tokenize.OP, tokenize.NAME, tokenize.NUMBER, tokenize.STRING)
LARGEST = 60_000


def broken(text, choice):
    """The text with one token too many or too few."""
    tokens = [
        token
        for token in tokenize.generate_tokens(io.StringIO(text, newline="").readline)
        if token.type in KINDS and token.start[0] == token.end[0]
    ]
    token = choice.choice(tokens)
    lines = text.split("\n")
    (row, start), (_, end) = token.start, token.end
    line = lines[row - 1]
    if choice.random() < 0.5:
        lines[row - 1] = line[:start] + line[end:]
    else:
        inserted = choice.choice(SLIPS) if choice.random() < 0.7 else choice.choice(tokens).string
        lines[row - 1] = f"{line[:start]}{inserted} {line[start:]}"
    return "\n".join(lines)


def broken_text(paths, choice):
    while True:
        text = judges.read_text(choice.choice(paths))
        # Python's tokenizer for Python code counts lines in its own way where these stand in them.
        if isinstance(text, judges.Rejection) or len(text) > LARGEST or set(text) & set("\r\f\v\x85\u2028\u2029"):
            continue
        if not text.strip() or judges.rejection(text) is not None:
            continue
        try:
            candidate = broken(text, choice)
        except IndexError:
            # There is nothing in it but comments.
            continue
        if judges.rejection(candidate) is not None:
            return candidate


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="+", help="Python files, and folders of them")
    parser.add_argument("--count", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--output", type=pathlib.Path, required=True, help="the folder to write into")
    options = parser.parse_args()
    choice = random.Random(options.seed)
    paths = comparison.python_files(options.paths)
    options.output.mkdir(parents=True, exist_ok=True)
    for number in range(options.count):
        path = options.output / f"broken{number}.py"
        path.write_text(broken_text(paths, choice), encoding="utf-8", newline="")
        print(path)


if __name__ == "__main__":
    main()
