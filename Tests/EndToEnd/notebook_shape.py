"""A notebook document, its cells synchronised one by one."""

import json

from lsprotocol import types

from kale_client import notebook_editor_capabilities
from notebook_text import TextIndex, source_of
from shape import Diagnosed, Shape


class NotebookShape(Shape):
    """A notebook document, its cells synchronised one by one.

    `layout` says where the editor puts the notebook's own metadata: "plain" as JupyterLab does, "nested" as
    VS Code does, "custom" as VS Code did until 2024.
    """

    is_one_document = False
    capabilities = staticmethod(notebook_editor_capabilities)

    def __init__(self, client, path, layout="nested"):
        super().__init__(client, path)
        self.layout = layout
        self._cell_prefix = self.uri.replace("file:", "vscode-notebook-cell:") + "#"
        self.type = "jupyter-notebook"
        self.edits = []  # the edits that the server asked for
        self.inserted = 0  # cells that the server had inserted
        self.refusal = None  # why the editor will not apply the next edit
        value = json.loads(path.read_bytes())
        self.notebook_metadata = self._lay_out(value["metadata"])
        self.cells = []
        for number, cell in enumerate(value["cells"]):
            self.cells.append(self.make_cell(cell["cell_type"], source_of(cell), cell["metadata"], number))

    def make_cell(self, kind, text, metadata, number):
        is_code = kind == "code"
        uri = f"{self._cell_prefix}W{number}sZmlsZQ%3D%3D"
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

    def apply_notebook_edit(self, params):
        self.edits.append(params)
        if self.refusal is not None:
            return {"applied": False, "failureReason": self.refusal}
        if params["edit"]["notebookDocument"]["version"] != self.version:
            return {"applied": False, "failureReason": "the notebook has changed meanwhile"}
        edits = params["edit"]["edits"]
        for edit in edits:
            self._apply(edit)
        return {"applied": True}

    def _apply(self, edit):
        if edit["kind"] == "cellMetadata":
            self.set_metadata(self._index(edit["cell"]), edit["metadata"])
        elif edit["kind"] == "notebookMetadata":
            self.notebook_metadata = edit["metadata"]
            self._did_change(types.NotebookDocumentChangeEvent(metadata=edit["metadata"]))
        elif edit["kind"] == "cellText":
            self._apply_text_edits(edit["cell"], self._structured(edit["edits"]))
        elif edit["kind"] == "insertCells":
            index = len(self.cells) if edit["before"] is None else self._index(edit["before"])
            self.splice(index, 0, [self._new_cell(cell) for cell in edit["cells"]])
        else:
            raise AssertionError(f"unknown edit {edit}")

    def _structured(self, edits):
        return self.client.protocol._converter.structure(edits, list[types.TextEdit])

    def _apply_text_edits(self, uri, edits):
        cell = self._index(uri)
        self.set_source(cell, TextIndex(self.cells[cell]["text"], self.encoding).applying(edits))

    def _new_cell(self, cell):
        assert cell["kind"] == types.NotebookCellKind.Code and cell["languageId"] == "python"
        self.inserted += 1
        made = self.make_cell("code", cell["text"], {}, f"new{self.inserted}")
        return {**made, "metadata": cell["metadata"]}

    def _index(self, uri):
        return next(index for index, cell in enumerate(self.cells) if cell["uri"] == uri)

    def tags(self, cell):
        return self._own(self.cells[cell]["metadata"]).get("tags", [])

    def source(self, cell):
        return self.cells[cell]["text"]

    def is_code(self, cell):
        return self.cells[cell]["kind"] == types.NotebookCellKind.Code

    @property
    def cell_count(self):
        return len(self.cells)

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
            if uri == self.uri or uri.startswith(self._cell_prefix)
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
        self._did_change(
            types.NotebookDocumentChangeEvent(cells=types.NotebookDocumentCellChanges(**changes))
        )

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
        self._text_changed(cell, [types.TextDocumentContentChangePartial(range=range_, text=new)])

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
                types.NotebookCellArrayChange(
                    start, delete_count, [self._protocol_cell(cell) for cell in cells]
                ),
                [self._document(cell) for cell in opened],
                [types.TextDocumentIdentifier(cell["uri"]) for cell in closed],
            )
        )

    def reverse(self, start, count):
        """Moves cells as VS Code does: deleted and inserted again, nothing opened or closed."""
        moved = list(reversed(self.cells[start : start + count]))
        self.splice(start, count, moved, did_open=[], did_close=[])

    def apply_workspace_edit(self, edit):
        """Applies edits of cells' texts; LSP has no others."""
        for change in edit.document_changes:
            cell = self.cells[self._index(change.text_document.uri)]
            assert change.text_document.version in (None, cell["version"]), "the edit is for another version"
            self._apply_text_edits(cell["uri"], change.edits)
