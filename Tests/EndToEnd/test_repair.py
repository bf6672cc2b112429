"""Notebooks put right as a whole: `check --fix`, `fix --migrate`, and the code actions of an editor."""

import copy
import json
import os
import shutil
import subprocess

import pytest

from conftest import ALL_SAMPLES, EXPECTED_FINDINGS, HERE, REPOSITORY

OLD = REPOSITORY / "protocol-fixtures" / "migration"
OLD_NOTEBOOKS = sorted(path.name for path in OLD.glob("*.ipynb"))

# What of an old notebook a person has to decide; the others are accepted after the migration.
LEFT = {"code.ipynb": ["ipython-syntax"]}


@pytest.fixture
def old_notebooks(workspace):
    shutil.copytree(OLD, workspace / "old")
    return workspace / "old"


@pytest.fixture
def kale_verdict(warm_python):
    """What Kale makes of a notebook."""

    def verdict(path):
        process = subprocess.run([warm_python, HERE / "kale_verdict.py", path], capture_output=True, text=True)
        assert process.returncode == 0, process.stderr
        return json.loads(process.stdout)

    return verdict


def without_tags_and_configuration(text):
    """What no repair may change: all but tags, configuration and the comments of metrics cells."""
    notebook = json.loads(text)
    notebook["metadata"].pop("kubeflow_notebook", None)
    for cell in notebook["cells"]:
        if cell["metadata"].pop("tags", None) == ["pipeline-metrics"]:
            cell["source"] = [line for line in cell["source"] if not line.startswith("#")]
    return notebook


def tags(text):
    return [cell["metadata"].get("tags", []) for cell in json.loads(text)["cells"]]


# --- check --add-ignore -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(EXPECTED_FINDINGS))
def test_comments_suppress_what_is_found_in_cells(run_kale, workspace, name):
    found = json.loads(run_kale("check", name, "--output-format", "json").stdout)
    shown = run_kale("check", name, "--add-ignore", "--diff")
    assert json.loads(run_kale("check", name, "--output-format", "json").stdout) == found
    added = run_kale("check", name, "--add-ignore", "--output-format", "json")
    assert ("+" in shown.stdout) == ("Suppressed nothing" not in added.stderr)
    # What no comment can be about: the notebook, metrics cells, cell magics.
    left = json.loads(added.stdout)
    cells = [cell for cell in {finding["cell"] for finding in left} - {None}]
    sources = ["".join(cell["source"]) for cell in json.loads((workspace / name).read_bytes())["cells"]]
    for cell in cells:
        assert "# kale: ignore[" not in sources[cell] or all(
            finding["severity"] == "hint" for finding in left if finding["cell"] == cell
        )
    assert len(left) < len(found) or "Suppressed nothing" in added.stderr


# --- check --fix --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ALL_SAMPLES)
def test_fixing_changes_nothing_else_and_once_is_enough(run_kale, workspace, name):
    path = workspace / name
    before = path.read_bytes()
    process = run_kale("check", "--fix", name)
    assert process.returncode in (0, 1), process.stderr
    after = path.read_bytes()
    assert without_tags_and_configuration(after) == without_tags_and_configuration(before)
    assert (b"\r" in after) == (b"\r" in before)
    assert run_kale("check", "--fix", name).stderr == ""
    assert path.read_bytes() == after
    if name not in EXPECTED_FINDINGS:
        assert after == before


def test_what_is_left_is_said(run_kale):
    process = run_kale("check", "--fix", "broken-order.ipynb", "--output-format", "json")
    assert process.stderr == "Fixed 2 problems in 1 notebook.\n"
    left = {finding["name"] for finding in json.loads(process.stdout)}
    assert left == {"dropped-code", "previous-step-later", "metrics-not-last"}
    assert process.returncode == 1


def test_what_is_ignored_is_not_fixed(run_kale, workspace):
    name = "self-reference.ipynb"
    before = (workspace / name).read_bytes()
    assert run_kale("check", "--fix", "--ignore", "self-dependency", name).returncode == 0
    assert (workspace / name).read_bytes() == before


