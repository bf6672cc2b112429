"""Notebooks of chance, right ones and flawed ones: what Kale 2.3.0 may ever be given."""

import random

import notebook_flaws
from code_grammar import CLASSES, FUNCTIONS, VALUES, CodeGrammar
from configuration_generator import right_configuration
from notebooks import Cell, Notebook

STEP_NAMES = ["load", "train", "_a", "b2", "score", "z", "a"]
PARAMETERS = ["n = 3", "rate = 0.5", "x = 'text'", "y = True", "data = 1", "total = 10_000", "i = 0x1F", "e = 1e5"]
CONFIGURATION_TAGS = [
    "limit:nvidia.com/gpu:1", "limit:cpu:500m", "label:app:x", "annotation:a.b/c:d:e", "secret:s.t:k.y:ENV_1",
    "image:python:3.12", "cache:enabled", "cache:disabled", "report:disabled", "label:empty:",
]  # fmt: skip
FLAW_COUNTS = [0] * 11 + [1] * 6 + [2] * 3


def generated(seed):
    """The notebook of a seed."""
    return NotebookGenerator(random.Random(f"notebook {seed}")).notebook()


class NotebookGenerator:
    def __init__(self, choice):
        self.choice = choice
        self.grammar = CodeGrammar(choice)
        self.steps = []

    def chance(self, share):
        return self.choice.random() < share

    def notebook(self):
        cells = [*self.front(), *self.body(), *self.back()]
        notebook = Notebook(cells, right_configuration(self.choice))
        if self.chance(0.1):
            notebook.version = (4, 5)
            for number, cell in enumerate(cells):
                cell.id = f"cell-{number}"
        for _ in range(self.choice.choice(FLAW_COUNTS)):
            notebook_flaws.add(notebook, self.choice)
        return notebook

    def code(self, most=4):
        return self.grammar.statements(self.choice.randint(1, most))

    def front(self):
        """What stands before the first step."""
        if self.chance(0.1):
            yield Cell(self.code(1))
        if self.chance(0.5):
            yield Cell(self.imports(), ["imports"])
        if self.chance(0.3):
            yield Cell(self.code(3), ["functions"])
        if self.chance(0.4):
            yield Cell(self.parameters(), ["pipeline-parameters"])

    def imports(self):
        modules = ["import math", "import numpy as np", "import os.path", "import json as path"]
        modules += ["from math import sqrt", "# nothing", "import sys, os"]
        if self.chance(0.1):
            modules.append("from typing import *")
        return "\n".join(self.choice.sample(modules, self.choice.randint(1, 3)))

    def parameters(self):
        lines = self.choice.sample(PARAMETERS, self.choice.randint(1, 4))
        if self.chance(0.2):
            lines.insert(self.choice.randint(0, len(lines)), self.choice.choice(["# why", "", lines[0]]))
        return "\n".join(lines)

    def body(self):
        for _ in range(self.choice.randint(1, 5)):
            yield self.step()
            for _ in range(self.choice.choice([0, 0, 0, 1, 1, 2])):
                yield self.between()

    def step(self):
        name = self.choice.choice(STEP_NAMES)
        tags = [f"step:{name}"]
        known = [step for step in self.steps if step != name]
        if known and self.chance(0.85):
            tags += [f"prev:{step}" for step in self.choice.sample(known, self.choice.randint(1, min(2, len(known))))]
        if self.chance(0.15):
            tags += self.choice.sample(CONFIGURATION_TAGS, self.choice.randint(1, 3))
        if self.chance(0.1):
            self.choice.shuffle(tags)
        if name not in self.steps:
            self.steps.append(name)
        source = self.code()
        if self.chance(0.1):
            source += f"\n{self.choice.choice(VALUES)}"
        if self.chance(0.2):
            source += f"\n{self.choice.choice(FUNCTIONS + CLASSES)}({self.choice.choice(VALUES)})"
        return Cell(source, tags)

    def between(self):
        kind = self.choice.random()
        if kind < 0.4:
            return Cell(self.code(2), self.choice.choice([None, []]))
        if kind < 0.55:
            return Cell(self.code(2), ["skip"])
        if kind < 0.75:
            return Cell("Some *prose*.", self.choice.choice([None, ["note"]]), self.choice.choice(["markdown", "raw"]))
        if kind < 0.85:
            return Cell(self.imports(), ["imports"])
        if kind < 0.93:
            return Cell(self.code(2), ["functions"])
        return Cell(self.parameters(), ["pipeline-parameters"])

    def back(self):
        if self.chance(0.3):
            names = self.choice.sample([name for name in VALUES if name.isascii() and name[0] != "_"], 2)
            lines = [f"print({name})" for name in names]
            yield Cell(self.choice.choice(["\n", "\n\n"]).join(lines), ["pipeline-metrics"])
        if self.chance(0.1):
            yield self.between()
