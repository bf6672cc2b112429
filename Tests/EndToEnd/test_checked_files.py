"""Which files `check` and `fix` read: folders, ignore files, texts that are notebooks, standard input."""

import shutil
import subprocess

import pytest

SCRIPT = '# %% tags=["step:a"]\nprint(missing)\n'
MARKDOWN = '---\njupyter:\n  kernelspec:\n    name: python3\n---\n\n```python tags=["step:a"]\nprint(missing)\n```\n'
MYST = "---\nkernelspec:\n  name: python3\n---\n\n```{code-cell}\n:tags: [step:a]\nprint(missing)\n```\n"


@pytest.fixture
def project(workspace):
    """A folder with a notebook, and others in the places that are left out."""
    notebook = workspace / "self-reference.ipynb"
    project = workspace / "project"
    for name in ["a.ipynb", "old/b.ipynb", "node_modules/m/c.ipynb", "venv/lib/site-packages/d.ipynb", "build/e.ipynb"]:
        path = project / name
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(notebook, path)
    (project / ".gitignore").write_text("old/\n")
    return project


def files(run_kale, *arguments):
    process = run_kale("check", "--show-files", *arguments)
    assert process.returncode == 0, process.stderr
    return process.stdout.splitlines()


def test_what_git_ignores_and_the_usual_folders_are_left_out(run_kale, project):
    subprocess.run(["git", "init", "-q", project], check=True)
    assert files(run_kale, "project") == ["project/a.ipynb"]
    assert files(run_kale, "project", "--no-respect-gitignore") == ["project/a.ipynb", "project/old/b.ipynb"]
    assert "project/build/e.ipynb" in files(run_kale, "project", "--exclude", "a.ipynb")
    assert files(run_kale, "project", "--extend-exclude", "a.*") == []
    assert files(run_kale, "project/old/b.ipynb") == ["project/old/b.ipynb"]
    assert files(run_kale, "project/old/b.ipynb", "--force-exclude") == []


@pytest.mark.parametrize("option", [["-o", "list.txt"], ["--output-format", "json"], ["--silent"], ["--statistics"]])
def test_a_list_of_files_is_no_report(run_kale, workspace, option):
    process = run_kale("check", "--show-files", *option)
    assert process.returncode == 2 and "takes no options for a report" in process.stderr
    assert not process.stdout and not (workspace / "list.txt").exists()


def test_the_working_directory_is_checked(workspace, run_kale, project):
    assert "project/a.ipynb" in files(run_kale)
    assert run_kale("check").stdout == run_kale("check", ".").stdout


def test_a_migration_changes_nothing_that_is_not_checked(run_kale, project):
    before = {path: path.read_bytes() for path in project.rglob("*.ipynb")}
    run_kale("fix", "--migrate", "project")
    run_kale("fix", "project")
    changed = {path.name for path, content in before.items() if path.read_bytes() != content}
    assert changed == {"a.ipynb"}


@pytest.mark.parametrize(("name", "text"), [("n.py", SCRIPT), ("n.md", MARKDOWN), ("n.myst", MYST)])
def test_texts_that_are_notebooks_are_found(run_kale, workspace, name, text):
    folder = workspace / "texts"
    folder.mkdir()
    (folder / name).write_text(text)
    (folder / "module.py").write_text("print(missing)\n")
    (folder / "README.md").write_text("# Read me\n\n```python\nprint(missing)\n```\n")
    assert files(run_kale, "texts") == [f"texts/{name}"]
    line = text.split("print(missing)")[0].count("\n") + 1
    assert f"texts/{name}:{line}:7: KALE208 " in run_kale("check", "texts").stdout


def test_the_text_of_a_notebook_is_not_checked_twice(run_kale, workspace):
    folder = workspace / "paired"
    folder.mkdir()
    header = "# ---\n# jupyter:\n#   jupytext:\n#     formats: ipynb,py:percent\n# ---\n"
    (folder / "n.py").write_text(header + SCRIPT)
    assert run_kale("check", "paired").returncode == 1
    shutil.copy(workspace / "diamond.ipynb", folder / "n.ipynb")
    assert run_kale("check", "paired").stdout == "No problems in 1 notebook.\n"
    assert run_kale("check", "paired/n.py").returncode == 1


