"""`kale-lsp diff`: two files, or states of a file in Git; and as the program that `git diff` uses."""

import json
import os
import subprocess

import pytest

from conftest import KALE_LSP
from small_notebook import write_cells

NAMES = {"pipeline_name": "houses", "experiment_name": "housing"}
OLD = [(["step:load"], "df = [1, 2]"), (["step:fit", "prev:load"], "total = sum(df)\nprint(total)")]
NEW = [
    (["step:load", "image:python:3.12"], "df = [1, 2, 3]"),
    (["step:train", "prev:load"], "total = sum(df)\nprint(total)"),
    (["step:report", "prev:train"], "print(total)"),
]
GIT = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}


def git(folder, *arguments):
    identity = ["-c", "user.name=a", "-c", "user.email=a@b", "-c", "init.defaultBranch=main"]
    return subprocess.run(
        ["git", *identity, *arguments],
        cwd=folder,
        env={**os.environ, **GIT},
        check=True,
        capture_output=True,
        text=True,
        encoding="utf-8",
    ).stdout


@pytest.fixture
def repository(workspace):
    """A repository with two commits of `nb/train.ipynb`, and a third state that is not committed."""
    (workspace / "nb").mkdir()
    notebook = workspace / "nb" / "train.ipynb"
    git(workspace, "init", "--quiet")
    for cells in (OLD[:1], OLD):
        write_cells(notebook, cells, **NAMES)
        git(workspace, "add", "nb")
        git(workspace, "commit", "--quiet", "-m", "state")
    write_cells(notebook, NEW, **NAMES)
    return workspace


def steps(process):
    return {step["name"]: step["kind"] for step in json.loads(process.stdout)["steps"]}


EXPECTED = {"load": "changed", "train": "renamed", "report": "added"}


def test_two_files(run_kale, workspace):
    write_cells(workspace / "old.ipynb", OLD, **NAMES)
    write_cells(workspace / "new.ipynb", NEW, **NAMES)
    process = run_kale("diff", "old.ipynb", "new.ipynb", "--output-format", "json")
    assert process.returncode == 0 and steps(process) == EXPECTED
    text = run_kale("diff", "old.ipynb", "new.ipynb").stdout
    assert "~ train (was fit)" in text and "+ report" in text and text.endswith(".\n")
    markdown = run_kale("diff", "old.ipynb", "new.ipynb", "--output-format", "markdown").stdout
    assert markdown.startswith("### Pipeline `houses`\n") and "```diff" in markdown


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["nb/train.ipynb"], EXPECTED),
        (["HEAD:", "nb/train.ipynb"], EXPECTED),
        (["HEAD:nb/train.ipynb", "nb/train.ipynb"], EXPECTED),
        (["HEAD~1:nb/train.ipynb", "HEAD:"], {"fit": "added", "load": "changed"}),
        (["HEAD:nb/train.ipynb", "HEAD:nb/train.ipynb"], {}),
    ],
    ids=" ".join,
)
def test_revisions(run_kale, repository, arguments, expected):
    process = run_kale("diff", *arguments, "--output-format", "json")
    assert process.returncode == 0, process.stderr
    assert steps(process) == expected


def test_paths_count_from_the_working_folder_too(run_kale, repository):
    process = subprocess.run(
        [str(KALE_LSP), "diff", "HEAD:train.ipynb", "train.ipynb", "--output-format", "json"],
        cwd=repository / "nb",
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert steps(process) == EXPECTED


def test_the_exit_status_tells_whether_there_are_differences(run_kale, repository):
    assert run_kale("diff", "nb/train.ipynb").returncode == 0
    assert run_kale("diff", "nb/train.ipynb", "--exit-code").returncode == 1
    assert run_kale("diff", "nb/train.ipynb", "nb/train.ipynb", "--exit-code").returncode == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere:", "nb/train.ipynb"], "has no revision `nowhere`"),
        (["--", "-x:", "nb/train.ipynb"], "has no revision `-x`"),
        (["HEAD:nb/other.ipynb", "nb/train.ipynb"], "has no nb/other.ipynb"),
        (["HEAD:", "HEAD:"], "names no notebook"),
        (["missing.ipynb", "nb/train.ipynb"], "cannot be read"),
        (["ordinary.ipynb", "ordinary.ipynb"], "is not a Kale notebook"),
        (["a", "b", "c"], "Expected one notebook or two"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_cannot_be_compared_is_named(run_kale, repository, arguments, message):
    process = run_kale("diff", *arguments)
    assert process.returncode == 2 and process.stdout == ""
    assert message in process.stderr


def test_a_notebook_outside_of_git_needs_another(run_kale, workspace):
    process = run_kale("diff", "diamond.ipynb")
    assert process.returncode == 2
    assert "is not in a Git repository" in process.stderr


def test_referenced_notebooks_are_those_of_the_revision(run_kale, repository):
    root, part = repository / "root.ipynb", repository / "part.ipynb"
    write_cells(root, [(["notebook:inner"], ""), (["step:show", "prev:inner"], "print(value)")], **NAMES)
    text = json.loads(root.read_text(encoding="utf-8"))
    text["cells"][0]["metadata"]["notebook_path"] = "part.ipynb"
    root.write_text(json.dumps(text), encoding="utf-8")
    write_cells(part, [(["step:make"], "value = 1")], **NAMES)
    git(repository, "add", ".")
    git(repository, "commit", "--quiet", "-m", "parts")
    write_cells(part, [(["step:make"], "value = 2")], **NAMES)
    process = run_kale("diff", "root.ipynb", "--output-format", "json")
    [step] = json.loads(process.stdout)["steps"]
    assert step["name"] == "inner" and [s["name"] for s in step["pipeline"]["steps"]] == ["make"]


def test_git_diff_uses_it(repository):
    (repository / ".gitattributes").write_text("*.ipynb diff=kale\n", encoding="utf-8")
    git(repository, "config", "diff.kale.command", f"{KALE_LSP} diff")
    text = git(repository, "diff", "--ext-diff", "--", "nb")
    assert "Pipeline `houses`: a/nb/train.ipynb" in text and "~ train (was fit)" in text
    write_cells(repository / "nb" / "ordinary.ipynb", [([], "print(1)")])
    git(repository, "add", "-N", "nb/ordinary.ipynb")
    assert "ordinary.ipynb is an ordinary notebook" in git(repository, "diff", "--ext-diff", "--", "nb")
    git(repository, "rm", "--quiet", "--cached", "nb/train.ipynb")
    text = git(repository, "diff", "--ext-diff", "--cached", "--", "nb")
    assert "nb/train.ipynb is deleted. Its pipeline had 2 steps: load, fit.\n" in text
    write_cells(repository / "nb" / "more.ipynb", [(["step:load"], "rows = 1")], **NAMES)
    git(repository, "add", "-N", "nb/more.ipynb")
    text = git(repository, "diff", "--ext-diff", "--", "nb/more.ipynb")
    assert text == "nb/more.ipynb is new. Its pipeline has 1 step: load.\n"
