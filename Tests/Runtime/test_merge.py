"""States of several steps become one."""

import json

import pytest


@pytest.fixture
def diamond(pipeline):
    """Runs a step, two steps after it, and one after both; returns the last."""

    def run(first, left, right, last, shared=(), taken=()):
        steps = pipeline(*shared)
        for name, source, after in (("first", first, []), ("left", left, ["first"]), ("right", right, ["first"])):
            step = steps.run(name, [(1, source)], after=after, leaves=taken)
            assert step.status == 0, step.errors
        step = steps.run("last", [(2, last)], after=["right", "left"], takes=dict.fromkeys(taken, "right"))
        assert step.status == 0, step.errors
        return step

    return run


def test_each_branch_passes_what_it_changed(diamond):
    step = diamond("a = [1]; b = [2]; c = 3", "a.append(10)", "b.append(20); c = 4", "print(a, b, c)")
    assert step.output == "[1, 10] [2, 20] 4\n"
    assert "parallel" not in step.errors


def test_reading_is_no_change(diamond):
    step = diamond("a = {'x': {1, 2}}; b = [object()]", "a['y'] = 1", "len(a); str(a); len(b)", "print(sorted(a))")
    assert step.output == "['x', 'y']\n"
    assert "parallel" not in step.errors


def test_the_later_in_the_notebook_wins_and_the_log_says_so(diamond):
    step = diamond("a = [1]", "a.append('left')", "a.append('right')", "print(a)", taken="a")
    assert step.output == "[1, 'right']\n"
    assert ("Steps `left` and `right` ran in parallel and both changed `a`. Step `last` continues with the later of the two "
            "in the notebook. Add `prev:left` to step `right`.") in step.errors


def test_what_no_later_step_reads_is_not_in_dispute(pipeline):
    steps = pipeline()
    for name, source, after, taken in (
            ("first", "rows = [1]; i = 0", [], ()), ("left", "globals()['i'] = 2", ["first"], ()),
            ("right", "globals()['i'] = 4", ["first"], ()), ("last", "for i in range(2): print(rows)", ["left", "right"], ()),
            ("pass", "print(rows)", ["left", "right"], ()), ("new", "i = 2", ["pass"], ()), ("after", "print(i)", ["new"], "i"),
            ("late", "print(i)", ["pass"], "i")):
        steps.run(name, [(1, source)], after=after, leaves=["i"], takes=dict.fromkeys(taken, after and after[0]))
    warned = {name for name, step in steps.steps.items() if "ran in parallel" in step.errors}
    assert warned == {"late"} and "Add `prev:left` to step `right`." in steps.steps["late"].errors


def test_unchanged_objects_stay_shared(diamond):
    step = diamond("a = [1]; b = a; o = {'a': a}", "x = 1", "y = 2", "a.append(2); print(b, o['a'] is b, x, y)")
    assert step.output == "[1, 2] True 1 2\n"


def test_a_changed_component_is_taken_whole(diamond):
    step = diamond("a = [1]; b = {'a': a}", "b['a'].append(2)", "z = a[0]", "print(a, b, b['a'] is a)")
    assert step.output == "[1, 2] {'a': [1, 2]} True\n"


def test_a_rebound_name_leaves_its_component(diamond):
    step = diamond("a = [1]; b = a", "b.append(2)", "a = 'new'", "print(a, b)")
    assert step.output == "new [1, 2]\n"


def test_deletion(diamond):
    step = diamond("a = 1; b = 2", "del a", "b = 3", "print('a' in globals(), b)")
    assert step.output == "False 3\n"


def test_random_state(diamond):
    shared = ["import random"]
    step = diamond("random.seed(1)", "random.random()", "pass", "print(random.random() == (lambda r: [r.random(), r.random()][1])(random.Random(1)))", shared)
    assert step.output == "True\n"
    step_errors = step.errors
    assert "parallel" not in step_errors


