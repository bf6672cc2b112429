"""Kale notebooks of chance that run: 2 to 6 steps that hand values of many kinds on to one another.

A step uses a name only where the step that changed it last, from top to bottom, is one that it runs after. So the
notebook run from top to bottom and its pipeline must come to the same values.
"""

import dataclasses
import importlib.util
import random
import string

import stories
from notebooks import Cell, Notebook

STEP_NAMES = "load clean split train _score evaluate report a_b a__b join".split()
VALUE_NAMES = (
    "rows counts model best_model table weights result total _hidden größe données x y Output labels scale"
    " dataset dsl artifact summary kale_outputs Class_ os_name total_2 xs"
).split()
PARAMETER_NAMES = ["epochs", "lr", "LR", "_depth", "Dataset", "name", "maß", "file", "Output_", "verbose", "rate"]
# Those that a pipeline has as they are: KFP takes no other letters than ASCII's, and Kale makes capitals small.
KEPT_NAMES = {"epochs", "name", "file", "verbose", "rate"}
NUMBERS = [0, 7, -3, 2**40, 10_000, 0.25, -1.5e-3, 1e20, True, False]
TEXTS = [
    "plain", "", " blanks  around ", "it's \"quoted\"", "back\\slash \\n", "two\nlines\n", "tab\t end", "größe 漢 😀",
    "{braces} {{twice}} %s $HOME `id`", "'''", '"""', "# no comment", "---\nkey: value", "\u2028 \x85 \ufeff", "\\",
    "\\N{BULLET} \\x41", "null", "1e3",
]  # fmt: skip


@dataclasses.dataclass(frozen=True)
class Move:
    """A statement: the kinds of the values it needs, `$a`, `$b` …, and of the one it makes, `$new`."""

    code: str
    needs: tuple = ()
    gives: str | None = None
    # Whether it changes `$a`.
    changes: bool = False
    # Whether what it makes reads `$a` only later, when it is called.
    later: bool = False
    # Whether it has to stand first in its cell, and whether nothing may stand behind it.
    first: bool = False
    alone: bool = False
    package: str | None = None


