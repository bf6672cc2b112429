"""Bad input at every door: each gets an answer that says so, and the server goes on."""

import contextlib
import json

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from notebook_shape import NotebookShape
from text_shape import TextShape


KALE = {"kubeflow_notebook": {"pipeline_name": "bad-input", "experiment_name": "bad-input"}}


def notebook(cells=(), metadata=None, **more):
    return {
        "cells": list(cells),
        "metadata": KALE if metadata is None else metadata,
        "nbformat": 4,
        "nbformat_minor": 5,
        **more,
    }


def code(source="x = 1", tags=("step:a",), **more):
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": "aa",
        "metadata": {"tags": list(tags)},
        "outputs": [],
        "source": source,
        **more,
    }


TOO_DEEP = "[" * 100_000

# texts that are no notebook at all
UNREADABLE = {
    "not-json": "this is not JSON",
    "empty-file": "",
    "cut-off": json.dumps(notebook([code()]))[:-20],
    "nul": "\0",
    "byte-order-mark-alone": "\ufeff",
    "lone-surrogate": '{"cells": [], "metadata": {"x": "\\ud83d"}, "nbformat": 4, "nbformat_minor": 5',
    "too-deep": TOO_DEEP,
    "array": "[]",
    "null": "null",
    "number": "1e400",
    "no-cells": '{"nbformat": 4, "nbformat_minor": 5, "metadata": {}}',
    "cells-object": json.dumps({**notebook(), "cells": {}}),
}

# notebooks of which a part has a type that it must not have; the rest is to stay analysed
MISSHAPEN = {
    "cell-number": notebook([7, code()]),
    "cell-null": notebook([None, code()]),
    "cell-without-type": notebook([{"source": "x", "metadata": {}}, code()]),
    "source-number": notebook([code(source=7), code()]),
    "source-of-numbers": notebook([code(source=[1, 2]), code()]),
    "source-missing": notebook([{k: v for k, v in code().items() if k != "source"}, code()]),
    "metadata-list": notebook([{**code(), "metadata": []}, code()]),
    "metadata-null": notebook([{**code(), "metadata": None}, code()]),
    "tags-string": notebook([{**code(), "metadata": {"tags": "step:a"}}, code()]),
    "tags-object": notebook([{**code(), "metadata": {"tags": {"step": "a"}}}, code()]),
    "tags-nested": notebook([{**code(), "metadata": {"tags": [["step:a"]]}}, code()]),
    "notebook-metadata-list": notebook([code()], metadata=[1]),
    "kale-metadata-string": notebook([code()], metadata={"kubeflow_notebook": "yes"}),
    "kale-metadata-wrong-types": notebook(
        [code()], metadata={"kubeflow_notebook": {"pipeline_name": 7, "volumes": "none"}}
    ),
    "duplicate-ids": notebook([code(), code(tags=["step:b", "prev:a"])]),
    "format-string": notebook([code()], nbformat="4"),
    "format-5": notebook([code()], nbformat=5),
}

OLD_FORMAT_3 = json.dumps(
    {
        "metadata": {"name": "old"},
        "nbformat": 3,
        "nbformat_minor": 0,
        "worksheets": [
            {
                "cells": [
                    {
                        "cell_type": "code",
                        "input": "x = 1",
                        "language": "python",
                        "metadata": {},
                        "outputs": [],
                    }
                ]
            }
        ],
    }
)

ALL_TEXTS = {
    **UNREADABLE,
    **{name: json.dumps(value) for name, value in MISSHAPEN.items()},
    "nbformat-3": OLD_FORMAT_3,
}


@pytest.fixture
def write(workspace):
    def write_(text, name="bad.ipynb"):
        path = workspace / name
        path.write_bytes(text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text)
        return path

    return write_


# --- the command line ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ALL_TEXTS.values(), ids=ALL_TEXTS)
@pytest.mark.parametrize("command", ["check", "graph", "compile"])
def test_the_command_line_says_what_is_wrong(run_kale, write, command, text):
    write(text)
    process = run_kale(command, "bad.ipynb")
    assert process.returncode in (0, 1, 2), f"ended by a signal: {process.returncode}"
    if process.returncode:
        assert process.stdout.strip() or process.stderr.strip()


