"""An `.ipynb` file open as JSON text."""

import json

from lsprotocol import types

from kale_client import text_editor_capabilities
from notebook_text import NotebookText, TextIndex, source_of
from shape import Diagnosed, Shape


class TextShape(Shape):
    """An `.ipynb` open as JSON text."""

    is_one_document = True
    capabilities = staticmethod(text_editor_capabilities)

    def __init__(self, client, path):
        super().__init__(client, path)
        with open(path, encoding="utf-8", newline="") as file:
            self.text = file.read()
        self.may_edit_code = False  # whether an edit may change more than metadata

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

    def is_code(self, cell):
        return self.value()["cells"][cell]["cell_type"] == "code"

    def text_at(self, range_):
        """What stands in a range of the text."""
        index = TextIndex(self.text, self.encoding)
        start, end = index.offsets(range_)
        return self.text[start:end]

    @property
    def cell_count(self):
        return len(self.value()["cells"])

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
        self._did_change(
            [types.TextDocumentContentChangePartial(range=edit.range, text=edit.new_text) for edit in ordered]
        )

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

    def apply_workspace_edit(self, edit):
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
        metadata = [
            span for path, span in before.spans.items() if path[-1:] == ("metadata",) and len(path) in (1, 3)
        ]
        for edit_ in edits:
            start, end = before.offsets(edit_.range)
            assert self.may_edit_code or any(first < start and end < last for first, last in metadata), (
                f"{before.text[start:end]!r} -> {edit_.new_text!r} reaches outside the metadata"
            )
        self.change(edits)
