#!/usr/bin/env python3
"""Compares what kale-lsp and Python's `tomllib` read from TOML documents, and ends with status 1 if they differ.

Documents are generated from a grammar, with the rules about tables that are defined twice in mind, and then damaged.
Both programs accept the same documents, and read the same values from them. Two documents that Python accepts and TOML
does not ask for are left out: integers of more than 64 bits, and a nesting of more than 128 levels.

    python toml_agree.py --count 5000
    python toml_agree.py --seed 17 --count 1 --keep /tmp/kept
"""

import argparse
import dataclasses
import datetime
import json
import math
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import tomllib

import comparison

BATCH = 250
NAMES = ["a", "b", "c", "d-e", "_f", "1", '"g h"', "'i.j'", '"\\u00e9"', '"e\\u0301"', '""']
CHARACTERS = list("[]{}=.,#\"'\\\n\t _-+:0123456789abcdefxTZ") + ["\r\n", "\r", "é", "😀", "\x00", "\x7f", "\ufeff"]


class Generator:
    """A random document, most of whose lines are valid."""

    def __init__(self, seed):
        self.random = random.Random(f"toml {seed}")

    def pick(self, *choices):
        return self.random.choice(choices)

    def space(self):
        return self.pick("", "", " ", "  ", "\t")

    def key(self, longest=3):
        parts = [self.random.choice(NAMES[:4] if self.random.random() < 0.8 else NAMES)]
        while len(parts) < longest and self.random.random() < 0.35:
            parts.append(self.random.choice(NAMES[:4]))
        return f"{self.space()}.{self.space()}".join(parts)

    def string(self):
        text = "".join(
            self.pick("a", "b", " ", "é", "\\n", "\\u00e9", "\\U0001F600", "'", "#", "\\\\", '\\"')
            for _ in range(self.random.randrange(6))
        )
        kind = self.random.randrange(4)
        if kind == 0:
            return f'"{text}"'
        if kind == 1:
            return "'" + text.replace("'", "") + "'"
        text = text.replace(" ", self.pick(" ", "\n", "\\\n  ", "\\  \n\n ", "\r\n"))
        if kind == 2:
            return f'"""{self.pick("", chr(10))}{text}{self.pick("", chr(34), chr(34) * 2)}"""'
        return f"'''{text.replace(chr(39), '')}{self.pick('', chr(39), chr(39) * 2)}'''"

    def number(self):
        digits = "".join(self.pick("0", "1", "9", "_", "5") for _ in range(self.random.randrange(1, 7)))
        sign = self.pick("", "", "+", "-")
        return self.pick(
            sign + digits,
            sign + str(self.random.randrange(2**62)),
            f"{sign}{digits}.{digits}",
            f"{sign}{digits}{self.pick('e', 'E')}{self.pick('', '+', '-')}{self.random.randrange(40)}",
            f"{sign}{self.random.randrange(100)}.{digits}e{self.random.randrange(9)}",
            "0" + self.pick("x", "o", "b", "X") + digits,
            sign + self.pick("inf", "nan", "Inf"),
        )

    def date(self):
        date = f"{self.random.choice([0, 1979, 2023, 2024, 9999]):04}-{self.random.randrange(14):02}-{self.random.randrange(33):02}"
        time = f"{self.random.randrange(26):02}:{self.random.randrange(62):02}:{self.random.randrange(62):02}"
        time += self.pick("", "", ".5", ".123456789", ".")
        zone = self.pick("", "Z", "z", "+01:00", "-25:00", "+0100")
        return self.pick(date, time, f"{date}{self.pick('T', 't', ' ')}{time}{zone}")

    def value(self, depth=0):
        choice = self.random.random()
        if choice < 0.3:
            return self.string()
        if choice < 0.5:
            return self.number()
        if choice < 0.6:
            return self.date()
        if choice < 0.7 or depth > 3:
            return self.pick("true", "false", "True")
        if choice < 0.85:
            separator = self.pick(", ", ",\n", ", # text\n ", " , ")
            elements = separator.join(self.value(depth + 1) for _ in range(self.random.randrange(4)))
            return f"[{self.pick('', ' ', chr(10))}{elements}{self.pick('', '', ',', ', #' + chr(10))}]"
        members = ", ".join(f"{self.key()} = {self.value(depth + 1)}" for _ in range(self.random.randrange(4)))
        return f"{{{self.space()}{members}{self.pick('', ' ', '', ',')}}}"

    def line(self):
        choice = self.random.random()
        if choice < 0.5:
            return f"{self.space()}{self.key()}{self.space()}={self.space()}{self.value()}"
        if choice < 0.75:
            return f"[{self.space()}{self.key()}{self.space()}]"
        if choice < 0.9:
            return f"[[{self.key()}]]"
        return self.pick("", "# text", "  ")

    def document(self):
        lines = [self.line() for _ in range(self.random.randrange(1, 10))]
        comment = lambda: self.pick("", "", "", " # text")  # noqa: E731
        text = "".join(line + comment() + self.pick("\n", "\n", "\r\n") for line in lines)
        if self.random.random() < 0.5:
            return text
        for _ in range(self.random.randrange(1, 4)):
            start = self.random.randrange(len(text) + 1)
            end = min(len(text), start + self.random.randrange(3))
            text = text[:start] + self.pick("", self.random.choice(CHARACTERS)) + text[end:]
        return text