@pytest.mark.parametrize("command", [["check", "--fix"], ["fix"], ["fix", "--migrate"]])
def test_a_diff_is_what_would_be_done(run_kale, workspace, command):
    copied = workspace.parent / "copy"
    shutil.copytree(workspace, copied)
    diff = run_kale(*command, "--diff", ".")
    assert "Would fix" in diff.stderr
    for path in workspace.glob("*.ipynb"):
        assert path.read_bytes() == (copied / path.name).read_bytes(), "nothing is written"
    patch = subprocess.run(
        ["git", "apply", "-p0", "--whitespace=nowarn", "-"],
        cwd=copied,
        input=diff.stdout.replace("--- ./", "--- ").replace("+++ ./", "+++ ").encode(),
        capture_output=True,
    )
    assert patch.returncode == 0, patch.stderr
    run_kale(*command, ".")
    for path in workspace.glob("*.ipynb"):
        assert path.read_bytes() == (copied / path.name).read_bytes(), path.name


@pytest.mark.parametrize("command", [["check", "--fix"], ["fix"]])
def test_suggested_fixes_are_applied_when_asked_for(run_kale, workspace, command):
    path = workspace / "foreign.ipynb"
    cell = {"cell_type": "code", "metadata": {"tags": ["step:a", "hide-input"]}, "outputs": [], "source": "x = 1"}
    metadata = {"kubeflow_notebook": {"pipeline_name": "p", "experiment_name": "e"}}
    text = json.dumps({"cells": [cell], "metadata": metadata, "nbformat": 4, "nbformat_minor": 4})
    path.write_text(text, encoding="utf-8")
    run_kale(*command, path.name)
    assert path.read_text(encoding="utf-8") == text
    run_kale(*command, "--unsafe-fixes", path.name)
    assert json.loads(path.read_text(encoding="utf-8"))["cells"][0]["metadata"]["tags"] == ["step:a"]


def test_a_diff_alone_is_that_of_the_fixes(run_kale, workspace):
    before = {path: path.read_bytes() for path in workspace.glob("*.ipynb")}
    alone = run_kale("check", "--diff", ".")
    both = run_kale("check", "--fix", "--diff", ".")
    assert (alone.returncode, alone.stdout, alone.stderr) == (both.returncode, both.stdout, both.stderr)
    assert "Would fix" in alone.stderr
    assert before == {path: path.read_bytes() for path in before}, "nothing is written"


@pytest.mark.parametrize("mode", [0o600, 0o664, 0o755])
def test_permissions_and_links_stay(run_kale, workspace, mode):
    path = workspace / "self-reference.ipynb"
    path.chmod(mode)
    link = workspace / "link.ipynb"
    link.symlink_to(path.name)
    assert run_kale("check", "--fix", "link.ipynb").returncode == 0
    assert link.is_symlink()
    assert path.stat().st_mode & 0o777 == mode
    assert run_kale("check", path.name).returncode == 0
    assert not [name for name in os.listdir(workspace) if name.startswith(".self-reference")]


def test_a_file_that_cannot_be_written_is_told(run_kale, workspace):
    path = workspace / "self-reference.ipynb"
    path.chmod(0o444)
    process = run_kale("check", "--fix", path.name)
    assert process.returncode == 2
    assert "self-reference.ipynb cannot be written: permission denied" in process.stderr


def test_what_is_no_json_is_left_alone(run_kale, workspace):
    path = workspace / "broken.ipynb"
    text = (workspace / "old-block-tags.ipynb").read_text(encoding="utf-8")[:-10]
    path.write_text(text, encoding="utf-8")
    assert run_kale("check", "--fix", path.name).returncode == 1
    assert path.read_text(encoding="utf-8") == text


# --- migration ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", OLD_NOTEBOOKS)
def test_kale_accepts_a_migrated_notebook(run_kale, old_notebooks, kale_verdict, name):
    path = old_notebooks / name
    before = path.read_bytes()
    verdict = kale_verdict(path)
    assert not verdict["accepted"]
    process = run_kale("fix", "--migrate", f"old/{name}")
    after = path.read_bytes()
    assert without_tags_and_configuration(after) == without_tags_and_configuration(before)
    assert (b"\r\n" in after) == (b"\r\n" in before)
    verdict = kale_verdict(path)
    assert verdict["accepted"] == (name not in LEFT), verdict
    assert process.returncode == (1 if name in LEFT else 0)
    for rule in LEFT.get(name, []):
        assert f"({rule})" in process.stdout


def test_a_migration_keeps_steps_apart_that_had_names_alike(run_kale, old_notebooks):
    process = run_kale("fix", "--migrate", "old/names.ipynb")
    text = (old_notebooks / "names.ipynb").read_text(encoding="utf-8")
    assert tags(text) == [
        ["imports", "hide-input"],  # Kale reads nothing behind a special tag
        ["step:load_data_2"],
        ["step:load_data"],
        ["step:join_rows", "prev:load_data_2", "prev:load_data"],
        ["step:_2nd_report", "prev:join_rows"],
    ]
    assert json.loads(text)["metadata"]["kubeflow_notebook"] == {
        "experiment_name": "rows",
        "pipeline_name": "rows",
        "base_image": "python:3.12",
    }
    assert "old/names.ipynb: Remove tag `hide-output`\n" in process.stdout


