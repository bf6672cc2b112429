"""Python code of chance: what a cell may hold, from a small grammar over few names, so that cells touch each other."""

import sys
import textwrap

VALUES = ["data", "model", "rows", "total", "x", "y", "i", "e", "größe", "_hidden", "metrics"]
FUNCTIONS = ["load", "train", "score", "helper"]
CLASSES = ["Box", "Model"]
MODULES = ["np", "os", "math", "path", "json"]
BUILTINS = ["print", "len", "sorted", "list", "range", "__name__", "__file__", "Exception", "display", "get_ipython"]
ATTRIBUTES = ["append", "shape", "items", "data", "x", "fit"]
KNOWS_TYPE_PARAMETERS = sys.version_info >= (3, 12)

IMPORTS = [
    "import {m}",
    "import numpy as {m}",
    "import os.path",
    "import os.path as {m}",
    "import {m}, sys",
    "from math import sqrt",
    "from math import sqrt as {f}, floor",
    "from os import ({m},\n    sep)",
    "from . import {m}",
    "from __future__ import annotations",
]


def indented(text):
    return textwrap.indent(text, "    ")


class CodeGrammar:
    """Makes statements and expressions; `choice` is a `random.Random`."""

    def __init__(self, choice):
        self.choice = choice

    def one(self, options):
        return self.choice.choice(options)

    def chance(self, share):
        return self.choice.random() < share

    def name(self):
        kinds = [VALUES] * 12 + [FUNCTIONS] * 3 + [CLASSES] + [MODULES] * 2
        return self.one(self.one(kinds))

    def read_name(self):
        return self.one(BUILTINS) if self.chance(0.15) else self.name()

    def literal(self):
        return self.one(["0", "1.5", "'text'", "True", "None", "[]", "{}", "b'x'", "-3", "1e9", "...", '"""a\n%b"""'])

    def expression(self, depth=3):
        if depth <= 0 or self.chance(0.3):
            return self.literal() if self.chance(0.3) else self.read_name()
        return self.one(EXPRESSIONS)(self, depth - 1)

    def statements(self, count=None, depth=2):
        count = count or self.choice.randint(1, 5)
        return "\n".join(self.statement(depth) for _ in range(count))

    def statement(self, depth=2):
        kinds = SIMPLE * 2 + COMPOUND if depth > 0 else SIMPLE
        return self.one(kinds)(self, depth - 1)

    def block(self, depth):
        return indented(self.statements(self.choice.randint(1, 2), depth))

    def target(self):
        n = self.name
        return self.one(
            [n, n, n, lambda: f"{n()}, {n()}", lambda: f"({n()}, *{n()})", lambda: f"[{n()}, ({n()}, {n()})]"]
            + [lambda: f"{n()}.{self.one(ATTRIBUTES)}", lambda: f"{n()}[{self.expression(1)}]"]
        )()


# Expressions: each takes the grammar and the depth that is left.


def call(g, depth):
    function = g.one([g.one(FUNCTIONS), g.one(CLASSES), g.one(["print", "len", "sorted", "list"]), g.name()])
    extra = g.one(["", "", f", key={g.expression(depth)}", f", *{g.name()}", f", **{g.name()}"])
    return f"{function}({g.expression(depth)}{extra})"


def method_call(g, depth):
    return f"{g.name()}.{g.one(ATTRIBUTES)}({g.expression(depth)})"


def attribute(g, depth):
    return f"{g.name()}.{g.one(ATTRIBUTES)}"


def subscript(g, depth):
    return f"{g.name()}[{g.one([g.expression(depth), ':', f'{g.expression(0)}:', '1:2, ::3'])}]"


def operation(g, depth):
    sign = g.one(["+", "*", "==", "and", "or", "in", "is not", "<=", "@"])
    return f"({g.expression(depth)} {sign} {g.expression(depth)})"


def conditional(g, depth):
    return f"({g.expression(depth)} if {g.expression(depth)} else {g.expression(depth)})"