def test_random_state_that_both_draw_from(diamond):
    step = diamond("import random; random.seed(1)", "random.random()", "random.random()", "1")
    assert "both changed `random`" in step.errors


def test_shared_objects(diamond):
    step = diamond("1", "C['l'] = 1; L.append('l')", "C2['r'] = 2", "print(C, C2, L)", ["C = {}; C2 = {}; L = []"])
    assert step.output == "{'l': 1} {'r': 2} ['l']\n"


def test_a_step_that_follows_both_a_step_and_its_successor(pipeline):
    steps = pipeline()
    steps.run("one", [(1, "x = [1]")])
    steps.run("two", [(2, "x.append(2)")], after=["one"])
    three = steps.run("three", [(3, "print(x)")], after=["one", "two"])
    assert three.output == "[1, 2]\n"
    assert three.errors == ""


@pytest.mark.parametrize("module", ["numpy", "pandas"])
def test_large_values(pipeline, need, module):
    need(module)
    steps = pipeline("import numpy as np" if module == "numpy" else "import numpy as np, pandas as pd")
    make = "np.zeros(500_000)" if module == "numpy" else "pd.DataFrame({'a': np.zeros(500_000)})"
    change = "big[0] = 1" if module == "numpy" else "big.loc[0, 'a'] = 1"
    read = "big[0]" if module == "numpy" else "big.loc[0, 'a']"
    steps.run("one", [(1, f"big = {make}; other = {make}")], leaves=["big", "other"])
    steps.run("two", [(2, change)], after=["one"], takes={"big": "one"}, leaves=["big"])
    steps.run("three", [(3, f"s = big.sum(); {read}")], after=["one"], takes={"big": "one"})
    four = steps.run("four", [(4, f"print({read}, other.shape[0])")], after=["two", "three"], takes={"big": "two", "other": "one"})
    assert four.output == "1.0 500000\n", four.errors
    assert "both changed" not in four.errors


def test_what_did_not_change_comes_with_what_did(pipeline):
    """A class and its instance stay one, if only the instance changed on one of two ways."""
    steps = pipeline()
    steps.run("one", [(1, "class Model: pass\nmodel = Model()")], leaves=["Model", "model"])
    steps.run("two", [(2, "model.fitted = True")], after=["one"], takes={"model": "one"}, leaves=["model"])
    three = steps.run(
        "three", [(3, "print(model.fitted, isinstance(model, Model))")], after=["one", "two"],
        takes={"model": "two", "Model": "one"})
    assert three.output == "True True\n", three.errors


def test_the_inputs_of_the_shell_do_not_travel(pipeline):
    steps = pipeline("import math")
    one = steps.run("one", [(2, "x = 1")])
    two = steps.run("two", [(3, "y = x")], after=["one"])
    assert not one.errors and not two.errors
    entries = json.loads((two.folder / "state" / "state.json").read_text())["entries"]
    assert {key for key in entries if key.startswith("shared:")} == set()


def test_imports_on_both_branches_are_no_conflict(diamond):
    step = diamond("1", "import json, random as r; from math import tau", "import json, random as r; from math import pi",
                   "print(json.dumps(1), r.__name__)")
    assert step.output == "1 random\n"
    assert "parallel" not in step.errors


@pytest.mark.parametrize("source, module", [
    ("import numpy as np", "numpy"), ("import sklearn.linear_model", "sklearn"),
    ("import matplotlib.pyplot as plt; _ = plt.plot([1]); plt.close()", "matplotlib"), ("import pandas as pd, xgboost", "xgboost"),
])
def test_what_libraries_set_when_both_branches_import_them_is_no_conflict(diamond, need, source, module):
    need(module)
    assert "parallel" not in diamond("1", source, source, "1").errors


@pytest.mark.needs("numpy")
def test_what_one_branch_sets_stays_where_the_other_only_imports_the_library(diamond):
    step = diamond("1", "import numpy as np; np.set_printoptions(precision=2); np.random.seed(3); left = np.random.rand()",
                   "import numpy as np; right = 1",
                   "print(np.array([1 / 3]), np.random.rand() == np.random.RandomState(3).rand(2)[1])")
    assert step.output == "[0.33] True\n" and "parallel" not in step.errors


