"""Notebooks of many shapes, each of any size, for `notebook_shapes.py`.

A shape is a function of a size that returns a notebook. What the size counts is the last word of its title: the parts of the
notebook that grow. The cell in the middle of the list is the one that the benchmark edits and asks about.
"""

import math

from benchmark_client import CONFIGURATION, Cell, NotebookDocument

SHAPES = {}


def shape(title, base):
    """Registers a shape: `base` is the smallest of the sizes to measure, each of which is twice the one before."""

    def register(function):
        SHAPES[function.__name__.replace("_", "-")] = (title, base, function)
        return function

    return register


def step(name, text, *previous):
    return Cell([f"step:{name}"] + [f"prev:{other}" for other in previous], text)


# The graph of the steps


@shape("steps one after the other: steps", 250)
def chain(n):
    return NotebookDocument(
        [step("s0", "v0 = 1\n")] + [step(f"s{i}", f"v{i} = v{i - 1} + 1\n", f"s{i - 1}") for i in range(1, n)]
    )


@shape("one step before all others: steps", 250)
def star(n):
    return NotebookDocument([step("s0", "v0 = 1\n")] + [step(f"s{i}", f"v{i} = v0 + 1\n", "s0") for i in range(1, n)])


@shape("all steps before one: steps", 250)
def fan_in(n):
    middle = n // 2
    steps = [step(f"s{i}", f"v{i} = 1\n") for i in range(n) if i != middle]
    everything = " + ".join(f"v{i}" for i in range(n) if i != middle)
    last = step("last", f"total = {everything}\n", *(f"s{i}" for i in range(n) if i != middle))
    return NotebookDocument(steps[:middle] + [last] + steps[middle:])


@shape("a square of steps, each after two: steps", 256)
def grid(n):
    width = math.isqrt(n)
    cells = []
    for row in range(width):
        for column in range(width):
            before = [(row - 1, column)] * (row > 0) + [(row, column - 1)] * (column > 0)
            values = "".join(f" + v_{r}_{c}" for r, c in before)
            cells.append(step(f"s-{row}-{column}", f"v_{row}_{column} = 1{values}\n", *(f"s-{r}-{c}" for r, c in before)))
    cells.sort(key=lambda cell: sum(map(int, cell.tags[0].split("-")[1:])))
    return NotebookDocument(cells)


@shape("every step after all before it: edges", 2000)
def complete_graph(n):
    count = math.isqrt(2 * n)
    return NotebookDocument(
        [
            step(f"s{i}", f"v{i} = 1{''.join(f' + v{j}' for j in range(i))}\n", *(f"s{j}" for j in range(i)))
            for i in range(count)
        ]
    )


@shape("steps in a cycle: steps", 250)
def cycle(n):
    return NotebookDocument([step(f"s{i}", f"v{i} = v{(i - 1) % n}\n", f"s{(i - 1) % n}") for i in range(n)])


@shape("steps without order: steps", 250)
def separate_steps(n):
    return NotebookDocument([step(f"s{i}", f"v{i} = w{i}\n") for i in range(n)])


@shape("steps of the same name: cells", 250)
def equal_steps(n):
    return NotebookDocument([step("same", f"v{i} = {i}\nprint(v{max(0, i - 1)})\n") for i in range(n)])


@shape("two steps that alternate: cells", 250)
def alternating_steps(n):
    return NotebookDocument([step("ab"[i % 2], f"v{i} = v{max(0, i - 1)}\n", *"a" * (i % 2)) for i in range(n)])


@shape("steps after steps that do not exist: steps", 250)
def unknown_previous_steps(n):
    return NotebookDocument([step(f"train-{i}", f"v{i} = 1\n", f"trian-{i}") for i in range(n)])


# Names


# Each step takes the functions of all steps above it, so that these shapes are measured by the inputs that the pipeline has.


@shape("steps whose functions call the one before: inputs", 5000)
def calling_steps(inputs):
    n = math.isqrt(2 * inputs)
    return NotebookDocument(
        [step("s0", "def f0(x): return x\n")]
        + [step(f"s{i}", f"def f{i}(x): return f{i - 1}(x)\n", f"s{i - 1}") for i in range(1, n)]
    )


@shape("steps whose functions call both ways: inputs", 5000)
def mutually_calling_steps(inputs):
    n = math.isqrt(2 * inputs)
    return NotebookDocument(
        [step("s0", "def f0(x): return f1(x)\n")]
        + [step(f"s{i}", f"def f{i}(x): return f{i - 1}(x) + f{i + 1}(x)\n", f"s{i - 1}") for i in range(1, n)]
    )


