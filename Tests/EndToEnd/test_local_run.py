"""`kale-lsp run` by its own engine: the pipeline of a notebook on this machine, without the KFP SDK."""

import csv
import fcntl
import io
import json
import os
import pty
import select
import signal
import subprocess
import sys
import time

import psutil
import pytest

from conftest import KALE_LSP
from small_notebook import write_notebook


@pytest.fixture(autouse=True)
def own_folders(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("KALE_LSP_PYTHON", sys.executable)


@pytest.fixture
def run(run_kale):
    def run_notebook(path, *arguments):
        return run_kale("run", path, *arguments)

    return run_notebook


def states(process):
    """The lines about steps, without times and output."""
    lines = [line for line in process.stdout.splitlines() if ": " in line and "|" not in line]
    return [line.split(" after ")[0] for line in lines if not line.startswith(("Succeeded", "Failed"))]


def test_a_second_run_takes_what_has_not_changed_from_the_cache(run, workspace):
    notebook = write_notebook(workspace / "small.ipynb")
    first = run(notebook, "--param", "extra=5")
    assert first.returncode == 0, first.stdout + first.stderr
    lines = first.stdout.splitlines()
    assert lines[0] == f"Running small with {sys.executable}"
    assert states(first) == [
        "first: running (first run)", "first: done", "second: running (first run)", "second: done"
    ]
    assert "second | sum 25" in lines and lines[-1].endswith(" 2 steps ran.")
    second = run(notebook, "--param", "extra=5")
    assert states(second) == ["first: from the cache", "second: from the cache"]
    assert second.stdout.endswith(" All steps are from the cache.\n")
    write_notebook(notebook, second="print('product', value * extra)")
    changed = run(notebook, "--param", "extra=5")
    assert "second: running (cell 3 changed)" in states(changed)
    assert "first: from the cache" in states(changed) and "second | product 100" in changed.stdout
    everything = run(notebook, "--param", "extra=5", "--no-cache")
    assert everything.stdout.splitlines()[-1].endswith(" 2 steps ran.")


def test_one_step_and_up_to_a_step(run, workspace):
    notebook = write_notebook(workspace / "small.ipynb")
    assert [line.split(":")[0] for line in states(run(notebook, "--until", "first"))] == ["first", "first"]
    process = run(notebook, "--step", "second")
    assert states(process)[:2] == ["first: from the cache", "second: running (asked for)"]
    assert states(run(notebook, "--step", "second")) == states(process)
    wrong = run(notebook, "--step", "secnod")
    assert wrong.returncode == 2 and "Unknown step `secnod`. Did you mean `second`?" in wrong.stderr
    assert not wrong.stdout


OPTIONAL = """\
import sys
import sqlite3
import pandas as pd
sys.path.insert(0, "lib")
import helper_of_test
try:
    import no_such_package_of_test
except ImportError:
    no_such_package_of_test = None
if False:
    import another_of_test
def unused():
    import yet_another_of_test
connection = sqlite3.connect(":memory:")
pd.DataFrame({"a": [1, 2]}).to_sql("t", connection)
value = int(pd.read_sql("select a from t", connection).a.sum()) + helper_of_test.three
"""


def test_packages_that_python_would_do_without_do_not_stop_a_run(run, workspace):
    notebook = write_notebook(workspace / "small.ipynb", first=OPTIONAL)
    (workspace / "lib").mkdir()
    (workspace / "lib" / "helper_of_test.py").write_text("three = 3\n")
    process = run(notebook)
    assert process.returncode == 0, process.stdout + process.stderr
    write_notebook(notebook, first="import no_such_package_of_test\nvalue = 1")
    process = run(notebook)
    assert process.returncode != 0
    assert "lacks `no_such_package_of_test`, which the steps need. Install it with `" in process.stderr
    assert "set the module to null in `package_names`" in process.stderr


def test_a_failure_names_its_cell_and_line(run, workspace):
    notebook = write_notebook(workspace / "small.ipynb", first="value = 1\nvalue = {}['key']")
    process = run(notebook)
    assert process.returncode == 1
    assert "kale-lsp: Step `first` failed in cell 2, line 2: KeyError: 'key'" in process.stderr
    assert "first: failed" in states(process) and any("second: skipped" in line for line in states(process))


def test_output_is_shown_when_it_is_printed(workspace):
    code = "import time\nvalue = 1\nprint('now')\ntime.sleep(10**6)"
    notebook = write_notebook(workspace / "small.ipynb", first=code)
    process = subprocess.Popen(
        [KALE_LSP, "run", notebook], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    while process.stdout.readline() != "first | now\n":
        assert process.poll() is None
    below = [child.pid for child in psutil.Process(process.pid).children(recursive=True)]
    assert len(below) >= 2  # the runner and the step
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate()
    assert process.returncode == 128 + signal.SIGINT and "stopped" in errors
    while any(map(is_running, below)):
        time.sleep(0.05)


def test_suspending_a_run_suspends_its_steps(workspace):
    code = "import itertools, os\nvalue = 1\nprint('now', os.getpid())\nfor i in itertools.count(): pass"
    notebook = write_notebook(workspace / "small.ipynb", first=code)
    process = subprocess.Popen(
        [KALE_LSP, "run", notebook], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
    )
    while not (line := process.stdout.readline()).startswith("first | now"):
        assert process.poll() is None
    everything = [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]
    step = psutil.Process(int(line.split()[-1]))

    def wait_for(condition):
        while not condition():
            time.sleep(0.05)

    process.send_signal(signal.SIGTSTP)
    wait_for(lambda: everything[0].status() == step.status() == psutil.STATUS_STOPPED)
    process.send_signal(signal.SIGCONT)
    wait_for(lambda: psutil.STATUS_STOPPED not in [one.status() for one in everything])
    process.send_signal(signal.SIGINT)
    output, _ = process.communicate()
    assert process.returncode == 128 + signal.SIGINT and "stopped" in output


def is_running(number):
    try:
        return psutil.Process(number).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


# --- Sweeps -------------------------------------------------------------------------------------------------


def test_a_sweep_ends_with_a_table(run, workspace):
    notebook = write_notebook(workspace / "small.ipynb", second="total = value + extra\nassert extra != 2\nprint(total)")
    content = json.loads(notebook.read_text(encoding="utf-8"))
    metrics = {**content["cells"][2], "id": "metrics", "source": "print(total)"}
    content["cells"].append({**metrics, "metadata": {"tags": ["pipeline-metrics"]}})
    notebook.write_text(json.dumps(content), encoding="utf-8")
    process = run(notebook, "--sweep", "extra=1..3", "--best", "total", "--output-format", "csv")
    assert process.returncode == 1, process.stderr  # one of them failed
    rows = list(csv.DictReader(io.StringIO(process.stdout)))
    assert [(row["extra"], row["total"], row["state"]) for row in rows] == [
        ("3", "23", "succeeded"), ("1", "21", "succeeded"), ("2", "", "failed")
    ]
    assert "AssertionError" in rows[2]["error"]
    assert "second | 23" in process.stderr


def test_a_watched_notebook_runs_again_with_the_same_process(workspace):
    second = "import os\nprint('sum', value + extra, os.getppid())"
    notebook = write_notebook(workspace / "small.ipynb", second=second)
    process = subprocess.Popen(
        [KALE_LSP, "run", notebook, "--watch"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )

    def until_it_waits():
        lines = []
        for line in process.stdout:
            lines.append(line.rstrip())
            if line.startswith("Watching for changes."):
                return lines
        raise AssertionError(lines)

    def printed(lines):
        return next(line.split()[-2:] for line in lines if line.startswith("second | sum"))

    first = until_it_waits()
    total, parent = printed(first)
    write_notebook(notebook, second=second.replace("value + extra", "value * extra"))
    again = until_it_waits()
    assert "first: from the cache" in again and any(line.startswith("second: running (cell") for line in again)
    other_total, other_parent = printed(again)
    assert parent == other_parent and total != other_total
    notebook.write_text(notebook.read_text(encoding="utf-8").replace('"prev:first"', '"prev:nobody"'), encoding="utf-8")
    wrong = until_it_waits()
    assert any("`nobody`" in line for line in wrong) and not any("running" in line for line in wrong)
    write_notebook(notebook, second="print('sum', 1 / 0)")
    failed = until_it_waits()
    assert any("ZeroDivisionError" in line for line in failed)
    children = psutil.Process(process.pid).children(recursive=True)
    process.send_signal(signal.SIGINT)
    rest, _ = process.communicate()
    assert process.returncode == 128 + signal.SIGINT and rest.endswith("kale-lsp: stopped\n")
    assert not psutil.wait_procs(children, timeout=20)[1]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--sweep", "extra=1.5"], "must be integers, got `1.5`"),
        (["--sweep", "extar=1"], "Did you mean `extra`?"),
        (["--sweep", "extra=1..101"], "has 101 combinations, and the limit is 100"),
        (["--sweep", "extra=1..3", "--sweep-limit", "2"], "the limit is 2"),
        (["--sweep-limit", "2"], "--sweep-limit requires --sweep."),
        (["--sweep", "extra=1", "--param", "extra=2"], "both a value and values to sweep"),
        (["--sweep", "extra=1", "--best", "total"], "The pipeline has no metrics"),
        (["--best", "total"], "--best requires --sweep"),
        (["--watch", "--sweep", "extra=1"], "--watch cannot be combined with --sweep."),
        (["--watch", "--submit"], "--watch cannot be combined with --submit."),
        (["--jobs", "0"], "--jobs must be 1 or greater"),
        (["--jobs", "-1"], "--jobs must be 1 or greater"),
        (["--step", "first", "--step", "second"], "--step is given more than once."),
        (["--until=first", "--until", "second"], "--until is given more than once."),
        (["--param", "extra=1", "--param", "extra=2"], "`extra` is given more than once."),
        (["--engine", "kfp", "--step", "first"], "`--step` requires the embedded engine"),
        (["--engine", "embedded", "--isolated"], "Use `--engine kfp`"),
        (["--submit", "--step", "first"], "cannot be combined with --submit"),
    ],
)
def test_what_cannot_be_run_is_told_before_anything_runs(run, workspace, arguments, message):
    process = run(write_notebook(workspace / "small.ipynb"), *arguments)
    assert process.returncode == 2 and message in process.stderr and not process.stdout


# --- The cache ----------------------------------------------------------------------------------------------


def test_the_cache_is_shown_and_cleared(run, run_kale, workspace, tmp_path):
    notebook = write_notebook(workspace / "small.ipynb")
    run(notebook)
    folder = tmp_path / "cache" / "kale-lsp" / "runs"
    shown = run_kale("cache")
    assert shown.returncode == 0 and shown.stdout.startswith(f"{folder}: ") and " 0 files" not in shown.stdout
    assert not list(workspace.glob(".kale*"))
    cleared = run_kale("cache", "clear")
    assert cleared.returncode == 0 and not folder.exists()
    key = tmp_path / "data" / "kale-lsp" / "cache-key"
    assert key.stat().st_mode & 0o777 == 0o600
    assert states(run(notebook))[0].startswith("first: running")


def test_the_cache_of_a_run_is_not_cleared(run, run_kale, workspace, tmp_path):
    run(write_notebook(workspace / "small.ipynb"))
    folder = tmp_path / "cache" / "kale-lsp" / "runs"
    with open(folder / "lock") as lock:
        fcntl.flock(lock, fcntl.LOCK_SH)
        cleared = run_kale("cache", "clear")
        assert cleared.returncode == 2 and not cleared.stdout
        assert cleared.stderr == "kale-lsp: A run uses the results. Stop it, or wait until it has ended.\n"
    assert list((folder / "entries").iterdir())
    assert run_kale("cache", "clear").returncode == 0 and not folder.exists()


# --- The shell ----------------------------------------------------------------------------------------------


def converse(arguments, lines):
    """Runs kale-lsp in a terminal and types lines when it waits. Gives what it showed, and its status."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ["TERM"] = "dumb"
        os.execv(KALE_LSP, [str(KALE_LSP), *map(str, arguments)])
    shown = b""
    waiting = list(lines)
    while True:
        ready, _, _ = select.select([terminal], [], [], 1)
        if not ready:
            if waiting and b"In [" in shown:
                os.write(terminal, waiting.pop(0).encode() + b"\r")
            continue
        try:
            block = os.read(terminal, 1 << 16)
        except OSError:  # Linux says so at the end
            block = b""
        if not block:
            break
        shown += block
    return shown.decode(errors="replace"), os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def test_a_shell_is_in_the_state_in_which_the_step_starts(workspace, tmp_path, monkeypatch):
    (tmp_path / "temporary").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    notebook = write_notebook(workspace / "small.ipynb")
    shown, status = converse(
        ["shell", notebook, "--step", "second"],
        ["import os; print('here', value + extra, os.getcwd())", "exit"],
    )
    assert f"here 21 {workspace}" in shown and status == 0, shown
    assert not list((tmp_path / "temporary").glob("kale-lsp-*"))


def test_a_shell_without_a_step_is_an_error(run_kale, workspace):
    process = run_kale("shell", write_notebook(workspace / "small.ipynb"), "--step", "frist")
    assert process.returncode == 2 and "Did you mean `first`?" in process.stderr
