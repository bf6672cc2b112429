"""What every test shares: the server's binary, a workspace of samples, clients that speak with it.

KALE_LSP     the binary; the release build of this checkout where it is not set
KALE_RECORD  a folder: the conversations of tests marked `recorded` are written there, see record.py
"""

import asyncio
import contextlib
import ctypes
import json
import os
import pathlib
import shutil
import subprocess
import sys

import pytest
import pytest_asyncio
from lsprotocol import types

from kale_client import make_client, notebook_editor_capabilities, text_editor_capabilities
from notebook_shape import NotebookShape
from text_shape import TextShape

sys.path.append(str(pathlib.Path(__file__).resolve().parent.parent / "Differential"))
import warm_python as warm_python_module  # noqa: E402
import warm_runs  # noqa: E402

pytest_plugins = ["jupyter_fixtures", "kfp_fixtures"]

HERE = pathlib.Path(__file__).resolve().parent
REPOSITORY = HERE.parent.parent
SAMPLES = REPOSITORY / "protocol-fixtures" / "notebooks"
KALE_LSP = pathlib.Path(os.environ.get("KALE_LSP", REPOSITORY / ".build" / "release" / "kale-lsp")).absolute()

EXPECTED_FINDINGS = json.loads((SAMPLES / "expected-findings.json").read_text(encoding="utf-8"))
ALL_SAMPLES = sorted(path.name for path in SAMPLES.glob("*.ipynb"))
WITHOUT_KALE = ["empty.ipynb", "ordinary.ipynb"]
RIGHT_SAMPLES = [name for name in ALL_SAMPLES if name not in EXPECTED_FINDINGS and name not in WITHOUT_KALE]


def cases(table, recording, recorded):
    """The rows of a table as parameters, each with its name, those in `recorded` marked to be kept."""
    marks = pytest.mark.recorded(recording)
    return [
        pytest.param(*row, id=name, marks=[marks] if name in recorded else []) for name, row in table.items()
    ]


def pytest_sessionstart(session):
    if not os.access(KALE_LSP, os.X_OK):
        pytest.exit(f"{KALE_LSP} is not there: build it, or name another in KALE_LSP", returncode=3)


@pytest.fixture
def workspace(tmp_path):
    """A folder with a copy of every sample, which a test may change."""
    folder = tmp_path / "workspace"
    shutil.copytree(SAMPLES, folder)
    return folder


def obey_permissions():
    """Makes the process heed the permissions of files also where it is root's: in a container tests often are."""
    if os.geteuid() == 0:
        drop_from_bounding_set, override_permissions, override_reading = 24, 1, 2
        libc = ctypes.CDLL(None, use_errno=True)
        for capability in (override_permissions, override_reading):
            if libc.prctl(drop_from_bounding_set, capability, 0, 0, 0) != 0:
                raise OSError(ctypes.get_errno(), "the capability cannot be dropped")


@pytest.fixture
def run_kale(workspace):
    """Runs the command line in the workspace and gives the finished process."""

    def run(*arguments, stdin=None):
        return subprocess.run(
            [str(KALE_LSP), *map(str, arguments)],
            cwd=workspace,
            input=stdin,
            stdin=subprocess.DEVNULL if stdin is None else None,
            capture_output=True,
            text=True,
            encoding="utf-8",
            preexec_fn=obey_permissions,
        )

    return run


@pytest.fixture
def check(run_kale):
    """The findings of `kale-lsp check --output-format json` on the paths."""

    def findings(*paths):
        process = run_kale("check", *paths, "--output-format", "json")
        assert process.returncode in (0, 1), process.stderr
        return json.loads(process.stdout)

    return findings


