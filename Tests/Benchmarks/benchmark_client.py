"""The benchmarks' client: notebooks as an editor opens them, the requests that it sends, and what a server uses for them."""

import json
import os
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "EndToEnd"))

from raw_session import RawSession  # noqa: E402, F401

FOLDER = "/kale-lsp-benchmark"
NOTEBOOK = f"file://{FOLDER}/benchmark.ipynb"
TEXT = f"file://{FOLDER}/text.ipynb"
CONFIGURATION = {"pipeline_name": "b", "experiment_name": "b"}
CAPABILITIES = {
    "notebookDocument": {"synchronization": {}},
    "textDocument": {
        "documentSymbol": {"hierarchicalDocumentSymbolSupport": True},
        "rename": {"prepareSupport": True},
        "codeAction": {
            "codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix", "refactor", "source"]}},
            "dataSupport": True,
            "resolveSupport": {"properties": ["edit"]},
        },
        "publishDiagnostics": {},
    },
    "workspace": {"applyEdit": True, "workspaceEdit": {"documentChanges": True}},
    "general": {"positionEncodings": ["utf-16"]},
    "experimental": {
        "kale": {
            "applyNotebookEdit": True,
            "notebookEditKinds": ["cellMetadata", "cellText", "insertCells", "notebookMetadata"],
        }
    },
}


class Cell:
    """A cell: its tags, its text, and what else distinguishes it."""

    def __init__(self, tags, text, is_code=True, notebook_path=None):
        self.tags = tags
        self.text = text
        self.is_code = is_code
        self.notebook_path = notebook_path

    @property
    def metadata(self):
        path = {} if self.notebook_path is None else {"notebook_path": self.notebook_path}
        return {"tags": self.tags, **path}


class NotebookDocument:
    """A notebook in two of its shapes: the documents of its cells, and the text of its `.ipynb` file."""

    def __init__(self, cells, configuration=CONFIGURATION):
        self.cells = cells
        self.configuration = configuration
        self.uris = [f"vscode-notebook-cell:{FOLDER}/benchmark.ipynb#C{i}" for i in range(len(cells))]
        self.middle = len(cells) // 2

    @property
    def metadata(self):
        return {"kubeflow_notebook": self.configuration}

    def open_params(self, replaced=None):
        """The parameters of `notebookDocument/didOpen`; `replaced` is the text of the cell in the middle, if another."""
        texts = [cell.text for cell in self.cells]
        if replaced is not None:
            texts[self.middle] = replaced
        return {
            "notebookDocument": {
                "uri": NOTEBOOK,
                "notebookType": "jupyter-notebook",
                "version": 1,
                "metadata": {"metadata": self.metadata},
                "cells": [
                    {"kind": 2 if cell.is_code else 1, "document": uri, "metadata": {"metadata": cell.metadata}}
                    for uri, cell in zip(self.uris, self.cells)
                ],
            },
            "cellTextDocuments": [
                {"uri": uri, "languageId": "python" if cell.is_code else "markdown", "version": 1, "text": text}
                for uri, cell, text in zip(self.uris, self.cells, texts)
            ],
        }

    def edit_params(self, version, text):
        """The parameters of `notebookDocument/didChange` that replace the text of the cell in the middle."""
        document = {"uri": self.uris[self.middle], "version": version}
        return {
            "notebookDocument": {"uri": NOTEBOOK, "version": version},
            "change": {"cells": {"textContent": [{"document": document, "changes": [{"text": text}]}]}},
        }

    def file_text(self, replaced=None):
        """The text of the `.ipynb` file."""
        cells = []
        for index, cell in enumerate(self.cells):
            text = replaced if index == self.middle and replaced is not None else cell.text
            kind = {"cell_type": "code", "execution_count": None, "outputs": []}
            cells.append(
                {
                    **(kind if cell.is_code else {"cell_type": "markdown"}),
                    "id": f"c{index}",
                    "metadata": cell.metadata,
                    "source": text.splitlines(keepends=True),
                }
            )
        notebook = {"cells": cells, "metadata": self.metadata, "nbformat": 4, "nbformat_minor": 5}
        return json.dumps(notebook, indent=1, ensure_ascii=False)


def position(text, needle, skip=0):
    """The place of a needle in a text, `skip` characters on, as the protocol writes it."""
    return position_of_offset(text, text.index(needle) + skip)


