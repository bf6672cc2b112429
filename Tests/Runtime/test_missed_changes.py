"""Steps that read a value without what a step beside them changed in it, and no analysis foresaw, are named in the log."""

import pytest
from test_local_runs import Notebook

MISSED = ("Step `b` used `x` as it was before step `a` changed it. `a` comes first in the notebook, but the two ran in "
          "parallel. Add `prev:a` to step `b`.")


@pytest.fixture
def branches(pipeline):
    """Runs a step that makes `x`, `a` and `b` beside each other, and `end` after both; returns what `end` warns of."""

    def run(load, a, b, end="pass", shared=(), takes=("x",)):
        steps = pipeline(*shared)
        steps.run("load", [(1, load)], leaves=takes)
        for name, source in (("a", a), ("b", b)):
            step = steps.run(name, [(2, source)], after=["load"], takes=dict.fromkeys(takes, "load"))
            assert step.status == 0, step.errors
        step = steps.run("end", [(3, end)], after=["a", "b"])
        assert step.status == 0, step.errors
        return step.errors

    return run


@pytest.mark.parametrize("load, change", [
    ("x = (i for i in [1, 2])", "sum(x)"),
    ("x = [1]", "(lambda value: value.append(2))(*[x])"),
    ("x = bytearray(4)", "import struct; struct.pack_into('i', x, 0, 7)"),
    ("import collections; x = collections.defaultdict(list)", "x['new']"),
])
def test_a_change_that_no_analysis_knows(branches, load, change):
    assert MISSED in branches(load, change, "print(x)")


@pytest.mark.parametrize("load, use", [
    ("x = [1]", "str(x)"),
    ("import functools\nclass Lazy:\n    @functools.cached_property\n    def rows(self): return [1]\nx = Lazy()", "x.rows"),
    ("import functools\n@functools.lru_cache\ndef x(n): return n", "x(3)"),
    ("import pandas as pd; x = pd.DataFrame({'a': [1]}, index=pd.date_range('2020', periods=1))", "x.loc['2020-01-01']"),
    ("import pandas as pd; x = pd.DataFrame({'a': [1, 2]}).groupby('a')", "x.groups; x.get_group(1)"),
    ("import scipy.sparse as sp; x = sp.csr_matrix([[1.0]])", "x.sum()"),
    ("from sklearn.feature_extraction.text import HashingVectorizer; x = HashingVectorizer()", "x.transform(['a'])"),
    ("import matplotlib.pyplot as plt; x, axes = plt.subplots(); axes.plot([1])", "x.savefig('figure.png')"),
    ("class x:\n    def f(self): pass", "x.__annotations__"),
])
@pytest.mark.needs("pandas", "scipy", "sklearn", "matplotlib")
def test_reading_is_silent(branches, load, use):
    assert not branches(load, use, use)


def test_a_cache_of_shared_cells_is_silent(branches):
    shared = ["import functools\n@functools.lru_cache\ndef f(n): return n\nclass Lazy:\n    @functools.cached_property\n"
              "    def rows(self): return [1]\nlazy = Lazy()"]
    assert not branches("x = 1", "f(1); lazy.rows", "print(f(2), lazy)", shared=shared)


def test_a_change_counts_more_than_a_cache(pipeline):
    steps = pipeline("import functools\nclass Lazy:\n    size = 1\n    @functools.cached_property\n    def rows(self): return [1]")
    steps.run("load", [(1, "x = Lazy()")], leaves=["x"])
    for name, source in (("a", "x.size = 2"), ("b", "x.rows")):
        steps.run(name, [(2, source)], after=["load"], takes={"x": "load"}, leaves=["x"])
    end = steps.run("end", [(3, "print(x.size)")], after=["a", "b"], takes={"x": "b"})
    assert end.output == "2\n" and "both changed" not in end.errors


def test_a_change_beside_a_cache_is_seen(branches):
    load = ("import functools\nclass Lazy:\n    size = 1\n    @functools.cached_property\n    def rows(self): return [1]\n"
            "x = Lazy()")
    assert MISSED in branches(load, "x.rows; x.size = 2", "print(x.size)")


def test_a_change_of_shared_cells(branches):
    errors = branches("y = 1", "C['a'] = 1", "print(C)", shared=["C = {}"], takes=["y"])
    assert MISSED.replace("`x`", "`C`") in errors


def test_names_of_their_own_are_silent(branches):
    loop = "for i in range(3): x = i"
    assert not branches("y = 1", loop, loop, shared=["for i in range(2): pass"], takes=["y"])


def test_a_step_that_comes_before_the_change_reads_the_old_value(branches):
    assert not branches("x = [1]", "print(x)", "x.append(2)")


def test_a_step_that_the_tags_put_before_the_change_reads_the_old_value(pipeline):
    steps = pipeline()
    for name, source, after, order in (("load", "x = [1]", [], 1), ("read", "print(x)", ["load"], 3),
                                       ("change", "x.append(2)", ["read"], 2), ("end", "print(x)", ["load", "change"], 4)):
        step = steps.run(name, [(1, source)], after=after, takes=dict.fromkeys(["x"][:len(after)], "load"), leaves=["x"],
                         order=order)
    assert step.output == "[1, 2]\n" and not step.errors