def test_texts_and_notebooks_may_be_paired_in_folders_of_their_own(run_kale, workspace):
    header = "# ---\n# jupyter:\n#   jupytext:\n#     formats: notebooks//ipynb,scripts//py:percent\n# ---\n"
    for folder in ("notebooks", "scripts"):
        (workspace / "project" / folder).mkdir(parents=True)
    (workspace / "project" / "scripts" / "n.py").write_text(header + '# %% tags=["step:a"]\nprint(1)\n')
    alone = run_kale("check", "project", "--output-format", "json")
    assert "missing-configuration" in alone.stdout
    shutil.copy(workspace / "diamond.ipynb", workspace / "project" / "notebooks" / "n.ipynb")
    assert run_kale("check", "project").stdout == "No problems in 1 notebook.\n"
    # Its configuration is that of the notebook.
    named = run_kale("check", "project/scripts/n.py", "--output-format", "json")
    assert "missing-configuration" not in named.stdout


def test_files_that_are_no_notebooks_are_skipped(run_kale, workspace):
    for name in ["a.txt", "b.py", "c.toml", "d.json", "e.md"]:
        (workspace / name).write_text("{}" if name == "d.json" else "text\n")
    process = run_kale("check", "a.txt", "diamond.ipynb", "b.py")
    assert process.returncode == 0 and process.stdout == "No problems in 1 notebook.\n"
    assert process.stderr == "kale-lsp: skipped a.txt, b.py: they are not notebooks.\n"
    process = run_kale("check", "a.txt", "b.py", "c.toml", "d.json", "e.md")
    assert process.returncode == 0 and process.stdout == "No notebooks found.\n"
    assert process.stderr == "kale-lsp: skipped a.txt, b.py, c.toml and 2 more: they are not notebooks.\n"
    assert run_kale("check", "a.txt", "--quiet").stderr == ""


def test_a_broken_notebook_is_no_other_file(run_kale, workspace):
    (workspace / "broken.ipynb").write_text('{"cells": [')
    assert run_kale("check", "broken.ipynb").returncode == 1


def test_a_file_is_checked_once(run_kale, workspace):
    (workspace / "link").symlink_to(workspace / "self-reference.ipynb")
    process = run_kale("check", "self-reference.ipynb", "./self-reference.ipynb", "link")
    assert "in 1 notebook." in process.stdout


def test_kales_notebooks_and_ordinary_ones_are_counted(run_kale):
    assert run_kale("check", "diamond.ipynb", "ordinary.ipynb").stdout == (
        "No problems in 2 notebooks (1 Kale, 1 ordinary).\n"
    )


def run_with_input(run_kale, workspace, text, *arguments):
    from conftest import KALE_LSP

    return subprocess.run([KALE_LSP, *arguments], cwd=workspace, input=text, capture_output=True, text=True)


def test_standard_input_is_a_notebook(run_kale, workspace):
    text = (workspace / "self-reference.ipynb").read_text()
    named = run_with_input(run_kale, workspace, text, "check", "-", "--stdin-filename", "deep/x.ipynb")
    assert named.returncode == 1 and named.stdout.startswith("deep/x.ipynb:cell 3:1:1: KALE101 ")
    fixed = run_with_input(run_kale, workspace, text, "check", "--fix", "-")
    assert fixed.returncode == 0 and fixed.stdout == text.replace(',\n     "prev:show"', "")
    assert fixed.stderr == "No problems in 1 notebook.\nFixed 1 problem in 1 notebook.\n"
    script = run_with_input(run_kale, workspace, SCRIPT, "check", "-", "--stdin-filename", "x.py")
    assert "x.py:2:7: KALE208 " in script.stdout
    assert run_with_input(run_kale, workspace, SCRIPT, "check", "--stdin-filename", "x.py").stdout == script.stdout
    both = run_with_input(run_kale, workspace, SCRIPT, "check", "diamond.ipynb", "--stdin-filename", "x.py")
    assert both.returncode == 2 and "it takes no path but `-`" in both.stderr
    other = run_with_input(run_kale, workspace, "hello\n", "check", "-")
    assert other.returncode == 2 and "standard input is not a notebook" in other.stderr
    assert run_with_input(run_kale, workspace, text, "check", "-", "diamond.ipynb").returncode == 2
