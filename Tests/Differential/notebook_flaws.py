"""Flaws: each changes a notebook in one way that Kale may refuse, or read in a way of its own."""

import string

from code_grammar import VALUES, CodeGrammar
from configuration_generator import flawed
from notebooks import Cell, Notebook

DOUBTFUL_TAGS = [
    "hide-input", "step:A", "step:a-b", "step:", "step:a\n", "step:1", "step:é", "step: a", " step:a", "Step:a",
    "step",     "step:a:b", "step:skip", "step:imports", "step:pipeline-metrics", "step:functions", "step:class",
    "step:_tmp", "step:_", "prev:", "prev:a", "prev:a\n", "prev:nowhere", "prev:_tmp", "prev:skip", "prev:A",
    "block:a", "block:", "skip\n", "imports\n", "pipeline-parameters\n", "imports ", "skip", "imports", "functions",
    "pipeline-parameters", "pipeline-metrics", "notebook:", "notebook:other", "notebook:A", "notebook:other\n",
    "limit:cpu:1", "limit:CPU:1", "limit:a:b:c", "limit::1", "limit:a:", "limit:a-b/c._:1_.A", "limit:a:1\n",
    "limit:a", "label:a:b", "label:a:", "label::b", "label:-a:b", "label:a-:b", "label:a/b/c:d", "label:a:b:c",
    "label:a b:c", "label:é:c", "label:a:é\n", "label:a:b\nc", "annotation:a:b", "annotation:a",
    "annotation:a.b-c_d/e:f", "annotation:/a:b", "annotation:a/:b", "secret:a:b:C", "secret:a:b", "secret:A:b:C",
    "secret:a:b c:D", "secret:a:b:1", "secret:a.b:c:D", "secret:a..b:c:D", "secret:a:b:c:d", "secret:a:b:C\n",
    "secret:-a:b:C", "image:", "image:x", "image:a b", "image:a\nb", "image:\n", "image:x\n", "cache:on",
    "cache:enabled", "cache:enabled\n", "cache:", "report:disabled", "report:off", "report:enabled:x", "", "a", "é",
    "\n", ":", "prev:a:b", "limit:a:１", "label:ａ:b", "step:ａ", "label:a\r:b",
]  # fmt: skip
ODD_TAGS = [3, None, True, 1.5, ["step:a"], {"step": "a"}]
ODD_TAG_LISTS = ["step:a", "", {}, 3, None, False, [[]], "skip"]
PARAMETER_LINES = [
    "n = -1", "n = +1", "n = None", "n = [1]", "n: int = 1", "n, m = 1, 2", "n = m = 1", "n += 1", "n = b'x'",
    "n = 1j",     "n = 1 + 1", "print(n)", "import os", "n = f'x'", "n = f'{m}'", "n = ...", "n.a = 1", "n[0] = 1",
    "(n) = 1", "[n] = [1]", "n = 'it\\'s'", "n = 1e999", "n = 10**3", "n = 99999999999999999999", "n = 0",
    "n = 'a' 'b'", "n = (1)", "n = (1,)", "'text'", "n", "if True:\n    n = 1", "n = 1; m = 2", "n = ", "ñ = 1",
    "n = not 1", "def f(): pass", "*n, = [1]", "n = 1_0.0_1e1_0", "n = True", "n = '''a\nb'''", "n = r'\\d'",
    "%time n = 1", "n = !ls", "n = u'x'", "n = 0o17", "N = 1", "class_ = 1", "n = int", "n = lambda: 1",
    "n = '\\ud800'", "N1 = 00", "n = (m := 1)", "n = 1 if 1 else 2", "del n", "n = \"a\" \\\n  \"b\"", "n = 5 # five",
    "@n\ndef g(): pass", "n = (yield)", "n = await m", "pass", "__name__ = 'x'",
]  # fmt: skip
METRIC_LINES = [
    "print(Acc)", "print(acc_)", "print(_acc)", "print(a.b)", "print('acc')", "print(acc, total)", "# print(acc)",
    "acc",     "print(acc) # why", "print( acc )", " print(acc)", "print(acc) ", "print(a1_b2)", "print(class)",
    "print(é)", "print("+"a"*64+")", "print("+"a"*65+")", "print(x);", "print()", "print(x)\fprint(y)",
    "print(x)\u2028print(y)", "print(x)\x0bprint(y)", "print(x)\x85", "print(x)\rprint(y)", "print(match)",
    "print(none)", "print(x)\x1cprint(y)", "\u2028", "print(x)\n\x1d", "print(true)", "print(type)", "print(x)\\",
    "\tprint(x)", "print(x)\n \nprint(y)", "print(async)", "print(x)\n\u3000", "\ufeffprint(x)", "print(a__b)",
    "print(a_b)\nprint(a_b)", "print(x)\x00", "\u3000print(x)",
]  # fmt: skip
IPYTHON_LINES = [
    "%matplotlib inline", "!pip install x", "files = !ls", "?print", "print?", "%%time", "%%bash\nls",
    "  %time x = 1",     "x = %time 1", "get_ipython().run_line_magic('time', '')", "!", "%", "/print 1", ";print 1",
    "print 1", "%time\n\nx = 1", "x = (1\n% 2)", "'''\n%b\n'''", "\n\n%time", "\n\n%%time\nx = 1",
    "if x:\n    %time y = 1", "if x:\n    !ls",
]  # fmt: skip
ODD_CODE = [
    "x = 1\r\ny = x", "x = 1\ry = x", "\ufeffx = 1", "x = 1\x00", "\tx = 1", "x\u00a0= 1", "x = '\ud800'", "\ud800",
    "ﬁ = 1",     "x = 1\f\ny = 2", "x = 1\\", "x = 1 \\\n", "\\\nx = 1", "# -*- coding: latin-1 -*-\nx = 1",
    "# coding: nonsense\nx = 1", "if x:\n\ty = 1\n        z = 2", "x = 0777", "print 'old'", "x = 1\n\x1a",
    "def f():\n", "\u2028x = 1", "x = '\u2028'", "exec 'x'", "x = ur'x'", "return", "break", "continue", "yield x",
    "await x", "nonlocal x", "def f():\n    nonlocal x", "def f(x):\n    global x", "x = 1\nglobal x",
    "from __future__ import nothing", "x: int\ndel x", "f() = 1", "None = 1", "def f(a, a): pass", "class A: return",
    "async def f():\n    yield 1\n    return 2", "[x async for x in y]", "*x", "*x, y", "from math import *",
    "def f():\n    from math import *", "__debug__ = 1", "x = yield", "lambda: (yield)", "import a.b.c",
    "1if x else y", "0_0", "f(a for a in b, c)", "f(**a, *b)", "f(a=1, 2)", "{**a, 'b': c}", "x = [\n", ")",
    "é = 1\ne\u0301", "def f():\n    match x:\n        case y:\n            return z",
    "match x:\n    case [a, b]:\n        print(a)",
    "def f():\n    try:\n        pass\n    except* E:\n        return z",
    "async def f():\n    match x:\n        case 1: pass",
    "class A:\n    def f(self):\n        match x:\n            case 1: pass",
    "def f():\n    class A:\n        match x:\n            case 1: pass",
    "def f(x=lambda: y):\n    return (lambda: z)", "def f():\n    return f'{x!r:>{y}}'",
    "def f():\n    return [y := 1, y]", "def f(a, /, b, *, c=d):\n    return a", "def f():\n    global x\n    del x",
    "if x:\n    def f():\n        return y\nelse:\n    f = 1",
    "def f():\n    def g():\n        return f() + z\n    return g",
    "def f():\n    print('a' 'b', x, sep='')\n    return y", "def f():\n    return f'{x}' f\"{y['a']}\"",
    "def f():\n    return '''%s\n''' % x", "def f():\n    x: y = z\n    return x",
    "def f(*args: x, **kw: y) -> z:\n    ...", "@x\n@y(z)\ndef f():\n    pass",
    "def f():\n    async def g():\n        await h", "def f():\n    return (await x)", "def f():\n    yield from x",
    "def f():\n    with (open(x) as y, z):\n        pass", "x.y.z = 1", "for x in y: pass\nelse: z",
    "with a as (b, c): pass", "import a as b, c.d", "x = y = z = 1", "x, = y", "del (a, [b, c])", "(x)",
    "x\n# comment", "x;", "x\n\n", "x  # why", "(yield x)", "x, y", "[x]", "x.y", "`x`", "x <> y",
]  # fmt: skip


