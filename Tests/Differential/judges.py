"""What CPython, pyflakes and Kale say of Python code. Runs in an environment that has kubeflow-kale and pyflakes."""

import ast
import contextlib
import dataclasses
import sys
import warnings

from kale.common import astutils, flakeutils, utils

# The front end knows the grammar of the newest Python and the builtins of this one.
EXACT_VERSION = (3, 13)
IS_EXACT = sys.version_info[:2] == EXACT_VERSION

# Builtins of EXACT_VERSION that older Pythons have not.
NEWER_BUILTINS = {"PythonFinalizationError", "_IncompleteInputError"}

FIELDS = ("undefined", "candidates", "functions", "calls")


@dataclasses.dataclass
class Rejection:
    """A syntax error; line and column count from 1, and are None where CPython names none."""

    line: int | None
    column: int | None
    message: str


class Unjudged(Exception):
    """The judge itself gives up on the file."""


def read_text(path):
    """The text of a file, or why it is none."""
    try:
        with open(path, "rb") as file:
            return file.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return Rejection(None, None, str(error))


def rejection(text):
    """CPython's syntax error; None for code that it accepts."""
    if isinstance(text, Rejection):
        return text
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(text)
    except SyntaxError as error:
        return Rejection(error.lineno, error.offset, error.msg)
    except ValueError as error:
        return Rejection(None, None, str(error))
    except (RecursionError, MemoryError) as error:
        raise Unjudged(repr(error)) from error
    return None


@dataclasses.dataclass
class Opinion:
    """What Kale says, and what it would say if it did not trip (see `unparse`, `as_it_stands`)."""

    # None where Kale fails.
    own: object
    kept_from_tripping: object


def names(text):
    """Kale's opinions on the four fields of `kale-lsp names`, for code that CPython accepts."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return {
                "undefined": opinion(undefined, text),
                "candidates": opinion(candidates, text, as_it_stands),
                "functions": opinion(functions, text, unparse),
                "calls": opinion(called, text),
            }
    except RecursionError as error:
        raise Unjudged(repr(error)) from error


def opinion(judge, text, kept_from_tripping=contextlib.nullcontext):
    own = None
    with contextlib.suppress(Exception):
        own = judge(text)
    with kept_from_tripping():
        return Opinion(own, judge(text))


def undefined(text):
    return sorted(flakeutils.pyflakes_report(text) - NEWER_BUILTINS)


def called(text):
    return sorted(astutils.get_function_calls(text))


def candidates(text):
    # Kale caches the answer by the text alone.
    return sorted(astutils.get_marshal_candidates.__wrapped__(text))


def functions(text):
    return {name: undefined(source) for name, source in astutils.parse_functions(text).items()}


@contextlib.contextmanager
def replaced(owner, name, value):
    original = getattr(owner, name)
    setattr(owner, name, value)
    try:
        yield
    finally:
        setattr(owner, name, original)


def as_it_stands():
    """Kale comments out every line that starts with `%`, be it a magic or the rest of an expression."""
    return replaced(utils, "comment_magic_commands", lambda code: code)


def unparse():
    """Kale prints functions with astor, which does not know the newer syntax: it drops it, or fails."""
    return replaced(astutils.astor, "to_source", ast.unparse)
