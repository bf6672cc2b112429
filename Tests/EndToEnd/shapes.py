"""A notebook open in an editor, in each of the shapes that the server reads, behind one interface.

Each shape keeps the notebook as its editor would, tells the server of every change, and applies what the server
asks for. A test written against the interface holds for both.
"""

import asyncio
import json
from dataclasses import dataclass

from lsprotocol import types

from kale_client import APPLY_NOTEBOOK_EDIT
from notebook_text import NotebookText, TextIndex, source_of

PATIENCE = 10  # seconds until what should come counts as missing
QUIET = 0.2  # seconds without a message until nothing more is expected


@dataclass(frozen=True)
class Diagnosed:
    """A diagnostic and the cell it stands in; None for the notebook as a whole."""

    cell: int | None
    diagnostic: types.Diagnostic

    @property
    def code(self):
        return self.diagnostic.code

    @property
    def message(self):
        return self.diagnostic.message


class Shape:
    """What both shapes share. A place is a (document URI, position) pair."""

    def __init__(self, client, path):
        self.client = client
        self.path = path
        self.uri = path.as_uri()
        self.version = 1
        self.encoding = client.initialization.capabilities.position_encoding or types.PositionEncodingKind.Utf16

    async def settled(self):
        """Returns when the server has dealt with all that was sent and says nothing more."""
        await self.hover(self.any_place())
        before = None
        while before != (before := dict(self.client.diagnostics)):
            await asyncio.sleep(QUIET)

    async def until(self, condition, what):
        """Waits until `condition` holds of the diagnostics; they come when the server sees fit."""
        deadline = asyncio.get_running_loop().time() + PATIENCE
        while not condition(found := self.diagnosed()):
            if asyncio.get_running_loop().time() > deadline:
                raise AssertionError(f"{what}: still {[(d.cell, d.code, d.message) for d in found]}")
            await asyncio.sleep(0.02)
        return found

    async def cells_diagnosed(self, expected):
        """Waits until diagnostics stand in exactly the cells expected."""
        expected = set(expected)
        return await self.until(
            lambda found: {d.cell for d in found} == expected, f"diagnostics expected in cells {sorted(expected)}"
        )

    async def hover(self, place):
        uri, position = place
        return await self.client.text_document_hover_async(
            types.HoverParams(types.TextDocumentIdentifier(uri), position)
        )

    async def hover_text(self, place):
        hover = await self.hover(place)
        assert hover is not None, f"no hover at {place}"
        assert isinstance(hover.contents, types.MarkupContent)
        return hover.contents.value

    async def code_actions(self, place, diagnostics=(), only=None):
        uri, position = place
        actions = await self.client.text_document_code_action_async(
            types.CodeActionParams(
                types.TextDocumentIdentifier(uri),
                types.Range(position, position),
                types.CodeActionContext(list(diagnostics), only=only),
            )
        )
        return [action for action in actions or [] if action.disabled is None]

    async def fixes(self, found):
        """The quick fixes of a diagnostic."""
        start = found.diagnostic.range.start
        place = (self.cell_uri(found.cell), start)
        actions = await self.code_actions(place, [found.diagnostic], only=[types.CodeActionKind.QuickFix])
        return [action for action in actions if found.diagnostic in (action.diagnostics or [])]

    async def apply(self, action):
        """Does what an editor does when the action is chosen."""
        if action.edit is not None:
            await self.apply_workspace_edit(action.edit)
        if action.command is not None:
            await self.client.workspace_execute_command_async(
                types.ExecuteCommandParams(action.command.command, action.command.arguments)
            )

    async def compile(self, **arguments):
        return await self.client.workspace_execute_command_async(
            types.ExecuteCommandParams("kale.compile", [{"uri": self.uri, **arguments}])
        )