def comprehension(g, depth):
    target, source = g.one([g.name(), f"{g.name()}, {g.name()}"]), g.expression(depth)
    condition = f" if {g.expression(depth)}" if g.chance(0.4) else ""
    inner = f" for {g.name()} in {g.name()}" if g.chance(0.3) else ""
    tail = f"for {target} in {source}{condition}{inner}"
    element = g.expression(depth)
    brackets = [("[", "]"), ("{", "}"), ("list(", ")"), (f"{{{g.name()}: ", "}")]
    start, end = g.one(brackets)
    return f"{start}{element} {tail}{end}"


def lambda_(g, depth):
    arguments = g.one(["", g.name(), f"{g.name()}={g.expression(0)}", f"*{g.name()}", f"first, /, {g.name()}"])
    return f"(lambda {arguments}: {g.expression(depth)})"


def walrus(g, depth):
    return f"({g.name()} := {g.expression(depth)})"


def container(g, depth):
    a, b = g.expression(depth), g.expression(depth)
    return g.one([f"[{a}, {b}]", f"({a}, {b})", f"({a},)", f"{{{a}: {b}}}", f"[*{g.name()}, {b}]", f"{{**{g.name()}}}"])


def format_string(g, depth):
    name = g.name()
    part = g.one([name, f"{name}.{g.one(ATTRIBUTES)}", f"{name}!r", f"{name}:>{{{g.name()}}}", f"{name}="])
    return g.one([f'f"at {{{part}}}"', f"f'{{{part}}} %d'", f'rf"""{{{part}}}\n"""'])


EXPRESSIONS = [call] * 4 + [method_call] * 2 + [attribute] * 2 + [subscript, operation, operation, conditional]
EXPRESSIONS += [comprehension] * 2 + [lambda_, walrus, container, format_string]


# Statements: each takes the grammar and the depth that is left, and gives lines without an end.


def assignment(g, depth):
    chained = f"{g.name()} = " if g.chance(0.1) else ""
    return f"{g.target()} = {chained}{g.expression()}"


def augmented(g, depth):
    return f"{g.one([g.name(), f'{g.name()}[0]'])} {g.one(['+=', '*=', '|='])} {g.expression()}"


def annotated(g, depth):
    hint = g.one(["int", g.name(), f"'{g.name()}'", f"list[{g.name()}]", "'list['"])
    return f"{g.name()}: {hint}" + (f" = {g.expression()}" if g.chance(0.6) else "")


def expression_statement(g, depth):
    return g.expression()


def bare_name(g, depth):
    return g.read_name()


def printing(g, depth):
    return f"print({g.expression(2)})"


def import_(g, depth):
    return g.one(IMPORTS[:-1]).format(m=g.one(MODULES), f=g.one(FUNCTIONS))


def deletion(g, depth):
    return "del " + g.one([g.name(), f"{g.name()}, {g.name()}", f"{g.name()}[0]", f"{g.name()}.x", f"({g.name()})"])


def small(g, depth):
    options = ["pass", "# a comment", "x = 1; y = x"]
    return g.one([*options, f"assert {g.expression(1)}", f"raise {g.name()}", f"global {g.name()}"])


def rare(g, depth):
    options = ["from math import *", f"__all__ = ['{g.name()}']", f"await {g.name()}", "return", "locals()"]
    options += ["'doc string'", f"{g.name()} = yield", f"nonlocal {g.name()}", "break", "x = (17\n  % 3)", "exit()"]
    if KNOWS_TYPE_PARAMETERS:
        options += [f"type {g.name()} = list[{g.name()}]"]
    return g.one(options)


def if_(g, depth):
    text = f"if {g.expression(2)}:\n{g.block(depth)}"
    if g.chance(0.2):
        text += f"\nelif {g.expression(1)}:\n{g.block(depth)}"
    return text + (f"\nelse:\n{g.block(depth)}" if g.chance(0.4) else "")


