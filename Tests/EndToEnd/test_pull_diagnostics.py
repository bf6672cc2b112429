"""Diagnostics for clients that ask for them, and what has them ask again: settings, files, folders."""

import json
import shutil

import pytest
from lsprotocol import types

from kale_client import notebook_editor_capabilities, text_editor_capabilities
from notebook_shape import NotebookShape
from shape import settled
from text_shape import TextShape

TRAIN, FAULTY = "train-and-evaluate.ipynb", "malformed-tags.ipynb"
FULL, UNCHANGED = types.DocumentDiagnosticReportKind.Full, types.DocumentDiagnosticReportKind.Unchanged


def pulling(capabilities):
    capabilities.text_document.diagnostic = types.DiagnosticClientCapabilities()
    capabilities.workspace.diagnostics = types.DiagnosticWorkspaceClientCapabilities(refresh_support=True)
    watched = types.DidChangeWatchedFilesClientCapabilities(dynamic_registration=True)
    capabilities.workspace.did_change_watched_files = watched
    return capabilities


async def pull(document, uri=None, previous=None):
    return await document.client.text_document_diagnostic_async(
        types.DocumentDiagnosticParams(
            types.TextDocumentIdentifier(uri or document.uri), previous_result_id=previous
        )
    )


async def pull_workspace(client, previous=(), token=None):
    answer = await client.workspace_diagnostic_async(
        types.WorkspaceDiagnosticParams(
            [types.PreviousResultId(uri, value) for uri, value in dict(previous).items()],
            work_done_token=token,
        )
    )
    return {report.uri: report for report in answer.items}


async def refreshed(client, before):
    await settled(client)
    assert client.diagnostic_refresh_count > before, "the client is not asked to pull again"


async def open_pulled(start_client, path, type_=TextShape, capabilities=text_editor_capabilities):
    document = type_(await start_client(pulling(capabilities())), path)
    await document.open()
    await document.settled()
    return document


async def test_a_text_is_pulled_and_not_pushed(start_client, workspace):
    document = await open_pulled(start_client, workspace / FAULTY)
    options = document.client.initialization.capabilities.diagnostic_provider
    assert options.workspace_diagnostics and options.inter_file_dependencies
    assert document.client.diagnostics == {}
    report = await pull(document)
    assert report.kind == FULL and report.items
    again = await pull(document, previous=report.result_id)
    assert (again.kind, again.result_id) == (UNCHANGED, report.result_id)
    document.set_tags(1, ["no-tag-of-kales"])
    changed = await pull(document, previous=report.result_id)
    assert changed.kind == FULL and changed.result_id != report.result_id
    await document.settled()
    assert document.client.diagnostics == {}


async def test_the_same_is_pulled_that_would_be_pushed(start_client, workspace):
    pushed = TextShape(await start_client(text_editor_capabilities()), workspace / FAULTY)
    await pushed.open()
    await pushed.all_diagnosed()
    document = await open_pulled(start_client, workspace / FAULTY)
    # Only what the client says it can show is sent; both clients show the same.
    assert list((await pull(document)).items) == list(pushed.client.diagnostics[pushed.uri])


async def test_cells_are_pushed_and_not_pulled(start_client, workspace):
    document = await open_pulled(
        start_client, workspace / FAULTY, NotebookShape, notebook_editor_capabilities
    )
    assert document.diagnosed()
    selector = document.client.initialization.capabilities.diagnostic_provider.document_selector
    assert all(not document.cell_uri(0).startswith(f"{filter_.scheme}:") for filter_ in selector)
    for cell in range(document.cell_count):
        assert not (await pull(document, document.cell_uri(cell))).items


@pytest.mark.parametrize("missing", ["diagnostic", "refresh"])
async def test_who_cannot_be_had_to_ask_again_is_pushed(start_client, workspace, missing):
    capabilities = pulling(text_editor_capabilities())
    if missing == "diagnostic":
        capabilities.text_document.diagnostic = None
    else:
        capabilities.workspace.diagnostics = None
    document = TextShape(await start_client(capabilities), workspace / FAULTY)
    assert document.client.initialization.capabilities.diagnostic_provider is None
    await document.open()
    assert await document.all_diagnosed()


async def test_settings_have_it_asked_again(start_client, workspace):
    document = await open_pulled(start_client, workspace / FAULTY)
    client = document.client
    before, report = client.diagnostic_refresh_count, await pull(document)
    client.set_configuration({"kale": {"rules": {"KALE": "off"}}})
    client.workspace_did_change_configuration(types.DidChangeConfigurationParams({}))
    await refreshed(client, before)
    assert not (await pull(document, previous=report.result_id)).items


# the workspace


async def whole_workspace(client):
    """Asks until nothing new comes."""
    reports = await pull_workspace(client)
    while True:
        more = await pull_workspace(client, {uri: report.result_id for uri, report in reports.items()})
        if all(report.kind == UNCHANGED for report in more.values()) and set(more) == set(reports):
            return reports
        reports.update({uri: r for uri, r in more.items() if r.kind == FULL})