def test_a_migration_keeps_what_is_to_be_ignored(run_kale, old_notebooks):
    process = run_kale("fix", "--migrate", "--ignore", "foreign-tag,KALE302", "old/names.ipynb")
    assert process.returncode == 0
    text = (old_notebooks / "names.ipynb").read_text(encoding="utf-8")
    assert tags(text)[3][-1] == "hide-output"
    assert json.loads(text)["metadata"]["kubeflow_notebook"]["docker_image"] == "old:1"


def test_a_migration_says_what_is_no_kale_notebook(run_kale):
    process = run_kale("fix", "--migrate", "ordinary.ipynb")
    assert process.returncode == 0
    assert "ordinary.ipynb is not a Kale notebook" in process.stderr


def test_a_migrated_notebook_has_the_pipeline_it_had(run_kale, old_notebooks):
    """Steps, edges and data are those that kale-lsp sees in the old notebook."""
    run_kale("fix", "--migrate", "old")
    graph = json.loads(run_kale("graph", "old/tuned.ipynb").stdout)
    assert [(step["name"], step["previous"]) for step in graph["steps"]] == [
        ("load_data", []),
        ("find_large", ["load_data"]),
        ("evaluate", ["find_large", "load_data"]),
    ]
    assert [step["cells"] for step in graph["steps"]] == [[5, 6], [7, 8], [10]]


# --- in an editor -------------------------------------------------------------------------------------------


async def source_action(document, kind):
    """The action of a kind, asked for as editors do on saving."""
    [action] = await document.code_actions(document.any_place(), only=[kind])
    assert action.kind == kind
    return action


@pytest.mark.parametrize(
    "name", ["broken-order.ipynb", "malformed-tags.ipynb", "old-block-tags.ipynb", "self-reference.ipynb"]
)
async def test_fix_all_in_an_editor_does_what_the_command_line_does(open_sample, run_kale, workspace, name):
    document = await open_sample(name)
    await document.all_diagnosed()
    await document.apply(await source_action(document, "source.fixAll.kale"))
    run_kale("check", "--fix", name)
    fixed = (workspace / name).read_text(encoding="utf-8")
    assert [document.tags(cell) for cell in range(document.cell_count)] == tags(fixed)
    await document.settled()
    assert await document.code_actions(document.any_place(), only=["source.fixAll"]) == []


async def test_a_migration_in_an_editor(open_sample, workspace):
    shutil.copy(OLD / "tuned.ipynb", workspace / "tuned.ipynb")
    document = await open_sample("tuned.ipynb")
    found = await document.all_diagnosed()
    await document.apply(await source_action(document, "source.kale.migrate"))
    await document.until(
        lambda now: not any(d.diagnostic.data["kale"] == "refused" for d in now) and len(now) < len(found),
        "nothing that Kale refuses",
    )
    assert document.tags(5) == ["step:load_data"]
    assert document.tags(6) == []


async def test_the_ordinary_menu_has_them_too(open_sample):
    document = await open_sample("old-block-tags.ipynb")
    await document.all_diagnosed()
    titles = [action.title for action in await document.code_actions(document.any_place())]
    assert titles[-2:] == ["Fix all in this notebook", "Migrate this notebook to Kale 2.3.0"]


async def test_they_are_not_offered_where_there_is_nothing_to_do(open_sample):
    document = await open_sample("diamond.ipynb")
    await document.settled()
    offered = await document.code_actions(document.any_place(), only=["source.fixAll", "source.kale.migrate"])
    assert offered == []


async def test_a_change_meanwhile_is_minded(open_text, text_client):
    document = await open_text("old-block-tags.ipynb")
    action = await source_action(document, "source.fixAll.kale")
    stale = copy.deepcopy(action)
    document.replace_all(document.text + "\n")
    with pytest.raises(Exception, match="changed since"):
        await document.apply(stale)


async def test_the_kinds_are_announced_by_the_server(text_client):
    provider = text_client.initialization.capabilities.code_action_provider
    assert {"source.fixAll.kale", "source.kale.migrate"} <= set(provider.code_action_kinds)
    assert provider.resolve_provider is True
