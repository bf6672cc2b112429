"""What cannot be passed on becomes a sentence, and nothing hangs."""

import json
import subprocess
import sys

import pytest


def fail(pipeline, source, leaves, shared=(), **options):
    step = pipeline(*shared, **options).run("make", [(7, source)], leaves=leaves)
    assert step.status == 1, step.output
    assert "Traceback" not in step.errors, step.errors
    return step.errors.strip()


SENTENCES = {
    "socket held by a lambda": (
        "import socket\nclass Opt: pass\ndef make(s): return lambda: s\nopt = Opt(); opt.hook = make(socket.socket())", "opt",
        "`opt` (Opt) cannot be passed to later steps: `opt.hook → lambda → socket.socket` (TypeError: cannot pickle 'socket' object). Create it in the step that uses it."),
    "generator": ("g = (i for i in range(3)); next(g)", "g",
                  "`g` (generator) cannot be passed to later steps: TypeError: cannot pickle a generator that has started. Convert it to a list, `list(…)`, or use it in one step only."),
    "in a list in a dictionary": (
        "g = (i for i in range(3)); next(g); d = {'items': [1, g]}", "d",
        "`d` (dict) cannot be passed to later steps: `d['items'][1] → generator` (TypeError: cannot pickle a generator that has started). Convert it to a list, `list(…)`, or use it in one step only."),
    "running thread": (
        "import threading, time\nt = threading.Thread(target=time.sleep, args=(1000,)); t.start()", "t",
        "`t` (threading.Thread) cannot be passed to later steps: TypeError: cannot pickle a running thread. Wait for it to end in the step that starts it."),
    "running program": (
        "import subprocess\np = subprocess.Popen(['sleep', '1000'])", "p",
        "`p` (subprocess.Popen) cannot be passed to later steps: TypeError: cannot pickle a running process. Wait for it to end in the step that starts it."),
    "context manager that has been entered": (
        "import contextlib, os\nmade = contextlib.contextmanager(lambda: os.walk('.'))\ns = [made()]; s[0].__enter__()", "s",
        "`s` (list) cannot be passed to later steps: `s[0] → contextlib._GeneratorContextManager` (TypeError: cannot pickle a context manager that has been entered). Create it in the step that uses it."),
    "finalizer": (
        "import weakref\nclass C: pass\nc = C(); w = weakref.finalize(c, print)", "w",
        "`w` (weakref.finalize) cannot be passed to later steps: TypeError: cannot pickle a finalizer that has not run. Create it in the step that uses it."),
    "error in __reduce__": (
        "class R(float):\n    def __reduce__(self): raise ZeroDivisionError('no')\nr = [R()]", "r",
        "`r` (list) cannot be passed to later steps: `r[0] → R` (ZeroDivisionError: no). Create it in the step that uses it."),
    "exit in __reduce__": (
        "class R(float):\n    def __reduce__(self): raise SystemExit(3)\nr = R()", "r",
        "`r` (R) cannot be passed to later steps: SystemExit: 3. Create it in the step that uses it."),
    "error without message": (
        "class E(Exception):\n    def __str__(self): raise RuntimeError\nclass R(float):\n    def __getstate__(self): raise E\nr = R()", "r",
        "`r` (R) cannot be passed to later steps: E. Create it in the step that uses it."),
    "endless nesting": (
        "class R(float):\n    def __reduce__(self): return (R, (R(),))\nr = R()", "r",
        "`r` (R) cannot be passed to later steps: it is nested too deeply. Create it in the step that uses it."),
    "object that a closure of a class holds": (
        "def make(g):\n    class C:\n        def run(self): return g\n    return C\ng = (i for i in range(3)); next(g); c = make(g)()", "c",
        "`c` (make.<locals>.C) cannot be passed to later steps: `c → C → run → generator` (TypeError: cannot pickle a generator that has started). Convert it to a list, `list(…)`, or use it in one step only."),
}


@pytest.mark.parametrize("case", SENTENCES)
def test_a_value_that_cannot_be_saved_is_a_sentence(pipeline, case):
    source, name, sentence = SENTENCES[case]
    assert fail(pipeline, source, [name]) == sentence


