#!/usr/bin/env python3
"""Measures how the cost of every command and request grows with the notebook, for notebooks of many shapes.

usage: notebook_shapes.py [--shape NAME …] [--sizes N] [--rounds N] [--all] [--output FILE] [--program PATH]
e.g.   notebook_shapes.py --shape chain long-cell
       notebook_shapes.py --output shapes.txt

For each shape (`shapes.py`), `check`, `check --fix`, `compile` and `graph` are run, and a server is asked everything about the
notebook, open as a notebook document (rows `cells …`) and as the text of its file (rows `text …`): each request and command
that it announces. `kale.run` starts a program that ends at once in place of Python. The rows `edit` change the
cell in the middle so that it defines something else; the rows `edit same` change nothing that it defines. Sizes double.

Time is that of the processor, which other programs hardly disturb. A shape with a row a little above the limit is measured again
with one size more, up to the number of rounds, and the least counts. The exponent is that of the best
power law through the last three sizes, those below a millisecond left out. The status is 1 where an exponent of time or memory
is more than 1.25, which n log n stays below. Each shape prints the rows that are above the limit, and otherwise its four
dearest; `--all` prints every row. The program is the release build of this checkout unless another is named.
"""

import argparse
import json
import math
import os
import pathlib
import queue
import re
import shutil
import sys
import tempfile

from benchmark_client import (
    CAPABILITIES,
    NOTEBOOK,
    TEXT,
    RawSession,
    announced,
    command_usage,
    peak_memory,
    position_of_offset,
    processor_time,
    requests,
)
from shapes import SHAPES

REPOSITORY = pathlib.Path(__file__).resolve().parent.parent.parent
LIMIT = 1.25
# Below this the fixed costs of a request and the clock's noise are all that is measured.
LEAST_SECONDS = 1e-3
LEAST_MEBIBYTES = 8.0
PATIENCE = 60
# Stands in for Python: what is measured of a run is what the server does for it.
FALSE = shutil.which("false")
DEFINING = ("\nbenchmark_a = 1\n", "\nbenchmark_b = 1\n")
NOT_DEFINING = ("\n1 + 1\n", "\n1 + 2\n")


class Measurements:
    """For each row, the least cost and the size of the answer at each size of the notebook."""

    def __init__(self, sizes):
        self.sizes = sizes
        self.costs = {}
        self.answers = {}

    def add(self, row, size, cost, answer=0):
        costs = self.costs.setdefault(row, {})
        costs[size] = min(cost, costs.get(size, math.inf))
        self.answers.setdefault(row, {})[size] = answer

    def exponent(self, row):
        """The exponent of the cost of a row; None where it is too small to tell."""
        least = LEAST_MEBIBYTES if row.endswith("memory") else LEAST_SECONDS
        points = [(size, self.costs[row].get(size)) for size in self.sizes[-3:]]
        return power_of([(size, cost) for size, cost in points if cost is not None and cost >= least])

    def answer_exponent(self, row):
        points = [(size, self.answers[row].get(size, 0)) for size in self.sizes[-3:]]
        return power_of([(size, answer) for size, answer in points if answer > 1000])


def power_of(points):
    """The slope of the line of least squares through the logarithms of some points; None for fewer than two."""
    if len(points) < 2:
        return None
    # Beyond what can be drawn, a row has become so dear that it was given up.
    if any(math.isinf(cost) for _, cost in points):
        return math.inf
    logarithms = [(math.log(size), math.log(cost)) for size, cost in points]
    middle = [sum(column) / len(points) for column in zip(*logarithms)]
    across = sum((x - middle[0]) * (y - middle[1]) for x, y in logarithms)
    return across / sum((x - middle[0]) ** 2 for x, _ in logarithms)


# The command line


def run_command(command):
    """The seconds that the processor works for a command, and the most memory in MiB; infinite where it does not end."""
    status, _, seconds, memory = command_usage(command, limit=PATIENCE)
    return (math.inf, math.inf) if status < 0 else (seconds, memory)


