"""The local runner: what it runs, what it takes from the cache and why, and that nothing of it is left."""

import json
import os
import pathlib
import random
import signal
import time

import local_runs
import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
KALE_LSP = os.environ.get("KALE_LSP") or ROOT / ".build" / "release" / "kale-lsp"


class Notebook:
    """A notebook in a folder of its own, with a runner. Cells are texts that begin with a line of tags."""

    def __init__(self, folder, cells):
        self.folder = folder / "notebooks"
        self.folder.mkdir(exist_ok=True)
        self.path = self.folder / "notebook.ipynb"
        self.scratch = folder
        self.runner = local_runs.LocalRunner(folder)
        self.cells = list(cells)
        self.kale_lsp = {}
        self.compiled = 0

    def write(self):
        cells = []
        for text in self.cells:
            tags, _, source = text.partition("\n")
            cells.append({"cell_type": "markdown", "metadata": {}, "source": source} if tags == "text" else {
                "cell_type": "code", "metadata": {"tags": tags.split()}, "source": source, "outputs": [],
                "execution_count": None})
        metadata = {"kubeflow_notebook": {"pipeline_name": "p", "experiment_name": "e"}, "kale_lsp": self.kale_lsp}
        self.path.write_text(json.dumps({"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 4}))

    @property
    def spec(self):
        self.write()
        self.compiled += 1
        return local_runs.compiled(KALE_LSP, self.path, self.scratch / f"compiled-{self.compiled}")

    def run(self, **options):
        return self.runner.run(self.spec, self.path, **options)

    def start(self, **options):
        return self.runner.start(self.spec, self.path, **options)


@pytest.fixture
def notebook(tmp_path):
    return Notebook(tmp_path, CELLS)


CELLS = [
    "imports\nimport random",
    "step:load\nrows = [1, 2, 3]",
    "step:clean prev:load\nkept = [row for row in rows if row > 1]",
    "step:train prev:clean\nmodel = sum(kept)\nprint('model', model)",
]
STEPS = ["load-step", "clean-step", "train-step"]


def states(*names):
    return dict(zip(STEPS, names))


def test_steps_run_and_are_cached(notebook):
    first = notebook.run()
    assert first.states == states("done", "done", "done"), first.errors
    assert first.output("train-step") == "model 5\n"
    assert set(first.reasons.values()) == {"first run"}
    second = notebook.run()
    assert second.states == states("cached", "cached", "cached")
    assert second.events[-1]["event"] == "succeeded"


# What is changed, the steps that run again, and why the first of them does.
CHANGES = {
    "code": ((3, "step:train prev:clean\nmodel = max(kept)"), states("cached", "cached", "done"), "cell 4 changed"),
    "code and result": ((1, "step:load\nrows = [1, 2, 3, 4]"), states("done", "done", "done"), "cell 2 changed"),
    "code, not the result": ((1, "step:load\nrows = [1] + [2, 3]"), states("done", "cached", "cached"), "cell 2 changed"),
    "comment": ((1, "step:load\n# the rows\nrows = [1, 2, 3]"), states("cached", "cached", "cached"), None),
    "import that is not used": ((0, "imports\nimport random, json"), states("cached", "cached", "cached"), None),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_changed_runs_again(notebook, change):
    (index, text), expected, reason = CHANGES[change]
    notebook.run()
    notebook.cells[index] = text
    run = notebook.run()
    assert run.states == expected
    assert next(iter(run.reasons.values()), None) == reason
    assert notebook.run().states == states("cached", "cached", "cached")


def test_the_home_folder_is_that_of_the_person(notebook):
    notebook.cells[1] = "step:load\nimport pathlib\nprint(pathlib.Path.home())\nrows = [1, 2, 3]"
    assert notebook.run().output("load-step") == f"{pathlib.Path.home()}\n"


def test_a_parameter_of_one_step_alone(notebook):
    notebook.cells.insert(1, "pipeline-parameters\nverbose = 0")
    notebook.cells[2] = "step:load\nrows = [1, 2, 3]\nif verbose:\n    print(rows)"
    notebook.run()
    run = notebook.run(runs=[{"verbose": 1}])
    assert run.states == states("done", "cached", "cached"), run.reasons


def test_a_parameter_that_functions_of_a_step_before_read(notebook):
    notebook.cells.insert(1, "pipeline-parameters\nleast = 1")
    notebook.cells[2] = "step:load\nrows = [1, 2, 3]\ndef large(row):\n    return row > least"
    notebook.cells[3] = "step:clean prev:load\nkept = [row for row in rows if large(row)]"
    notebook.run()
    run = notebook.run(runs=[{"least": 2}])
    assert run.reasons["clean-step"] == "parameter least changed"
    assert run.output("train-step") == "model 3\n"


@pytest.mark.parametrize("end", ["\\n", ""])
def test_nothing_of_a_long_line_is_lost(notebook, end):
    notebook.cells = ["step:a\nimport sys\nfor _ in range(5):\n"
                      f"    x = sys.stdout.write('ä' * 60_000 + 'b' * 70_000)\nprint('c', end='{end}')"]
    run = notebook.run()
    assert "".join(event["text"] for event in run.of("output", "a-step")) == ("ä" * 60_000 + "b" * 70_000) * 5 + "c"


def test_a_long_line_that_is_no_text(notebook):
    notebook.cells = ["step:a\nimport os, sys\nsys.stdout.flush()\nx = [os.write(1, b'\\x80' * 50_000) for _ in range(4)]"]
    assert sum(len(event["text"]) for event in notebook.run().of("output", "a-step")) == 200_000


ENDS = {
    "os.kill(os.getpid(), 11)": "ended by signal SIGSEGV.",
    "os._exit(3)": "exited with status 3.",
    "os._exit(0)": "exited with status 0.",
}


@pytest.mark.parametrize("way", ENDS)
@pytest.mark.parametrize("fork", [True, False])
def test_where_the_process_of_a_step_ended(notebook, way, fork):
    notebook.cells[2] = "step:clean prev:load\nkept = rows"
    notebook.cells[3:3] = ["\nimport os\nif kept:\n    pass\n    " + way]
    run = notebook.run(fork=fork)
    assert run.states == states("done", "failed", "skipped")
    assert (run.error["cell"], run.error["line"], run.error["message"]) == (4, 2, ENDS[way])


def test_where_a_value_comes_from_that_cannot_be_saved(notebook):
    notebook.cells[1] = "step:load\n\ndef make():\n    rows = 1\n    yield rows\nrows = make()\nnext(rows)"
    run = notebook.run()
    assert (run.error["cell"], run.error["line"]) == (2, 5)
    assert run.error["message"].endswith("a generator that has started. Convert it to a list, `list(…)`, or use it in one step only.")


# Has a process that forks a step be killed when it has just done so.
KILLED = """
import os, signal

_write = os.write
os.write = lambda file, data: os.kill(os.getpid(), signal.SIGKILL) if data.isdigit() else _write(file, data)
"""


def test_a_step_that_is_killed_while_it_is_forked(notebook):
    notebook.runner.program = KILLED + local_runs.PROGRAM
    run = notebook.run(fork=True)
    assert run.states == states("failed", "skipped", "skipped")
    assert run.error["message"] == "ended by signal SIGKILL. The step may have run out of memory."
    assert "Traceback" not in run.errors + str(run.events)


def test_steps_run_in_the_order_of_the_notebook(notebook):
    notebook.cells = ["step:z\nx = 1", "step:m\ny = 2", "step:a\nz = 3"]
    assert list(notebook.run(jobs=1).reasons) == ["z-step", "m-step", "a-step"]


def test_a_step_after_one_with_new_results_says_so(notebook):
    notebook.run()
    notebook.cells[1] = "step:load\nrows = [2, 3, 4]"
    assert notebook.run().reasons["clean-step"] == "load has new results"


def test_moved_cells_are_no_change(notebook):
    notebook.run()
    notebook.cells.insert(0, "text\n# Title")
    assert notebook.run().states == states("cached", "cached", "cached")


def test_values_that_differ_each_time_run_what_depends_on_them(notebook):
    notebook.cells[1] = "step:load\nrows = [random.random() for _ in range(9)]"
    notebook.run()
    notebook.cells[1] = "step:load\nrows = [random.random() for _ in range(8)]"
    assert notebook.run().states == states("done", "done", "done")


def test_parameters(notebook):
    notebook.cells.insert(1, "pipeline-parameters\nleast = 1")
    notebook.cells[3] = "step:clean prev:load\nkept = [row for row in rows if row > least]"
    notebook.run()
    run = notebook.run(runs=[{"least": 2}])
    assert run.states["clean-step"] == "done" and run.reasons["clean-step"] == "parameter least changed"
    assert run.output("train-step") == "model 3\n"
    assert run.states["load-step"] == "cached", run.reasons


def test_sweep_shares_what_is_equal(notebook):
    notebook.cells.insert(1, "pipeline-parameters\nleast = 1")
    notebook.cells[3] = "step:clean prev:load\nkept = [row for row in rows if row > least]"
    notebook.cells.append("pipeline-metrics\nprint(model)")
    run = notebook.run(runs=[{"least": 1}, {"least": 2}])
    assert [event["value"] for event in run.events if event["event"] == "metric" and event["name"] == "model"] == [5, 3]
    assert [e["state"] for e in run.of("state", "load-step", 0)] == ["running", "done"]
    assert [e["state"] for e in run.of("state", "load-step", 1)] == ["cached"]


def test_files_that_a_step_reads(notebook):
    table = notebook.folder / "table.csv"
    table.write_text("1\n2\n3\n")
    name = "'.'.join(['table', 'csv'])"
    notebook.cells[1] = f"step:load\nrows = [int(line) for line in open({name})]"
    notebook.run()
    assert notebook.run().states["load-step"] == "cached"
    table.write_text("1\n2\n4\n")
    run = notebook.run()
    assert run.states == states("done", "done", "done")
    assert run.reasons["load-step"] == "table.csv changed"


def test_modules_beside_the_notebook(notebook):
    (notebook.folder / "helper.py").write_text("def read():\n    return [1, 2, 3]\n")
    notebook.cells[1] = "step:load\nimport helper\nrows = helper.read()"
    assert notebook.run().states["load-step"] == "done"
    assert notebook.run().states["load-step"] == "cached"
    (notebook.folder / "helper.py").write_text("def read():\n    return [1, 2, 3, 9]\n")
    run = notebook.run()
    assert run.output("train-step") == "model 14\n"
    assert run.reasons["load-step"] == "helper.py changed"


def test_a_module_that_one_step_imports(notebook):
    (notebook.folder / "helper.py").write_text("FACTOR = 1\n")
    notebook.cells[3] = "step:train prev:clean\nimport helper\nprint('model', helper.FACTOR * sum(kept))"
    assert notebook.run().output("train-step") == "model 5\n"
    (notebook.folder / "helper.py").write_text("FACTOR = 2\n")
    run = notebook.run()
    assert run.states == states("cached", "cached", "done")
    assert run.reasons["train-step"] == "helper.py changed"
    assert run.output("train-step") == "model 10\n"


def test_files_that_a_step_writes_are_made_again(notebook):
    notebook.cells[1] += "\nwith open('made.txt', 'w') as file:\n    print(rows, file=file)"
    notebook.run()
    assert notebook.run().states["load-step"] == "cached"
    (notebook.folder / "made.txt").unlink()
    assert notebook.run().states["load-step"] == "done"
    assert (notebook.folder / "made.txt").exists()


def test_a_step_that_adds_to_a_file_runs_again_when_that_is_gone(notebook):
    log = notebook.folder / "log.txt"
    notebook.cells[1] += "\nwith open('log.txt', 'a') as file:\n    print('ran', file=file)"
    log.write_text("begin\n")
    notebook.run()
    assert notebook.run().states["load-step"] == "cached"
    with log.open("a") as file:
        print("more", file=file)
    assert notebook.run().states["load-step"] == "cached"
    assert log.read_text() == "begin\nran\nmore\n"
    log.write_text("begin\n")
    run = notebook.run()
    assert run.reasons["load-step"] == "log.txt changed"
    assert log.read_text() == "begin\nran\n"


def test_a_log_of_all_steps(notebook):
    notebook.cells[0] += "\nimport logging\nlogging.basicConfig(filename='run.log', level='INFO')"
    for number in (1, 2, 3):
        notebook.cells[number] += f"\nlogging.info('cell {number}')"
    assert notebook.run().states == states("done", "done", "done")
    assert notebook.run().states == states("cached", "cached", "cached")
    notebook.cells[2] += "\nprint(len(kept))"
    assert notebook.run().states == states("cached", "done", "cached")
    assert notebook.run().states == states("cached", "cached", "cached")
    assert [line[-1] for line in (notebook.folder / "run.log").read_text().splitlines()] == list("1232")


@pytest.mark.parametrize("how", ["open('log.txt').read()", "open('log.txt', 'r+').write('x')", "open('log.txt', 'a+').read()"])
def test_a_step_that_adds_to_a_file_and_reads_it_always_runs(notebook, how):
    notebook.cells[1] += f"\nwith open('log.txt', 'a') as file:\n    print('ran', file=file)\n{how}"
    notebook.run()
    assert notebook.run().states["load-step"] == "done"


def test_caching_that_is_off(notebook):
    notebook.cells[1] = "step:load cache:disabled\nrows = [1, 2, 3]"
    notebook.run()
    run = notebook.run()
    assert run.states == states("done", "cached", "cached")
    assert run.reasons["load-step"] == "caching is off"


def test_one_step_and_up_to_a_step(notebook):
    assert notebook.run(until=["clean-step"]).states == {"load-step": "done", "clean-step": "done"}
    run = notebook.run(until=["clean-step"], anew=["clean-step"])
    assert run.states == {"load-step": "cached", "clean-step": "done"}
    assert run.reasons["clean-step"] == "asked for"


def test_where_a_step_failed(notebook):
    notebook.cells.insert(1, "functions\ndef check(rows):\n    if len(rows) < 9:\n        raise ValueError('too few')")
    notebook.cells[3] = "step:clean prev:load\nkept = rows\n\ncheck(kept)"
    run = notebook.run()
    assert run.states == states("done", "failed", "skipped")
    error = run.error
    assert (error["cell"], error["line"], error["message"]) == (2, 3, "ValueError: too few")
    assert run.events[-1]["event"] == "failed"
    again = notebook.run()
    assert again.states == states("cached", "failed", "skipped")
    assert again.reasons["clean-step"] == "it failed"


@pytest.mark.parametrize("source, message", [
    ("x = (", "SyntaxError"),
    ("import os; os.kill(os.getpid(), 9)", "signal SIGKILL"),
    ("import os; os._exit(3)", "status 3"),
    ("raise SystemExit(1)", "SystemExit: 1"),
    ("kept = __import__('threading').Thread(target=__import__('time').sleep, args=(99,)); kept.start(); lost", "lost"),
])
def test_how_steps_end(notebook, source, message):
    notebook.cells[2] = "step:clean prev:load\nprint(rows)\nkept = rows\n" + source
    run = notebook.run()
    assert run.states == states("done", "failed", "skipped"), run.errors
    assert message in run.error["message"]


def test_steps_side_by_side(notebook):
    """Two steps that wait for each other end only if both run."""
    # The compiler must not see which files these are: it would have one step run after the other.
    wait = ("\nimport os, time\nos.mkdir('.'.join(['{0}', 'd']))\n"
            "for _ in range(3000):\n    if os.path.exists('.'.join(['{1}', 'd'])):\n        break\n"
            "    time.sleep(0.01)\nelse:\n    raise TimeoutError")
    notebook.cells = ["step:a\nx = 1" + wait.format("a", "b"), "step:b\ny = 1" + wait.format("b", "a"),
                      "step:c prev:a prev:b\nprint(x + y)"]
    run = notebook.run(jobs=2)
    assert run.output("c-step") == "2\n"


def test_output_comes_when_it_is_printed(notebook):
    """A step that waits for a file, which is written when its line has come."""
    notebook.cells[1] += ("\nprint('begun')\nimport os, time\n"
                          "for _ in range(3000):\n    if os.path.exists('go.txt'):\n        break\n"
                          "    time.sleep(0.01)\nelse:\n    raise TimeoutError\nprint('', 'over', sep='\\n')")
    process, _ = notebook.start()
    for line in process.stdout:
        if b"begun" in line:
            break
    (notebook.folder / "go.txt").touch()
    rest = process.stdout.read()
    assert b'"text": "over"' in rest and b"succeeded" in rest
    assert process.wait() == 0


@pytest.mark.parametrize("fork", [True, False])
def test_fork_and_new_process_are_alike(notebook, fork):
    notebook.cells[3] = ("step:train prev:clean\nimport sys, os, threading\nmodel = sum(kept)\n"
                         "print(__name__, sys.argv, threading.active_count() < 3, 'PYTHONHASHSEED' in os.environ,\n"
                         "      [m for m in sys.modules if 'kale_lsp_runner' in m], os.getcwd() == os.path.realpath(os.getcwd()),\n"
                         "      sys.path[0], sys.stdin.read())")
    run = notebook.run(fork=fork)
    assert run.output("train-step") == "__main__ [''] True False [] True  \n", run.errors


@pytest.mark.parametrize("fork", [True, False])
def test_wide_tables_are_printed_as_in_a_notebook(notebook, fork):
    notebook.cells[0] += "\nimport pandas as pd"
    notebook.cells[3] = ("step:train prev:clean\ntable = pd.DataFrame({f'feature_{i}': [1000.0] for i in range(12)})\n"
                         "print('feature_5' in str(table), '...' in str(table))")
    run = notebook.run(fork=fork)
    assert run.output("train-step") == "True False\n", run.errors


def test_random_numbers_differ_between_steps(notebook):
    notebook.cells[1:] = [f"step:s{i}\nprint(random.random())" for i in range(3)]
    run = notebook.run(fork=True)
    assert len({run.output(f"s{i}-step") for i in range(3)}) == 3


# Modules that only a step may import: what they do, and what the step sees of it.
MODULES = {
    "thread": "import threading, time\nthreading.Thread(target=time.sleep, args=(60,), daemon=True).start()",
    "print": "print('imported')",
    "asks": "from IPython import get_ipython\nfound = get_ipython() is not None",
    "folder": "import os\nos.chdir('/')",
    "fails": "raise ImportError('no')",
}


def special(notebook, folder):
    """A folder for a module `special`, which no package provides."""
    notebook.kale_lsp = {"package_names": {"special": None}}
    packages = folder / "packages"
    packages.mkdir()
    return packages


@pytest.mark.parametrize("kind", MODULES)
def test_imports_that_are_left_to_steps(notebook, kind, tmp_path, monkeypatch):
    packages = special(notebook, tmp_path)
    (packages / "special.py").write_text(MODULES[kind] + "\n")
    monkeypatch.setenv("PYTHONPATH", str(packages))
    use = {"asks": "print(special.found)", "fails": ""}.get(kind, "print(special.__name__)")
    cell = "import special\n" + use
    if kind == "fails":
        cell = "try:\n    import special\nexcept ImportError as error:\n    print(error)"
    notebook.cells = ["step:a\n" + cell, "step:b\n" + cell]
    run = notebook.run(fork=True)
    expected = {"thread": "special", "print": "imported\nspecial", "asks": "True", "folder": "special", "fails": "no"}[kind]
    assert [run.output("a-step"), run.output("b-step")] == [expected + "\n"] * 2, run.errors


def test_environment_that_a_cell_sets_before_an_import(notebook, tmp_path, monkeypatch):
    packages = special(notebook, tmp_path)
    (packages / "special.py").write_text("import os\nmode = os.environ.get('SPECIAL_MODE')\n")
    monkeypatch.setenv("PYTHONPATH", str(packages))
    notebook.cells = ["step:a\nimport os\nos.environ['SPECIAL_MODE'] = 'on'\nimport special\nprint(special.mode)"]
    assert notebook.run(fork=True).output("a-step") == "on\n"


# --- What results depend on ---------------------------------------------------------------------------------

# What a step reads, by code whose paths the compiler does not see, and what it prints before and after a change.
READS = {
    "variable": ("import os; print(os.environ.get('KALE_TEST_VALUE', 'none'))", "none", "new"),
    "variable by subscript": ("import os\ntry:\n    print(os.environ['KALE_TEST_VALUE'])\nexcept KeyError:\n    print('none')",
                              "none", "new"),
    "link": ("print(open('link/n.txt').read())", "1", "2"),
    "absent file": ("import os; print(os.path.exists('absent.txt'))", "False", "True"),
    "listing beside what is written": (
        "import glob\nopen('made.json', 'w').write('x')\nprint(len(glob.glob('*.' + 'csv')))", "1", "2"),
    "another process": (
        "import subprocess\nprint(subprocess.run(['cat', 'd' + '.txt'], capture_output=True, text=True).stdout)", "old", "new"),
    "pool": ("from multiprocessing import Pool\ndef read(path):\n    return open(path).read()\n"
             "with Pool(2) as pool:\n    print(pool.map(read, ['d' + '.txt'])[0])", "old", "new"),
    "database": ("import sqlite3\nprint(sqlite3.connect('d' + '.db').execute('select x from t').fetchone()[0])", "1", "2"),
}


def write_database(path, value):
    import sqlite3

    path.unlink(missing_ok=True)
    with sqlite3.connect(path) as connection:
        connection.execute("create table t (x)")
        connection.execute("insert into t values (?)", (value,))
    connection.close()


@pytest.mark.parametrize("kind", READS)
def test_what_a_step_reads(notebook, kind, monkeypatch):
    source, before, after = READS[kind]
    folder = notebook.folder
    for name in ("1", "2"):
        (folder / name).mkdir()
        (folder / name / "n.txt").write_text(name)
    (folder / "link").symlink_to("1")
    (folder / "d.txt").write_text("old")
    (folder / "a.csv").write_text("")
    write_database(folder / "d.db", 1)
    notebook.cells = [f"step:a\n{source}"]
    assert notebook.run().output("a-step").strip() == before
    again = notebook.run()
    assert again.states == {"a-step": "cached"}, again.reasons
    monkeypatch.setenv("KALE_TEST_VALUE", "new")
    (folder / "link").unlink()
    (folder / "link").symlink_to("2")
    (folder / "d.txt").write_text("new")
    (folder / "b.csv").write_text("")
    (folder / "absent.txt").write_text("")
    write_database(folder / "d.db", 2)
    assert notebook.run().output("a-step").strip() == after


# Code that reads a variable not by `os.environ[…]`, the variable, two values, and what the code prints of the second.
VARIABLES = {
    "path": ("import os; print(os.path.expandvars('$KALE_TEST_VALUE/d'))", "KALE_TEST_VALUE", "a", "b", "b/d"),
    "home": ("import pathlib; print(pathlib.Path('~/d').expanduser())", "HOME", "/a", "/b", "/b/d"),
    "bytes": ("import os; print(os.environb[b'KALE_TEST_VALUE'].decode())", "KALE_TEST_VALUE", "a", "b", "b"),
    "magic": ("v = %env KALE_TEST_VALUE\nprint(v)", "KALE_TEST_VALUE", "a", "b", "b"),
    "line for the shell": ("v = !echo $KALE_TEST_VALUE\nprint(v[0])", "KALE_TEST_VALUE", "a", "b", "b"),
    "cell for the shell": ("%%bash\necho ${KALE_TEST_VALUE}", "KALE_TEST_VALUE", "a", "b", "b"),
    "pipe": ("import os; print(os.popen('echo ' + '$' + 'KALE_TEST_VALUE').read())", "KALE_TEST_VALUE", "a", "b", "b"),
    "system": ("import os; status = os.system('echo \"$KALE_TEST_VALUE\"')", "KALE_TEST_VALUE", "a", "b", "b"),
    "time zone": ("import time; print(time.localtime(0).tm_hour)", "TZ", "UTC", "UTC-5", "5"),
    "time zone of a module": ("import zone; print(zone.hour())", "TZ", "UTC", "UTC-5", "5"),
    "locale": ("import locale; print(locale.setlocale(locale.LC_COLLATE, ''))", "LC_COLLATE", "C", "C.UTF-8", "C.UTF-8"),
    "temporary folder": ("import tempfile; print(tempfile.gettempdir())", "TMPDIR", ".", "FOLDER", "FOLDER"),
}


@pytest.mark.parametrize("kind", VARIABLES)
def test_what_variables_a_step_reads(notebook, kind, monkeypatch):
    source, name, before, after, printed = VARIABLES[kind]
    (notebook.folder / "zone.py").write_text("import time\ndef hour():\n    return time.localtime(0).tm_hour\n")
    folder = str(notebook.folder)
    notebook.cells = [f"step:a\n{source}"]
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.setenv(name, before)
    notebook.run()
    monkeypatch.setenv("KALE_TEST_OTHER", "1")
    again = notebook.run()
    assert again.states == {"a-step": "cached"}, again.reasons
    monkeypatch.setenv(name, after.replace("FOLDER", folder))
    run = notebook.run()
    assert run.reasons == {"a-step": f"variable {name} changed"}
    assert run.output("a-step").strip() == printed.replace("FOLDER", folder)


def test_a_file_that_a_parameter_names(notebook):
    """And that is read without Python's help: the code does not name it."""
    (notebook.folder / "d.txt").write_text("1")
    read = ("import ctypes, os\ndescriptor = ctypes.CDLL(None).open(path.encode(), 0)\n"
            "print(os.read(descriptor, 9).decode())")
    notebook.cells = ["pipeline-parameters\npath = 'd' + '.txt'", "step:a\n" + read]
    notebook.cells[0] = "pipeline-parameters\npath = 'd.txt'"
    assert notebook.run().output("a-step") == "1\n"
    assert notebook.run().states == {"a-step": "cached"}
    (notebook.folder / "d.txt").write_text("2")
    run = notebook.run()
    assert run.output("a-step") == "2\n"
    assert run.reasons["a-step"] == "d.txt changed"


def test_a_module_that_a_parameter_names(notebook):
    (notebook.folder / "helper.py").write_text("value = 1\n")
    notebook.cells = ["pipeline-parameters\nname = 'helper'",
                      "step:a\nimport importlib\nprint(importlib.import_module(name).value)"]
    assert notebook.run().output("a-step") == "1\n"
    (notebook.folder / "helper.py").write_text("value = 22\n")
    assert notebook.run().output("a-step") == "22\n"


def test_a_step_that_is_inserted_above_changes_nothing_below(notebook):
    notebook.run()
    notebook.cells.insert(1, "step:first\nprint('first')")
    run = notebook.run()
    assert run.states == {"first-step": "done", **states("cached", "cached", "cached")}
    notebook.cells[3:3] = ["step:second prev:load\nprint(len(rows))"]
    run = notebook.run()
    assert run.states == {"first-step": "cached", "second-step": "done", **states("cached", "cached", "cached")}
    del notebook.cells[1]
    assert set(notebook.run().states.values()) == {"cached"}


def test_the_later_of_two_changes_counts_wherever_a_step_was_inserted(notebook):
    """The order of the notebook decides which change a state has, before and after."""
    notebook.cells = ["step:load\nvalues = {}", "step:a prev:load\nvalues['x'] = 'a'", "step:b prev:load\nvalues['x'] = 'b'",
                      "step:end prev:a prev:b\nprint(values['x'])"]
    before = notebook.run().output("end-step")
    notebook.cells.insert(1, "step:new\nprint(1)")
    notebook.cells[-1] += "\nprint('again')"
    run = notebook.run()
    assert run.states["a-step"] == run.states["b-step"] == "cached"
    assert run.output("end-step") == before + "again\n"


def test_progress_bars_are_shown_while_they_move(notebook):
    notebook.cells[1] += ("\nimport os, sys, time\nfor part in range(3):\n    sys.stderr.write(f'\\r{part} of 3')\n"
                          "    sys.stderr.flush()\n    for _ in range(3000):\n        if os.path.exists(f'go{part}.txt'):\n"
                          "            break\n        time.sleep(0.01)\nprint()\nprint('over')")
    process, _ = notebook.start()
    seen = []
    for line in process.stdout:
        if b'"progress"' in line:
            seen.append(json.loads(line)["text"])
            (notebook.folder / f"go{len(seen) - 1}.txt").touch()
    process.wait()
    assert seen == ["0 of 3", "1 of 3", "2 of 3"]


def test_a_run_without_a_cache_says_why_steps_run(notebook):
    assert set(notebook.run(cache=None).reasons.values()) == {"caching is off"}


def test_a_copy_of_the_notebook_has_files_of_its_own(notebook, tmp_path):
    (notebook.folder / "d.txt").write_text("1")
    notebook.cells = ["step:a\nprint(open('d' + '.txt').read())"]
    notebook.run()
    notebook.folder = tmp_path / "copy"
    notebook.folder.mkdir()
    (notebook.folder / "d.txt").write_text("2")
    notebook.path = notebook.folder / "notebook.ipynb"
    assert notebook.run().output("a-step") == "2\n"


def test_folders_and_renamed_files_are_made_again(notebook):
    notebook.cells = ["step:a\nimport os\nos.makedirs('o' + 'ut', exist_ok=True)\nopen('t' + '.tmp', 'w').write('v')\n"
                      "os.replace('t' + '.tmp', 'r' + '.txt')"]
    notebook.run()
    assert notebook.run().states == {"a-step": "cached"}
    (notebook.folder / "out").rmdir()
    assert notebook.run().states == {"a-step": "done"}
    (notebook.folder / "r.txt").write_text("w")
    assert notebook.run().states == {"a-step": "done"}
    assert (notebook.folder / "r.txt").read_text() == "v"


def test_a_file_that_changes_while_the_step_runs(notebook):
    notebook.cells = [
        "step:a\nimport os, time\nprint(open('d' + '.txt').read())\nfor _ in range(3000):\n"
        "    if os.path.isdir('go'):\n        break\n    time.sleep(0.01)"]
    (notebook.folder / "d.txt").write_text("1")
    process, _ = notebook.start()
    for line in process.stdout:
        if b'"text": "1"' in line:
            break
    (notebook.folder / "d.txt").write_text("2")
    (notebook.folder / "go").mkdir()
    process.stdout.read()
    process.wait()
    assert notebook.run().output("a-step") == "2\n"


def test_steps_that_need_nothing_of_one_that_failed_run(notebook):
    notebook.cells = ["step:bad\nraise ValueError", "step:other\nx = 1", "step:last prev:other\nprint(x)",
                      "step:after prev:bad\nprint(1)"]
    run = notebook.run(jobs=1)
    assert run.states == {"bad-step": "failed", "other-step": "done", "last-step": "done", "after-step": "skipped"}


# --- The cache ----------------------------------------------------------------------------------------------


def manifests(notebook):
    return sorted(notebook.runner.cache.glob("entries/*/*/manifest.json"))


def large_values(notebook):
    return [path for path in notebook.runner.cache.rglob("*.bin") if path.stat().st_size > 1 << 20]


def test_entries_that_were_changed_are_not_used(notebook):
    notebook.run()
    for path in manifests(notebook):
        content = json.loads(path.read_text())
        content["metrics"] = {"wrong": 1}
        path.write_text(json.dumps(content))
    run = notebook.run()
    assert run.states == states("done", "done", "done")
    assert "not written by you" in run.reasons["load-step"]
    assert not run.of("metric")


@pytest.mark.parametrize("name", ["manifest.json", "manifest.mac", "outputs/load_state/values.bin"])
def test_a_pipe_in_place_of_a_file_of_an_entry_is_not_waited_for(notebook, name):
    notebook.run()
    for path in notebook.runner.cache.glob(f"entries/*/*/{name}"):
        path.unlink()
        os.mkfifo(path)
    notebook.cells[2] = "step:clean prev:load\nkept = [row for row in rows if row >= 2]"
    run = notebook.run()
    assert "not written by you" in run.reasons["load-step"]


@pytest.mark.parametrize("key", [b"", b"short"])
def test_a_key_that_is_too_short_is_replaced(notebook, key):
    notebook.runner.key.parent.mkdir(parents=True, exist_ok=True)
    notebook.runner.key.write_bytes(key)
    assert notebook.run().states == states("done", "done", "done")
    assert len(notebook.runner.key.read_bytes()) == 32
    assert notebook.run().states == states("cached", "cached", "cached")


def test_a_key_that_others_can_read_is_replaced(notebook):
    notebook.run()
    known = notebook.runner.key.read_bytes()
    notebook.runner.key.chmod(0o644)
    assert notebook.run().states == states("done", "done", "done")
    assert notebook.runner.key.read_bytes() != known
    assert notebook.runner.key.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in notebook.runner.key.parent.iterdir()] == [notebook.runner.key.name]


def test_values_that_were_changed_are_not_used(notebook):
    notebook.run()
    for path in notebook.runner.cache.glob("entries/*/*/outputs/load_state/values.bin"):
        content, status = path.read_bytes(), path.stat()
        path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    # Nothing loads them as long as what takes them is cached.
    assert notebook.run().states == states("cached", "cached", "cached")
    notebook.cells[2] = "step:clean prev:load\nkept = [row for row in rows if row >= 2]"
    run = notebook.run()
    assert run.states == states("done", "done", "cached")
    assert "not written by you" in run.reasons["load-step"]
    assert run.reasons["clean-step"] == "cell 3 changed"


def test_values_that_are_damaged_are_never_said_to_be_from_the_cache(notebook):
    notebook.run()
    for path in notebook.runner.cache.glob("entries/*/*/outputs/load_state/values.bin"):
        path.write_bytes(path.read_bytes()[:-1])
    run = notebook.run()
    assert [event["state"] for event in run.of("state", "load-step")] == ["running", "done"]
    assert "not written by you" in run.reasons["load-step"]
    assert run.states == states("done", "cached", "cached")


def test_entries_of_other_steps_are_not_used(notebook):
    """An entry that is moved is authentic, and not what it is taken for."""
    notebook.run()
    first, second, _ = sorted(notebook.runner.cache.glob("entries/*"))
    names = [first.name, second.name]
    first.rename(first.parent / "x")
    second.rename(second.parent / names[0])
    (first.parent / "x").rename(first.parent / names[1])
    run = notebook.run()
    assert run.output("train-step") in ("model 5\n", "\n")
    assert list(run.states.values()).count("done") >= 1
    assert any("not written by you" in (reason or "") for reason in run.reasons.values())


def test_a_cache_that_cannot_be_written(notebook):
    notebook.runner.cache.write_text("a file where a folder should be")
    run = notebook.run()
    assert run.states == states("done", "done", "done")
    assert "Nothing is kept for later runs" in run.of("output")[0]["text"]


def test_entries_of_another_person_are_not_used(notebook):
    notebook.run()
    notebook.runner.key.unlink()
    assert notebook.run().states == states("done", "done", "done")
    assert notebook.runner.key.stat().st_mode & 0o077 == 0


def test_the_oldest_entries_go_first(notebook):
    notebook.run()
    first = manifests(notebook)
    notebook.cells = ["step:other\nx = b'0' * 300_000\nprint(len(x))", "step:last prev:other\nprint(len(x))"]
    notebook.run(cache_limit=200_000)
    assert not [path for path in first if path.exists()]
    assert len(manifests(notebook)) == 2
    assert notebook.run(cache_limit=200_000).states == {"other-step": "cached", "last-step": "cached"}


def test_files_that_entries_share_count_once(notebook):
    notebook.cells = ["step:a\nx = [bytes(range(250)) * 16_000]\ny = x",
                      *(f"step:{name} prev:{before}\ny = x" for before, name in ("ab", "bc", "cd", "de"))]
    assert set(notebook.run().states.values()) == {"done"}
    assert len(large_values(notebook)) > 2 > len({path.stat().st_ino for path in large_values(notebook)})
    entries = set(manifests(notebook))
    notebook.cells = ["step:other\nprint(1)"]
    notebook.run(cache_limit=5_000_000)
    assert entries <= set(manifests(notebook))
    notebook.run(cache_limit=3_000_000)
    assert large_values(notebook) == []


def test_a_run_without_a_cache(notebook):
    notebook.run(cache=None)
    assert notebook.run(cache=None).states == states("done", "done", "done")
    assert not notebook.runner.cache.exists()


# --- Stopping -----------------------------------------------------------------------------------------------

HANGING = ("step:hang prev:load\nprint(rows)\nimport os, subprocess, sys, time\n"
           "subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'], start_new_session=True)\n"
           "os.fork() or time.sleep(600)\nprint('hangs')\ntime.sleep(600)")


def descendants_of_a_run(scratch):
    """Processes whose command or environment names the run's folder."""
    found = []
    for entry in pathlib.Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                words = (entry / "cmdline").read_bytes() + (entry / "environ").read_bytes()
            except OSError:
                continue
            if b"KALE_TEST_RUN=" + os.fsencode(scratch) in words and entry.name != str(os.getpid()):
                found.append(int(entry.name))
    return found


@pytest.mark.skipif(not pathlib.Path("/proc/self").exists(), reason="looks for processes in /proc")
@pytest.mark.parametrize("fork", [True, False])
@pytest.mark.parametrize("how", ["SIGTERM", "SIGINT", "SIGKILL", "end of input"])
def test_nothing_is_left_of_a_run_that_is_stopped(notebook, how, fork, monkeypatch):
    monkeypatch.setenv("KALE_TEST_RUN", str(notebook.scratch))
    notebook.cells = [*CELLS[:2], HANGING]
    process, scratch = notebook.start(fork=fork)
    for line in process.stdout:
        if b"hangs" in line:
            break
    if how == "end of input":
        process.stdin.close()
    else:
        process.send_signal(getattr(signal, how))
    process.wait()
    deadline = time.monotonic() + 20
    while descendants_of_a_run(notebook.scratch) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not descendants_of_a_run(notebook.scratch)
    process.stdout.close()
    monkeypatch.delenv("KALE_TEST_RUN")
    notebook.cells = CELLS
    assert notebook.run().states == states("cached", "done", "done")
    assert not list((notebook.runner.cache / "staging").iterdir())


@pytest.mark.parametrize("fork", [True, False])
def test_a_shell_does_not_go_on_when_its_program_is_ended(notebook, fork):
    marker = notebook.folder / "went-on"
    shell = f"sh -c 'sleep 600; touch {marker}; sleep 600; touch {marker}'"
    # Many, since in which order they are ended is a matter of their numbers.
    notebook.cells = [*CELLS[:2], f"step:hang prev:load\nimport subprocess\nfor _ in range(40):\n"
                      f"    subprocess.Popen({shell!r}, shell=True)\nprint('hangs', flush=True)\nsubprocess.run('sleep 600', shell=True)"]
    process, _ = notebook.start(fork=fork)
    for line in process.stdout:
        if b"hangs" in line:
            break
    process.send_signal(signal.SIGTERM)
    process.wait()
    process.stdout.close()
    assert not marker.exists()


def state_of(process):
    """`T` for a process that is halted; an empty text for one that has ended."""
    try:
        return pathlib.Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return ""


@pytest.mark.skipif(not pathlib.Path("/proc/self").exists(), reason="looks for processes in /proc")
@pytest.mark.parametrize("fork", [True, False])
@pytest.mark.parametrize("end", ["goes on", "is stopped"])
def test_a_run_that_is_suspended(notebook, fork, end):
    mark = notebook.folder / "go"
    notebook.cells = [*CELLS[:2], "step:wait prev:load\nimport os, subprocess\nprogram = subprocess.Popen(['sleep', '600'])\n"
                      f"print(os.getpid(), program.pid, flush=True)\nwhile not os.path.exists({str(mark)!r}):\n    pass"]
    process, _ = notebook.start(fork=fork)
    event = next(event for event in map(json.loads, filter(bytes.strip, process.stdout))
                 if event["event"] == "output" and event["task"] == "wait-step")
    processes = event["text"].split()
    process.send_signal(signal.SIGTSTP)
    while {state_of(number) for number in processes} != {"T"}:
        assert process.poll() is None
    if end == "is stopped":
        process.stdin.close()
    else:
        mark.touch()
        process.send_signal(signal.SIGCONT)
    rest = process.stdout.read()
    process.wait()
    assert (b"succeeded" in rest) == (end == "goes on")
    assert {state_of(number) for number in processes} <= {"", "Z"}


@pytest.mark.parametrize("name, is_removed", [
    ("kale-lsp-Ab12Cd", True), ("kale-lsp-Ab12Cd7", False), ("kale-lsp-no-lock", False), ("other-Ab12Cd", False)])
def test_folders_of_runs_that_were_killed(notebook, name, is_removed):
    folder = notebook.scratch / name
    (folder / "empty").mkdir(parents=True)
    (folder / "lock").write_text("")
    notebook.run(cache=None)
    assert folder.exists() != is_removed


def test_folders_of_others_stay(notebook, tmp_path):
    scratch = local_runs.package(tmp_path / "copy").scratch
    folders = [tmp_path / f"kale-lsp-{letter * 6}" for letter in "abcd"]
    for folder in folders[:3]:
        folder.mkdir()
    folders[3].symlink_to(tmp_path / "copy")
    (tmp_path / "copy" / "lock").write_text("")
    (folders[1] / "lock").symlink_to(tmp_path / "copy" / "lock")
    with scratch.hold(folders[2]):
        scratch.remove_abandoned(tmp_path)
        assert all(folder.exists() for folder in folders)
    scratch.remove_abandoned(tmp_path)
    assert [folder.exists() for folder in folders] == [True, True, False, True]


@pytest.mark.skipif(not pathlib.Path("/proc/self").exists(), reason="looks for processes in /proc")
@pytest.mark.parametrize("seed", range(2))
def test_runs_that_are_killed(seed, tmp_path, monkeypatch):
    """A share of what `killed_runs.py` does."""
    import killed_runs

    monkeypatch.setenv("KALE_TEST_RUN", "")
    assert not killed_runs.check(tmp_path, 20, random.Random(seed))