@pytest.mark.needs("matplotlib")
def test_what_both_branches_set_alike_is_not_in_dispute(diamond):
    source = "import os, matplotlib as mpl; mpl.use('agg'); mpl.rcParams['lines.linewidth'] = 3; os.environ['MODE'] = 'fast'"
    step = diamond("1", source, source, "print(mpl.rcParams['lines.linewidth'], mpl.get_backend().lower())")
    assert step.output == "3.0 agg\n" and "parallel" not in step.errors


def test_what_both_branches_only_load_is_not_in_dispute(pipeline):
    steps = pipeline("import json\nfrom functools import singledispatch\n@singledispatch\ndef show(value): return 'value'")
    for name, source, after in (("first", "json.dumps = lambda text: 'own'\nshow.register(int, str)", []),
                                ("left", "print(json.dumps(1), show(3))", ["first"]),
                                ("right", "print(json.dumps(2), show('a'))", ["first"]),
                                ("last", "print(json.dumps(3), show(3))", ["left", "right"])):
        step = steps.run(name, [(2, source)], after=after)
    assert step.output == "own 3\n" and "parallel" not in step.errors
    assert steps.steps["right"].output == "own value\n"


def test_names_of_what_is_in_dispute(pipeline):
    steps = pipeline("import json\nCONFIG = {}")
    for name, source, after in (("first", "pass", []), ("left", "CONFIG['a'] = 1; json.dumps = lambda text: 1", ["first"]),
                                ("right", "CONFIG['a'] = 2; json.dumps = lambda text: 2", ["first"]),
                                ("last", "print(CONFIG, json.dumps(3))", ["left", "right"])):
        step = steps.run(name, [(2, source)], after=after)
    assert "both changed `json.dumps`, `CONFIG`." in step.errors


def test_what_steps_between_do_not_define_is_passed_on(pipeline):
    steps = pipeline("counts = {}\ndef lags(s, *, n=(1, 2)): return [s + k for k in n]")
    shared = steps.shared
    steps.run("first", [(2, "rows = [0]; counts['a'] = rows; x = lags(1)")], leaves=["rows", "x"])
    steps.shared = []
    for name in ("left", "right"):  # the compiler leaves out what they do not use
        steps.run(name, [(3, f"{name} = x[0]")], after=["first"], takes={"x": "first"}, leaves=[name])
    steps.run("more", [(3, "rows.append(2)")], after=["left"], takes={"rows": "first"}, leaves=["rows"])
    steps.shared = shared
    last = steps.run("last", [(4, "print(counts, lags(2), rows is counts['a'])")], after=["more", "right"],
                     takes={"rows": "more"})
    assert last.output == "{'a': [0, 2]} [3, 4] True\n"
    assert last.errors == ""


def test_the_steps_in_dispute_are_those_that_changed_it(pipeline):
    steps = pipeline()
    for name, source, after in (("first", "k = []", []), ("rules", "k.append('b')", ["first"]),
                                ("tighten", "k.append('c')", ["first"]), ("apply", "hits = 1", ["rules"]), ("last", "print(k)", ["apply", "tighten"])):
        step = steps.run(name, [(1, source)], after=after, leaves=["k"], takes={"k": "tighten"} if name == "last" else {})
    assert ("Steps `rules` and `tighten` ran in parallel and both changed `k`. Step `last` continues with the later of the two "
            "in the notebook. Add `prev:rules` to step `tighten`.") in step.errors


def test_what_is_in_dispute_has_no_names_of_the_runtime(pipeline):
    steps = pipeline("import os\nROWS = {'a': [0]}\ndef counted(f):\n    calls = []\n    def inner(x):\n"
                     "        calls.append(x)\n        return f(x)\n    return inner\n@counted\ndef square(x): return x * x")
    for name, after in (("first", []), ("left", ["first"]), ("right", ["first"]), ("last", ["left", "right"])):
        step = steps.run(name, [(2, f"square(1); ROWS['a'].append(1); ROWS[len(ROWS)] = 2; os.environ['MODE'] = '{name}'")],
                         after=after)
    assert "both changed `os.environ['MODE']`, `ROWS`, `square`." in step.errors


