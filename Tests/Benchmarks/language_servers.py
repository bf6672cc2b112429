#!/usr/bin/env python3
"""Times language servers on a generated Kale notebook, over stdio, side by side.

usage: language_servers.py [--cells N] [--edits N] [--rounds N] NAME=COMMAND …
e.g.   language_servers.py "kale=.build/release/kale-lsp serve" "ruff=ruff server"

Servers take turns, round by round, so that a slow moment of the machine hits all of them. For each figure the median
over the rounds is printed:

  start   from the start of the process to the answer to `initialize`
  open    from `notebookDocument/didOpen` to the diagnostics that name the planted fault
  edit    from an edit of one cell to the diagnostics it changes (median of the edits)
  define  the same for an edit in the middle of the chain that changes what the cell defines, to the diagnostics of the next cell
  hover   from `textDocument/hover` on a name that comes from the step above to the answer (median); nan if the server has none
  memory  the most the process has held, as the kernel counts it (Linux)
"""

import argparse
import itertools
import shlex
import statistics
import time

from benchmark_client import NOTEBOOK, Cell, NotebookDocument, RawSession, peak_memory, position

FAULT = "name_that_nothing_makes"
STEP = """\
# Step {i} works on what step {before} made
import json
table_{i} = [row * {i} for row in table_{before}]
def weigh_{i}(rows, weight=rate):
    total = 0.0
    for row in rows:
        if row % 3 == 0:
            total += math.sqrt(row) * weight
        else:
            total -= weight
    return total
score_{i} = weigh_{i}(table_{i}) + epochs
print(json.dumps({{"step": {i}, "rows": len(table_{i}), "score": score_{i}}}))
"""


def chain_of_steps(count):
    """A notebook of `count` cells: imports, parameters, and a chain of steps."""
    cells = [
        Cell(["imports"], "import math\n"),
        Cell(["pipeline-parameters"], "epochs = 5\nrate = 0.25\n"),
        Cell(["step:s_0"], "table_0 = list(range(epochs))\n"),
    ]
    for i in range(1, count - 2):
        cells.append(Cell([f"step:s_{i}", f"prev:s_{i - 1}"], STEP.format(i=i, before=i - 1)))
    return NotebookDocument(cells)


def edited_text(notebook, is_faulty):
    """The text of the cell in the middle, with the fault or without it."""
    return notebook.cells[notebook.middle].text + (f"x = {FAULT}\n" if is_faulty else "x = 1\n")


def middle_step(notebook):
    """The number of the step in the middle: two cells are before the steps."""
    return notebook.middle - 2


def undefining_text(notebook, is_undefined):
    """The text of the cell in the middle, which defines what the next step reads, or something else."""
    text, table = notebook.cells[notebook.middle].text, f"table_{middle_step(notebook)}"
    return text.replace(table, "other_table") if is_undefined else text


def wait_for_diagnostics(session, uri, is_faulty, fault=FAULT):
    """Waits until the diagnostics of a document name a fault, or until they do not any more."""
    while True:
        message = session.next_message()
        if message is None:
            raise RuntimeError("the server ended")
        if "id" in message and "method" in message:
            items = message.get("params", {}).get("items", [])
            session.send({"id": message["id"], "result": [None] * len(items) if items else None})
        elif message.get("method") == "textDocument/publishDiagnostics" and message["params"]["uri"] == uri:
            if is_faulty == any(fault in diagnostic["message"] for diagnostic in message["params"]["diagnostics"]):
                return


def time_edits(session, notebook, versions, text_of, uri, fault):
    """The milliseconds of an edit: the median of those that bring a fault about and those that remove it."""
    times = []
    for number, version in enumerate(versions):
        is_faulty = number % 2 == 0
        started = time.perf_counter()
        session.notify("notebookDocument/didChange", notebook.edit_params(version, text_of(notebook, is_faulty)))
        wait_for_diagnostics(session, uri, is_faulty, fault)
        times.append((time.perf_counter() - started) * 1e3)
    return statistics.median(times)


def time_hover(session, notebook, count):
    """The milliseconds of a hover over the name that the cell in the middle takes from the step above."""
    name = f"in table_{middle_step(notebook) - 1}"
    at_name = position(notebook.cells[notebook.middle].text, name, len("in "))
    params = {"textDocument": {"uri": notebook.uris[notebook.middle]}, "position": at_name}
    times = []
    for number in range(count):
        started = time.perf_counter()
        answer = session.request("textDocument/hover", params, f"hover {number}")
        times.append((time.perf_counter() - started) * 1e3)
        assert "error" not in answer, answer
    return statistics.median(times)


def measure(command, notebook, edits):
    capabilities = {
        "notebookDocument": {"synchronization": {}},
        "textDocument": {"publishDiagnostics": {}, "hover": {"contentFormat": ["markdown", "plaintext"]}},
        "general": {"positionEncodings": ["utf-16"]},
    }
    started = time.perf_counter()
    with RawSession(shlex.split(command), timeout=60) as session:
        announced = session.initialize(capabilities)["capabilities"]
        figures = {"start ms": (time.perf_counter() - started) * 1e3}
        time.sleep(0.3)
        uri = notebook.uris[notebook.middle]
        started = time.perf_counter()
        session.notify("notebookDocument/didOpen", notebook.open_params(edited_text(notebook, is_faulty=True)))
        wait_for_diagnostics(session, uri, is_faulty=True)
        figures["open ms"] = (time.perf_counter() - started) * 1e3
        time.sleep(0.3)
        session.notify("notebookDocument/didChange", notebook.edit_params(2, edited_text(notebook, is_faulty=False)))
        wait_for_diagnostics(session, uri, is_faulty=False)
        versions = itertools.count(3)
        figures["edit ms"] = time_edits(session, notebook, itertools.islice(versions, edits), edited_text, uri, FAULT)
        next_uri, table = notebook.uris[notebook.middle + 1], f"table_{middle_step(notebook)}"
        figures["define ms"] = time_edits(
            session, notebook, itertools.islice(versions, edits), undefining_text, next_uri, f"`{table}`"
        )
        figures["hover ms"] = time_hover(session, notebook, edits) if announced.get("hoverProvider") else float("nan")
        figures["memory MiB"] = peak_memory(session.process)
    return figures


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cells", type=int, default=1000)
    parser.add_argument("--edits", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("servers", nargs="+", metavar="NAME=COMMAND")
    options = parser.parse_args()
    servers = dict(server.split("=", 1) for server in options.servers)
    notebook = chain_of_steps(options.cells)
    rounds = {name: [] for name in servers}
    for _ in range(options.rounds):
        for name, command in servers.items():
            rounds[name].append(measure(command, notebook, options.edits))
    for name, measured in rounds.items():
        medians = {key: statistics.median(figures[key] for figures in measured) for key in measured[0]}
        print(f"{name:10}", "  ".join(f"{key} {value:8.2f}" for key, value in medians.items()))


if __name__ == "__main__":
    main()
