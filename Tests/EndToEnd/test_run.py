"""`kale-lsp run`: the pipeline of a notebook, run for real by the KFP SDK of these tests."""

import json
import pathlib
import signal
import subprocess
import sys
import time

import psutil
import pytest

from conftest import KALE_LSP
from small_notebook import write_notebook


@pytest.fixture
def run_notebook(run_kale):
    def run(path, *arguments, python=sys.executable, **options):
        engine = [] if "--submit" in arguments else ["--engine", "kfp"]
        return run_kale("run", path, "--python", python, *engine, *arguments, **options)

    return run


# --- On this machine ----------------------------------------------------------------------------------------


def test_a_pipeline_runs_to_its_end(run_notebook, workspace):
    notebook = write_notebook(workspace / "small.ipynb")
    process = run_notebook(notebook, "--param", "extra=5", "--output", "kept")
    assert process.returncode == 0, process.stdout + process.stderr
    lines = process.stdout.splitlines()
    assert lines[0].startswith("Running small with ")
    states = [line.split(" after ")[0] for line in lines if ": " in line and "|" not in line]
    assert states == ["first: running", "first: done", "second: running", "second: done"]
    assert "second | sum 25" in lines
    assert lines[-1].startswith("Succeeded in ")
    assert list((workspace / "kept").glob("*/second-step/*_html_report"))


def test_a_step_that_fails_is_named_with_its_error(run_notebook, workspace):
    notebook = write_notebook(workspace / "small.ipynb", first="value = {}['key']")
    process = run_notebook(notebook)
    assert process.returncode == 1
    assert "Step `first` failed in cell 2: KeyError: 'key'" in process.stderr
    assert "first: failed after" in process.stdout and "second: running" not in process.stdout
    # the person's own line of code is in what is shown of the traceback
    assert "first |   cell " in process.stdout and ", line 1, in <module>\n" in process.stdout
    assert "first |     value = {}['key']" in process.stdout


def test_ctrl_c_stops_all_that_was_started(workspace):
    mark = workspace / "started"
    code = f"import pathlib, time; value = 1; pathlib.Path({str(mark)!r}).touch(); time.sleep(10**6)"
    notebook = write_notebook(workspace / "small.ipynb", first=code)
    process = subprocess.Popen(
        [KALE_LSP, "run", notebook, "--python", sys.executable, "--engine", "kfp"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    while not mark.exists():
        assert process.poll() is None
        time.sleep(0.1)
    below = descendants(process.pid)
    assert len(below) >= 3  # the driver, the step, its kernel
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate()
    assert process.returncode == 128 + signal.SIGINT and "stopped" in errors
    while any(map(is_running, below)):
        time.sleep(0.05)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("extra=much", '`extra` must be an integer, got "much"'),
        ("more=1", "Unknown parameter `more`. The pipeline has `extra`"),
        ("extra", "Expected NAME=VALUE, got `extra`"),
    ],
)
def test_a_wrong_parameter_is_refused_before_anything_runs(run_notebook, workspace, value, message):
    process = run_notebook(write_notebook(workspace / "small.ipynb"), "--param", value)
    assert process.returncode == 2 and message in process.stderr and not process.stdout


def test_a_notebook_with_errors_is_not_run(run_notebook):
    process = run_notebook("self-reference.ipynb")
    assert process.returncode == 1 and "KALE101" in process.stderr


@pytest.fixture(scope="module")
def bare_python(tmp_path_factory):
    """A Python without any package."""
    folder = tmp_path_factory.mktemp("bare")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    return folder / "bin" / "python"


def pretend_package(python, name, text):
    """Gives a bare Python a module."""
    site = subprocess.check_output(
        [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], text=True
    )
    path = pathlib.Path(site.strip(), f"{name}.py")
    path.write_text(text, encoding="utf-8")
    return path


def test_without_the_sdk_it_says_how_to_get_it(run_notebook, workspace, bare_python):
    process = run_notebook(write_notebook(workspace / "small.ipynb"), python=bare_python)
    assert process.returncode == 2
    assert f"{bare_python} does not have the KFP SDK" in process.stderr and "-m pip install" in process.stderr


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("__version__ = '1.8.22'", "too old: 1.8.22"),
        ("import nothing_of_that_name", "cannot import the KFP SDK: No module named 'nothing_of_that_name'"),
    ],
)
def test_an_sdk_that_is_no_use_is_told(run_notebook, workspace, bare_python, text, message):
    module = pretend_package(bare_python, "kfp", text)
    process = run_notebook(write_notebook(workspace / "small.ipynb"), python=bare_python)
    module.unlink()
    assert process.returncode == 2 and message in process.stderr


def test_missing_packages_are_named_and_not_installed(run_notebook, workspace):
    notebook = write_notebook(workspace / "small.ipynb")
    tags = json.loads(notebook.read_text(encoding="utf-8"))
    tags["cells"].insert(0, {**tags["cells"][0], "id": "imports", "source": "import no_such_package_at_all"})
    tags["cells"][0]["metadata"] = {"tags": ["imports"]}
    notebook.write_text(json.dumps(tags), encoding="utf-8")
    process = run_notebook(notebook)
    assert process.returncode == 2
    assert "packages that the steps need: no_such_package_at_all" in process.stderr.replace("-", "_")
    assert "--isolated" in process.stderr


@pytest.mark.parametrize("python", ["/nowhere/python", "no-such-python"])
def test_a_python_that_is_not_there_is_told(run_notebook, workspace, python):
    process = run_notebook(write_notebook(workspace / "small.ipynb"), python=python)
    assert process.returncode == 2 and f"`{python}`, which is not a program" in process.stderr


@pytest.mark.parametrize("arguments", [["--submit", "--isolated"], ["--submit", "--output", "x"]])
def test_options_that_do_not_go_together_are_refused(run_notebook, workspace, arguments):
    assert run_notebook(write_notebook(workspace / "small.ipynb"), *arguments).returncode == 2


# --- Processes ----------------------------------------------------------------------------------------------


def descendants(root):
    return [process.pid for process in psutil.Process(root).children(recursive=True)]


def is_running(number):
    try:
        return psutil.Process(number).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