def add(notebook, choice):
    """Adds one flaw to the notebook."""
    weighted = [odd_tag] * 5 + [odd_configuration] * 4 + [odd_line] * 6 + [split_cell] * 2 + [damage] * 2 + [move] * 2
    choice.choice(weighted + [odd_document, references, odd_edges, odd_steps, line_ends])(notebook, choice)


def code_cells(notebook):
    cells = [cell for cell in notebook.cells if cell.kind == "code" and isinstance(cell.source, str)]
    if not cells:
        cells = [Cell("")]
        notebook.cells += cells
    return cells


def tagged_cells(notebook, choice):
    """Cells with a list of tags, at least one."""
    cells = [cell for cell in code_cells(notebook) if isinstance(cell.tags, list)]
    if not cells:
        cells = [choice.choice(code_cells(notebook))]
        cells[0].tags = []
    return cells


def odd_tag(notebook, choice):
    cell = choice.choice(tagged_cells(notebook, choice))
    kind = choice.random()
    if kind < 0.04:
        cell.tags = choice.choice(ODD_TAG_LISTS)
    elif kind < 0.08:
        cell.tags.insert(choice.randint(0, len(cell.tags)), choice.choice(ODD_TAGS))
    elif kind < 0.14 and cell.tags:
        cell.tags.append(choice.choice(cell.tags))
    elif kind < 0.2:
        cell.metadata["notebook_path"] = choice.choice(["other.ipynb", "", 3, None])
        cell.tags.append("notebook:other")
    elif kind < 0.3:
        cell.tags = [choice.choice(DOUBTFUL_TAGS)]
    else:
        cell.tags.insert(choice.randint(0, len(cell.tags)), choice.choice(DOUBTFUL_TAGS))


