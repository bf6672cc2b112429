#!/usr/bin/env python3
"""Times each request of the language server on a generated Kale notebook, over stdio, in both shapes.

usage: language_requests.py [--cells N] [--rounds N] COMMAND
e.g.   language_requests.py ".build/release/kale-lsp serve"

For each request the median over the rounds is printed, from when it is sent to when its answer has come and been parsed, and the
size of the answer. The position is in the middle of the notebook, on a name that comes from the step above.
"""

import argparse
import json
import shlex
import statistics
import time

from benchmark_client import CAPABILITIES, NOTEBOOK, TEXT, RawSession, position, requests
from language_servers import chain_of_steps


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
    notebook = chain_of_steps(options.cells)
    middle, text = notebook.middle, notebook.file_text()
    cell, step = notebook.cells[middle].text, notebook.cells[middle].tags[0]
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