@shape("a functions cell whose functions call both ways: functions", 250)
def functions_cell(n):
    lines = [f"def f{i}(): return f{i + 1}() + f{max(0, i - 1)}() + x{i}\n" for i in range(n)]
    return NotebookDocument([step("a", "x1 = 1\n"), Cell(["functions"], "".join(lines)), step("b", "f0()\n", "a")])


@shape("functions cells, one function each: cells", 250)
def functions_cells(n):
    cells = [Cell(["functions"], f"def f{i}(): return f{i + 1}() + x{i}\n") for i in range(n)]
    return NotebookDocument(cells + [step("a", "x1 = 1\n"), step("b", "f0()\n", "a")])


@shape("variables of one step, read by the next: variables", 500)
def many_variables(n):
    made = "".join(f"v{i} = {i}\n" for i in range(n))
    read = "".join(f"print(v{i})\n" for i in range(n))
    return NotebookDocument([step("a", made), step("b", read, "a"), step("c", "print(1)\n", "b")])


@shape("variables passed through 20 steps: variables", 100)
def passed_variables(n):
    made = "".join(f"v{i} = {i}\n" for i in range(n))
    read = "".join(f"print(v{i})\n" for i in range(n))
    return NotebookDocument([step("s0", made)] + [step(f"s{k}", read, f"s{k - 1}") for k in range(1, 20)])


@shape("variables that 20 steps change: variables", 100)
def changed_variables(n):
    made = "".join(f"v{i} = []\n" for i in range(n))
    changed = "".join(f"v{i}.append(1)\n" for i in range(n))
    return NotebookDocument([step("s0", made)] + [step(f"s{k}", changed, f"s{k - 1}") for k in range(1, 20)])


@shape("undefined names: names", 500)
def undefined_names(n):
    return NotebookDocument([step("a", "x = 1\n"), step("b", "".join(f"print(missing{i})\n" for i in range(n)), "a")])


@shape("undefined names defined in unrelated steps: names", 500)
def names_of_unrelated_steps(n):
    made = "".join(f"v{i} = {i}\n" for i in range(n))
    read = "".join(f"print(v{i})\n" for i in range(n))
    return NotebookDocument([step("a", made), step("b", read), step("c", read)])


@shape("pipeline parameters: parameters", 500)
def pipeline_parameters(n):
    made = "".join(f"p{i} = {i}\n" for i in range(n))
    read = "".join(f"print(p{i})\n" for i in range(0, n, 2))
    return NotebookDocument([Cell(["pipeline-parameters"], made), step("a", read), step("b", read, "a")])


@shape("pipeline metrics: metrics", 500)
def pipeline_metrics(n):
    made = "".join(f"m{i} = {i}\n" for i in range(n))
    shown = "".join(f"print(m{i})\n" for i in range(n))
    return NotebookDocument([step("a", "x = 1\n"), step("b", made, "a"), Cell(["pipeline-metrics"], shown)])


@shape("one long name: characters", 20_000)
def long_name(n):
    name = "n" * n
    return NotebookDocument([step("a", f"{name} = 1\n"), step("b", f"print({name}x)\nprint({name})\n", "a"), step("c", "1\n")])


@shape("one long tag: characters", 20_000)
def long_tag(n):
    return NotebookDocument([step("a", "x = 1\n"), step("b" * n, "print(x)\n", "a"), step("c", "1\n", "b" * (n - 1))])


@shape("functions that read names of steps and call each other: inputs", 900)
def functions_reading_steps(n):
    # Each step needs the names that all functions before its own read.
    count = math.isqrt(2 * n)
    functions = "".join(f"def f{i}(): return v{i} + f{max(0, i - 1)}()\n" for i in range(count))
    return NotebookDocument(
        [Cell(["functions"], functions)] + [step(f"s{i}", f"v{i} = 1\nf{i}()\n") for i in range(count)]
    )


@shape("functions that read a name of a step each: inputs", 900)
def functions_reading_a_step(n):
    # Kale puts all functions in front of each step, which so needs all names that they read.
    count = math.isqrt(n)
    functions = "".join(f"def f{i}(): return v{i} + w{i}\n" for i in range(count))
    first = step("first", "".join(f"w{i} = 1\n" for i in range(count)))
    steps = [step(f"s{i}", f"v{i} = 1\nf{i}()\n", "first") for i in range(count)]
    return NotebookDocument([Cell(["functions"], functions), first] + steps + [step("other", "f0()\n")])