@dataclasses.dataclass
class Difference:
    seed: int
    text: str
    found: str

    def __str__(self):
        return f"seed {self.seed}: {self.found}\n{self.text!r}"


def is_left_out(value):
    if isinstance(value, dict):
        return any(map(is_left_out, value.values()))
    if isinstance(value, list):
        return any(map(is_left_out, value))
    return isinstance(value, int) and not -(2**63) <= value < 2**63


def expected(text):
    """What Python reads; None for an invalid document."""
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        return None


def date_of(text):
    text = re.sub(r"(\.\d{1,6})\d*", r"\1", text.upper().replace(" ", "T").replace("Z", "+00:00"))
    if ":" not in text:
        return datetime.date.fromisoformat(text)
    return datetime.datetime.fromisoformat(text) if "-" in text[:5] else datetime.time.fromisoformat(text)


def is_same(own, value):
    """Whether a value of the report is one that Python read."""
    if isinstance(value, list):
        return isinstance(own, list) and len(own) == len(value) and all(map(is_same, own, value))
    if isinstance(value, dict):
        return (
            isinstance(own, dict) and own.keys() == value.keys() and all(is_same(own[key], value[key]) for key in value)
        )
    kind, text = own["type"], own["value"]
    if kind == "string":
        return value == text
    if kind == "bool":
        return value is (text == "true")
    if kind == "integer":
        return type(value) is int and value == int(text)
    if kind == "float":
        return isinstance(value, float) and (value == float(text) or math.isnan(value) and math.isnan(float(text)))
    return date_of(text) == value and type(date_of(text)) is type(value)


def compare(seeds, folder):
    """The differences of some documents, and how many were valid and compared."""
    texts = {seed: Generator(seed).document() for seed in seeds}
    paths = []
    for seed, text in texts.items():
        path = folder / f"{seed}.toml"
        path.write_bytes(text.encode())
        paths.append(path)
    process = subprocess.run(
        [comparison.KALE_LSP, "toml", *map(str, paths)], capture_output=True, text=True, encoding="utf-8", check=True
    )
    differences, valid = [], 0
    for (seed, text), line in zip(texts.items(), process.stdout.splitlines(), strict=True):
        report, value = json.loads(line), expected(text)
        if value is not None and is_left_out(value):
            continue
        # A byte order mark at the start is no part of the text.
        if text.startswith("\ufeff"):
            continue
        valid += value is not None
        if report["ok"] != (value is not None):
            differences.append(Difference(seed, text, f"{report} instead of {value}"))
        elif value is not None and not is_same(report["value"], value):
            differences.append(Difference(seed, text, f"{report['value']} instead of {value}"))
    return differences, valid


def compare_all(seeds, folder):
    differences, valid = [], 0
    seeds = list(seeds)
    for start in range(0, len(seeds), BATCH):
        found, count = compare(seeds[start : start + BATCH], folder)
        differences += found
        valid += count
    return differences, valid


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--keep", type=pathlib.Path, help="keep the documents in this folder")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or pathlib.Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        differences, valid = compare_all(range(options.seed, options.seed + options.count), folder)
    for difference in differences:
        print(difference)
    print(f"{options.count} documents, {valid} of them valid, {len(differences)} differences")
    sys.exit(bool(differences))


if __name__ == "__main__":
    main()
