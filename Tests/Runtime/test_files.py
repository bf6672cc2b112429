"""Modules and data beside the notebook travel with the pipeline."""

import base64
import json
import os
import subprocess
import sys

import pytest

# What imports find must not have been imported before.
pytestmark = pytest.mark.cold

FILES = {"helper_of_test.py": "\nfrom package_of_test.part import VALUE\ndef double(x): return 2 * x\n",
         "package_of_test/__init__.py": "", "package_of_test/part.py": "VALUE = 21\n", "data/small.bin": [0, 255]}
USE = ("import helper_of_test, sys\nprint(helper_of_test.double(helper_of_test.VALUE), open('data/small.bin', 'rb').read())\n"
       "f = helper_of_test.double")


def test_files_of_the_script(pipeline):
    steps = pipeline()
    first = steps.run("one", [(1, USE)], files=FILES, leaves=["f"])
    assert first.output == "42 b'\\x00\\xff'\n", first.errors
    second = steps.run("two", [(2, "print(f(4))")], after=["one"], files=FILES)
    assert second.output == "8\n", second.errors
    assert not list(steps.folder.iterdir())


def test_files_of_the_environment(pipeline):
    steps = pipeline()
    content = json.dumps({path: base64.b64encode(bytes(value) if isinstance(value, list) else value.encode()).decode()
                          for path, value in FILES.items()})
    steps.environment = {**os.environ, "KALE_LSP_FILES_0": content[:50], "KALE_LSP_FILES_1": content[50:]}
    step = steps.run("one", [(1, USE), (2, "import os; print([n for n in os.environ if n.startswith('KALE_LSP_FILES')])")])
    assert step.output == "42 b'\\x00\\xff'\n[]\n", step.errors


def test_files_that_are_there_are_used(pipeline):
    steps = pipeline()
    (steps.folder / "a.txt").write_text("text")
    step = steps.run("one", [(1, "open('made.txt', 'w').write('x'); import os; os.getcwd() == os.environ['PWD']")], files={"a.txt": "text"})
    assert step.status == 0, step.errors
    assert (steps.folder / "made.txt").exists()


def test_files_outside_the_folder(pipeline):
    for path in ("../a.txt", "/tmp/a_of_test.txt"):
        step = pipeline().run(path.strip("./").replace("/", "-"), [(1, "1")], files={path: "x"})
        assert step.status == 1
        assert step.errors.strip() == f"`{path}` is not below the notebook's folder."


def test_modules_of_the_folder_are_not_imported_by_accident(pipeline):
    steps = pipeline()
    for name in ("json", "dill", "IPython", "random", "traitlets", "subprocess"):
        (steps.folder / f"{name}.py").write_text("raise SystemExit('the wrong module')")
    step = steps.run("one", [(1, "x = {1}\nprint(x)")], leaves=["x"])
    assert step.output == "{1}\n", step.errors


def test_what_modules_keep_travels(pipeline):
    steps = pipeline()
    files = {"state_of_test.py": "LOG, count, SEEN, NAMES = [], 0, set(), {}\n"
             "class Slots:\n    __slots__ = 'n',\nclass Kept(Slots): pass\nkept = Kept(); kept.n = []\n"
             "class Box:\n    made = 0\n    all = []\n"
             "    def __init__(self): Box.made += 1; Box.all.append(Box.made)\n"
             "def note(x):\n    global count\n    count += 1\n    LOG.append(x); SEEN.add(x); NAMES[x] = count; kept.n += x; Box()\n"}
    show = "print(s.LOG, s.count, sorted(s.SEEN), s.NAMES, s.kept.n, s.Box.made, s.Box.all)"
    shared = [(1, "import state_of_test as s\nfrom state_of_test import LOG")]
    steps.run("one", [(2, "s.note('a')")], shared=shared, files=files)
    steps.run("two", [(3, "print(1)")], after=["one"], files=files)
    three = steps.run("three", [(4, show), (5, "s.note('b'); print(LOG is s.LOG)")], after=["two"], shared=shared, files=files)
    assert three.output == "['a'] 1 ['a'] {'a': 1} ['a'] 1 [1]\nTrue\n", three.errors
    late = steps.run("four", [(6, "import state_of_test as s"), (7, show)], after=["three"], files=files)
    assert late.output == "['a', 'b'] 2 ['a', 'b'] {'a': 1, 'b': 2} ['a', 'b'] 2 [1, 2]\n", late.errors


def test_relative_paths_of_the_environment_begin_where_the_cells_run(pipeline, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", "source")
    steps = pipeline()
    (steps.folder / "source").mkdir()
    (steps.folder / "source" / "packaged_of_test.py").write_text("answer = 43\n")
    one = steps.run("one", [(1, "import packaged_of_test\nprint(packaged_of_test.answer)")])
    assert one.output == "43\n", one.errors


def test_modules_of_the_folder_do_not_replace_those_of_the_runtime(pipeline):
    code = "import runpy, sys; print(*sorted(set(sys.stdlib_module_names) - set(sys.modules) - {'this', 'antigravity'}))"
    names = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    steps = pipeline()
    for name in names:
        (steps.folder / f"{name}.py").write_text("raise SystemExit(3)\n")
    one = steps.run("one", [(1, "x = [1]\nx")])
    two = steps.run("two", [(2, "print(x)\n1 / 0")], after=["one"])
    assert one.output == "[1]\n", one.errors
    assert two.output == "[1]\n" and "ZeroDivisionError" in two.errors, two.errors