@shape("steps whose invalid names several want: steps", 125)
def contested_names(n):
    steps = [step(f"Step-{i // 2}" + "-" * (i % 2), f"v{i} = 1\n", f"step_{i // 2}") for i in range(n)]
    return NotebookDocument(steps)


@shape("functions that read parameters and metrics: functions", 250)
def parameters_as_metrics(n):
    made = "".join(f"p{i} = {i}\n" for i in range(n))
    functions = "".join(f"def f{i}(): return p{i}\n" for i in range(n))
    used = "".join(f"m{i} = f{i}()\n" for i in range(n))
    shown = "".join(f"print(m{i})\n" for i in range(n))
    cells = [Cell(["pipeline-parameters"], made), Cell(["functions"], functions), step("a", used)]
    return NotebookDocument(cells + [Cell(["pipeline-metrics"], shown)])


@shape("one variable that every step changes: steps", 250)
def one_changed_variable(n):
    first = [step("s0", "v = []\n")]
    return NotebookDocument(first + [step(f"s{i}", f"v.append({i})\nv = v + [1]\n", f"s{i - 1}") for i in range(1, n)])


@shape("one variable that unrelated steps assign: steps", 250)
def one_variable_of_many_steps(n):
    steps = [step(f"s{i}", f"v = {i}\n") for i in range(n)]
    last = step("last", "print(v)\n", *(f"s{i}" for i in range(n)))
    return NotebookDocument(steps + [step("other", "print(v)\n"), last])


@shape("imports that steps assign to: names", 250)
def shadowed_imports(n):
    lines = "".join(f"import m{i}\n" for i in range(n))
    shadows = "".join(f"m{i} = 1\n" for i in range(n))
    reads = "".join(f"print(m{i})\n" for i in range(n))
    return NotebookDocument([Cell(["imports"], lines), step("a", shadows), step("b", reads, "a")])


# Cells


@shape("untagged cells below a step: cells", 250)
def untagged_cells(n):
    cells = [Cell([], f"v{i} = v{max(0, i - 1)}\ndef f{i}(): return f{i + 1}()\nv0.append(1)\n") for i in range(n)]
    return NotebookDocument([step("a", "v0 = []\n")] + cells)


@shape("untagged cells above the first step: cells", 250)
def dropped_cells(n):
    cells = [Cell([], f"v{i} = {i}\n") for i in range(n)]
    reads = "".join(f"print(v{i})\n" for i in range(0, n, 10))
    return NotebookDocument(cells + [step("a", reads)])


@shape("untagged imports above the first step: cells", 250)
def dropped_imports(n):
    cells = [Cell([], f"import module{i}\n") for i in range(n)]
    return NotebookDocument(cells + [step("a", "".join(f"module{i}.f()\n" for i in range(n)))])


@shape("one dropped import, read in all steps: steps", 250)
def steps_without_import(n):
    steps = [step(f"s{i}", "print(np.zeros(1))\n") for i in range(n)]
    return NotebookDocument([Cell([], "import numpy as np\n")] + steps)


@shape("steps that read names of all others: pairs", 2500)
def pairs_of_missing_names(n):
    count = math.isqrt(n)
    reads = "".join(f"print(v{i})\n" for i in range(count))
    made = [Cell(["skip"], f"v{i} = {i}\n") for i in range(count)]
    return NotebookDocument(made + [step(f"s{i}", reads) for i in range(count)])


@shape("Markdown cells: cells", 500)
def markdown_cells(n):
    cells = [Cell([], f"# Title {i}\n\nText *of* it.\n", is_code=False) for i in range(n)]
    middle = len(cells) // 2
    return NotebookDocument(
        [step("a", "x = 1\n")] + cells[:middle] + [step("b", "print(x)\n", "a")] + cells[middle:]
    )


@shape("Markdown cells with tags: cells", 500)
def tagged_markdown_cells(n):
    cells = [Cell([f"step:m{i}"], f"# Title {i}\n", is_code=False) for i in range(n)]
    return NotebookDocument(cells + [step("a", "x = 1\n"), step("b", "print(x)\n", "a")])


