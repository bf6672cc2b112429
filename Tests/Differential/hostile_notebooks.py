#!/usr/bin/env python3
"""Compiles notebooks made of strings that would break out of YAML, Python and the shell, and looks for any that does.

Every place of a notebook that takes free text gets one: parameters, cells, labels, annotations, images, paths, the
description, the file's name. The compiled files must be those of a harmless notebook of the same shape, read with PyYAML
and `ast.parse`, but for these strings, and those must be what went in.

    python hostile_notebooks.py --count 100000
    python hostile_notebooks.py --seed 42 --count 1 --sdk      # KFP's compiler makes the same of the script

Run it with a Python that has PyYAML, and kfp for --sdk. The binary is the release build of this checkout, or $KALE_LSP.
"""

import argparse
import ast
import contextlib
import importlib.util
import itertools
import os
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import time

import yaml

from comparison import KALE_LSP
from notebooks import Cell, Notebook

CANARY = "CANARY"
HARM = f"__import__('os').system('touch {CANARY}')"
STRINGS = [
    "'''", '"""', "'", '"', "''", '""', "\\", "\\\\", "\\'", "\\N{BULLET}", "\\x41", "\\u0041", "\\ud800", "\\0", "{", "}",
    "{{", "}}", "{!r}", f"{{{HARM}}}", f"'''+{HARM}+'''", f'"""\n{HARM}\n"""', f"'\n{HARM}\n'", f"\n{HARM}\n", f"); {HARM} #",
    "$", "{{$}}", "{{$.inputs.parameters['p_0']}}", "{{$.outputs.output_file}}", "{{workflow.name}}", "{{=1+1}}", "{{$",
    "{{inputs.parameters.x}}", "$(touch CANARY)", "`touch CANARY`", "; touch CANARY", "&& touch CANARY", "| touch CANARY",
    "$0", "$@", "${HOME}", "%s", "%%", "%", "%YAML 1.2", "%TAG ! tag:x", "---", "...", "\n---\n", "\n...\n", "--- !canary",
    "&canary ", "*canary", "!canary", "!!python/object/apply:os.system ['touch CANARY']", "<<: *canary", "<<", "? canary",
    "- canary", ": ", ":", " :", "canary: true", "\ncanary: true\n", "\n  canary: true", "#", " #", "|", ">", "|2-", "@", "[",
    "]", ",", "=", "~", "null", "true", "No", "1e3", "0x1", "1_000", "1:30", ".inf", "2001-01-01", "\n", "\n\n", "\r",
    "\r\n", "\t", " ", "  ", "\u00a0", "\x00", "\x07", "\x0b", "\x0c", "\x1b[31m", "\x7f", "\x85", "\x9b", "\u2028", "\u2029",
    "\ufeff", "\ufffe", "\uffff", "\U0001ffff", "\u202e", "\u200b", "\u0301", "é", "漢", "😀", "\ud800", "\udc00", "\udbff",
    "a", "B", "0", "#!/bin/sh", "# -*- coding: utf-7 -*-", "import os", "def x():", "    ", "EOF", "<script>", "-->",
    "kale_lsp", "_kale_blocks", "r'''", "f'''", "b'", "lambda: 0", "\\\n", "/kfp-workspace", '{"Concat": ["x"]}',
]  # fmt: skip
LINE_BREAK = re.compile("[\r\n]")
PARAMETERS = 40
STEPS = 12


def hostile(choice, is_line=False):
    """A text of chance; `is_line`: without line breaks, which a tag may not have."""
    kind = choice.random()
    if kind < 0.1:
        text = "".join(map(chr, (choice.randrange(0x110000) for _ in range(choice.randint(1, 6)))))
    elif kind < 0.2:
        text = "".join(map(chr, (choice.randrange(0x100) for _ in range(choice.randint(0, 12)))))
    else:
        text = "".join(choice.choice(STRINGS) for _ in range(choice.randint(1, 8)))
    # Two halves that meet are one character.
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
    return LINE_BREAK.sub("", text) if is_line else text


def hostile_name(choice):
    """A text that can be a file's name."""
    name = hostile(choice).replace("/", "").replace("\x00", "").encode("utf-8", "replace")[:200].decode("utf-8", "ignore")
    return f"coding={name}" if choice.random() < 0.3 else f"n{name}"


