"""Where kale-lsp's pipeline hands other data on than Kale's: Kale's run fails, and kale-lsp's succeeds.

Each notebook of `protocol-fixtures/deviations` is named after one deviation and says itself, by an assertion, what a
person would see who runs it from top to bottom.
"""

import json
import shutil
import subprocess

import pytest

from conftest import HERE, REPOSITORY

NOTEBOOKS = sorted((REPOSITORY / "protocol-fixtures" / "deviations").glob("*.ipynb"))


def test_every_deviation_has_a_notebook_and_a_page():
    stems = {notebook.stem for notebook in NOTEBOOKS}
    assert stems == {
        "assigned-parameter",
        "conditional-binding",
        "conflicting-makers",
        "hidden-read",
        "lost-provider",
        "star-import",
        "unseen-binding",
        "unseen-free-name",
    }
    assert all((REPOSITORY / "docs" / "rules" / f"{stem}.md").exists() for stem in stems)


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda notebook: notebook.stem)
def test_graph_and_check_name_it(run_kale, notebook):
    graph = json.loads(run_kale("graph", str(notebook)).stdout)
    assert {deviation["rule"] for deviation in graph["deviations"]} == {notebook.stem}
    kales = json.loads(run_kale("graph", "--kale", str(notebook)).stdout)
    assert kales["deviations"] == []
    assert kales["steps"] != graph["steps"]
    findings = json.loads(run_kale("check", "--output-format", "json", str(notebook)).stdout)
    assert notebook.stem in {finding["name"] for finding in findings}


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda notebook: notebook.stem)
def test_kales_run_fails(run_warm, warm_python, tmp_path, notebook):
    shutil.copy(notebook, tmp_path)
    process = subprocess.run(
        [warm_python, HERE / "compile_with_kale.py", notebook.name],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert process.returncode == 0, process.stderr
    failure, log = run_warm(process.stdout.splitlines()[-1])
    assert failure is not None, "Kale's run succeeds: this is no deviation any more"
    assert "NameError" in log or "AssertionError" in log, log


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda notebook: notebook.stem)
def test_our_run_succeeds(run_kale, run_warm, tmp_path, notebook):
    process = run_kale("compile", str(notebook), "--output", str(tmp_path), "--output-format", "yaml")
    assert process.returncode == 0, process.stdout + process.stderr
    [spec] = tmp_path.glob("*.yaml")
    failure, log = run_warm(spec)
    assert failure is None, f"{failure}\n{log}"