class TextShape(Shape):
    """An `.ipynb` open as JSON text."""

    def __init__(self, client, path):
        super().__init__(client, path)
        with open(path, encoding="utf-8", newline="") as file:
            self.text = file.read()
        self.register(client)

    def register(self, client):
        @client.feature(types.WORKSPACE_APPLY_EDIT)
        async def apply_edit(params: types.ApplyWorkspaceEditParams):
            await self.apply_workspace_edit(params.edit)
            return types.ApplyWorkspaceEditResult(applied=True)

    @property
    def notebook(self):
        return NotebookText(self.text, self.encoding)

    def value(self):
        return json.loads(self.text)

    def metadata(self, cell):
        return self.value()["cells"][cell]["metadata"]

    def tags(self, cell):
        return self.metadata(cell).get("tags", [])

    def source(self, cell):
        return source_of(self.value()["cells"][cell])

    def cell_uri(self, cell):
        return self.uri

    # places

    def any_place(self):
        return self.uri, types.Position(0, 0)

    def place(self, cell, needle="", skip=0):
        """The place of the text in the cell's source, `skip` characters into it."""
        notebook = self.notebook
        index = self.source(cell).index(needle) + skip
        return self.uri, notebook.position(notebook.source_offset(cell, index))

    def tag_place(self, cell, tag):
        notebook = self.notebook
        return self.uri, notebook.position(notebook.tag_offset(cell, tag))

    def diagnosed(self):
        try:
            notebook = self.notebook
        except (ValueError, IndexError):
            notebook = None  # the text is not JSON at the moment
        index = TextIndex(self.text, self.encoding)

        def cell(diagnostic):
            return notebook.cell_at(index.offset(diagnostic.range.start)) if notebook else None

        return [Diagnosed(cell(d), d) for d in self.client.diagnostics.get(self.uri, [])]

    # what the editor does

    async def open(self):
        self.client.text_document_did_open(
            types.DidOpenTextDocumentParams(types.TextDocumentItem(self.uri, "json", self.version, self.text))
        )

    async def close(self):
        self.client.text_document_did_close(
            types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(self.uri))
        )

    def change(self, edits):
        """Makes text edits in the editor and tells the server of each, last one first."""
        index = TextIndex(self.text, self.encoding)
        ordered = sorted(edits, key=lambda edit: index.offsets(edit.range), reverse=True)
        self.text = index.applying(edits)
        self._did_change([types.TextDocumentContentChangePartial(edit.new_text, edit.range) for edit in ordered])

    def replace_all(self, text):
        """A change that sends the whole text."""
        self.text = text
        self._did_change([types.TextDocumentContentChangeWholeDocument(text)])

    def _did_change(self, changes):
        self.version += 1
        self.client.text_document_did_change(
            types.DidChangeTextDocumentParams(
                types.VersionedTextDocumentIdentifier(self.version, self.uri), changes
            )
        )

    def replace(self, old, new):
        """Types `new` over the one place where `old` stands."""
        assert self.text.count(old) == 1, f"{old!r} stands {self.text.count(old)} times"
        start = self.text.index(old)
        range_ = TextIndex(self.text, self.encoding).range(start, start + len(old))
        self.change([types.TextEdit(range_, new)])

    def _replace_value(self, path, value):
        notebook = self.notebook
        new = json.dumps(value, ensure_ascii=False)
        self.change([types.TextEdit(notebook.range(*notebook.spans[path]), new)])

    def set_tags(self, cell, tags):
        self._replace_value(("cells", cell, "metadata"), {**self.metadata(cell), "tags": tags})

    def set_source(self, cell, source):
        self._replace_value(("cells", cell, "source"), source)

    async def apply_workspace_edit(self, edit):
        """Applies an edit, which may change nothing but this file, and nothing in it but metadata."""
        assert not edit.changes or not edit.document_changes, "an edit says it one way"
        if edit.document_changes:
            [change] = edit.document_changes
            assert change.text_document.uri == self.uri
            assert change.text_document.version in (None, self.version), "the edit is for another version"
            edits = change.edits
        else:
            [(uri, edits)] = edit.changes.items()
            assert uri == self.uri
        before = self.notebook
        metadata = [span for path, span in before.spans.items() if path[-1:] == ("metadata",) and len(path) in (1, 3)]
        for edit_ in edits:
            start, end = before.offsets(edit_.range)
            assert any(first < start and end < last for first, last in metadata), (
                f"{before.text[start:end]!r} -> {edit_.new_text!r} reaches outside the metadata"
            )
        self.change(edits)