class Shape:
    """The one shape that all these notebooks have. `text` gives the next text, whether or not it is to be one line."""

    def __init__(self, text):
        self.values = []

        def next_text(is_line=False, is_path=False):
            value = text(len(self.values), is_line)
            self.values.append(value.replace(":", "") if is_path else value)
            return self.values[-1]

        cells = [Cell(self.parameters(next_text), ["pipeline-parameters"])]
        for number in range(STEPS):
            cells += self.step(f"s_{number}", next_text)
        configuration = {
            "pipeline_name": "hostile",
            "experiment_name": next_text(),
            "pipeline_description": "described " + next_text(),
            "base_image": "image/" + next_text(),
            "marshal_path": "/marshal/" + next_text(),
            "steps_defaults": [f"label:default:{next_text(is_line=True)}"],
            "volumes": [self.volume(next_text)],
        }
        self.notebook = Notebook(cells, configuration)

    @staticmethod
    def parameters(next_text):
        return "\n".join(f"p_{number} = {ascii(next_text())}" for number in range(PARAMETERS))

    @staticmethod
    def step(name, next_text):
        tags = [f"step:{name}", *(f"label:l{number}:{next_text(is_line=True)}" for number in range(3))]
        tags += [f"annotation:a{number}:{next_text(is_line=True)}" for number in range(2)]
        tags.append(f"image:i{next_text(is_line=True)}")
        # What is under a cell magic need not be Python.
        yield Cell(f"%%script true\n{next_text()}.", tags)
        yield Cell(f"x = 1 # {next_text(is_line=True)}.")
        yield Cell(f"%%script true\n{next_text()}")

    @staticmethod
    def volume(next_text):
        return {"name": "data", "mount_point": "/data/" + next_text(is_path=True), "type": "pvc"}


def token(number, _=None):
    return f"Text{number:04}End"


TOKEN = re.compile(r"Text(\d{4})End")


