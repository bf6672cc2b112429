"""`kale.run`: the server runs pipelines and goes on answering. A stand-in for Python keeps it short."""

import asyncio
import json
import pathlib
import time

import psutil
import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from conftest import HERE
from kale_client import notebook_editor_capabilities, text_editor_capabilities
from notebook_shape import NotebookShape
from small_notebook import write_notebook
from text_shape import TextShape

PYTHON = str(HERE / "pretend_python.py")


@pytest.fixture
def started(tmp_path, monkeypatch):
    """The numbers of the processes that runs have started. None is left once the server has ended."""
    folder = tmp_path / "started"
    folder.mkdir()
    monkeypatch.setenv("PRETEND_PYTHON", str(folder))

    def numbers():
        return [number for path in folder.glob("*.json") for number in json.loads(path.read_text())]

    yield numbers
    while any(map(is_running, numbers())):
        time.sleep(0.05)


@pytest.fixture
def open_small(started, shape, start_client, workspace):
    """Opens a notebook whose run takes as many seconds as the parameter it is given says."""

    async def open_(name="small.ipynb", client=None, announces_output=False):
        path = write_notebook(workspace / name, second="print(value)", parameters="seconds = 0")
        is_text = shape == "text"
        capabilities = text_editor_capabilities() if is_text else notebook_editor_capabilities()
        if announces_output:
            capabilities.experimental = {"kale": {"runOutput": True}}
        client = client or await start_client(capabilities)
        client.run_output = getattr(client, "run_output", [])
        if announces_output:

            @client.feature("kale/runOutput")
            def run_output(params):
                client.run_output.append(params)

        document = (TextShape if is_text else NotebookShape)(client, path)
        await document.open()
        return document

    return open_


# Until it is stopped.
LONG = {"seconds": 10**6}


def run(document, token=None, number=None, **arguments):
    params = types.ExecuteCommandParams(
        "kale.run", [{"uri": document.uri, "python": PYTHON, **arguments}], work_done_token=token
    )
    return document.client.protocol.send_request_async("workspace/executeCommand", params, number)


def logged(client):
    return [message.message for message in client.log_messages if message.type == types.MessageType.Log]


async def until_running(document, processes):
    while not processes():
        await asyncio.sleep(0.05)
    return processes()


async def until_gone(processes):
    while any(map(is_running, processes)):
        await asyncio.sleep(0.05)


def is_running(number):
    try:
        return psutil.Process(number).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


async def test_it_runs_tells_its_progress_and_its_output(open_small, started):
    document = await open_small()
    result = await run(document)
    assert result == {
        "succeeded": True,
        "tasks": [{"name": "first", "state": "done"}, {"name": "second", "state": "done"}],
    }
    await document.settled()
    [reports] = document.client.progress_reports.values()
    assert isinstance(reports[0], types.WorkDoneProgressBegin) and reports[0].cancellable
    assert isinstance(reports[-1], types.WorkDoneProgressEnd)
    assert [report.percentage for report in reports[1:-1]][-2:] == [50, 100]
    assert "first | arguments: {}" in logged(document.client)
    await until_gone(started())


async def test_output_goes_to_those_who_can_show_it(open_small):
    document = await open_small(announces_output=True)
    await run(document)
    lines = [
        params["text"] if isinstance(params, dict) else params.text for params in document.client.run_output
    ]
    assert lines[0].startswith("Running small with ")
    assert "first: running" in lines and lines[-1].startswith("Succeeded in ")
    assert not logged(document.client)


async def test_unsaved_parameters_count_and_values_replace_them(open_small):
    document = await open_small()
    document.set_source(0, "seconds = 0\nname = 'x'")
    await run(document, parameters={"seconds": "0", "name": "größe"})
    assert 'first | arguments: {"name": "gr\\u00f6\\u00dfe", "seconds": 0}' in logged(document.client)


@pytest.mark.parametrize("how", ["request", "progress"])
async def test_it_can_be_cancelled(open_small, started, how):
    document = await open_small()
    running = asyncio.ensure_future(run(document, token="mine", number="run-1", parameters=LONG))
    processes = await until_running(document, started)
    # the server goes on answering
    await document.hover(document.any_place())
    assert not running.done()
    if how == "request":
        document.client.protocol.notify("$/cancelRequest", types.CancelParams("run-1"))
    else:
        document.client.window_work_done_progress_cancel(types.WorkDoneProgressCancelParams("mine"))
    with pytest.raises(JsonRpcException) as refusal:
        await running
    assert refusal.value.code == -32800
    await until_gone(processes)


async def test_one_notebook_runs_once_at_a_time_and_two_side_by_side(open_small, started):
    first = await open_small("one.ipynb")
    second = await open_small("two.ipynb", client=first.client)
    running = asyncio.ensure_future(run(first, token="first", parameters=LONG))
    await until_running(first, started)
    with pytest.raises(JsonRpcException) as refusal:
        await run(first)
    assert "already running" in refusal.value.message
    assert (await run(second, parameters={"seconds": 1}))["succeeded"]
    assert not running.done()
    first.client.window_work_done_progress_cancel(types.WorkDoneProgressCancelParams("first"))
    with pytest.raises(JsonRpcException):
        await running
    # and then it may run again
    assert (await run(first))["succeeded"]


async def test_a_shutdown_stops_what_runs(open_small, started):
    document = await open_small()
    running = asyncio.ensure_future(run(document, parameters=LONG))
    running.add_done_callback(lambda future: future.exception())
    await until_running(document, started)
    # and the server is shut down, after which `started` sees to it that nothing is left


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"parameters": {"seconds": "long"}}, "`seconds` must be an integer"),
        ({"parameters": {"minutes": 1}}, "Unknown parameter `minutes`"),
        ({"parameters": 3}, "must be an object"),
        ({"submit": {"host": 3}}, "`submit.host`"),
        ({"python": "/nowhere/python"}, "not a program"),
        ({"python": "/bin/false"}, "exited with status 1"),
    ],
)
async def test_what_cannot_run_is_an_error_that_says_why(open_small, arguments, message):
    document = await open_small()
    with pytest.raises(JsonRpcException) as refusal:
        await run(document, **arguments)
    assert message in refusal.value.message


async def test_a_notebook_with_errors_does_not_run(open_sample):
    document = await open_sample("self-reference.ipynb")
    with pytest.raises(JsonRpcException) as refusal:
        await run(document)
    assert "has errors" in refusal.value.message


async def test_nothing_is_left_of_a_run(open_small, tmp_path, monkeypatch):
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    await run(await open_small())
    assert not list(pathlib.Path(temporary).glob("kale-lsp-*"))
