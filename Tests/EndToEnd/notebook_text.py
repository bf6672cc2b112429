"""A notebook's JSON text: where each value stands in it, in the positions that LSP uses."""

import bisect
import json
import re
from json.decoder import scanstring

from lsprotocol import types

_SPACE = re.compile(r"[ \t\r\n]*")
_LINE_END = re.compile(r"\r\n|\n|\r")
_SCALAR = json.JSONDecoder()


def code_units(text, encoding):
    """The length of `text` in the units that positions count in."""
    if encoding == types.PositionEncodingKind.Utf8:
        return len(text.encode("utf-8"))
    return len(text.encode("utf-16-le")) // 2


class TextIndex:
    """Maps offsets in code points to LSP positions and back."""

    def __init__(self, text, encoding=types.PositionEncodingKind.Utf16):
        self.text = text
        self.encoding = encoding
        self._starts = [0] + [end.end() for end in _LINE_END.finditer(text)]

    def position(self, offset):
        line = bisect.bisect_right(self._starts, offset) - 1
        return types.Position(line, code_units(self.text[self._starts[line] : offset], self.encoding))

    def offset(self, position):
        start = self._starts[position.line]
        rest = self.text[start : start + position.character]
        length = position.character
        while code_units(rest[:length], self.encoding) > position.character:
            length -= 1
        assert code_units(rest[:length], self.encoding) == position.character, (
            f"{position} splits a character"
        )
        return start + length

    def range(self, start, end):
        return types.Range(self.position(start), self.position(end))

    def offsets(self, range_):
        return self.offset(range_.start), self.offset(range_.end)

    def applying(self, edits):
        """The text after the edits, which all speak of the text before any of them."""
        changes = sorted((*self.offsets(edit.range), edit.new_text) for edit in edits)
        parts, at = [], 0
        for start, end, new in changes:
            assert start >= at, "edits overlap"
            parts += [self.text[at:start], new]
            at = end
        return "".join(parts) + self.text[at:]


class NotebookText(TextIndex):
    """The text of an `.ipynb` file with the span of each JSON value.

    A value is named by its path, such as ("cells", 0, "source").
    """

    def __init__(self, text, encoding=types.PositionEncodingKind.Utf16):
        super().__init__(text, encoding)
        json.loads(text)  # the walk below takes it for granted that the text is JSON
        self.spans = {}
        self.value, _ = self._parse(0, ())

    def _skip(self, at):
        return _SPACE.match(self.text, at).end()

    def _parse(self, at, path):
        start = at = self._skip(at)
        opening = self.text[at]
        if opening == "{":
            value, at = {}, self._skip(at + 1)
            while self.text[at] != "}":
                key, at = scanstring(self.text, self._skip(at) + 1)
                value[key], at = self._parse(self._skip(at) + 1, (*path, key))
                at = self._skip(at)
                at = self._skip(at + 1) if self.text[at] == "," else at
            at += 1
        elif opening == "[":
            value, at = [], self._skip(at + 1)
            while self.text[at] != "]":
                item, at = self._parse(at, (*path, len(value)))
                value.append(item)
                at = self._skip(at)
                at = self._skip(at + 1) if self.text[at] == "," else at
            at += 1
        else:
            value, at = _SCALAR.raw_decode(self.text, at)
        self.spans[path] = (start, at)
        return value, at

    def cell_at(self, offset):
        """The index of the cell whose JSON holds the offset, or None."""
        for index in range(len(self.value.get("cells", []))):
            start, end = self.spans["cells", index]
            if start <= offset < end:
                return index
        return None

    def tag_at(self, start, end):
        """(cell, tag) of the tag string whose quotes or content the span is, or None."""
        cell = self.cell_at(start)
        tags = self.value["cells"][cell]["metadata"].get("tags", []) if cell is not None else []
        for index, tag in enumerate(tags):
            first, last = self.spans["cells", cell, "metadata", "tags", index]
            if first <= start and end <= last and end - start >= last - first - 2:
                return cell, tag
        return None

    def tag_offset(self, cell, tag):
        """An offset inside the tag, past its opening quote."""
        index = self.value["cells"][cell]["metadata"]["tags"].index(tag)
        return self.spans["cells", cell, "metadata", "tags", index][0] + 1

    def source_offset(self, cell, index):
        """The offset in the file of the cell's source character `index`, both in code points."""
        source = self.value["cells"][cell]["source"]
        pieces = [source] if isinstance(source, str) else source
        for number, piece in enumerate(pieces):
            if index < len(piece) or number == len(pieces) - 1:
                path = ("cells", cell, "source") + (() if isinstance(source, str) else (number,))
                return self._offset_in_string(self.spans[path][0] + 1, index)
            index -= len(piece)
        raise ValueError(f"cell {cell} has no source")

    def _offset_in_string(self, at, characters):
        for _ in range(characters):
            if self.text[at] != "\\":
                at += 1
            elif self.text[at + 1] != "u":
                at += 2
            else:
                is_pair = re.match(r"\\u[dD][89abAB]..\\u[dD][c-fC-F]..", self.text[at : at + 12])
                at += 12 if is_pair else 6
        return at


def source_of(cell):
    """A cell's source, which nbformat allows to be a string or a list of lines."""
    return cell["source"] if isinstance(cell["source"], str) else "".join(cell["source"])