def odd_configuration(notebook, choice):
    if isinstance(notebook.configuration, dict):
        notebook.configuration = flawed(notebook.configuration, choice)


def odd_line(notebook, choice):
    """A line in a cell of its kind, or in one of another."""
    cell = choice.choice(code_cells(notebook))
    lines, own = [ODD_CODE, IPYTHON_LINES], cell.tags if isinstance(cell.tags, list) else []
    if "pipeline-parameters" in own:
        lines = [PARAMETER_LINES]
    elif "pipeline-metrics" in own:
        lines = [METRIC_LINES]
    elif choice.random() < 0.15:
        tag, lines = choice.choice([("pipeline-parameters", PARAMETER_LINES), ("pipeline-metrics", METRIC_LINES)])
        cell = Cell("", [tag])
        notebook.cells.append(cell)
    line = choice.choice(choice.choice([*lines, ODD_CODE] if len(lines) > 1 else lines))
    parts = cell.source.split("\n") if cell.source else []
    if choice.random() < 0.3:
        parts = []
    parts.insert(choice.choice([0, len(parts), choice.randint(0, len(parts))]), line)
    cell.source = "\n".join(parts)


def split_cell(notebook, choice):
    """Two cells of one, often in the middle of a statement."""
    cell = choice.choice(code_cells(notebook))
    place = choice.randint(0, len(cell.source))
    if choice.random() < 0.5:
        place = cell.source.rfind("\n", 0, place) + 1
    own = cell.tags if isinstance(cell.tags, list) else []
    tags = choice.choice([None, own, [tag for tag in own if isinstance(tag, str) and not tag.startswith("prev:")]])
    rest = Cell(cell.source[place:], tags, id=None if cell.id is None else f"{cell.id}-rest")
    cell.source = cell.source[:place]
    notebook.cells.insert(next(i for i, c in enumerate(notebook.cells) if c is cell) + 1, rest)


def damage(notebook, choice):
    """One character too many or too few."""
    cell = choice.choice(code_cells(notebook))
    place = choice.randint(0, len(cell.source))
    if choice.random() < 0.5:
        cell.source = cell.source[:place] + cell.source[place + 1 :]
    else:
        sign = choice.choice(string.punctuation + " \n\t0aé")
        cell.source = cell.source[:place] + sign + cell.source[place:]


def move(notebook, choice):
    """A cell in another place, or once more."""
    if not notebook.cells:
        return
    place = choice.randrange(len(notebook.cells))
    cell = notebook.cells[place] if choice.random() < 0.3 else notebook.cells.pop(place)
    notebook.cells.insert(choice.randint(0, len(notebook.cells)), cell)


