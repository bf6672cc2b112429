"""Large values go as they are in memory: a file for each component, which is mapped and not read."""

import json

import pytest

pytestmark = pytest.mark.needs("pandas")
IMPORTS = "import numpy as np, pandas as pd, resource"
MEGABYTES = 200
# Memory of this step beyond that of its start, in megabytes.
PEAK = "import resource; print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) // 1024)"
MAKE = {
    "array": f"big = np.ones({MEGABYTES} * 131072)",
    "table": f"big = pd.DataFrame(np.ones(({MEGABYTES} * 131072 // 8, 8)), columns=list('abcdefgh'), copy=False)",
    "table of columns": f"big = pd.DataFrame({{c: np.arange({MEGABYTES} * 131072 // 8, dtype=float) for c in 'abcdefgh'}})",
}


def files(step):
    return {path.relative_to(step.folder).as_posix(): path.stat().st_size for path in step.folder.rglob("*.bin")}


def peak_after(state_folder):
    return int((state_folder / "peak").read_text())


@pytest.mark.cold
@pytest.mark.parametrize("case", MAKE)
def test_memory(pipeline, case):
    """Saving takes no second copy, loading none at all."""
    steps = pipeline(IMPORTS)
    watch = ("import os, posix\n_exit = posix._exit\n"
             "def _report(status):\n    open('peak', 'w').write(str(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024))\n    _exit(status)\n"
             "os._exit = _report")
    start = steps.run("start", [(1, watch)])
    assert start.status == 0, start.errors
    base = peak_after(steps.folder)
    first = steps.run("one", [(1, watch), (2, MAKE[case])], leaves=["big"])
    assert first.status == 0, first.errors
    made = peak_after(steps.folder) - base
    assert made < 1.2 * MEGABYTES + 30 if case != "table of columns" else made < 2.3 * MEGABYTES + 30
    second = steps.run("two", [(1, watch), (3, "print(big.shape)")], after=["one"], takes={"big": "one"}, leaves=["big"])
    assert second.status == 0, second.errors
    assert peak_after(steps.folder) - base < 0.2 * MEGABYTES + 30


def test_a_large_value_is_with_its_name_and_a_small_one_in_the_state(pipeline):
    steps = pipeline(IMPORTS)
    first = steps.run("one", [(1, "big = np.ones(300_000); small = np.ones(3)")], leaves=["big", "small"])
    found = files(first)
    assert sorted(name.split("/")[0] for name in found) == ["state", "values"]
    assert [name for name, size in found.items() if size > 2_000_000][0].startswith("values/big/")
    assert first.values["big"] == {"type": "numpy.ndarray", "shape": [300_000], "size": first.values["big"]["size"]}
    assert 2_400_000 <= first.values["big"]["size"] < 2_500_000
    # A step that does not take the large one does not get it.
    second = steps.run("two", [(2, "print(small.sum(), 'big' in globals())")], after=["one"], takes={"small": "one"})
    assert second.output == "3.0 False\n"
    third = steps.run("three", [(3, "print(big.sum())")], after=["two"], takes={"big": "one"})
    assert third.output == "300000.0\n", third.errors
    fourth = steps.run("four", [(4, "big")], after=["two"])
    assert "`big` is large, and step `one` passes it only to steps that name it. Step `four` does not." in fourth.errors


def test_an_unchanged_value_is_not_written_again(pipeline):
    steps = pipeline(IMPORTS)
    first = steps.run("one", [(1, "big = np.ones(300_000)")], leaves=["big"])
    second = steps.run("two", [(2, "big.sum()")], after=["one"], takes={"big": "one"}, leaves=["big"])
    assert {name for name in files(first) if "values/" in name} == {name for name in files(second) if "values/" in name}
    third = steps.run("three", [(3, "big[5] = 7")], after=["two"], takes={"big": "two"}, leaves=["big"])
    assert {name for name in files(third) if "values/" in name} != {name for name in files(second) if "values/" in name}
    # Changes stay in the step: the file of an earlier step is as it was.
    fourth = steps.run("four", [(4, "print(big[5])")], after=["two"], takes={"big": "two"})
    assert fourth.output == "1.0\n"
    fifth = steps.run("five", [(5, "print(big[5])")], after=["three"], takes={"big": "three"})
    assert fifth.output == "7.0\n"