class NotebookShape(Shape):
    """A notebook document, its cells synchronised one by one.

    `layout` says where the editor puts the notebook's own metadata: "plain" as JupyterLab does, "nested" as VS Code
    does, "custom" as VS Code did until 2024.
    """

    def __init__(self, client, path, layout="nested"):
        super().__init__(client, path)
        self.layout = layout
        self.type = "jupyter-notebook"
        self.edits = []  # the edits that the server asked for
        self.refusal = None  # why the editor will not apply the next edit
        value = json.loads(path.read_bytes())
        self.notebook_metadata = self._lay_out(value["metadata"])
        self.cells = []
        for number, cell in enumerate(value["cells"]):
            self.cells.append(self.make_cell(cell["cell_type"], source_of(cell), cell["metadata"], number))
        self.register(client)

    def make_cell(self, kind, text, metadata, number):
        is_code = kind == "code"
        uri = self.uri.replace("file:", "vscode-notebook-cell:") + f"#W{number}sZmlsZQ%3D%3D"
        return {
            "uri": uri,
            "kind": types.NotebookCellKind.Code if is_code else types.NotebookCellKind.Markup,
            "language": "python" if is_code else kind,
            "text": text,
            "version": 1,
            "metadata": self._lay_out(metadata),
        }

    def _lay_out(self, metadata):
        if self.layout == "plain":
            return metadata
        if self.layout == "nested":
            return {"metadata": metadata}
        return {"custom": {"metadata": metadata}}

    def _own(self, metadata):
        if self.layout == "plain":
            return metadata
        if self.layout == "nested":
            return metadata["metadata"]
        return metadata["custom"]["metadata"]

    def register(self, client):
        @client.feature(APPLY_NOTEBOOK_EDIT)
        def apply_notebook_edit(params):
            self.edits.append(params)
            if self.refusal is not None:
                return {"applied": False, "failureReason": self.refusal}
            edit = params["edit"]
            document = edit["notebookDocument"]
            assert document["uri"] == self.uri
            if document["version"] != self.version:
                return {"applied": False, "failureReason": "the notebook has changed meanwhile"}
            for one in edit["edits"]:
                self._apply(one)
            return {"applied": True}

    def _apply(self, edit):
        if edit["kind"] == "cellMetadata":
            self.set_metadata(self._index(edit["cell"]), edit["metadata"])
        elif edit["kind"] == "notebookMetadata":
            self.notebook_metadata = edit["metadata"]
            self._did_change(types.NotebookDocumentChangeEvent(metadata=edit["metadata"]))
        elif edit["kind"] == "cellText":
            cell = self._index(edit["cell"])
            edits = self.client.protocol._converter.structure(edit["edits"], list[types.TextEdit])
            self.set_source(cell, TextIndex(self.cells[cell]["text"], self.encoding).applying(edits))
        else:
            raise AssertionError(f"unknown edit {edit}")

    def _index(self, uri):
        return next(index for index, cell in enumerate(self.cells) if cell["uri"] == uri)

    def tags(self, cell):
        return self._own(self.cells[cell]["metadata"]).get("tags", [])

    def source(self, cell):
        return self.cells[cell]["text"]

    def cell_uri(self, cell):
        return self.uri if cell is None else self.cells[cell]["uri"]

    # places

    def any_place(self):
        return self.cells[0]["uri"] if self.cells else self.uri, types.Position(0, 0)

    def place(self, cell, needle="", skip=0):
        text = self.cells[cell]["text"]
        return self.cells[cell]["uri"], TextIndex(text, self.encoding).position(text.index(needle) + skip)

    def tag_place(self, cell, tag):
        """Tags are not in the text: what a text shape shows on a tag stands on the cell's first line here."""
        assert tag in self.tags(cell)
        return self.cells[cell]["uri"], types.Position(0, 0)

    def diagnosed(self):
        places = {cell["uri"]: index for index, cell in enumerate(self.cells)}
        places[self.uri] = None
        return [
            Diagnosed(places.get(uri, "gone"), diagnostic)
            for uri, diagnostics in self.client.diagnostics.items()
            for diagnostic in diagnostics
        ]

    # what the editor does

    def _protocol_cell(self, cell):
        return types.NotebookCell(cell["kind"], cell["uri"], metadata=cell["metadata"])

    def _document(self, cell):
        return types.TextDocumentItem(cell["uri"], cell["language"], cell["version"], cell["text"])

    async def open(self):
        self.client.notebook_document_did_open(
            types.DidOpenNotebookDocumentParams(
                types.NotebookDocument(
                    self.uri,
                    self.type,
                    self.version,
                    [self._protocol_cell(cell) for cell in self.cells],
                    metadata=self.notebook_metadata,
                ),
                [self._document(cell) for cell in self.cells],
            )
        )

    async def close(self):
        self.client.notebook_document_did_close(
            types.DidCloseNotebookDocumentParams(
                types.NotebookDocumentIdentifier(self.uri),
                [types.TextDocumentIdentifier(cell["uri"]) for cell in self.cells],
            )
        )

    async def save(self):
        self.client.notebook_document_did_save(
            types.DidSaveNotebookDocumentParams(types.NotebookDocumentIdentifier(self.uri))
        )

    def _did_change(self, event):
        self.version += 1
        self.client.notebook_document_did_change(
            types.DidChangeNotebookDocumentParams(
                types.VersionedNotebookDocumentIdentifier(self.version, self.uri), event
            )
        )

    def _did_change_cells(self, **changes):
        self._did_change(types.NotebookDocumentChangeEvent(cells=types.NotebookDocumentCellChanges(**changes)))

    def set_metadata(self, cell, metadata):
        """`metadata` is the cell's whole new metadata, in the editor's layout."""
        self.cells[cell]["metadata"] = metadata
        self._did_change_cells(data=[self._protocol_cell(self.cells[cell])])

    def set_tags(self, cell, tags):
        self.set_metadata(cell, self._lay_out({**self._own(self.cells[cell]["metadata"]), "tags": tags}))

    def set_notebook_metadata(self, metadata):
        self.notebook_metadata = self._lay_out(metadata)
        self._did_change(types.NotebookDocumentChangeEvent(metadata=self.notebook_metadata))

    def run_cell(self, cell, order):
        """A run of a cell arrives as a change of its data with nothing new but the execution summary."""
        changed = self._protocol_cell(self.cells[cell])
        changed.execution_summary = types.ExecutionSummary(execution_order=order, success=True)
        self._did_change_cells(data=[changed])

    def set_source(self, cell, source):
        self.cells[cell]["text"] = source
        self._text_changed(cell, [types.TextDocumentContentChangeWholeDocument(source)])

    def type_over(self, cell, old, new):
        """An incremental change of a cell's text."""
        text = self.cells[cell]["text"]
        start = text.index(old)
        range_ = TextIndex(text, self.encoding).range(start, start + len(old))
        self.cells[cell]["text"] = text[:start] + new + text[start + len(old) :]
        self._text_changed(cell, [types.TextDocumentContentChangePartial(new, range_)])

    def _text_changed(self, cell, changes):
        changed = self.cells[cell]
        changed["version"] += 1
        identifier = types.VersionedTextDocumentIdentifier(changed["version"], changed["uri"])
        self._did_change_cells(text_content=[types.NotebookDocumentCellContentChanges(identifier, changes)])

    def splice(self, start, delete_count, cells=(), did_open=None, did_close=None):
        """Replaces cells in the editor's order; by default new ones are opened and removed ones closed."""
        removed = self.cells[start : start + delete_count]
        self.cells[start : start + delete_count] = list(cells)
        opened = list(cells) if did_open is None else did_open
        closed = removed if did_close is None else did_close
        self._did_change_cells(
            structure=types.NotebookDocumentCellChangeStructure(
                types.NotebookCellArrayChange(start, delete_count, [self._protocol_cell(cell) for cell in cells]),
                [self._document(cell) for cell in opened],
                [types.TextDocumentIdentifier(cell["uri"]) for cell in closed],
            )
        )

    def reverse(self, start, count):
        """Moves cells as VS Code does: deleted and inserted again, nothing opened or closed."""
        moved = list(reversed(self.cells[start : start + count]))
        self.splice(start, count, moved, did_open=[], did_close=[])

    async def apply_workspace_edit(self, edit):
        raise AssertionError("LSP's edits cannot change a cell's metadata")
