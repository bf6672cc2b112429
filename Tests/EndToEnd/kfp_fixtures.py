"""What tests with a Kubeflow Pipelines server share (kfp_server.py)."""

import os

import pytest

from kfp_server import KFPServer
from small_notebook import write_notebook

FOREIGN = ("KFP_", "KF_PIPELINES_", "KUBECONFIG", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE")


@pytest.fixture
def clean_environment(monkeypatch, tmp_path):
    """Nothing that leads to a server, or through a proxy."""
    for name in list(os.environ):
        if name.startswith(FOREIGN) or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("KUBECONFIG", str(tmp_path / "none"))
    monkeypatch.setenv("HOME", str(tmp_path))


@pytest.fixture
def server(clean_environment):
    with KFPServer() as server:
        yield server
        assert not server.misfits


@pytest.fixture
def notebook(workspace):
    return write_notebook(workspace / "small.ipynb")


@pytest.fixture
def submit(run_kale, notebook, server, warm_python):
    def run(*arguments, host=None):
        host = ["--host", server.url] if host is None else host
        return run_kale("run", notebook, "--python", warm_python, "--submit", *host, *arguments)

    return run


@pytest.fixture
def schedule(run_kale, server, warm_python):
    def run(*arguments):
        return run_kale("schedule", *arguments, "--host", server.url, "--python", warm_python)

    return run


def lines(process, status=0):
    """What was printed, after the first line, which names the Python."""
    assert process.returncode == status, process.stdout + process.stderr
    return process.stdout.splitlines()[1:]


def refused(process):
    """The sentence that ends a command that could not do anything."""
    assert process.returncode == 2, process.stdout + process.stderr
    return process.stderr.splitlines()[-1].removeprefix("kale-lsp: ")