def test_one_join_says_it(pipeline):
    steps = pipeline()
    steps.run("load", [(1, "x = [1]")], leaves=["x"])
    steps.run("a", [(2, "(lambda value: value.append(2))(*[x])")], after=["load"], takes={"x": "load"})
    steps.run("b", [(3, "print(x)")], after=["load"], takes={"x": "load"})
    steps.run("c", [(4, "pass")], after=["load"])
    for name, after in (("join", ["a", "b"]), ("other", ["b", "c"]), ("late", ["join", "other"])):
        steps.run(name, [(5, "pass")], after=after)
    assert [name for name, step in steps.steps.items() if "as it was before" in step.errors] == ["join"]


@pytest.fixture
def warned(pipeline):
    """Runs steps, each a source, the steps that it runs after and those of the names that it takes; returns the warnings."""

    def run(**steps_of):
        steps = pipeline()
        for name, (source, after, taken) in steps_of.items():
            step = steps.run(name, [(1, source)], after=after.split(), takes=taken, leaves=["x"])
            assert step.status == 0, step.errors
        return [line for step in steps.steps.values() for line in step.errors.splitlines()]

    return run


LOAD = {"load": ("x = [0]", "", {})}


def test_a_step_that_reads_what_a_later_step_made_has_missed_nothing(warned):
    assert not warned(**LOAD, a=("x = [1]", "load", {}), b=("x = [2]", "load", {}), plot=("print(x)", "b", {"x": "b"}),
                      end=("pass", "a plot", {}))


def test_steps_that_read_the_later_of_three_values(warned):
    assert not warned(**LOAD, a=("x = [1]", "load", {}), b=("x = [2]", "load", {}), c=("x = [3]", "load", {}),
                      plot=("print(x)", "a c", {"x": "c"}), end=("print(x)", "a b c plot", {"x": "c"}))


def test_only_the_last_value_that_a_step_missed_is_named(warned):
    [line] = warned(**LOAD, a=("x = [1]", "load", {}), b=("x = [2]", "load", {}), plot=("print(x)", "load", {"x": "load"}),
                    end=("pass", "a b plot", {}))
    assert line.endswith("Add `prev:b` to step `plot`.")


def test_a_change_that_the_step_missed_first_passed_on_is_named_once(warned):
    [line] = warned(**LOAD, a=("x.append(1)", "load", {"x": "load"}), b=("x.append(2)", "load", {"x": "load"}),
                    plot=("print(x)", "b", {"x": "b"}), end=("pass", "a plot", {}))
    assert line == f"Warning: {MISSED}"


def test_of_changes_one_after_the_other_the_last_is_named(warned):
    [line] = warned(**LOAD, a=("x.append(1)", "load", {"x": "load"}), b=("x.append(2)", "a", {"x": "a"}),
                    plot=("print(x)", "load", {"x": "load"}), end=("pass", "b plot", {}))
    assert line.endswith("Add `prev:b` to step `plot`.")


# A call that no analysis can follow.
APPEND = "import operator\noperator.methodcaller('append', 2)(x)"
LAST = ["step:load\nx = [1]", f"step:a prev:load\n{APPEND}", "step:b prev:load\nprint(x)"]


def warnings_of(run):
    return [(event["task"], event["text"]) for event in run.of("output") if event["text"].startswith("Warning")]


def test_the_run_says_it_where_no_step_joins_the_two(tmp_path):
    notebook = Notebook(tmp_path, LAST)
    assert warnings_of(notebook.run()) == [("b-step", f"Warning: {MISSED}")]
    again = notebook.run()  # all is cached, and as wrong as before
    assert set(again.states.values()) == {"cached"} and warnings_of(again) == [("b-step", f"Warning: {MISSED}")]
    notebook.cells[2] = "step:b prev:load prev:a\nprint(x)"
    after = notebook.run()
    assert after.output("b-step") == "[1, 2]\n" and not warnings_of(after)


def test_the_run_does_not_repeat_what_a_step_has_said(tmp_path):
    cells = [*LAST, "step:c prev:load\nprint(3)", "step:end prev:a prev:b\nprint(4)"]
    assert warnings_of(Notebook(tmp_path, cells).run()) == [("end-step", f"Warning: {MISSED}")]


def test_a_step_that_failed_without_a_change(tmp_path):
    run = Notebook(tmp_path, [*LAST[:2], "step:b prev:load\nprint(x[1])"]).run(jobs=1)
    assert run.states["b-step"] == "failed" and warnings_of(run) == [("b-step", f"Warning: {MISSED}")]


def test_what_a_step_reads_alone_does_not_make_later_ones_run(tmp_path):
    notebook = Notebook(tmp_path, ["imports\nLIMIT = 1", "step:load\nx = [1]", "step:a prev:load\ny = 1",
                                   "step:end prev:a\nprint(x, y)"])
    notebook.run()
    notebook.cells[2] = "step:a prev:load\ny = LIMIT"
    assert notebook.run().states == {"load-step": "cached", "a-step": "done", "end-step": "cached"}


def test_the_run_is_silent_where_each_step_makes_the_name_anew(tmp_path):
    notebook = Notebook(tmp_path, ["step:load\nx = 1", "step:a prev:load\npred = x + 1", "step:b prev:load\npred = x + 2",
                                   "step:plot prev:b\nprint(pred)", "step:end prev:a prev:plot\nprint(pred)"])
    run = notebook.run()
    assert (run.output("plot-step"), run.output("end-step"), warnings_of(run)) == ("3\n", "3\n", [])
    del notebook.cells[-1]  # no step joins them
    assert not warnings_of(notebook.run())