def position_of_offset(text, offset):
    """The place of an offset in a text, as the protocol writes it; the text has no characters beyond the first plane."""
    line_start = text.rfind("\n", 0, offset) + 1
    return {"line": text.count("\n", 0, offset), "character": offset - line_start}


def requests(uri, name, tag, end):
    """Yields the method and parameters of each request.

    `name` and `tag` are positions of a name in code and of a tag, `tag` is None for a document without tags in its text,
    and `end` is the position of the document's end.
    """
    document = {"textDocument": {"uri": uri}}
    at_name = {**document, "position": name}
    whole = {"start": {"line": 0, "character": 0}, "end": end}
    yield "kale/outline", {"uri": uri}
    yield "kale/form", {"uri": uri}
    yield "kale/checkForm", {"uri": uri, "changes": {"pipeline-name": "renamed"}}
    yield "kale/proposal", {"uri": uri}
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


# The requests that a client sends because of a capability.
_REQUESTS_OF_CAPABILITIES = {
    "codeActionProvider": ["textDocument/codeAction", "codeAction/resolve"],
    "codeLensProvider": ["textDocument/codeLens"],
    "completionProvider": ["textDocument/completion"],
    "definitionProvider": ["textDocument/definition"],
    "diagnosticProvider": ["textDocument/diagnostic", "workspace/diagnostic"],
    "documentHighlightProvider": ["textDocument/documentHighlight"],
    "documentLinkProvider": ["textDocument/documentLink"],
    "documentSymbolProvider": ["textDocument/documentSymbol"],
    "executeCommandProvider": ["workspace/executeCommand"],
    "foldingRangeProvider": ["textDocument/foldingRange"],
    "hoverProvider": ["textDocument/hover"],
    "inlayHintProvider": ["textDocument/inlayHint"],
    "referencesProvider": ["textDocument/references"],
    "renameProvider": ["textDocument/rename", "textDocument/prepareRename"],
    "workspaceSymbolProvider": ["workspace/symbol"],
    "notebookDocumentSync": [],
    "experimental": [],
    "positionEncoding": [],
    "textDocumentSync": [],
    "workspace": [],
}


def announced(capabilities):
    """The requests and commands that a server announces. One with a capability that is not known here is an error."""
    methods = [method for name in capabilities for method in _REQUESTS_OF_CAPABILITIES[name]]
    return {*methods, *capabilities.get("executeCommandProvider", {}).get("commands", [])}


def peak_memory(process):
    """The most memory that a process has held, in MiB; nan where the system does not say."""
    try:
        with open(f"/proc/{process.pid}/status") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 1024
    except OSError:
        return float("nan")


def processor_time(process):
    """The seconds that the processor has worked for all threads of a process; the clock's time where the system does not say.

    Unlike the clock, this hardly changes when other programs are busy.
    """
    if not sys.platform.startswith("linux"):
        return time.perf_counter()
    # The kernel's name of the clock of another process: the complement of its number, and CPUCLOCK_SCHED.
    return time.clock_gettime((~process.pid << 3) | 2)


# A process counts as its own what the one that started it held at that moment, so a small one starts it. It stands in for a
# command: its arguments are the limit of the processor's seconds, or 0, and the command.
_STARTER = """
import os, resource, sys, time
limit = int(sys.argv[1])
started = time.monotonic()
child = os.fork()
if child == 0:
    if limit:
        resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in range(3):
        os.dup2(nothing, descriptor)
    os.execvp(sys.argv[2], sys.argv[2:])
_, status, usage = os.wait4(child, 0)
seconds = time.monotonic() - started
print(os.waitstatus_to_exitcode(status), seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss)
"""


def command_usage(command, cwd=None, limit=0):
    """Runs a command: its exit status, the clock's seconds, the processor's seconds, and the most memory it held in MiB.

    With a limit, the system ends the command, with a status below 0, after that many seconds of the processor.
    """
    starter = [sys.executable, "-I", "-S", "-c", _STARTER, str(limit), *map(str, command)]
    printed = subprocess.run(starter, cwd=cwd, stdin=subprocess.DEVNULL, capture_output=True, check=True, text=True).stdout
    status, clock, processor, memory = printed.split()
    unit = 1024 if sys.platform.startswith("linux") else 1024 * 1024
    return int(status), float(clock), float(processor), int(memory) / unit