@pytest.mark.parametrize("right, more", [("x = 2", "pass"), ("x = 2", "x += 1"), ("for x in range(3): pass", "pass"), ("import math as x", "pass")])
def test_what_the_later_step_makes_anew_is_not_in_dispute(pipeline, right, more):
    """A join reads the value of the later step, as the notebook does."""
    steps = pipeline()
    for name, source, after, taken in (("first", "x = 0", [], {}), ("left", "x = 1", ["first"], {}), ("right", right, ["first"], {}),
                                       ("more", more, ["right"], {"x": "right"} if "x" in more else {}),
                                       ("last", "print(x)", ["left", "more"], {"x": "right"})):
        step = steps.run(name, [(1, source)], after=after, takes=taken, leaves=["x"])
        assert step.status == 0, step.errors
    assert step.errors == ""


MEMO = """
def memo(function):
    cache = {}
    def call(x):
        if x not in cache: cache[x] = function(x)
        return cache[x], len(cache)
    return call

@memo
def square(x): return x * x
"""


def test_what_both_branches_add_is_put_together(diamond):
    step = diamond("square(1)", "square(2); square(5)", "square(3); square(2)", "print(square(2), square(4))", [MEMO])
    assert step.output == "(4, 4) (16, 5)\n" and "parallel" not in step.errors


@pytest.mark.parametrize("left, right", [("1", "2"), ("1; square.__closure__[0].cell_contents[9] += 1", "1")])
def test_what_branches_add_differently_is_in_dispute(diamond, left, right):
    step = diamond("square(9)", f"square.__closure__[0].cell_contents['x'] = {left}", f"square.__closure__[0].cell_contents['x'] = {right}",
                   "print(square(1))", [MEMO])
    assert "both changed `square`" in step.errors


def test_what_one_branch_added_stays_where_that_of_the_other_cannot_be_loaded(diamond):
    bad = "type('Bad', (float,), {'__reduce__': lambda self: (eval, ('1 / 0',))})()"
    step = diamond("1", "square(2)", f"square.__closure__[0].cell_contents['x'] = {bad}", "print(square(2), square(3))", [MEMO])
    assert step.output == "(4, 1) (9, 2)\n"


FIGURES = "import matplotlib; matplotlib.use('agg'); import matplotlib.pyplot as plt"


@pytest.mark.needs("matplotlib")
def test_figures_of_branches_are_put_together(pipeline):
    steps = pipeline(FIGURES)
    for name, source, after in (
            ("first", "xs = [1, 2]", []), ("left", "a, _ = plt.subplots(); b = plt.figure()", ["first"]),
            ("right", "c = plt.figure(); _ = plt.plot(xs)", ["first"]), ("third", "d = plt.figure()", ["first"]),
            ("last", "print(plt.get_fignums(), [f is plt.figure(n) for n, f in enumerate((a, b, c, d), 1)], len(plt.figure(3).axes))\n"
                     "plt.close(b)", ["third", "left", "right"]),
            ("after", "print(plt.get_fignums())", ["last"])):
        step = steps.run(name, [(2, source)], after=after)
        assert step.status == 0 and not step.errors, step.errors
    assert steps.steps["last"].output == "[1, 2, 3, 4] [True, True, True, True] 1\n"
    assert step.output == "[1, 3, 4]\n"


@pytest.mark.needs("matplotlib")
def test_figures_that_the_notebook_has_once_are_in_dispute(diamond):
    step = diamond("1", "_ = plt.plot([1])", "_ = plt.plot([2])", "print(len(plt.gca().lines))", [FIGURES])
    assert "both changed `figures`" in step.errors
