"""The wheel of kale-lsp, installed as a person would, and the extension's logic, tested by Node."""

import json
import shutil
import subprocess
import sys
import zipfile

import pytest

from conftest import KALE_LSP, REPOSITORY
from jupyter_lab import CLIENT

sys.path.insert(0, str(CLIENT))
from kale_lsp import jupyter  # noqa: E402


def test_the_wheel_installs_offline_into_an_empty_environment(jupyter_wheel, tmp_path):
    # A pip of its own would take longer to install than all else.
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", tmp_path / "environment"], check=True)
    programs = tmp_path / "environment" / "bin"
    pip = [sys.executable, "-m", "pip", "--python", programs / "python"]
    subprocess.run(
        [*pip, "install", "--quiet", "--no-index", "--find-links", jupyter_wheel.parent, "kale-lsp"], check=True
    )
    version = subprocess.run([programs / "kale-lsp", "--version"], capture_output=True, text=True, check=True)
    assert version.stdout.split()[1] == jupyter_wheel.name.split("-")[1]
    finder = "from kale_lsp import jupyter; print(jupyter.language_server_specs(None)['kale-lsp']['argv'][-1])"
    # Jupyter may run without the environment's programs on PATH.
    found = subprocess.run(
        [programs / "python", "-c", finder],
        capture_output=True,
        text=True,
        check=True,
        env={"PATH": "/usr/bin"},
    )
    assert found.stdout.strip() == str((programs / "kale-lsp").resolve())


@pytest.fixture
def launched(tmp_path, monkeypatch):
    """Starts a program as jupyter-lsp starts the server."""
    processes = []

    def launch(script):
        program = tmp_path / "kale-lsp"
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
        monkeypatch.setattr("kale_lsp.jupyter.find_kale_lsp", lambda: str(program))
        argv = jupyter.language_server_specs(None)["kale-lsp"]["argv"]
        processes.append(subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE))
        return processes[-1]

    yield launch
    for process in processes:
        process.kill()
        process.communicate()


def test_that_the_server_has_ended_is_said_in_its_place(launched):
    process = launched('read line; echo "$1: $line"; kill -9 $$')
    output, _ = process.communicate(b"a message\n")
    heading, _, body = output.partition(b"\r\n\r\n")
    assert heading == b"serve: a message\nContent-Length: %d" % len(body)
    assert json.loads(body) == {"jsonrpc": "2.0", "method": "kale/ended"}


def test_the_signal_to_end_reaches_the_server(launched):
    process = launched("echo ready; exec cat")
    assert process.stdout.readline() == b"ready\n"
    process.terminate()
    # Nobody has its output open any more, though its input is.
    assert process.stdout.read() == b""


def test_pip_builds_the_wheel_of_a_checkout(jupyter_wheel, tmp_path):
    subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "wheel",
            "--quiet",
            "--no-index",
            "--no-deps",
            "--wheel-dir",
            tmp_path,
            CLIENT,
        ],
        check=True,
        env={"PATH": "/usr/bin:/bin", "KALE_LSP_BINARY": str(KALE_LSP), "HOME": str(tmp_path)},
    )
    (built,) = tmp_path.glob("*.whl")
    assert built.read_bytes() == jupyter_wheel.read_bytes()


def test_the_wheel_is_small_and_whole(jupyter_wheel):
    assert jupyter_wheel.stat().st_size < 20_000_000
    modules = {
        path.relative_to(CLIENT / "labextension" / "static").as_posix()
        for path in CLIENT.glob("labextension/static/**/*.*")
    }
    with zipfile.ZipFile(jupyter_wheel) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
    assert {name.split("/static/", 1)[1].split("/", 1)[1] for name in names if "/static/" in name} == modules


def test_the_extensions_logic():
    node = shutil.which("node")
    assert node, "Node is not installed (on Debian: apt-get install nodejs)"
    tests = sorted(str(path) for path in (CLIENT / "tests").glob("*.test.js"))
    process = subprocess.run([node, "--test", *tests], cwd=REPOSITORY, capture_output=True, text=True)
    assert process.returncode == 0, process.stdout
