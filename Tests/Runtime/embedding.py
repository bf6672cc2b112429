"""Writes the function that carries the runtime in a DSL script, as the compiler does.

usage: embedding.py --renew    to pack the runtime again, after a change
"""

import ast
import base64
import io
import sys
import textwrap
import tokenize
import zlib

import steps

PACKED = steps.RUNTIME.with_suffix(".packed")

HEAD = '''def _kale_runtime():
    """Returns the runtime of this pipeline's steps, a module."""
    import types as _types

    module = _types.ModuleType("kale_lsp_runtime")
    module.SOURCE = r\'\'\'
'''
PACKED_HEAD = '''def _kale_runtime():
    """Returns the runtime of this pipeline's steps, a module. `kale-lsp runtime` prints its source."""
    import base64 as _base64
    import types as _types
    import zlib as _zlib

    module = _types.ModuleType("kale_lsp_runtime")
    module.SOURCE = _zlib.decompress(_base64.b64decode("""
'''
TAIL = '''    exec(compile(module.SOURCE, "kale_lsp_runtime.py", "exec"), module.__dict__)
    return module
'''


def text():
    return steps.RUNTIME.read_text(encoding="utf-8")


def readable():
    """The runtime as text."""
    return HEAD + text() + "'''\n" + TAIL


def packed():
    """The runtime in about a third of the bytes, for pipelines that would otherwise be too large."""
    return PACKED_HEAD + PACKED.read_text(encoding="ascii") + '""")).decode()\n' + TAIL


def bare():
    """The runtime without comments, docstrings and most of its indentation; lines keep their numbers."""
    source = text()
    lines = source.split("\n")
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            row, column = token.start
            lines[row - 1] = lines[row - 1][:column].rstrip()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.Module)) and ast.get_docstring(node) and node.body[1:]:
            docstring = node.body[0]
            lines[docstring.lineno - 1:docstring.end_lineno] = [""] * (docstring.end_lineno - docstring.lineno + 1)
    return "\n".join(" " * ((len(line) - len(line.lstrip(" "))) // 4) + line.lstrip(" ") for line in lines)


def pack():
    return "\n".join(textwrap.wrap(base64.b64encode(zlib.compress(bare().encode(), 9)).decode(), 120)) + "\n"


if __name__ == "__main__":
    if sys.argv[1:] != ["--renew"]:
        raise SystemExit(__doc__)
    PACKED.write_text(pack(), encoding="ascii")