def measure_commands(program, notebook, size, measurements, given_up, baseline):
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        original, path = folder / "original.ipynb", folder / "notebook.ipynb"
        original.write_text(notebook.file_text(), encoding="utf-8")
        commands = {
            "check": ["check", path],
            "check --fix": ["check", "--fix", path],
            "compile": ["compile", path, "--output", folder / "compiled"],
            "graph": ["graph", path, "--output-format", "json"],
        }
        for row, arguments in commands.items():
            if row in given_up:
                continue
            shutil.copyfile(original, path)
            seconds, memory = run_command([program, *map(str, arguments)])
            measurements.add(row, size, max(seconds - baseline[0], 1e-9))
            measurements.add(f"{row}, memory", size, max(memory - baseline[1], 1e-9))
            if math.isinf(seconds):
                given_up.add(row)


# The language server


class TimedSession:
    """A session that says what each message costs."""

    def __init__(self, program, measurements, size):
        self.session = RawSession([program, "serve"], timeout=PATIENCE)
        self.announced = announced(self.session.initialize(CAPABILITIES)["capabilities"])
        self.asked = set()
        self.measurements = measurements
        self.size = size
        self.count = 0

    def ask(self, method, params):
        """The server's answer, once everything before it has been handled."""
        self.count += 1
        self.asked.add(method)
        if method == "workspace/executeCommand":
            self.asked.add(params["command"])
        self.session.send({"id": self.count, "method": method, "params": params})
        while True:
            message = self.session.next_message()
            if message is None:
                raise RuntimeError("the server ended")
            if "id" in message and "method" in message:
                items = message.get("params", {}).get("items", [])
                self.session.send({"id": message["id"], "result": [None] * len(items) if items else None})
            elif message.get("id") == self.count:
                return message

    def time_notification(self, row, method, params):
        started = processor_time(self.session.process)
        self.session.notify(method, params)
        # The answer to what no server knows comes when the notification has been handled.
        self.ask("benchmark/nothing", {})
        self.measurements.add(row, self.size, processor_time(self.session.process) - started)

    def time_request(self, row, method, params):
        for _ in range(2):
            started = processor_time(self.session.process)
            answer = self.ask(method, params)
            seconds = processor_time(self.session.process) - started
            self.measurements.add(row, self.size, seconds, len(json.dumps(answer.get("result"))))
            if seconds > 0.5:
                break
        return answer.get("result")


def places(notebook, text):
    """In the document of the middle cell and in the file's text: the positions of a name, of a tag, and of the end."""
    cell = notebook.cells[notebook.middle]
    # A name that comes from another step, if there is one: most shapes have it behind the first sign of equality.
    found = re.search(r"(?:= |\()([a-z_]\w*)", cell.text) or re.search(r"([a-z_]\w*)", cell.text)
    offset = found.start(1) if found else 0
    in_cell = position_of_offset(cell.text, offset), None, position_of_offset(cell.text, len(cell.text))
    start = text.index(f'"id": "c{notebook.middle}"')
    source = text.find('"source": [', start)
    written = cell.text.splitlines(keepends=True)
    line = cell.text.count("\n", 0, offset)
    name = position_of_offset(text, source)
    if written:
        column = offset - cell.text.rfind("\n", 0, offset) - 1
        name = {"line": name["line"] + 1 + line, "character": 4 + column}
    tag = text.find('"step:', start, source)
    tag = name if tag < 0 else position_of_offset(text, tag + 7)
    return in_cell, (name, tag, position_of_offset(text, len(text)))


def measure_edits(session, notebook, is_text):
    shape, original = ("text", "cells")[not is_text], notebook.cells[notebook.middle].text
    for row, endings in (("edit", DEFINING), ("edit same", NOT_DEFINING)):
        # The first edit of a row changes what the cell defines in any case.
        for number in range(4):
            session.version += 1
            text = original + endings[number % 2]
            name = f"{shape} {row}" if number > 0 else "warm"
            if is_text:
                params = {
                    "textDocument": {"uri": TEXT, "version": session.version},
                    "contentChanges": [{"text": notebook.file_text(text)}],
                }
                session.time_notification(name, "textDocument/didChange", params)
            else:
                params = notebook.edit_params(session.version, text)
                session.time_notification(name, "notebookDocument/didChange", params)
            if session.measurements.costs[name][session.size] > 0.5:
                break
    session.measurements.costs.pop("warm", None)


