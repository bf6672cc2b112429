"""Writes the function that carries the runtime in a DSL script, as the compiler does.

usage: embedding.py --renew    to pack the runtime again, after a change

The package `zopfli` packs it: zlib reads what it writes, which is a twentieth smaller than what zlib writes.
"""

import ast
import base64
import io
import re
import sys
import tokenize

import steps

PACKED = steps.RUNTIME.with_suffix(".packed")

# Those of Python's `b85encode`, without what Python, shells, YAML, JSON, templates and Kubernetes (`$(NAME)`) do not take as it is.
DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#,%.()*+-;/=:?@^_`[|]~"

HEAD = '''def _kale_runtime():
    """Returns the runtime of this pipeline's steps, a module."""
    import types as _types

    module = _types.ModuleType("kale_lsp_runtime")
    module.SOURCE = r\'\'\'
'''
PACKED_HEAD = '''def _kale_runtime():
    """Returns the runtime of this pipeline's steps, a module. `kale-lsp runtime` prints its source."""
    import types as _types
    import zlib as _zlib

    digits = b"""
'''
PACKED_TAIL = '''""".translate(bytes.maketrans(b"{digits}", bytes(range(85))), b"\\n")
    number, words = 0, bytearray(len(digits) // 5 * 4)
    for place in range(5):  # five digits are a word of four bytes; all words at once
        words[3::4] = digits[place::5]
        number = number * 85 + int.from_bytes(words, "big")
    module = _types.ModuleType("kale_lsp_runtime")
    module.SOURCE = _zlib.decompress(number.to_bytes(len(words), "big")).decode()
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
    return PACKED_HEAD + PACKED.read_text(encoding="ascii") + PACKED_TAIL.format(digits=DIGITS) + TAIL


def bare():
    """The runtime without comments, docstrings and the spaces that it can do without; lines keep their numbers."""
    source = text()
    lines = source.split("\n")
    for row, start, end in reversed(list(needless(list(tokenize.generate_tokens(io.StringIO(source).readline))))):
        lines[row - 1] = lines[row - 1][:start] + lines[row - 1][end:]
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.Module)) and ast.get_docstring(node) and node.body[1:]:
            docstring = node.body[0]
            lines[docstring.lineno - 1:docstring.end_lineno] = [""] * (docstring.end_lineno - docstring.lineno + 1)
    return "\n".join(" " * ((len(line) - len(line.lstrip(" "))) // 4) + line.strip(" ") for line in lines)


def needless(tokens):
    """Comments and spaces between tokens, in order: the line, and the columns between which they stand.

    Spaces in f-strings stay: only newer versions of Python find tokens there.
    """
    brackets = literals = 0
    for before, token in zip(tokens, tokens[1:]):
        if before.type == tokenize.OP:
            brackets += (before.string in "([{") - (before.string in ")]}")
        kind = tokenize.tok_name[before.type]
        literals += (kind == "FSTRING_START") - (kind == "FSTRING_END")
        row, column = token.start
        if token.type == tokenize.COMMENT:
            yield row, column, token.end[1]
        elif literals:
            continue
        elif brackets and before.type == tokenize.NL:
            yield row, 0, column
        elif before.end[0] == row and not re.fullmatch(r"[\w'\"]{2}", before.string[-1:] + token.string[:1]):
            yield row, before.end[1], column


def pack():
    from zopfli import zlib

    digits = base64.b85encode(zlib.compress(bare().encode(), numiterations=15), pad=True).decode()
    digits = digits.translate(str.maketrans("$&<>{}", ",./:[]"))
    return "".join(f"{digits[start:start + 1000]}\n" for start in range(0, len(digits), 1000))


if __name__ == "__main__":
    if sys.argv[1:] != ["--renew"]:
        raise SystemExit(__doc__)
    PACKED.write_text(pack(), encoding="ascii")