def test_a_pickle_without_end(pipeline):
    source = ("import itertools\nclass R(float):\n    def __reduce__(self): return (list, (), None, (bytes(10_000_000) for _ in itertools.count()))\nr = R()")
    assert fail(pipeline, source, ["r"]) == "`r` (R) cannot be passed to later steps: its pickle has no end. Create it in the step that uses it."


def test_a_pickle_without_end_that_is_nested_deeply(pipeline):
    source = ("class H(float):\n    def __reduce__(self):\n        while True: pass\nh = H()\n"
              "for _ in range(20_000): h = [h]")
    assert "cannot be passed to later steps" in fail(pipeline, source, ["h"], STALLED_SECONDS=2)


def test_code_of_a_value_that_never_ends(pipeline):
    source = "class R(float):\n    def __reduce__(self):\n        while True: pass\nr = R()"
    assert fail(pipeline, source, ["r"], STALLED_SECONDS=1) == (
        "`r` (R) cannot be passed to later steps: its own code did not finish within 1 seconds. "
        "Create it in the step that uses it.")


def test_values_that_no_step_needs_may_be_of_any_kind(pipeline):
    steps = pipeline()
    first = steps.run("first", [(1, "g = (i for i in range(3)); next(g); import socket; s = socket.socket(); x = [1]; y = x")], leaves=["x"])
    assert first.status == 0, first.errors
    second = steps.run("second", [(2, "x.append(2); print(y)")], after=["first"])
    assert second.output == "[1, 2]\n"
    third = steps.run("third", [(3, "next(g)")], after=["second"])
    assert third.status == 1
    assert third.errors.strip().splitlines()[-1] == (
        "Step `third` failed in cell 3, line 1. `g` (generator) cannot be passed to later steps: TypeError: cannot pickle a "
        "generator that has started. Convert it to a list, `list(…)`, or use it in one step only.")


def test_a_name_that_a_step_takes_and_no_step_could_save(pipeline):
    steps = pipeline()
    steps.run("first", [(1, "g = (i for i in range(3)); next(g)")])
    second = steps.run("second", [(2, "print(1)")], after=["first"], takes={"g": "first"})
    assert second.status == 1
    assert second.errors.strip() == SENTENCES["generator"][2]


def test_a_name_that_the_step_did_not_define(pipeline):
    steps = pipeline()
    first = steps.run("first", [(1, "if False: x = 1")], leaves=["x"])
    assert first.status == 0, first.errors
    assert first.values == {"x": {"type": "undefined"}}
    second = steps.run("second", [(2, "print(x)")], after=["first"], takes={"x": "first"})
    assert "cell 2, line 1, in <module>" in second.errors and "NameError: name 'x' is not defined" in second.errors


def test_a_value_that_cannot_be_loaded(pipeline):
    steps = pipeline()
    (steps.folder / "helper_of_test.py").write_text("class H:\n    pass\n")
    first = steps.run("first", [(1, "import helper_of_test; h = helper_of_test.H(); x = 1")], leaves=["h"])
    assert first.status == 0, first.errors
    (steps.folder / "helper_of_test.py").unlink()
    second = steps.run("second", [(2, "print(x)")], after=["first"], takes={"h": "first"})
    assert second.status == 1
    assert second.errors.strip() == "`h` of step `first` cannot be loaded: ModuleNotFoundError: No module named 'helper_of_test'."
    other = steps.run("other", [(2, "print(x)")], after=["first"])
    assert other.output == "1\n"
    (steps.folder / "helper_of_test.py").write_text("class H:\n    pass\n")
    last = steps.run("last", [(3, "print(type(h).__name__)")], after=["other"])
    assert last.output == "H\n", last.errors


@pytest.mark.cold
def test_threads_and_programs_do_not_keep_a_step_from_ending(pipeline):
    source = ("import threading, subprocess, time\nthreading.Thread(target=time.sleep, args=(1000,)).start()\n"
              "p = subprocess.Popen(['sleep', '1000'])\nprint(p.pid)")
    step = pipeline().run("one", [(1, source)])
    assert step.status == 0, step.errors
    process = subprocess.run(["ps", "-o", "stat=", "-p", step.output.strip()], capture_output=True, text=True)
    assert process.stdout.strip()[:1] in ("", "Z")


