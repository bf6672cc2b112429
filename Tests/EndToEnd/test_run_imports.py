"""A run takes no module from the notebook's folder before a step's own code does."""

import os
import subprocess
import sys

import pytest

from conftest import KALE_LSP, REPOSITORY
from small_notebook import write_notebook

RUNS = REPOSITORY / "Sources" / "KaleWorkspace" / "Runs"
# What the SDK and those that it needs are called, besides the modules of the standard library.
OTHERS = ["kfp", "yaml", "google", "kubernetes", "urllib3", "sitecustomize", "usercustomize", "pip", "readline"]


@pytest.fixture
def planted(tmp_path):
    """A folder that has a module of each name, which leaves its name in a file when it is imported."""
    folder = tmp_path / "repository"
    folder.mkdir()
    plant(folder, tmp_path / "imported", [*sys.stdlib_module_names, *OTHERS])
    return folder


def plant(folder, mark, names):
    for name in names:
        (folder / f"{name}.py").write_text(
            f"open({str(mark)!r}, 'a').write({name!r} + '\\n')\nraise SystemExit(3)\n"
        )


@pytest.fixture
def imported(tmp_path):
    """The planted modules that were imported so far."""
    mark = tmp_path / "imported"
    return lambda: mark.read_text().split() if mark.exists() else []


@pytest.fixture(scope="module")
def bare_python(tmp_path_factory):
    """A Python without the SDK: how far the driver comes is told by what it says is missing."""
    folder = tmp_path_factory.mktemp("bare")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    return folder / "bin" / "python"


def run(folder, *arguments, **environment):
    return subprocess.run(
        [KALE_LSP, "run", "small.ipynb", *arguments],
        cwd=folder,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )


ENVIRONMENTS = {
    "plain": {},
    "here": {"PYTHONPATH": "."},
    "empty part": {"PYTHONPATH": ":/nowhere"},
    "folder above": {"PYTHONPATH": "../repository"},
    "user site": {"PYTHONUSERBASE": "."},
    "interactive": {"PYTHONINSPECT": "1"},
}


@pytest.mark.parametrize(
    ("arguments", "missing"),
    [([], "dill"), (["--engine", "kfp"], "the KFP SDK"), (["--submit"], "the KFP SDK")],
    ids=["run", "kfp", "submit"],
)
@pytest.mark.parametrize("environment", ENVIRONMENTS.values(), ids=ENVIRONMENTS)
def test_the_driver_takes_nothing_from_the_notebooks_folder(
    planted, imported, bare_python, arguments, missing, environment
):
    write_notebook(planted / "small.ipynb")
    process = run(planted, "--python", bare_python, *arguments, **environment)
    assert not imported()
    assert missing in process.stderr, process.stdout + process.stderr


def test_compiled_modules_are_not_taken_from_there_either(planted, imported, bare_python, tmp_path):
    """PYTHONPYCACHEPREFIX has Python look for compiled modules elsewhere, and believe them."""
    write_notebook(planted / "small.ipynb")
    evil = planted / "json.py"
    cache = "import importlib.util, json, marshal, os, struct, sys; path = json.__file__;"
    cache += f"code = compile(open({str(evil)!r}).read(), path, 'exec'); status = os.stat(path);"
    cache += "sys.pycache_prefix = os.path.join(os.getcwd(), 'cache');"
    cache += "target = importlib.util.cache_from_source(path); os.makedirs(os.path.dirname(target));"
    cache += "header = struct.pack('<III', 0, int(status.st_mtime), status.st_size);"
    cache += "open(target, 'wb').write(importlib.util.MAGIC_NUMBER + header + marshal.dumps(code))"
    subprocess.run([bare_python, "-I", "-c", cache], cwd=planted, check=True)
    for arguments in ([], ["--engine", "kfp"]):
        process = run(planted, "--python", bare_python, *arguments, PYTHONPYCACHEPREFIX="cache")
        assert not imported()
        assert process.returncode == 2, process.stderr


@pytest.mark.parametrize("environment", [{"PATH": "."}, {"PATH": "bin:"}, {"VIRTUAL_ENV": "."}], ids=str)
def test_no_python_is_taken_from_there(planted, imported, tmp_path, environment):
    write_notebook(planted / "small.ipynb")
    (planted / "bin").mkdir()
    for name in ("python3", "python", "bin/python3", "bin/python"):
        (planted / name).write_text(f"#!/bin/sh\necho {name} >> {tmp_path}/imported\n")
        (planted / name).chmod(0o755)
    run(planted, **{"PATH": "/nowhere", "KALE_LSP_PYTHON": "", **environment})
    assert not imported()


def test_the_driver_by_itself_takes_nothing_either(planted, imported, bare_python, tmp_path):
    (tmp_path / "scratch").mkdir()
    request = f'{{"action": "submit", "scratch": "{tmp_path}/scratch"}}\n'
    command = [bare_python, "-c", (RUNS / "run_driver.py").read_text()]
    for name in ("processes", "requirements"):
        command += [f"run_{name}", (RUNS / "LocalRunner" / f"{name}.py").read_text()]
    for name in ("cluster_server", "cluster_follow", "cluster"):
        command += [name, (RUNS / f"{name}.py").read_text()]
    process = subprocess.run(command, cwd=planted, input=request, capture_output=True, text=True)
    assert not imported()
    assert "does not have the KFP SDK" in process.stdout


@pytest.fixture(scope="module")
def plantable():
    """The modules that a notebook's own kernel takes from elsewhere: those that Python has, without those that
    `python -m ipykernel_launcher` imports before it takes the folder off."""
    code = "import importlib.util, pathlib, runpy, sys\n"
    code += "names = set(sys.stdlib_module_names) - set(sys.modules) - {'this', 'antigravity'}\n"
    code += "print(*filter(importlib.util.find_spec, names))"
    return subprocess.check_output([sys.executable, "-c", code], text=True).split()


def test_steps_run_in_the_notebooks_folder_and_pip_and_the_executor_do_not(tmp_path, imported, plantable):
    folder = tmp_path / "repository"
    (folder / "source").mkdir(parents=True)
    assert {"json", "glob", "logging", "argparse", "tempfile"} <= set(plantable)
    plant(folder, tmp_path / "imported", [*plantable, "pip"])
    (folder / "helper.py").write_text("answer = 42\n")
    (folder / "source" / "packaged.py").write_text("answer = 43\n")
    (folder / "data.txt").write_text("44")
    first = "import importlib, json, os\n"
    first += "value = importlib.import_module('helper').answer\n"
    first += "print(value, importlib.import_module('packaged').answer, open('data.txt').read())\n"
    first += "print(os.path.basename(os.getcwd()), os.path.basename(os.environ['PWD']), json.dumps([1]))\n"
    write_notebook(folder / "small.ipynb", first=first, second="print(value)")
    process = run(folder, "--python", sys.executable, PYTHONPATH="source")
    assert process.returncode == 0, process.stdout + process.stderr
    assert "first | 42 43 44\n" in process.stdout
    assert "first | repository repository [1]\n" in process.stdout
    assert not imported()
