"""The server from its first byte to its last: handshake, errors of the protocol, ways to end."""

import json
import subprocess
import sys

import pytest
from lsprotocol import types

from conftest import KALE_LSP
from kale_client import notebook_editor_capabilities
from raw_session import RawSession

PARSE_ERROR, INVALID_REQUEST, METHOD_NOT_FOUND, INVALID_PARAMS = -32700, -32600, -32601, -32602
SERVER_NOT_INITIALIZED, REQUEST_CANCELLED = -32002, -32800

UNSAVED = {"uri": "file:///unsaved.ipynb"}
HOVER = {"textDocument": UNSAVED, "position": {"line": 0, "character": 0}}


@pytest.fixture
def session():
    with RawSession([str(KALE_LSP)]) as session:
        yield session


def notebook_item(text, version=1):
    return {"textDocument": {**UNSAVED, "languageId": "json", "version": version, "text": text}}


def test_requests_before_initialize_are_refused(session):
    assert session.request("textDocument/hover", HOVER)["error"]["code"] == SERVER_NOT_INITIALIZED
    assert "capabilities" in session.initialize()


def test_notifications_before_initialize_are_dropped(session):
    session.notify("textDocument/didOpen", notebook_item("{"))
    session.initialize()
    assert session.request("textDocument/hover", HOVER)["result"] is None


def test_a_second_initialize_is_refused(session):
    session.initialize()
    again = session.request("initialize", {"processId": None, "rootUri": None, "capabilities": {}}, 2)
    assert again["error"]["code"] == INVALID_REQUEST


def test_the_server_says_who_it_is(session):
    info = session.initialize()["serverInfo"]
    printed = subprocess.run([str(KALE_LSP), "--version"], capture_output=True, text=True).stdout
    assert info["name"] == "kale-lsp"
    assert info["version"] in printed


@pytest.mark.parametrize("arguments", [[], ["serve"], ["serve", "--stdio"]], ids=" ".join)
def test_every_way_to_start_serves(arguments):
    with RawSession([str(KALE_LSP), *arguments]) as session:
        assert session.initialize()["serverInfo"]["name"] == "kale-lsp"


def test_after_shutdown_only_exit_is_left(session):
    session.initialize()
    assert session.request("shutdown", id_=2)["result"] is None
    assert session.request("textDocument/hover", HOVER, 3)["error"]["code"] == INVALID_REQUEST
    session.notify("exit")
    assert session.exit_status() == 0


def test_exit_without_shutdown_is_a_failure(session):
    session.initialize()
    session.notify("exit")
    assert session.exit_status() == 1


def test_the_end_of_input_ends_the_server(session):
    session.initialize()
    session.process.stdin.close()
    session.exit_status()


def test_the_death_of_the_client_ends_the_server(session):
    client = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    session.initialize(process_id=client.pid)
    assert session.request("textDocument/hover", HOVER, 2)["result"] is None
    client.kill()
    client.wait()
    session.exit_status()


@pytest.mark.parametrize("body", ["{", "", "null}", '{"jsonrpc": "2.0", "id": 1, "method": ', b"\xff\xfe{}"])
def test_what_is_not_json_is_a_parse_error_and_the_connection_goes_on(session, body):
    session.initialize()
    session.send_body(body)
    error = session.response(None)["error"]
    assert error["code"] == PARSE_ERROR
    assert session.request("textDocument/hover", HOVER, 2)["result"] is None


@pytest.mark.parametrize("message", [{"id": 1}, {"id": "never asked", "result": 7}], ids=json.dumps)
def test_a_response_is_never_answered_however_badly_it_is_formed(session, message):
    session.initialize()
    session.send_body(json.dumps(message))
    session.send({"id": 2, "method": "textDocument/hover", "params": HOVER})
    while (answer := session.next_message()).get("method"):
        pass
    assert answer["id"] == 2 and answer["result"] is None


