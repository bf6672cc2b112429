"""Fixtures of the tests in a real JupyterLab. Modules import them, so that each has a server of its own."""

import json
import os

import pytest
from jupyter_lab import JupyterServer, LabPage, build_wheel, chromium, install_wheel

from conftest import REPOSITORY


@pytest.fixture(scope="module")
def prefix(tmp_path_factory):
    """Where the wheel is installed."""
    folder = tmp_path_factory.mktemp("wheel")
    install_wheel(build_wheel(folder), folder / "prefix")
    return folder / "prefix"


@pytest.fixture(scope="module")
def server(prefix, tmp_path_factory):
    with JupyterServer(tmp_path_factory.mktemp("jupyter"), prefix) as running:
        yield running


@pytest.fixture(scope="module")
def browser():
    with chromium() as running:
        yield running


@pytest.fixture
def open_lab(browser, server, request):
    """Opens a copy of a sample in a window of its own."""
    windows = []

    def open_(sample, *, path=None, play=None):
        path = path or server.add_sample(sample, f"{request.node.name}.ipynb")
        window = LabPage(browser, server)
        if play is not None:
            play(window.page)
        windows.append(window)
        return window.open(path), path

    yield open_
    for window in windows:
        window.close()


@pytest.fixture
def picture(request):
    """Keeps a picture of the window: those of the documentation with KALE_RENEW, all in the folder KALE_PICTURES."""

    def take(lab, name, *, is_documentation=False):
        if is_documentation and os.environ.get("KALE_RENEW"):
            lab.page.screenshot(path=REPOSITORY / "docs" / "images" / f"{name}.png")
        if folder := os.environ.get("KALE_PICTURES"):
            lab.page.screenshot(path=os.path.join(folder, f"{name}.png"))

    return take


def tags_of(path):
    """The tags of each cell of a file."""
    return [
        cell["metadata"].get("tags", []) for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]
    ]