@pytest.mark.parametrize("text", UNREADABLE.values(), ids=UNREADABLE)
def test_what_is_no_notebook_is_an_error(run_kale, check, write, text):
    write(text)
    assert run_kale("check", "bad.ipynb").returncode == 1
    [finding] = check("bad.ipynb")
    assert finding["severity"] == "error" and finding["cell"] is None


def test_an_ordinary_notebook_of_an_old_format_is_silent(run_kale, write):
    write(OLD_FORMAT_3)
    assert run_kale("check", "bad.ipynb").returncode == 0


def test_bytes_that_are_not_utf_8(run_kale, write):
    write(b'{"cells": [], "metadata": {"x": "\xff\xfe"}, "nbformat": 4, "nbformat_minor": 5}')
    process = run_kale("check", "bad.ipynb")
    assert process.returncode == 1
    assert "utf-8" in (process.stdout + process.stderr).lower()


@pytest.mark.parametrize("minor", range(6))
def test_every_minor_of_nbformat_4_is_read(check, write, minor):
    value = notebook([code(tags=["step:a", "prev:nowhere"])])
    value["nbformat_minor"] = minor
    if minor < 5:
        del value["cells"][0]["id"]
    write(json.dumps(value))
    assert [finding["tag"] for finding in check("bad.ipynb")] == ["prev:nowhere"]


def test_a_byte_order_mark_is_told_and_passed_over(check, write):
    write("\ufeff" + json.dumps(notebook([code(tags=["step:a", "prev:nowhere"])])))
    mark, tag = check("bad.ipynb")
    assert "byte order mark" in mark["message"] and mark["kale"] == "refused"
    assert tag["tag"] == "prev:nowhere"


def test_fifty_megabytes(run_kale, check, write):
    picture = {"output_type": "display_data", "metadata": {}, "data": {"image/png": "A" * 50_000_000}}
    write(json.dumps(notebook([code(outputs=[picture]), code(tags=["step:b", "prev:nowhere"], id="bb")])))
    assert [finding["cell"] for finding in check("bad.ipynb")] == [1]


def test_a_folder_named_like_a_notebook(run_kale, workspace):
    (workspace / "folder.ipynb").mkdir()
    for command in ("compile", "check"):
        process = run_kale(command, "folder.ipynb")
        assert process.returncode == 0
        assert "No notebooks found" in process.stderr + process.stdout
    assert run_kale("graph", "folder.ipynb").returncode == 2


# --- the server ---------------------------------------------------------------------------------------------


async def is_alive(client, workspace):
    """The server still does its work on another notebook."""
    document = TextShape(client, workspace / "self-reference.ipynb")
    await document.open()
    await document.cells_diagnosed([2])


@pytest.mark.parametrize("text", ALL_TEXTS.values(), ids=ALL_TEXTS)
async def test_the_server_survives_any_text(text_client, workspace, write, text):
    uri = (workspace / "bad.ipynb").as_uri()
    text_client.text_document_did_open(
        types.DidOpenTextDocumentParams(types.TextDocumentItem(uri, "json", 1, text))
    )
    position = types.Position(0, 0)
    identifier = types.TextDocumentIdentifier(uri)
    await text_client.text_document_hover_async(types.HoverParams(identifier, position))
    await text_client.text_document_code_action_async(
        types.CodeActionParams(identifier, types.Range(position, position), types.CodeActionContext([]))
    )
    await is_alive(text_client, workspace)
    if text in UNREADABLE.values() and text.strip():
        assert text_client.diagnostics[uri], "it is not said that this is no notebook"


@pytest.mark.parametrize("value", MISSHAPEN.values(), ids=MISSHAPEN)
async def test_the_rest_of_a_misshapen_notebook_stays_analysed(text_client, workspace, write, value):
    value = json.loads(json.dumps(value))
    last = value["cells"][-1]
    last["metadata"]["tags"] = ["step:last", "prev:nowhere"]
    document = TextShape(text_client, write(json.dumps(value)))
    await document.open()
    if value["nbformat"] != 4:
        await document.until(lambda found: found, "a diagnostic for the format")
    else:
        await document.until(
            lambda found: any("nowhere" in d.message for d in found), "a diagnostic for the last cell's tag"
        )


FAR = 2**31 - 1  # the greatest number that LSP has