@shape("two steps whose cells read each other's names: cells", 250)
def alternating_reads(n):
    cells = [step("ab"[i % 2], f"u{i} = u{max(0, i - 1)}\nprint(missing)\n", *"a" * (i % 2)) for i in range(n)]
    return NotebookDocument([Cell(["functions"], "def f(): return missing\n")] + cells)


@shape("empty cells: cells", 500)
def empty_cells(n):
    cells = [Cell([], "") for _ in range(n)]
    return NotebookDocument([step("a", "x = 1\n")] + cells[n // 2 :] + [step("b", "print(x)\n", "a")] + cells[: n // 2])


@shape("skipped cells: cells", 500)
def skipped_cells(n):
    cells = [Cell(["skip"], f"v{i} = {i}\n") for i in range(n)]
    return NotebookDocument([step("a", "x = 1\n")] + cells[n // 2 :] + [step("b", "print(x)\n", "a")] + cells[: n // 2])


@shape("references to notebooks: cells", 60)
def notebook_references(n):
    cells = [step("first", "x = 1\n")]
    for i in range(n):
        tags = [f"notebook:n{i}", f"prev:{'first' if i == 0 else f'n{i - 1}'}"]
        cells.append(Cell(tags, "", notebook_path=f"./missing{i}.ipynb"))
    cells.insert(len(cells) // 2, step("between", "print(x)\n", "first"))
    return NotebookDocument(cells)


@shape("comments that suppress findings: cells", 250)
def suppressed_findings(n):
    cells = [step(f"s{i}", f"# kale: ignore[KALE205, KALE{i:03}]\nprint(missing{i})\n") for i in range(n)]
    return NotebookDocument(cells)


# Tags and configuration


@shape("equal tags of one cell: tags", 250)
def equal_tags(n):
    return NotebookDocument([step("a", "x = 1\n"), step("b", "print(x)\n", *["a"] * n), step("c", "1\n", "b")])


@shape("unknown tags of one cell: tags", 250)
def unknown_tags(n):
    tags = ["step:b", "prev:a"] + [f"lable:x{i}:y" for i in range(n)]
    return NotebookDocument([step("a", "x = 1\n"), Cell(tags, "print(x)\n"), step("c", "1\n", "b")])


@shape("labels and limits of one cell: tags", 250)
def labels(n):
    tags = ["step:b", "prev:a"] + [f"label:x{i}:y" for i in range(n)] + [f"limit:r.io/x{i}:1" for i in range(n)]
    return NotebookDocument([step("a", "x = 1\n"), Cell(tags, "print(x)\n"), step("c", "1\n", "b")])


@shape("unknown configuration keys: keys", 500)
def configuration_keys(n):
    configuration = {**CONFIGURATION, **{f"docker_imag{i}": "x" for i in range(n)}}
    return NotebookDocument([step("a", "x = 1\n"), step("b", "print(x)\n", "a")], configuration)


@shape("misspelt tags of previous steps: tags", 250)
def misspelt_previous_tags(n):
    tags = ["step:b", "prev:a"] + [f"perv:a{i}" for i in range(n)]
    return NotebookDocument([step("a", "x = 1\n"), Cell(tags, "print(x)\n"), step("c", "1\n", "b")])


@shape("steps with misspelt tags: steps", 250)
def misspelt_steps(n):
    return NotebookDocument([step("a", "x = 1\n")] + [Cell([f"step-{i}", "perv:a"], f"v{i} = x\n") for i in range(n)])


@shape("steps with old tags: steps", 250)
def old_tags(n):
    cells = [Cell([f"block:Step {i}", f"prev:Step {i - 1}"], f"v{i} = v{i - 1}\n") for i in range(1, n)]
    return NotebookDocument([Cell(["block:Step 0"], "v0 = 1\n")] + cells)


@shape("volumes: volumes", 100)
def volumes(n):
    volumes = [
        {"name": f"v{i}", "mount_point": f"/mnt/{i}", "type": "new_pvc", "size": 1, "size_type": "Gi"} for i in range(n)
    ]
    return NotebookDocument(
        [step("a", "x = 1\n"), step("b", "print(x)\n", "a")], {**CONFIGURATION, "volumes": volumes}
    )


# Code


@shape("values that cannot be passed on, of one step: values", 250)
def unmarshallable_values(n):
    make = "".join(
        f"c{i} = sqlite3.connect('{i}.db')\nc{i}.execute('create table t (x)')\ng{i} = (x for x in [1])\nnext(g{i})\n"
        f"z{i} = zip([1], (x for x in [1]))\nseen{i} = {{id(c{i}): 1}}\n"
        for i in range(n)
    )
    use = "".join(f"print(c{i}.execute('select 1'), list(g{i}), list(z{i}), id(c{i}) in seen{i})\n" for i in range(n))
    return NotebookDocument([Cell(["imports"], "import sqlite3\n"), step("make", make), step("use", use, "make")])


@shape("tables with attributes, each of a step: steps", 100)
def table_attributes(n):
    steps = [step("s0", "d0 = pd.DataFrame({'x': [1]})\n")]
    for i in range(1, n):
        text = f"d{i} = pd.DataFrame({{'x{i}': [1]}})\nd{i}.a{i} = 3\nprint(d{i - 1}.a{i - 1})\n"
        steps.append(step(f"s{i}", text, f"s{i - 1}"))
    return NotebookDocument([Cell(["imports"], "import pandas as pd\n"), *steps])


@shape("one cell of many lines: lines", 2000)
def long_cell(n):
    lines = "".join(f"v{i} = v{max(0, i - 1)} + 1\n" for i in range(n))
    return NotebookDocument([step("a", "v0 = 1\n"), step("b", lines, "a"), step("c", "print(v1)\n", "b")])


@shape("imports of one step: imports", 100)
def imports_of_a_step(n):
    lines = "".join(f"import package{i}\n" for i in range(n))
    return NotebookDocument([Cell(["imports"], "import json\n"), step("a", lines), step("b", "print(1)\n", "a")])


@shape("an imports cell: imports", 250)
def imports_cell(n):
    lines = "".join(f"import package{i}\n" for i in range(n))
    reads = "".join(f"package{i}.f()\n" for i in range(n))
    return NotebookDocument([step("a", "x = 1\n"), Cell(["imports"], lines), step("b", reads, "a")])


def code(title, base, name):
    """Registers a shape of one cell whose code the decorated function makes."""

    def register(function):
        def notebook(n):
            return NotebookDocument([step("a", "x = 1\ny = 2\n"), step("b", function(n), "a"), step("c", "print(z)\n", "b")])

        notebook.__name__ = name
        shape(title, base)(notebook)
        return function

    return register


def nested_blocks(depth):
    return "".join(" " * i + "if x:\n" for i in range(depth)) + " " * depth + "z = x\n"


def nested_functions(depth):
    return "".join(" " * i + f"def f{i}(a{i}):\n" for i in range(depth)) + " " * depth + "z = x\n"


CODE = {
    "dotted-imports": ("an import of many parts: parts", 2000, lambda n: "import " + ".".join(["p"] * n) + "\n"),
    "nested-brackets": ("brackets in brackets: brackets", 5000, lambda n: "z = " + "[" * n + "x" + "]" * n + "\n"),
    "unclosed-brackets": ("brackets without an end: lines", 2000, lambda n: "z = f(x, [\n" * n),
    "unopened-brackets": ("brackets without a start: lines", 2000, lambda n: "z = x)]\n" * n),
    "nested-blocks": ("blocks in blocks: characters", 20_000, lambda n: nested_blocks(math.isqrt(2 * n))),
    "nested-functions": ("functions in functions: characters", 20_000, lambda n: nested_functions(math.isqrt(2 * n))),
    "nested-lambdas": ("lambdas in lambdas: lambdas", 2000, lambda n: "z = " + "lambda a: " * n + "x\n"),
    "long-sum": ("a long sum: terms", 5000, lambda n: "z = " + " + ".join(["x"] * n) + "\n"),
    "long-power": ("a chain of powers: terms", 5000, lambda n: "z = " + " ** ".join(["x"] * n) + "\n"),
    "unary-operators": ("a chain of unary operators: operators", 5000, lambda n: "z = " + "not " * n + "-" * n + "x\n"),
    "comparisons": ("a chain of comparisons: terms", 5000, lambda n: "z = " + " < ".join(["x"] * n) + "\n"),
    "attributes": ("a chain of attributes: attributes", 5000, lambda n: "z = x" + ".a" * n + "\n"),
    "calls": ("a chain of calls: calls", 5000, lambda n: "z = x" + ".f(y)" * n + "\n"),
    "subscripts": ("a chain of subscripts: subscripts", 5000, lambda n: "z = x" + "[y]" * n + "\n"),
    "conditionals": ("a chain of conditional expressions: terms", 2000, lambda n: "z = " + "x if y else " * n + "y\n"),
    "elif-branches": ("elif branches: branches", 1000, lambda n: "if x:\n z = 0\n" + "".join(f"elif y == {i}:\n z = {i}\n" for i in range(n))),
    "loops": ("loops that bind a name: loops", 1000, lambda n: "z = 0\n" + "while x:\n z = z + 1\n if y: break\nelse:\n z = 1\n" * n),
    "try-statements": ("try statements: statements", 1000, lambda n: "z = 0\n" + "try:\n z = x\nexcept ValueError as e:\n z = y\nfinally:\n del x\n" * n),
    "match-cases": ("cases of a match statement: cases", 1000, lambda n: "match x:\n" + "".join(f" case [{i}, a{i}, *rest]: z = a{i}\n" for i in range(n))),
    "many-f-strings": ("replacement fields of an f-string: fields", 2000, lambda n: 'z = f"' + "{x!r:>{y}}" * n + '"\n'),
    "nested-f-strings": ("f-strings in f-strings: f-strings", 500, lambda n: "z = " + 'f"{' * n + "x" + '}"' * n + "\n"),
    "adjacent-strings": ("adjacent strings: strings", 5000, lambda n: "z = (" + "'a' f'{x}' " * n + ")\n"),
    "unclosed-strings": ("strings without an end: lines", 2000, lambda n: 'z = "x\n' * n),
    "unclosed-triple-quotes": ("triple quotes without an end: lines", 2000, lambda n: 'z = """x\n' + "a ''' b\n" * n),
    "backslashes": ("continued lines: lines", 5000, lambda n: "z = x \\\n" + "+ x \\\n" * n + "+ x\n"),
    "syntax-errors": ("lines of errors: lines", 2000, lambda n: "z = = x ?\n" * n),
    "bad-indentation": ("lines of wrong indentation: lines", 1000, lambda n: "".join(" " * (i * 7 % 13) + f"z = {i}\n" for i in range(n))),
    "decorators": ("decorators of a function: decorators", 2000, lambda n: "@x\n" * n + "def z(): pass\n"),
    "arguments": ("parameters and arguments: arguments", 2000, lambda n: "def z(" + ", ".join(f"a{i}=x" for i in range(n)) + "): pass\nz(" + ", ".join(f"a{i}=y" for i in range(n)) + ")\n"),
    "comprehensions": ("clauses of a comprehension: clauses", 1000, lambda n: "z = [x" + "".join(f" for a{i} in y" for i in range(n)) + "]\n"),
    "assignment-targets": ("targets of an assignment: targets", 5000, lambda n: "z = " + "".join(f"a{i} = " for i in range(n)) + "x\n"),
    "tuple-targets": ("a tuple of targets: targets", 5000, lambda n: "z = 1\n" + ", ".join(f"a{i}" for i in range(n)) + " = x\n"),
    "reassignments": ("assignments of one name: assignments", 2000, lambda n: "z = x\n" + "z = z + y\n" * n),
    "deletions": ("a name deleted and assigned: statements", 1000, lambda n: "z = x\n" + "del z\nz = y\n" * n),
    "global-declarations": ("global declarations: functions", 1000, lambda n: "z = 1\n" + "".join(f"def g{i}():\n global w{i}\n w{i} = x\n" for i in range(n))),
    "classes": ("classes with methods: classes", 500, lambda n: "z = 1\n" + "".join(f"class C{i}(C{max(0, i - 1)}):\n def run(self): return C{i + 1}().run() + x\n" for i in range(n))),
    "aliases": ("a chain of aliases: names", 1000, lambda n: "v0 = []\n" + "".join(f"v{i} = v{i - 1}\n" for i in range(1, n)) + "z = v1\nv0.append(1)\n"),
    "magics": ("magics: lines", 1000, lambda n: "z = 1\n" + "%matplotlib inline\n!ls {x}\n" * n),
    "blank-lines": ("blank lines: lines", 20_000, lambda n: "z = x\n" + "\n" * n),
    "comments": ("comments: lines", 5000, lambda n: "z = x\n" + "# kale: ignore[KALE001] # type: int\n" * n),
    "spaces": ("spaces in a line: spaces", 50_000, lambda n: "z = x" + " " * n + "\n" + " " * n + "\n"),
    "digits": ("a long number: digits", 20_000, lambda n: "z = " + "1" * n + "\n"),
}  # fmt: skip

for name, (title, base, function) in CODE.items():
    code(title, base, name)(function)