def measure_requests(session, shape, uri, positions, middle):
    for method, params in requests(uri, *positions):
        session.time_request(f"{shape} {method.split('/')[1]}", method, params)
    start = {"line": 0, "character": 0}
    whole = {"start": start, "end": positions[2]}
    arguments = {"textDocument": {"uri": uri}, "range": whole, "context": {"diagnostics": []}}
    session.time_request(f"{shape} codeAction, whole", "textDocument/codeAction", arguments)
    session.time_request(f"{shape} workspace/diagnostic", "workspace/diagnostic", {"previousResultIds": []})
    for command, argument in commands(session, uri, positions[0], middle).items():
        params = {"command": command, "arguments": [argument]}
        session.time_request(f"{shape} {command}", "workspace/executeCommand", params)
    if shape == "text":
        # As the server offers it where there is something to fix.
        data = {"uri": uri, "version": session.version, "kind": "source.fixAll.kale"}
        session.time_request("text fixAll", "codeAction/resolve", {"title": "Fix all", "data": data})


def commands(session, uri, position, middle):
    """The argument of each command, about the document of the cell in the middle or about the text."""
    cell = {"uri": uri, "cell": middle}
    document = {"uri": NOTEBOOK, "version": session.version}
    compiled = {"uri": uri, "outputDirectory": session.folder}
    return {
        "kale.compile": compiled,
        "kale.graph": {"uri": uri, "format": "json"},
        "kale.run": {"uri": uri, "python": FALSE},
        "kale.schedules": {"uri": uri, "python": FALSE},
        "kale.removeSchedule": {"uri": uri, "python": FALSE, "schedule": "nightly"},
        "kale.fixAll": {"uri": uri},
        "kale.migrate": {"uri": uri},
        "kale.setTags": {**cell, "tags": ["skip"]},
        "kale.applyForm": {**cell, "changes": {"cpu-limit": "2"}},
        "kale.applyProposal": {"uri": uri},
        "kale.renameStep": {**cell, "newName": "renamed_by_the_benchmark"},
        "kale.previousStep": {"uri": uri, "position": position},
        "kale.nextStep": {"uri": uri, "position": position},
        "kale.applyNotebookEdit": {"label": "Edit", "edit": {"notebookDocument": document, "edits": []}},
    }


def measure_session(program, notebook, size, measurements):
    with tempfile.TemporaryDirectory() as folder:
        measure_session_in(folder, program, notebook, size, measurements)


def measure_session_in(folder, program, notebook, size, measurements):
    text = notebook.file_text()
    in_cell, in_text = places(notebook, text)
    session = TimedSession(program, measurements, size)
    session.version, session.folder = 1, folder
    with session.session:
        session.time_notification("cells open", "notebookDocument/didOpen", notebook.open_params())
        measure_edits(session, notebook, is_text=False)
        session.version += 1
        session.session.notify(
            "notebookDocument/didChange", notebook.edit_params(session.version, notebook.cells[notebook.middle].text)
        )
        measure_requests(session, "cells", notebook.uris[notebook.middle], in_cell, notebook.middle)
        session.session.notify(
            "notebookDocument/didClose",
            {"notebookDocument": {"uri": NOTEBOOK}, "cellTextDocuments": [{"uri": uri} for uri in notebook.uris]},
        )
        item = {"uri": TEXT, "languageId": "json", "version": 1, "text": text}
        session.time_notification("text open", "textDocument/didOpen", {"textDocument": item})
        measure_edits(session, notebook, is_text=True)
        session.version += 1
        session.session.notify(
            "textDocument/didChange",
            {"textDocument": {"uri": TEXT, "version": session.version}, "contentChanges": [{"text": text}]},
        )
        measure_requests(session, "text", TEXT, in_text, notebook.middle)
        missing = session.announced - session.asked
        assert not missing, f"announced and not measured: {', '.join(sorted(missing))}"
        measurements.add("server, memory", size, peak_memory(session.session.process))


# Reports


def cost_text(cost, is_memory):
    if cost is None:
        return "-"
    if math.isinf(cost):
        return f">{PATIENCE} s"
    if is_memory:
        return f"{cost:.1f} MiB"
    return f"{cost:.1f} s" if cost >= 10 else f"{cost * 1e3:.1f} ms"