MOVES = [
    Move("$new = $i", gives="number"),
    Move("$new = $p", gives="parameter"),
    Move("$new = [number * $i for number in range($i)]", gives="numbers"),
    Move("$new = {'first': $i, 'second': [$i, {'deep': ($i, None)}]}", gives="mapping"),
    Move("$new = $text", gives="text"),
    Move("$new = $a + $i", ("number",), "number"),
    Move("$new = sum($a) + $b", ("numbers", "number"), "number"),
    Move("$new = len($a) + $i", ("text",), "number"),
    Move("$new = f\"{$a!r} {{}} at {$b:>8}\"", ("text", "number"), "text"),
    Move("$new = $a.upper() + '''\n  \n\\\\ \"\"\" '''", ("text",), "text"),
    Move("$new = sorted($a, reverse=True) + [$i]", ("numbers",), "numbers"),
    Move("$new = {**$a, 'more': $i}", ("mapping",), "mapping"),
    Move("$new = {key: str(value) for key, value in $a.items()}", ("mapping",), "mapping"),
    Move("$a += $i", ("number",), changes=True),
    Move("$a.append($i)", ("numbers",), changes=True),
    Move("$a[:] = [$i, $i]", ("numbers",), changes=True),
    Move("$a['key $i'] = $i", ("mapping",), changes=True),
    Move("if $a > $i:\n    $new = 'above'\nelse:\n    $new = 'below'", ("number",), "text"),
    Move("for $new in range($i + 1):\n    pass", gives="number"),
    Move("try:\n    $new = 1 // 0\nexcept ZeroDivisionError as problem:\n    $new = str(problem)", gives="text"),
    Move("def $new(value):\n    return value * $i + 1", gives="function"),
    Move("def $new(value, factor=$i):\n    \"\"\"Doc: 'x' \\d\"\"\"\n    return value + $a * factor",
         ("number",), "function", later=True),
    Move("def $new(value):\n    return $a(value) + $i", ("function",), "function", later=True),
    Move("$new = lambda value: value - $i", gives="function"),
    Move("$new = lambda value: value - $a", ("number",), "function", later=True),
    Move("def $new(value):\n    def inner(more):\n        return value + more\n    return inner($i)", gives="function"),
    Move("import functools\n$new = functools.partial(max, $i)", gives="function"),
    Move("$new = $a($i)", ("function",), "number"),
    Move("$new = [$a(number) for number in $b]", ("function", "numbers"), "numbers"),
    Move("$new = list(map($a, [$i, $i]))", ("function",), "numbers"),
    Move("class $new:\n    def __init__(self, size):\n        self.size = size\n\n    def area(self, by):\n"
         "        return self.size * by\n\n    def grow(self, by):\n        self.size += by", gives="class"),
    Move("$new = $a($i)", ("class",), "instance"),
    Move("class $new($a):\n    def area(self, by):\n        return super().area(by) + $i", ("class",), "class"),
    Move("$new = $a.area($i)", ("instance",), "number"),
    Move("$a.grow($i)", ("instance",), changes=True),
    Move("$new = Shape($i)", gives="shape"),
    Move("$new = $a.describe()", ("shape",), "text"),
    Move("$new = scaled($i)", gives="number"),
    Move("$new = {1.5, 'x', ($i,)}", gives="set"),
    Move("$new = len($a)", ("set",), "number"),
    Move("import datetime\n$new = datetime.date(2024, 2, 29) + datetime.timedelta($i)", gives="date"),
    Move("$new = $a.isoformat()", ("date",), "text"),
    Move("import math as $new", gives="module"),
    Move("$new = $a.floor($i + 0.5)", ("module",), "number"),
    Move("print($a, $b)", ("number", "text")),
    Move("print('<b>', $a, '</b>')", ("numbers",)),
    Move("$a", ("mapping",), alone=True),
    Move("$a", ("number",), alone=True),
    Move("%%time\n$new = $i", gives="number", first=True),
    Move("%time $new = $i", gives="number"),
    Move("%env KALE_STEP=$i\n!echo \"shell $$KALE_STEP\"", ()),
    Move("$new = !echo $i; echo '{two}'", gives="lines"),
    Move("$new = $a[0] + $a.n", ("lines",), "text"),
    Move("%%bash\necho 'it is' $$(( $i + 1 ))\n  \necho \"\"\"triple\"\"\"", first=True, alone=True),
    Move("%%capture $new\nprint('captured', $i)", first=True, alone=True),
    Move("import numpy as np\n$new = np.arange($i + 3) * 1.5", gives="array", package="numpy"),
    Move("$new = $a.reshape(-1, 1) * $i", ("array",), "array", package="numpy"),
    Move("$new = $a.sum()", ("array",), "number", package="numpy"),
    Move("import pandas as pd\n$new = pd.DataFrame({'n': [1, 2, $i], 'text': list('abc')})",
         gives="table", package="pandas"),
    Move("$a['more $i'] = $a['n'] * $i", ("table",), changes=True, package="pandas"),
    Move("$new = $a.groupby('text')['n'].sum()", ("table",), "column", package="pandas"),
    Move("$new = int($a['n'].sum())", ("table",), "number", package="pandas"),
    Move("$new = $a.max() + $i", ("column",), "number", package="pandas"),
    Move("$a", ("table",), alone=True, package="pandas"),
    Move("from sklearn.linear_model import LinearRegression\n"
         "$new = LinearRegression().fit([[0], [1], [$i]], [0, 2, 2 * $i])", gives="estimator", package="sklearn"),
    Move("$new = round(float($a.predict([[$i]])[0]), 6)", ("estimator",), "number", package="sklearn"),
]  # fmt: skip
NOTHING = ["# nothing to do here", "'''Only text.'''", "pass", ""]
SHARED_IMPORTS = ["import math", "import json, re", "from collections import Counter", "# none\nimport os.path as path"]
SHARED_FUNCTIONS = '''\
class Shape:
    """A shape, of all steps."""
    def __init__(self, sides):
        self.sides = sides
    def describe(self):
        return f"{self.sides} sides \\N{BULLET} {{}}"

def scaled(value, by=%s):
    return value * by + OFFSET

OFFSET = %d
'''


@dataclasses.dataclass
class RunnablePipeline:
    notebook: Notebook
    # The parameters of the run that are not the notebook's own.
    arguments: dict
    # Of each step its cells, by their index in the notebook.
    steps: dict
    metrics: list


@dataclasses.dataclass
class Value:
    kind: str
    # The step that changed it last, and the names that it reads when it is called.
    changed_in: str
    reads: frozenset = frozenset()


def generated(seed):
    """The pipeline of a seed."""
    return PipelineGenerator(random.Random(f"pipeline {seed}")).pipeline()


def story(number):
    """A story of stories.py: the run from top to bottom is right, its pipeline may not be."""
    notebook = stories.told(number, random.Random(f"story {number}"))
    steps, step = {}, None
    for index, cell in enumerate(notebook.cells):
        if cell.tags:
            [step] = [tag.removeprefix("step:") for tag in cell.tags if tag.startswith("step:")] or [None]
        if step is not None:
            steps.setdefault(step, []).append(index)
    return RunnablePipeline(notebook, {}, steps, [])


