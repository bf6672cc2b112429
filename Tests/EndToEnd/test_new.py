"""`kale-lsp new`: a first pipeline, which compiles and runs as it is."""

import json

import jupytext
import nbformat
import pytest
import yaml


@pytest.mark.parametrize("name", ["first.ipynb", "first", "first.py", "first.md"])
def test_a_new_notebook_compiles_and_has_no_findings(run_kale, workspace, name):
    process = run_kale("new", name)
    assert process.returncode == 0, process.stderr
    path = workspace / (name if "." in name else name + ".ipynb")
    assert path.exists() and "kale-lsp run" in process.stdout
    check = run_kale("check", path.name, "--strict", "--output-format", "json")
    assert json.loads(check.stdout) == [] and check.returncode == 0
    compiled = run_kale("compile", path.name, "--stdout", "--output-format", "yaml").stdout
    spec = next(yaml.safe_load_all(compiled))
    assert set(spec["root"]["dag"]["tasks"]) == {"load-step", "train-step", "evaluate-step"}


def test_other_programs_read_the_notebooks(run_kale, workspace):
    for name in ("a.ipynb", "a.py", "a.md"):
        run_kale("new", name)
    nbformat.validate(nbformat.read(workspace / "a.ipynb", as_version=4))
    read = [jupytext.read(workspace / name) for name in ("a.ipynb", "a.py", "a.md")]
    contents = [[(c.cell_type, c.source, c.metadata.get("tags")) for c in n.cells] for n in read]
    assert contents[0] == contents[1] == contents[2]


def test_nothing_is_overwritten(run_kale, workspace):
    before = (workspace / "diamond.ipynb").read_bytes()
    process = run_kale("new", "diamond.ipynb")
    assert process.returncode == 2 and "exists" in process.stderr
    assert (workspace / "diamond.ipynb").read_bytes() == before


def test_a_name_of_another_kind_is_rejected(run_kale, workspace):
    process = run_kale("new", "first.txt")
    assert process.returncode == 2 and not (workspace / "first.txt").exists()
