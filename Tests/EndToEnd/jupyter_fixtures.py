"""Fixtures of the tests in a real JupyterLab: a worker's tests share one server, one browser and its windows.

A window takes ten seconds of a processor to load, a notebook in it two. So a window in which a test has passed is cleared,
and serves the next test.
"""

import contextlib
import json
import os

import pytest
from jupyter_lab import JupyterServer, LabPage, build_wheel, chromium, install_wheel
from playwright.sync_api import expect

from conftest import REPOSITORY


@pytest.fixture(scope="session")
def jupyter_wheel(tmp_path_factory):
    """The wheel, which nothing may change."""
    return build_wheel(tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="session")
def jupyter_prefix(jupyter_wheel, tmp_path_factory):
    """Where the wheel is installed."""
    prefix = tmp_path_factory.mktemp("installed") / "prefix"
    install_wheel(jupyter_wheel, prefix)
    return prefix


@pytest.fixture(scope="session")
def jupyter(jupyter_prefix, tmp_path_factory):
    """The server. Tests give their notebooks names of their own."""
    with JupyterServer(tmp_path_factory.mktemp("jupyter"), jupyter_prefix) as running:
        yield running


class SharedBrowser:
    """The browser and its windows that wait for a test. No fixture can be as long as it is: Playwright lets no other event
    loop run beside its own, so that the browser has to end before a test that is asynchronous."""

    def __init__(self):
        self._running = contextlib.ExitStack()
        self._context = None
        self._cleared = []

    @property
    def context(self):
        if self._context is None:
            self._context = self._running.enter_context(chromium())
        return self._context

    def window(self, server):
        """A cleared window, or a new one."""
        return self._cleared.pop() if self._cleared else LabPage(self.context, server)

    def take_back(self, window):
        """Keeps a window for another test if it can be cleared."""
        if window.clear():
            self._cleared.append(window)
        else:
            window.page.close()

    def end(self):
        self._running.close()
        self.__init__()


shared_browser = SharedBrowser()


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item, nextitem):
    if nextitem is None or not nextitem.path.name.startswith("test_jupyterlab"):
        shared_browser.end()


@pytest.hookimpl(tryfirst=True, hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """Tells fixtures whether the test itself has passed."""
    outcome = yield
    if call.when == "call":
        item.has_passed = outcome.get_result().passed


@pytest.fixture
def jupyter_browser():
    return shared_browser.context


@pytest.fixture
def open_lab(jupyter, request):
    """Opens a copy of a sample in a window of its own."""
    windows = []

    def open_(sample, *, path=None, play=None):
        path = path or jupyter.add_sample(sample, f"{request.node.name}.ipynb")
        if play is None:
            windows.append((shared_browser.window(jupyter), True))
        else:
            # The part of the server is played from the first message on.
            windows.append((LabPage(shared_browser.context, jupyter), False))
            play(windows[-1][0].page)
        return windows[-1][0].open_first(path), path

    yield open_
    for window, is_shared in windows:
        errors = window.own_errors()
        if is_shared and not errors and getattr(request.node, "has_passed", False):
            shared_browser.take_back(window)
        else:
            window.page.close()
        assert not errors, errors


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


@pytest.fixture
def open_pipeline(open_lab, jupyter, request):
    """Opens a notebook of these cells, each with its tags."""

    def open_(*cells, status="no problems"):
        path = jupyter.notebooks / f"{request.node.name}.ipynb"
        code = {"cell_type": "code", "execution_count": None, "outputs": []}
        notebook = {
            "cells": [
                {**code, "id": f"c{number}", "metadata": {"tags": tags}, "source": text}
                for number, (tags, text) in enumerate(cells)
            ],
            "metadata": {
                "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
                "kubeflow_notebook": {"pipeline_name": "run", "experiment_name": "run"},
            },
            "nbformat": 4,
            "nbformat_minor": 5,
        }
        path.write_text(json.dumps(notebook), encoding="utf-8")
        lab, _ = open_lab(None, path=path)
        expect(lab.status()).to_contain_text(status)
        lab.show_panel()
        return lab, lab.find(".kale-Panel")

    return open_