@pytest.mark.parametrize(
    "range_",
    [
        types.Range(types.Position(FAR, 0), types.Position(FAR, 0)),
        types.Range(types.Position(0, FAR), types.Position(0, FAR)),
        types.Range(types.Position(9, 9), types.Position(3, 3)),
        types.Range(types.Position(0, 0), types.Position(FAR, FAR)),
    ],
    ids=["line", "character", "backwards", "everything"],
)
async def test_ranges_outside_the_text(open_sample, range_):
    document = await open_sample("diamond.ipynb")
    uri, _ = document.any_place()
    identifier = types.TextDocumentIdentifier(uri)
    for request in (
        document.client.text_document_hover_async(types.HoverParams(identifier, range_.start)),
        document.client.text_document_code_action_async(
            types.CodeActionParams(identifier, range_, types.CodeActionContext([]))
        ),
    ):
        with contextlib.suppress(JsonRpcException):
            await request
    await document.settled()


async def test_a_change_outside_the_text(text_client, workspace):
    document = TextShape(text_client, workspace / "diamond.ipynb")
    await document.open()
    document.version += 1
    beyond = types.Range(types.Position(FAR, 5), types.Position(FAR, 9))
    text_client.text_document_did_change(
        types.DidChangeTextDocumentParams(
            types.VersionedTextDocumentIdentifier(document.version, document.uri),
            [types.TextDocumentContentChangePartial(range=beyond, text="x")],
        )
    )
    document.replace_all(document.text.replace("prev:smooth", "prev:smoth"))
    await document.cells_diagnosed([5])


async def test_documents_that_were_never_opened(text_client, workspace):
    unknown = types.TextDocumentIdentifier("file:///never/opened.ipynb")
    position = types.Position(0, 0)
    assert await text_client.text_document_hover_async(types.HoverParams(unknown, position)) is None
    text_client.text_document_did_change(
        types.DidChangeTextDocumentParams(
            types.VersionedTextDocumentIdentifier(2, unknown.uri),
            [types.TextDocumentContentChangeWholeDocument("{}")],
        )
    )
    text_client.text_document_did_close(types.DidCloseTextDocumentParams(unknown))
    await is_alive(text_client, workspace)


async def test_cells_that_were_never_opened(notebook_client, workspace):
    document = NotebookShape(notebook_client, workspace / "diamond.ipynb")
    await document.open()
    stranger = document.make_cell("code", "x = 1", {"tags": ["step:a"]}, 99)
    document.cells.append(stranger)
    assert await document.hover(document.place(6)) is None
    document.set_tags(6, ["step:b"])
    document.set_source(6, "y = 2")
    document.splice(6, 1)
    await document.settled()
    assert document.diagnosed() == []


@pytest.mark.parametrize(("start", "delete"), [(99, 0), (0, 99), (2**31 - 1, 2**31 - 1)])
async def test_structure_changes_outside_the_notebook(notebook_client, workspace, start, delete):
    document = NotebookShape(notebook_client, workspace / "self-reference.ipynb")
    await document.open()
    await document.cells_diagnosed([2])
    document._did_change_cells(
        structure=types.NotebookDocumentCellChangeStructure(types.NotebookCellArrayChange(start, delete, []))
    )
    await document.settled()
    other = NotebookShape(notebook_client, workspace / "cyclic-tags.ipynb")
    await other.open()
    await other.cells_diagnosed([2, 3, 4, 5])


async def test_cells_without_text_and_texts_without_cell(notebook_client, workspace):
    document = NotebookShape(notebook_client, workspace / "diamond.ipynb")
    cells = [document._protocol_cell(cell) for cell in document.cells]
    texts = [document._document(cell) for cell in document.cells]
    notebook_client.notebook_document_did_open(
        types.DidOpenNotebookDocumentParams(
            types.NotebookDocument(document.uri, document.type, 1, cells[:-1]), texts[1:]
        )
    )
    await document.settled()


async def test_a_notebook_of_many_cells_with_one_uri(notebook_client, workspace):
    document = NotebookShape(notebook_client, workspace / "diamond.ipynb")
    for cell in document.cells:
        cell["uri"] = document.cells[0]["uri"]
    await document.open()
    await document.settled()


async def test_opened_twice(open_sample):
    document = await open_sample("self-reference.ipynb")
    await document.open()
    await document.cells_diagnosed([2])