@pytest.mark.cold
@pytest.mark.parametrize("source", ["exit()", "import sys; sys.exit(0)", "raise SystemExit", "raise KeyboardInterrupt", "import asyncio; raise asyncio.CancelledError"])
def test_ways_to_leave_a_cell(pipeline, source):
    step = pipeline().run("one", [(1, source), (2, "print('next')")])
    assert step.status in (0, 1)
    assert (step.output == "next\n") == (step.status == 0)


ENDS = {
    "os.kill(os.getpid(), 9)":
        "Step `one` was ended by signal SIGKILL in cell 4, line 3. The step may have run out of memory.",
    "os.abort()": "Step `one` was ended by signal SIGABRT in cell 4, line 3.",
    "os._exit(3)": "Step `one` exited with status 3 in cell 4, line 3.",
    "os._exit(0)": "Step `one` exited with status 0 in cell 4, line 3.",
}


@pytest.mark.cold
@pytest.mark.parametrize("way", ENDS)
def test_a_step_whose_process_ends(pipeline, way):
    source = f"x = [\n 1]\nif x:\n    {way}"
    step = pipeline("import os").run("one", [(3, "print(1)"), (4, source), (5, "print(2)")])
    assert step.status == 1
    assert step.errors.strip() == ENDS[way]


@pytest.mark.cold
def test_a_step_whose_process_ends_while_values_are_saved(pipeline):
    step = pipeline("import os").run(
        "one", [(3, "class R(float):\n    def __reduce__(self): os._exit(3)\nr = R()")], leaves=["r"])
    assert (step.status, step.errors.strip()) == (3, "")


def test_the_cells_end_with_the_executor(pipeline, tmp_path):
    steps = pipeline()
    program = (f"import sys; sys.path.insert(0, {str(__import__('pathlib').Path(__file__).parent)!r}); import steps, pathlib\n"
               f"p = steps.Pipeline({str(tmp_path / 'killed')!r}, {str(steps.folder)!r})\n"
               "p.run('one', [(1, 'import os, time; open(\"pid\", \"w\").write(str(os.getppid()) + \" \" + str(os.getpid())); time.sleep(1000)')])")
    process = subprocess.Popen([sys.executable, "-c", program])
    pid = steps.folder / "pid"
    while not pid.exists() or len(pid.read_text().split()) != 2:
        assert process.poll() is None
    executor, cells = pid.read_text().split()
    subprocess.run(["kill", "-9", executor])
    process.wait()
    while subprocess.run(["ps", "-o", "stat=", "-p", cells], capture_output=True, text=True).stdout.strip()[:1] not in ("", "Z"):
        pass


def test_what_a_value_prints_while_it_is_saved_is_not_shown(pipeline):
    steps = pipeline()
    first = steps.run("one", [(1, "class P:\n    def __getstate__(self): print('saving'); return {}\n    def __setstate__(self, s): print('loading')\np = P()")], leaves=["p"])
    second = steps.run("two", [(2, "print(type(p).__name__)")], after=["one"])
    assert (first.output, second.output) == ("", "P\n")


def test_description_runs_no_code_of_the_value(pipeline):
    source = "class L(list):\n    def __len__(self): raise RuntimeError\nclass S:\n    @property\n    def shape(self): raise RuntimeError\nl = L(); s = S(); x = 'a' * 10"
    step = pipeline().run("one", [(1, source)], leaves=["l", "s", "x"])
    assert step.values["l"]["type"] == "L" and step.values["s"]["type"] == "S"
    assert step.values["x"] == {"type": "str", "size": step.values["x"]["size"], "shape": [10]}
    json.dumps(step.values)


def test_functions_that_code_replaces_are_not_those_the_runtime_uses(pipeline):
    steps = pipeline()
    first = steps.run("one", [(1, "import json\njson.dumps = json.loads = lambda text: 'replaced'\nx = 1")], leaves=["x"])
    second = steps.run("two", [(2, "import json\nprint(json.dumps({}), x)")], after=["one"])
    assert (first.output, second.output) == ("", "replaced 1\n")