def odd_edges(notebook, choice):
    cell = choice.choice(tagged_cells(notebook, choice))
    tags = [tag for other in tagged_cells(notebook, choice) for tag in other.tags if isinstance(tag, str)]
    steps = [tag.removeprefix("step:") for tag in tags if tag.startswith("step:")]
    cell.tags.append(f"prev:{choice.choice([*steps, 'nowhere'])}")


def odd_steps(notebook, choice):
    """Another name for the steps of some cells."""
    name = choice.choice(["_tmp", "class", "print", "_", "__", "a" * 70, "def", "x", "none"])
    for cell in tagged_cells(notebook, choice):
        if choice.random() < 0.4:
            cell.tags = [f"step:{name}" if isinstance(tag, str) and tag[:5] == "step:" else tag for tag in cell.tags]


def line_ends(notebook, choice):
    """Other line ends, or sources as lists of lines."""
    end = choice.choice(["\r\n", "\r", "\n"])
    for cell in notebook.cells:
        if isinstance(cell.source, str):
            cell.source = cell.source.replace("\n", end)
            if choice.random() < 0.3:
                cell.source = choice.choice([cell.source.splitlines(keepends=True), list(cell.source), [cell.source]])


def odd_document(notebook, choice):
    """Something in the form of the document itself."""
    kind = choice.randrange(8)
    if kind == 0:
        versions = [(4, 0), (4, 2), (4, 5), (4, 9), (4, "4"), (4, None), (4, -1), (4.0, 4), (5, 0)]
        notebook.version = choice.choice(versions)
    elif kind == 1:
        notebook.metadata = choice.choice([{"kernelspec": {"name": "python3"}}, {"tags": 3}, {"language_info": None}])
    elif kind == 2 and notebook.cells:
        choice.choice(notebook.cells).id = choice.choice(["same", "", "a b", 3, "é", "a" * 65])
        choice.choice(notebook.cells).id = "same"
    elif kind == 3 and notebook.cells:
        choice.choice(notebook.cells).kind = choice.choice(["raw", "markdown", "heading", "", 3])
    elif kind == 4 and notebook.cells:
        choice.choice(notebook.cells).source = choice.choice([None, 3, [], ["x = 1\n", "y = 2"], [3], {}, [["x"]]])
    elif kind == 5:
        notebook.cells = choice.choice([[], notebook.cells[:1]])
    elif kind == 6:
        notebook.configuration = choice.choice([None, [], "", 3])
    elif notebook.cells:
        choice.choice(notebook.cells).metadata["tags"] = choice.choice(ODD_TAG_LISTS)


def references(notebook, choice):
    """References to other notebooks, there or not, right or not."""
    grammar = CodeGrammar(choice)
    step = Cell(grammar.statements(2), [f"step:{choice.choice(['inner', 'a'])}"])
    sibling = Notebook([Cell("import math", ["imports"]), step], {"pipeline_name": "other"})
    paths = ["missing.ipynb", "notebook.ipynb", "sub/other.ipynb", "./sub/../other.ipynb"]
    path = choice.choice(["other.ipynb"] * 5 + paths)
    kind = choice.random()
    if kind < 0.2:
        deeper = choice.choice(["notebook.ipynb", "other.ipynb", "third.ipynb"])
        sibling.cells.append(Cell("", ["notebook:deeper"], metadata={"notebook_path": deeper}))
    elif kind < 0.3:
        sibling = choice.choice(["", "no JSON", "[]", "{}", '{"nbformat": 4}', '{"nbformat": 3, "worksheets": []}'])
    elif kind < 0.4:
        sibling.configuration = flawed(sibling.configuration, choice)
    elif kind < 0.5:
        odd_line(sibling, choice)
    if path != "missing.ipynb" and path != "notebook.ipynb":
        notebook.siblings[path.replace("./sub/../", "")] = sibling
    source = choice.choice(["", "", "# a comment", "   \n", f"print({choice.choice(VALUES)})"])
    cell = Cell(source, ["notebook:other"], metadata={"notebook_path": path})
    notebook.cells.insert(choice.randint(0, len(notebook.cells)), cell)