def test_a_step_that_does_not_name_a_large_value_does_not_copy_it(pipeline):
    steps = pipeline(IMPORTS)
    steps.run("one", [(1, "big = np.ones(300_000)")], leaves=["big"])
    second = steps.run("two", [(2, "x = 1")], after=["one"], takes={"big": "one"})
    assert sum(files(second).values()) < 100_000
    # It did not change: the file of the first step is still the value.
    third = steps.run("three", [(3, "print(big.sum(), x)")], after=["two"], takes={"big": "one"})
    assert third.output == "300000.0 1\n", third.errors


def test_a_large_value_that_a_step_changed_without_naming_it_travels(pipeline):
    steps = pipeline(IMPORTS)
    steps.run("one", [(1, "big = np.ones(300_000); holder = {'a': big}")], leaves=["big", "holder"])
    steps.run("two", [(2, "holder['a'][0] = 5")], after=["one"], takes={"holder": "one"}, leaves=["holder"])
    third = steps.run("three", [(3, "print(big[0], holder['a'] is big)")], after=["two"], takes={"big": "one", "holder": "two"})
    assert third.output == "5.0 True\n", third.errors


def test_two_names_of_a_large_component(pipeline):
    steps = pipeline(IMPORTS)
    first = steps.run("one", [(1, "big = np.ones(300_000); part = big[1:]")], leaves=["big", "part"])
    assert first.values["big"]["shares"] == ["part"]
    state = json.loads((first.folder / "values" / "big" / "value.json").read_text())
    assert state["name"] == "big" and len(state["blobs"]) == 1
    second = steps.run("two", [(2, "part[0] = 3; print(big[1])")], after=["one"], takes={"part": "one"}, leaves=["part"])
    assert second.output == "3.0\n", second.errors


def test_large_text_and_objects(pipeline):
    steps = pipeline(IMPORTS)
    steps.run("one", [(1, "words = ['w%d' % i for i in range(200_000)]; frame = pd.DataFrame({'w': words}); raw = b'x' * 3_000_000")],
              leaves=["words", "frame", "raw"])
    second = steps.run("two", [(2, "print(len(words), frame['w'].iloc[-1], len(raw))")], after=["one"],
                       takes={"words": "one", "frame": "one", "raw": "one"})
    assert second.output == "200000 w199999 3000000\n", second.errors


def test_a_large_value_that_changed_under_another_name_travels_past_other_steps(pipeline):
    steps = pipeline(IMPORTS)
    steps.run("one", [(1, "big = np.ones(300_000); holder = {'a': big}")], leaves=["big", "holder"])
    steps.run("two", [(2, "big[0] = 5")], after=["one"], takes={"big": "one"})
    steps.run("three", [(3, "y = 1")], after=["two"])
    fourth = steps.run("four", [(4, "print(holder['a'][0], y)")], after=["three"], takes={"holder": "one"})
    assert fourth.output == "5.0 1\n", fourth.errors


def test_a_large_value_that_shared_code_keeps_travels_to_steps_that_do_not_name_it(pipeline):
    steps = pipeline(IMPORTS + "\nkept = {}")
    first = steps.run("one", [(1, "kept['a'] = big = np.ones(300_000)")], leaves=["big"])
    assert first.status == 0, first.errors
    second = steps.run("two", [(2, "kept['b'] = 1; print(sorted(kept))")], after=["one"])
    assert second.output == "['a', 'b']\n", second.errors
    third = steps.run("three", [(3, "print(sorted(kept), kept['a'] is big)")], after=["two"], takes={"big": "one"})
    assert third.output == "['a', 'b'] True\n", third.errors


def test_a_large_value_that_got_another_name_travels_under_both(pipeline):
    steps = pipeline(IMPORTS)
    steps.run("one", [(1, "big = np.ones(300_000)")], leaves=["big"])
    steps.run("two", [(2, "other = big; other[0] = 5")], after=["one"], takes={"big": "one"}, leaves=["other"])
    third = steps.run("three", [(3, "print(big[0])")], after=["two"], takes={"big": "one"})
    assert third.output == "5.0\n", third.errors
    # A step between them that passes one of the names on does not lose the other.
    steps.run("four", [(4, "other[1]")], after=["two"], takes={"other": "two"}, leaves=["other"])
    fifth = steps.run("five", [(5, "print(big[0])")], after=["four"], takes={"big": "one"})
    assert fifth.output == "5.0\n", fifth.errors