class PipelineGenerator:
    def __init__(self, choice):
        self.choice = choice
        self.values = {}
        # Of each step, the steps it runs after, itself among them.
        self.behind = {}
        self.parameters = {}
        self.moves = [move for move in MOVES if not move.package or importlib.util.find_spec(move.package)]
        self.unused = iter(choice.sample(VALUE_NAMES, len(VALUE_NAMES)))

    def chance(self, share):
        return self.choice.random() < share

    def pipeline(self):
        cells = [Cell("# A pipeline of chance", kind="markdown")]
        if self.chance(0.5):
            cells.append(Cell(self.choice.choice(SHARED_IMPORTS), ["imports"]))
        cells.append(Cell(self.parameter_cell(), ["pipeline-parameters"]))
        cells.append(Cell(SHARED_FUNCTIONS % (self.number(), self.choice.randint(1, 9)), ["functions"]))
        steps = {}
        for name in self.choice.sample(STEP_NAMES, self.choice.randint(2, 6)):
            steps[name] = self.add_step(cells, name)
        metrics = self.add_metrics(cells)
        configuration = {"pipeline_name": "generated", "experiment_name": "generated"}
        return RunnablePipeline(Notebook(cells, configuration), self.arguments(), steps, metrics)

    def number(self):
        return self.choice.randint(1, 9)

    def parameter_cell(self):
        for name in self.choice.sample(PARAMETER_NAMES, self.choice.randint(1, 4)):
            self.parameters[name] = self.choice.choice(NUMBERS if self.chance(0.5) else TEXTS)
        return "\n".join(f"{name} = {value!r}" for name, value in self.parameters.items())

    def arguments(self):
        """Other values, of the same types, for some of the parameters that are the pipeline's under their own names."""
        changed = {}
        for name in sorted(KEPT_NAMES & self.parameters.keys()):
            value = self.parameters[name]
            others = [other for other in NUMBERS + TEXTS if type(other) is type(value) and other != value]
            if others and self.chance(0.6):
                changed[name] = self.choice.choice(others)
        return changed

    def add_step(self, cells, name):
        previous = self.previous_steps()
        self.behind[name] = {name}.union(*(self.behind[other] for other in previous))
        own = []
        for number in range(self.choice.choice([1, 1, 2, 3])):
            if self.chance(0.2):
                cells.append(Cell("print('left out')\nraise_nothing = 1", ["skip"]))
            tags = [f"step:{name}", *(f"prev:{other}" for other in previous)] if number == 0 else None
            own.append(len(cells))
            cells.append(Cell(self.code(name), tags))
        return own

    def previous_steps(self):
        """Seldom ones that run before another of them: a value changed in between would come from the wrong one."""
        previous = self.choice.sample(list(self.behind), min(len(self.behind), self.choice.choice([1, 1, 1, 2, 3])))
        if self.chance(0.1):
            return previous
        return [name for name in previous if not any(name in self.behind[other] for other in previous if other != name)]

    def code(self, step):
        if self.chance(0.05):
            return f"{self.choice.choice(NOTHING)} # {len(self.values)} {step}"
        statements = []
        for _ in range(self.choice.randint(2, 6)):
            move, statement = self.next_statement(step, is_first=not statements)
            statements.append(statement)
            if move.alone:
                break
        return "\n".join(statements)

    def next_statement(self, step, is_first):
        """Of some moves of chance, one that works on earlier values where there is one."""
        moves = self.choice.sample(self.moves, 8) + MOVES[:1]
        for move in sorted(moves, key=lambda move: len(move.needs), reverse=True):
            statement = self.statement(move, step) if is_first or not move.first else None
            if statement is not None:
                return move, statement

    def statement(self, move, step):
        usable = [name for name in self.values if self.is_usable(name, step)]
        names = {}
        for letter, kind in zip("ab", move.needs):
            fitting = [name for name in usable if self.values[name].kind == kind]
            if not fitting:
                return None
            names[letter] = self.choice.choice(fitting)
        if "$new" in move.code:
            names["new"] = self.new_name(usable)
            if names["new"] in names.values() and names["new"] in (names.get("a"), names.get("b")):
                return None
        self.note(move, names, step)
        parameter = self.choice.choice(list(self.parameters))
        text = repr(self.choice.choice(TEXTS))
        return string.Template(move.code).substitute(names, i=self.number(), p=parameter, text=text)

    def new_name(self, usable):
        """A name that is new, or one that the step may give another value."""
        read_later = set().union(*(value.reads for value in self.values.values()))
        old = [name for name in usable if name not in read_later]
        if old and self.chance(0.15):
            return self.choice.choice(old)
        return next(self.unused, None) or f"value_{len(self.values)}"

    def note(self, move, names, step):
        if move.changes:
            self.values[names["a"]].changed_in = step
        if move.gives is not None:
            reads = frozenset(names[letter] for letter in "ab" if letter in names) if move.later else frozenset()
            if "($i)" in move.code or move.gives == "class" or move.later:
                reads |= {names[letter] for letter in "ab" if letter in names and move.gives in ("instance", "class")}
            self.values[names["new"]] = Value(move.gives, step, reads)

    def is_usable(self, name, step, seen=()):
        value = self.values.get(name)
        if value is None or value.changed_in not in self.behind[step]:
            return False
        return all(other in seen or self.is_usable(other, step, (*seen, name)) for other in value.reads)

    def add_metrics(self, cells):
        last = next(reversed(self.behind))
        metrics = [
            name for name, value in self.values.items()
            if value.kind == "number" and name.isascii() and name[0].islower() and self.is_usable(name, last)
        ][:2]  # fmt: skip
        if not metrics or self.chance(0.5):
            return []
        cells.append(Cell("\n".join(f"print({name})" for name in metrics), ["pipeline-metrics"]))
        return metrics
