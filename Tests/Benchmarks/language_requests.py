#!/usr/bin/env python3
"""Times each request of the language server on a generated Kale notebook, over stdio, in both shapes.

usage: language_requests.py [--cells N] [--rounds N] COMMAND
e.g.   language_requests.py ".build/release/kale-lsp serve"

For each request the median over the rounds is printed, from when it is sent to when its answer has come and been parsed, and the
size of the answer. The position is in the middle of the notebook, on a name that comes from the step above.
"""

import argparse
import json
import os
import shlex
import statistics
import sys
import time

from language_servers import FOLDER, NOTEBOOK, Notebook

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "EndToEnd"))

from raw_session import RawSession  # noqa: E402

TEXT = f"file://{FOLDER}/text.ipynb"
CAPABILITIES = {
    "textDocument": {
        "documentSymbol": {"hierarchicalDocumentSymbolSupport": True},
        "rename": {"prepareSupport": True},
    }
}


def position(text, needle, skip=0):
    before = text[: text.index(needle) + skip]
    return {"line": before.count("\n"), "character": len(before) - before.rfind("\n") - 1}


def file_text(notebook):
    cells = [
        {
            "cell_type": "code",
            "execution_count": None,
            "id": f"c{index}",
            "metadata": {"tags": tags},
            "outputs": [],
            "source": text.splitlines(keepends=True),
        }
        for index, (tags, text) in enumerate(notebook.cells)
    ]
    metadata = {"kubeflow_notebook": {"pipeline_name": "b", "experiment_name": "b"}}
    return json.dumps({"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}, indent=1)


def requests(uri, name, tag, end):
    """Each request's name and parameters; `name` and `tag` are positions, None for a tag that is no text."""
    document = {"textDocument": {"uri": uri}}
    at_name = {**document, "position": name}
    whole = {"start": {"line": 0, "character": 0}, "end": end}
    yield "kale/outline", {"uri": uri}
    yield "textDocument/codeLens", document
    yield "textDocument/inlayHint", {**document, "range": whole}
    yield "textDocument/documentSymbol", document
    yield "textDocument/foldingRange", document
    yield "textDocument/documentLink", document
    yield "textDocument/hover", at_name
    yield "textDocument/definition", at_name
    yield "textDocument/references", {**at_name, "context": {"includeDeclaration": True}}
    yield "textDocument/documentHighlight", at_name
    yield "textDocument/codeAction", {
        **document,
        "range": {"start": name, "end": name},
        "context": {"diagnostics": []},
    }
    yield "workspace/symbol", {"query": "s_50"}
    if tag is not None:
        at_tag = {**document, "position": tag}
        yield "textDocument/completion", at_tag
        yield "textDocument/prepareRename", at_tag
        yield "textDocument/rename", {**at_tag, "newName": "renamed"}
        yield "textDocument/diagnostic", document


def measure(session, method, params, rounds):
    times = []
    for number in range(rounds):
        started = time.perf_counter()
        answer = session.request(method, params, f"{method} {number}")
        times.append((time.perf_counter() - started) * 1e3)
        assert "result" in answer, answer
    return statistics.median(times), len(json.dumps(answer["result"]))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cells", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("command")
    options = parser.parse_args()
    notebook = Notebook(options.cells)
    middle, text = notebook.middle, file_text(notebook)
    cell, step = notebook.cells[middle][1], notebook.cells[middle][0][0]
    table = f"in table_{middle - 3}"
    far = {"line": text.count("\n"), "character": 0}
    shapes = {
        "cells": (notebook.uris[middle], position(cell, table, 4), None, position(cell + "\n", "\n", 0)),
        "text": (TEXT, position(text, table, 4), position(text, step, 6), far),
    }
    with RawSession(shlex.split(options.command), timeout=60) as session:
        session.initialize(CAPABILITIES)
        session.notify("notebookDocument/didOpen", notebook.open_params())
        item = {"uri": TEXT, "languageId": "json", "version": 1, "text": text}
        session.notify("textDocument/didOpen", {"textDocument": item})
        session.request("kale/outline", {"uri": NOTEBOOK}, "warm")
        session.request("kale/outline", {"uri": TEXT}, "warm too")
        for shape, places in shapes.items():
            for method, params in requests(*places):
                milliseconds, size = measure(session, method, params, options.rounds)
                print(f"{shape:6} {method:32} {milliseconds:8.2f} ms {size:9} bytes")


if __name__ == "__main__":
    main()