def for_(g, depth):
    text = f"for {g.target()} in {g.expression(2)}:\n{g.block(depth)}"
    return text + (f"\nelse:\n{g.block(depth)}" if g.chance(0.2) else "")


def while_(g, depth):
    return f"while {g.expression(1)}:\n{g.block(depth)}\n    break"


def try_(g, depth):
    text = f"try:\n{g.block(depth)}"
    if g.chance(0.85):
        star = "*" if g.chance(0.1) else ""
        caught = g.one(["Exception", f"({g.name()}, KeyError)", "NameError", "ImportError"])
        bound = f" as {g.name()}" if g.chance(0.5) else ""
        text += f"\nexcept{star} {caught}{bound}:\n{g.block(depth)}"
        text += f"\nelse:\n{g.block(depth)}" if g.chance(0.2) else ""
    else:
        text += f"\nfinally:\n{g.block(depth)}"
    return text


def with_(g, depth):
    second = f", {g.expression(1)} as ({g.name()}, {g.name()})" if g.chance(0.2) else ""
    return f"with open({g.expression(1)}) as {g.target()}{second}:\n{g.block(depth)}"


def match_(g, depth):
    n = g.name
    pattern = g.one(
        [f"[{n()}, *{n()}]", f"{{'k': {n()}, **{n()}}}", f"{g.one(CLASSES)}(x={n()})", f"int() as {n()}", "1 | 2"]
        + [f"({n()}, {n()})", f"{n()}.x", "'text'", "None", n()]
    )
    guard = f" if {g.expression(1)}" if g.chance(0.3) else ""
    cases = f"case {pattern}{guard}:\n{g.block(depth)}\ncase _:\n    pass"
    return f"match {g.expression(2)}:\n{indented(cases)}"


def arguments(g):
    options = ["", g.name(), f"{g.name()}={g.expression(1)}", f"{g.one(VALUES)}: {g.name()}"]
    options += [f"first, *{g.name()}", f"*, {g.name()}=None", f"first, /, **{g.name()}"]
    return g.one(options)


def function(g, depth):
    decorator = f"@{g.one([g.name(), call(g, 1)])}\n" if g.chance(0.15) else ""
    parameters = f"[T: {g.name()}]" if KNOWS_TYPE_PARAMETERS and g.chance(0.05) else ""
    result = f" -> {g.name()}" if g.chance(0.1) else ""
    keyword = "async def" if g.chance(0.1) else "def"
    body = g.block(depth)
    if g.chance(0.2):
        body = indented(f"{g.one(['global', 'global', 'nonlocal'])} {g.name()}") + "\n" + body
    if g.chance(0.2):
        body += "\n" + indented(function(g, depth - 1)) if depth > 0 else ""
    ending = g.one([f"return {g.expression(2)}", f"yield {g.name()}", f"return {g.name()}", "pass"])
    return f"{decorator}{keyword} {g.one(FUNCTIONS)}{parameters}({arguments(g)}){result}:\n{body}\n    {ending}"


def class_(g, depth):
    bases = g.one(["", f"({g.name()})", "(object)", f"({g.one(CLASSES)}, metaclass={g.name()})"])
    body = g.one([f"x = {g.expression(2)}", f"{g.name()}: {g.name()}", "pass"])
    method = indented(f"def {g.one(['__init__', 'fit', 'load'])}(self, {g.name()}):\n{g.block(depth)}")
    return f"class {g.one(CLASSES)}{bases}:\n    {body}\n{method}"


def guarded_import(g, depth):
    return f"try:\n    {import_(g, 0)}\nexcept ImportError:\n    {g.name()} = None"


SIMPLE = [assignment] * 10 + [augmented, annotated, expression_statement, expression_statement, bare_name]
SIMPLE += [printing] * 4 + [import_] * 2 + [deletion, small, rare]
COMPOUND = [if_] * 3 + [for_] * 3 + [while_, try_, try_, with_, with_, match_] + [function] * 6 + [class_] * 2
COMPOUND += [guarded_import]