@pytest.mark.parametrize("message", [[], 7, {"method": 7, "id": 1}], ids=json.dumps)
def test_json_that_is_no_message_is_an_invalid_request(session, message):
    session.initialize()
    session.send_body(json.dumps(message))
    while (answer := session.next_message()).get("method"):
        pass
    assert answer["error"]["code"] == INVALID_REQUEST
    assert session.request("textDocument/hover", HOVER, 2)["result"] is None


def test_unknown_requests_are_refused_and_unknown_notifications_ignored(session):
    session.initialize()
    session.notify("textDocument/didDance", {"steps": 3})
    session.notify("$/unheardOf")
    assert session.request("textDocument/dance", {}, 2)["error"]["code"] == METHOD_NOT_FOUND


@pytest.mark.parametrize(
    "params", [None, [], {}, {"textDocument": 1, "position": {}}, {**HOVER, "position": "here"}]
)
def test_wrong_parameters_are_refused(session, params):
    session.initialize()
    assert session.request("textDocument/hover", params, 2)["error"]["code"] == INVALID_PARAMS


def test_a_cancelled_request_is_answered_all_the_same(session):
    session.initialize()
    session.send({"id": "slow", "method": "textDocument/hover", "params": HOVER})
    session.notify("$/cancelRequest", {"id": "slow"})
    answer = session.response("slow")
    assert "result" in answer or answer["error"]["code"] == REQUEST_CANCELLED


def test_a_request_cancelled_before_its_turn_is_not_worked_on(session):
    session.initialize()
    cells = [
        {
            "cell_type": "code",
            "metadata": {"tags": [f"step:s{n}"]},
            "source": "x = 1",
            "outputs": [],
            "execution_count": None,
        }
        for n in range(3000)
    ]
    text = json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4})
    # all in one write: the requests wait while the notebook is read
    frames = b""
    for message in [
        {"method": "textDocument/didOpen", "params": notebook_item(text)},
        {"id": "first", "method": "textDocument/hover", "params": HOVER},
        {"id": "second", "method": "textDocument/hover", "params": HOVER},
        {"method": "$/cancelRequest", "params": {"id": "second"}},
    ]:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        frames += b"Content-Length: %d\r\n\r\n" % len(body) + body
    session.send_bytes(frames)
    assert "result" in session.response("first")
    assert session.response("second")["error"]["code"] == REQUEST_CANCELLED


def test_cancelling_what_is_not_there_is_ignored(session):
    session.initialize()
    session.notify("$/cancelRequest", {"id": 99})
    assert session.request("textDocument/hover", HOVER, 2)["result"] is None


def test_headers_may_come_in_any_order_case_and_chunking(session):
    body = json.dumps(
        {
            "jsonrpc": "2.0",
            "id": "initialize",
            "method": "initialize",
            "params": {"processId": None, "rootUri": None, "capabilities": {}},
        }
    ).encode()
    header = b"content-type: application/vscode-jsonrpc; charset=utf-8\r\nCONTENT-LENGTH:%d\r\n\r\n" % len(
        body
    )
    for byte in header + body:
        session.send_bytes(bytes([byte]))
    assert "capabilities" in session.response("initialize")["result"]


def test_set_trace_is_honoured(session):
    session.initialize()
    session.notify("$/setTrace", {"value": "verbose"})
    session.request("textDocument/hover", HOVER, 2)
    session.notify("$/setTrace", {"value": "off"})
    session.request("textDocument/hover", HOVER, 3)
    session.send({"id": 4, "method": "textDocument/hover", "params": HOVER})
    assert session.next_message().get("id") == 4, "a trace came after tracing was turned off"


async def test_only_what_is_implemented_is_announced(start_client):
    client = await start_client(notebook_editor_capabilities())
    announced = client.initialization.capabilities
    sync = announced.text_document_sync
    assert isinstance(sync, types.TextDocumentSyncOptions)
    assert sync.open_close and sync.change == types.TextDocumentSyncKind.Incremental
    assert announced.hover_provider and announced.code_action_provider
    assert "kale.compile" in announced.execute_command_provider.commands
    assert announced.notebook_document_sync is not None
    for absent in ("document_formatting_provider", "call_hierarchy_provider", "type_definition_provider"):
        assert not getattr(announced, absent), f"there is no {absent}"