async def test_the_workspaces_notebooks_are_told_of(start_client, workspace, check):
    client = await start_client(pulling(notebook_editor_capabilities()))
    reports = await whole_workspace(client)
    expected = {(workspace / finding["path"]).as_uri() for finding in check(workspace)}
    assert set(reports) == expected
    assert all(report.kind == FULL and report.items for report in reports.values())
    found = sorted(
        (uri, d.code, d.range.start.line, d.range.start.character)
        for uri, report in reports.items()
        for d in report.items
    )
    assert found == sorted(
        (
            (workspace / f["path"]).as_uri(),
            f["code"],
            f["fileRange"]["start"]["line"],
            f["fileRange"]["start"]["character"],
        )
        for f in check(workspace)
    )


async def test_a_file_that_changes_is_told_of_anew(start_client, workspace):
    client = await start_client(pulling(notebook_editor_capabilities()))
    await settled(client)
    assert "workspace/didChangeWatchedFiles" in [r.method for r in client.registrations]
    reports = await whole_workspace(client)
    known = {uri: report.result_id for uri, report in reports.items()}
    broken, mended = workspace / "broken.ipynb", (workspace / FAULTY)
    shutil.copy(mended, broken)
    shutil.copy(workspace / TRAIN, mended)
    before = client.diagnostic_refresh_count
    events = [
        types.FileEvent(broken.as_uri(), types.FileChangeType.Created),
        types.FileEvent(mended.as_uri(), types.FileChangeType.Changed),
    ]
    client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams(events))
    await refreshed(client, before)
    changed = await pull_workspace(client, known)
    assert changed[broken.as_uri()].items
    assert changed[mended.as_uri()].kind == FULL and not changed[mended.as_uri()].items
    broken.unlink()
    client.workspace_did_change_watched_files(
        types.DidChangeWatchedFilesParams(
            [types.FileEvent(broken.as_uri(), types.FileChangeType.Deleted)]
        )
    )
    gone = await pull_workspace(client, {**known, broken.as_uri(): changed[broken.as_uri()].result_id})
    assert gone[broken.as_uri()].kind == FULL and not gone[broken.as_uri()].items


async def test_what_is_open_is_not_told_of_twice(start_client, workspace):
    client = await start_client(pulling(notebook_editor_capabilities()))
    document = NotebookShape(client, workspace / FAULTY)
    known = {uri: report.result_id for uri, report in (await whole_workspace(client)).items()}
    await document.open()
    await document.all_diagnosed()
    report = (await pull_workspace(client, known))[document.uri]
    assert report.kind == FULL and not report.items
    assert document.uri not in await pull_workspace(client)


async def test_folders_come_and_go(start_client, workspace, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    shutil.copy(workspace / FAULTY, other / "far.ipynb")
    client = await start_client(pulling(notebook_editor_capabilities()))
    known = await whole_workspace(client)
    assert (other / "far.ipynb").as_uri() not in known
    client.workspace_did_change_workspace_folders(
        types.DidChangeWorkspaceFoldersParams(
            types.WorkspaceFoldersChangeEvent(
                added=[types.WorkspaceFolder(other.as_uri(), "other")],
                removed=[types.WorkspaceFolder(workspace.as_uri(), "workspace")],
            )
        )
    )
    assert set(await whole_workspace(client)) == {(other / "far.ipynb").as_uri()}


async def test_steps_of_notebooks_that_are_not_open_are_found(start_client, workspace):
    client = await start_client(notebook_editor_capabilities())
    found = await client.workspace_symbol_async(types.WorkspaceSymbolParams("split"))
    assert (workspace / TRAIN).as_uri() in [symbol.location.uri for symbol in found]


async def test_a_large_workspace_is_told_of_part_by_part(start_client, workspace):
    for number in range(250):
        shutil.copy(workspace / FAULTY, workspace / f"copy-{number}.ipynb")
    client = await start_client(pulling(notebook_editor_capabilities()))
    first = await pull_workspace(client)
    assert 0 < len(first) < 250
    await refreshed(client, 0)
    assert len(await whole_workspace(client)) > 250


# files beside the editor


async def test_a_referenced_notebook_that_changes_on_disk(open_sample, workspace):
    inner = workspace / "inner.ipynb"
    shutil.copy(workspace / FAULTY, inner)

    def refer(value):
        cell = {
            "cell_type": "code",
            "execution_count": None,
            "id": "reference",
            "metadata": {"tags": ["notebook:inner"], "notebook_path": "inner.ipynb"},
            "outputs": [],
            "source": "",
        }
        value["cells"].append(cell)

    document = await open_sample(TRAIN, refer)
    before = {d.code for d in await document.all_diagnosed()}
    value = json.loads((workspace / "diamond.ipynb").read_bytes())
    inner.write_text(json.dumps(value), encoding="utf-8")
    document.client.workspace_did_change_watched_files(
        types.DidChangeWatchedFilesParams([types.FileEvent(inner.as_uri(), types.FileChangeType.Changed)])
    )
    await document.until(lambda found: {d.code for d in found} < before, "the faults of before")