class Compiled:
    """The two compiled files of a notebook, or the reason why there are none."""

    def __init__(self, notebook, folder, name="notebook"):
        path = notebook.write(folder / f"{name}.ipynb")
        # The exact pipeline of a notebook depends on its texts: a path decides which steps have to do with each other.
        command = [str(KALE_LSP), "compile", "--runtime", "kale", "--output", str(folder / "compiled"), str(path)]
        # No cluster takes these texts as images, labels or paths.
        command += ["--ignore", "kubernetes-value,unmountable-volume,old-image"]
        process = subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True)
        self.refusal = None
        if process.returncode:
            text = process.stderr.decode(errors="replace")
            self.refusal = "; ".join(re.findall(r"KALE\d+ (?!\[warning|\[information).*", text)) or text
        if self.refusal is None:
            [self.spec] = (folder / "compiled").glob("*.yaml")
            [self.script] = (folder / "compiled").glob("*.py")

    def documents(self):
        return list(yaml.load_all(self.spec.read_bytes(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))

    def program(self):
        return flattened_program(self.script.read_bytes())


def flattened(value):
    """A parsed YAML value as a flat list: the same for two values of one shape, but for their texts."""
    if isinstance(value, dict):
        yield dict
        for key, item in value.items():
            yield (key,)
            yield from flattened(item)
    elif isinstance(value, list):
        yield from [list, len(value)]
        for item in value:
            yield from flattened(item)
    elif isinstance(value, str) and value.startswith("\nimport kfp\n"):
        yield from flattened_program(value)
    else:
        yield value


def flattened_program(source):
    """A Python program as a flat list."""
    stack = [ast.parse(source)]
    while stack:
        node = stack.pop()
        if isinstance(node, ast.AST):
            yield type(node)
            stack += [getattr(node, field, None) for field in node._fields]
        elif isinstance(node, list):
            yield from [list, len(node)]
            stack += node
        else:
            yield node


class Judge:
    def __init__(self, folder):
        shape = Shape(token)
        harmless = Compiled(shape.notebook, folder / "harmless")
        if harmless.refusal:
            raise RuntimeError(harmless.refusal)
        self.count = len(shape.values)
        self.documents = list(flattened(harmless.documents()))
        self.program = list(harmless.program())

    def judge(self, shape, compiled):
        """What is wrong with the compiled files of a notebook."""
        values = [as_read(value) for value in shape.values]
        for name, expected, parsed in (
            ("pipeline spec", self.documents, lambda: flattened(compiled.documents())),
            ("DSL script", self.program, compiled.program),
        ):
            try:
                yield from (f"{name}: {difference}" for difference in differences(expected, parsed(), values))
            except (yaml.YAMLError, SyntaxError, ValueError) as problem:
                yield f"{name}: {type(problem).__name__}: {problem}"


def as_read(value):
    """A half surrogate pair is no character, so that no file can hold it."""
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def differences(expected, actual, values):
    for harmless, found in itertools.zip_longest(expected, actual, fillvalue="(nothing)"):
        wanted = harmless
        if isinstance(harmless, str) and "Text" in harmless:
            wanted = TOKEN.sub(lambda match: values[int(match[1])], harmless)
        if wanted != found or type(wanted) is not type(found):
            yield f"{found!r} in place of {wanted!r} ({harmless!r})"
            return


def sdk_difference(compiled):
    """What KFP makes of the script otherwise than the pipeline spec says."""
    from google.protobuf import json_format

    specification = importlib.util.spec_from_file_location("hostile_pipeline", compiled.script)
    module = importlib.util.module_from_spec(specification)
    with contextlib.chdir(compiled.script.parent):
        specification.loader.exec_module(module)
        pipeline = module.auto_generated_pipeline
    theirs = [json_format.MessageToDict(pipeline.pipeline_spec), json_format.MessageToDict(pipeline.platform_spec)]
    for name, own, other in zip(("pipeline", "platform"), compiled.documents(), theirs):
        yield from (f"KFP's {name} spec: {difference}" for difference in differences_of_trees(own, other))


def differences_of_trees(own, other, place=""):
    if isinstance(own, dict) and isinstance(other, dict):
        for key in own.keys() | other.keys():
            yield from differences_of_trees(own.get(key), other.get(key), f"{place}.{key}")
    elif isinstance(own, list) and isinstance(other, list) and len(own) == len(other):
        for index, (one, two) in enumerate(zip(own, other)):
            yield from differences_of_trees(one, two, f"{place}[{index}]")
    elif own != other:
        yield f"{place} is {other!r}, ours {own!r}"


def fuzz(count, seed=0, with_sdk=False):
    """Gives for each notebook its seed, how many texts were in it, whether it is refused, and what is wrong."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name).resolve()
        judge = Judge(folder)
        done = 0
        for number in itertools.count(seed):
            if done >= count:
                return
            choice = random.Random(f"hostile {number}")
            shape = Shape(lambda _, is_line: hostile(choice, is_line))
            compiled = Compiled(shape.notebook, folder, hostile_name(choice))
            found = [] if compiled.refusal else list(judge.judge(shape, compiled))
            if with_sdk and not compiled.refusal:
                found += sdk_difference(compiled)
            if list(folder.rglob(CANARY)) or os.path.exists(CANARY):
                found.append("the canary is out")
            yield number, len(shape.values), compiled.refusal, found
            done += len(shape.values)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=10_000, help="texts to try (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=0, help="the first notebook's (default: %(default)s)")
    parser.add_argument("--sdk", action="store_true", help="have KFP compile the scripts too, and compare")
    options = parser.parse_args()
    sys.stdout.reconfigure(errors="backslashreplace")
    start, texts, notebooks, refused, wrong = time.monotonic(), 0, 0, 0, 0
    for number, count, refusal, found in fuzz(options.count, options.seed, options.sdk):
        notebooks, refused, wrong = notebooks + 1, refused + bool(refusal), wrong + bool(found)
        texts += 0 if refusal else count
        if refusal:
            print(f"seed {number} is refused: {refusal[:1000]}")
        for line in found:
            print(f"seed {number}: {line[:1000]}", flush=True)
    print(f"{notebooks} notebooks, {refused} refused; {texts} texts in the others: {wrong} notebooks wrong;", end=" ")
    print(f"{time.monotonic() - start:.0f} s")
    if wrong:
        sys.exit(1)


if __name__ == "__main__":
    main()