def print_rows(measurements, shows_all, write):
    """Prints the rows of a shape; returns those above the limit, with their exponents."""
    rows = [(row, measurements.exponent(row)) for row in measurements.costs]
    excess = [(row, exponent) for row, exponent in rows if exponent is not None and exponent > LIMIT]

    def last(row):
        costs = measurements.costs[row]
        return costs[max(costs)]

    times = sorted((row for row, _ in rows if not row.endswith("memory")), key=last, reverse=True)
    shown = {row for row, _ in rows} if shows_all else {row for row, _ in excess} | set(times[:4])
    for row, exponent in rows:
        if row not in shown:
            continue
        costs = [measurements.costs[row].get(size) for size in measurements.sizes]
        texts = [cost_text(cost, row.endswith("memory")) for cost in costs[-4:]]
        mark = "!" if exponent is not None and exponent > LIMIT else " "
        answer = measurements.answer_exponent(row)
        power = f"{exponent:5.2f}" if exponent is not None else "    -"
        # An answer that grows faster than the notebook explains the time that it takes.
        note = f"{answer:5.2f}" if answer is not None else "    -"
        write(f"{row[:27]:27}" + "".join(f"{text:>10}" for text in texts) + f" {power}{mark}{note}")
    return excess


def measure_once(name, options, baseline, measurements):
    given_up = set()
    for size in measurements.sizes:
        notebook = SHAPES[name][2](size)
        measure_commands(options.program, notebook, size, measurements, given_up, baseline)
        if "session" in given_up:
            continue
        try:
            measure_session(options.program, notebook, size, measurements)
        except (queue.Empty, RuntimeError, BrokenPipeError) as error:
            given_up.add("session")
            reason = "session gave up" if isinstance(error, queue.Empty) else "session ended"
            measurements.add(reason, size, math.inf)


def measure_shape(name, options, baseline):
    """The measurements of a shape. Where an exponent is above the limit, it is measured again: it may be noise."""
    _, base, _ = SHAPES[name]
    measurements = Measurements([base << doubling for doubling in range(options.sizes)])
    for round in range(options.rounds):
        # At another size, what is noise or a cache that is full goes; what is a power stays.
        if round > 0:
            measurements.sizes.append(measurements.sizes[-1] * 2)
        measure_once(name, options, baseline, measurements)
        exponents = [measurements.exponent(row) or 0 for row in measurements.costs]
        if not any(LIMIT < exponent < LIMIT + 0.5 for exponent in exponents):
            break
    return measurements


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shape", nargs="+", choices=sorted(SHAPES), metavar="NAME", help="those shapes alone")
    parser.add_argument("--sizes", type=int, default=4, help="how often the size is doubled, less one (default: 4)")
    parser.add_argument("--rounds", type=int, default=3, help="how often a shape is measured at most")
    parser.add_argument("--all", action="store_true", help="print every row")
    parser.add_argument("--output", help="a file for the report, besides standard output")
    parser.add_argument("--program", default=str(REPOSITORY / ".build" / "release" / "kale-lsp"))
    options = parser.parse_args()
    options.program = os.path.abspath(options.program)
    output = open(options.output, "w", encoding="utf-8") if options.output else None

    def write(line):
        print(line, flush=True)
        if output:
            print(line, file=output, flush=True)

    with tempfile.TemporaryDirectory() as folder:
        empty = pathlib.Path(folder) / "empty.ipynb"
        empty.write_text('{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}')
        runs = [run_command([options.program, "check", str(empty)]) for _ in range(5)]
    baseline = [min(column) for column in zip(*runs)]
    excesses = []
    for name in options.shape or SHAPES:
        title, base, _ = SHAPES[name]
        write(f"\n{name}: {title}, {base} to {base << options.sizes - 1}")
        excess = print_rows(measure_shape(name, options, baseline), options.all, write)
        excesses += [(name, row, exponent) for row, exponent in excess]
    write("\nabove the limit:" if excesses else "\nnothing above the limit")
    for name, row, exponent in excesses:
        write(f"{name:28} {row:28} {exponent:6.2f}")
    sys.exit(1 if excesses else 0)


if __name__ == "__main__":
    main()