@pytest.fixture
def server_command(request, workspace):
    """How to start the server: through the recorder where this test's conversation is wanted as a fixture."""
    marker = request.node.get_closest_marker("recorded")
    folder = os.environ.get("KALE_RECORD")
    if marker is None or not folder:
        return [str(KALE_LSP)]
    parameters = getattr(request.node, "callspec", None)
    name = "-".join([marker.args[0], parameters.id] if parameters else [marker.args[0]])
    into = pathlib.Path(folder).absolute() / f"{name}.jsonl"
    into.parent.mkdir(parents=True, exist_ok=True)
    return [
        sys.executable,
        str(HERE / "record.py"),
        "--into",
        str(into),
        "--workspace",
        str(workspace),
        "--",
        str(KALE_LSP),
    ]


@pytest_asyncio.fixture
async def start_client(server_command, workspace):
    """Starts a server and a client for it; each server must end well when the test is over."""
    async with contextlib.AsyncExitStack() as running:

        async def start(capabilities, options=None):
            client = make_client()
            await client.start_io(*server_command, cwd=workspace)
            running.push_async_callback(end, client)
            folder = types.WorkspaceFolder(uri=workspace.as_uri(), name=workspace.name)
            client.initialization = await client.initialize_session(
                types.InitializeParams(
                    capabilities=capabilities,
                    initialization_options=options,
                    root_uri=workspace.as_uri(),
                    workspace_folders=[folder],
                )
            )
            return client

        yield start


async def end(client):
    process = client._server
    try:
        await client.shutdown_session()
        status = await process.wait()
    except Exception:
        if process.returncode is None:
            process.kill()
        await client.stop()
        raise
    await client.stop()
    assert client.error is None, f"the client could not make sense of the server: {client.error}"
    assert status == 0, f"the server ended with status {status}"


@pytest_asyncio.fixture
async def text_client(start_client):
    return await start_client(text_editor_capabilities())


@pytest_asyncio.fixture
async def notebook_client(start_client):
    return await start_client(notebook_editor_capabilities())


@pytest.fixture
def open_text(text_client, workspace):
    """Opens a sample of the workspace as JSON text, which `change` may have been at."""

    async def open_(name, change=lambda text: text):
        document = TextShape(text_client, workspace / name)
        document.text = change(document.text)
        await document.open()
        return document

    return open_


@pytest.fixture
def open_notebook(notebook_client, workspace):
    """Opens a sample of the workspace as a notebook document, its metadata laid out as editors do."""

    async def open_(name, layout="nested"):
        document = NotebookShape(notebook_client, workspace / name, layout)
        await document.open()
        await document.settled()
        return document

    return open_


# The shapes of a notebook that the server reads, by name.
SHAPES = {"text": TextShape, "notebook": NotebookShape}


@pytest.fixture(params=SHAPES)
def shape(request):
    """The shapes of a notebook that the server reads: a test that takes it runs once for each."""
    return request.param


@pytest.fixture
def shape_type(shape):
    """The class of this run's shape, for tests that start a client of their own."""
    return SHAPES[shape]


@pytest_asyncio.fixture
async def open_sample(shape, start_client, workspace):
    """Opens a sample of the workspace in the shape of this run, after `change` has been at its JSON value."""

    async def open_(name, change=None):
        path = workspace / name
        if change is not None:
            value = json.loads(path.read_bytes())
            change(value)
            path.write_text(json.dumps(value, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        type_ = SHAPES[shape]
        document = type_(await start_client(type_.capabilities()), path)
        await document.open()
        return document

    return open_


@pytest.fixture(scope="session")
def run_warm(tmp_path_factory):
    """Runs a compiled pipeline with kfp.local: returns what went wrong, or None, and what the steps printed."""
    with warm_runs.Runner(tmp_path_factory.mktemp("runner")) as runner:

        def run_warm(spec):
            start = runner.log.stat().st_size
            own = tmp_path_factory.mktemp("run")
            failure = runner.run(pipeline=str(spec), arguments={}, folder=str(own))
            return failure, runner.log.read_bytes()[start:].decode(errors="replace")

        yield run_warm


@pytest.fixture(scope="session")
def warm_python():
    """A program that does what Python does, and has the KFP SDK and Kale imported."""
    with warm_python_module.warm_python("kfp", "kfp.compiler", "kfp.kubernetes", "kale.processors") as program:
        yield program
