"""Runs the steps of a pipeline that kale-lsp compiled from a notebook.

Each step starts in the state in which the notebook was at that point, whatever the types of its values, and leaves its
own state to later steps. `run_step` runs in the process of KFP's executor. It starts a process for the cells, which
calls `main`:

    run shared cells → load and merge states → run the step's cells → save the state, report and metrics

A state is a folder with `state.json`, which describes the entries: names of the notebook, and state without a name
(`random:`, `env:MODE`, `shared:CONFIG`). Entries that share objects form a component, which is one pickle (a blob).
Large buffers stand behind the pickle in the same file and are memory-mapped on load. A step loads the components that
its code can read, and passes the others on as bytes. Only folders that KFP passes from earlier steps of the same run
are read.

The file needs Python 3.9 or newer, IPython, and dill for types that it alone can save.
"""

import abc
import ast
import base64
import builtins
import collections
import contextlib
import contextvars
import copy
import copyreg
import ctypes
import datetime
import decimal
import dis
import enum
import errno
import fractions
import functools
import gc
import hashlib
import html
import importlib
import importlib.util
import inspect
import io
import itertools
import json
import linecache
import locale
import logging
import marshal
import mmap
import operator
import os
import pathlib
import pickle
import random
import re
import shutil
import signal
import subprocess
import symtable
import sys
import tempfile
import threading
import time
import traceback
import types
import typing
import uuid
import warnings
import weakref

# A notebook's code may replace functions of modules. The runtime keeps the ones that it was loaded with.
from_json, to_json, open = json.loads, json.dumps, builtins.open

FORMAT = 4
LARGE = 1 << 20  # bytes from which a component has a file of its own
OUT_OF_BAND = 1 << 15  # bytes from which a buffer stands behind the pickle
ALIGNMENT = 64
COMPARED_STREAM = 64 << 20  # longer pickles are not compared to find out whether a value changed
CACHE_LIMIT = 100_000  # calls of an `lru_cache` that travel
UNDISPUTED = ("warnings:", "logging:", "handlers:", "path:", "import:", "ipython:", "out:", "registry:", "magic:")  # merged without a warning
SET = ("setting:", "env:", "pandas:", "matplotlib:", "backend:", "dialect:", "level:", "locale:", "folder:")  # the same if set twice
LABELLED = {"patch", "handlers", "accessor", "shared", "setting", "registry", "magic", "made"}  # state that the notebook's code names
# The part of a label that the notebook's code has, without the inside of functions (`square.<calls>`, `square.__wrapped__`).
LABEL = re.compile(r"""\w+(?:\.(?!__)\w+|\[(?:'[^']*'|"[^"]*"|[^]'"])*\])*""")
LIBRARIES = {"numpy", "pandas", "matplotlib", "scipy", "sklearn", "torch", "xgboost", "yaml"}  # with state of their own
SHARED_LIMIT = 5000  # objects of shared cells that are known by their path
PYTHON = tuple(os.path.join(folder, "lib", "") for folder in {sys.prefix, sys.base_prefix})
REPORT_LIMIT = 1 << 20  # characters of one output in the report
STALLED_SECONDS = 300  # without progress, after which a value counts as one that cannot be saved

# --- The executor's process ---------------------------------------------------------------------------------


def run_step(notebook, step, order, cells, state, *, leaves=None, metrics_artifact=None, **options):
    """Runs a step in a process of its own; `docs/contributing/exact-runtime.md` describes the arguments.

    Raises SystemExit if the step fails. What went wrong has been printed by then.
    """
    leaves = leaves or {}
    with tempfile.TemporaryDirectory(prefix="kale-lsp-") as folder:
        source = globals().get("SOURCE") or pathlib.Path(__file__).read_text(encoding="utf-8")
        pathlib.Path(folder, "kale_lsp_runtime.py").write_text(source, encoding="utf-8")
        spec = specification(folder, notebook, step, order, cells, state, leaves=leaves, **options)
        write_json(spec, folder, "spec.json")
        environment = dict(os.environ)
        # Hashes, and with them the order of most sets, are the same in all steps.
        environment.setdefault("PYTHONHASHSEED", _hash_seed(spec["states"].values()))
        if environment.get("PYTHONPATH"):  # relative paths are so to where the cells run
            paths = environment["PYTHONPATH"].split(os.pathsep)
            environment["PYTHONPATH"] = os.pathsep.join(os.path.join(spec["folder"], path) for path in paths)
        sys.stdout.flush()
        sys.stderr.flush()
        program = "import kale_lsp_runtime; kale_lsp_runtime.main('spec.json')"
        # The pipe ends with this process, and the process of the cells with the pipe.
        process = subprocess.Popen([sys.executable, "-c", program], cwd=folder, env=environment,
                                   stdin=subprocess.PIPE)
        try:
            status = process.wait()
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()
            process.stdin.close()
        place = place_text(*Place.read(folder))
        if status < 0:
            name = signal.Signals(-status).name if -status in list(signal.Signals) else str(-status)
            cause = " The step may have run out of memory." if status == -signal.SIGKILL else ""
            sys.exit(f"Step `{step}` was ended by signal {name}{place}.{cause}")
        if place or not status and not os.path.exists(spec["result"]):
            sys.exit(f"Step `{step}` exited with status {status}{place}.")
        if status:
            sys.exit(status)
        result = read_json(spec["result"])
    for name, metadata in result["values"].items():
        getattr(leaves[name], "metadata", {}).update(metadata)
    getattr(state, "metadata", {}).update(result["state"])
    for name, value in result["metrics"].items():
        metrics_artifact.log_metric(name, value)


def specification(folder, notebook, step, order, cells, state, *, shared=(), states=None, takes=None, leaves=None,
                  everything=False, parameters=None, metrics=None, report=None, files=None, border=False, outside=()):
    """What the process of the cells is told, as JSON. It may write into `folder`, where `result` will be."""
    return {
        "notebook": notebook, "step": step, "order": order,
        "shared": [[number, _unwrapped(text)] for number, text in shared],
        "cells": [[number, _unwrapped(text)] for number, text in cells],
        "states": {name: _path(artifact) for name, artifact in (states or {}).items()},
        "takes": {name: _path(artifact) for name, artifact in (takes or {}).items()},
        "leaves": {name: _path(artifact) for name, artifact in (leaves or {}).items()},
        "state": _path(state), "report": report and _path(report), "result": os.path.join(folder, "result.json"),
        "everything": everything, "border": border, "outside": list(outside), "parameters": parameters or {},
        "metrics": metrics or {}, "folder": _working_folder(files, folder), "scratch": folder,
    }


def _path(artifact):
    return os.path.abspath(getattr(artifact, "path", artifact))


def read_json(*path):
    return from_json(pathlib.Path(*path).read_text(encoding="utf-8"))


def write_json(content, *path, **options):
    pathlib.Path(*path).write_text(to_json(content, **options), encoding="utf-8")


def _unwrapped(text):
    """A source without the line feeds at both ends that its literal adds."""
    text = text[1:] if text.startswith("\n") else text
    return text[:-1] if text.endswith("\n") else text


def _hash_seed(states):
    for path in states:
        with contextlib.suppress(OSError, ValueError, KeyError):
            return read_json(path, "state.json")["hash_seed"]
    return str(int.from_bytes(os.urandom(4), "little"))


def _working_folder(files, scratch):
    """The folder in which the cells run: the working directory, or a new one with the files beside the notebook."""
    files = {path: _unwrapped(value).encode() if isinstance(value, str) else value
             for path, value in (files or {}).items()}
    chunks, number = [], 0
    while f"KALE_LSP_FILES_{number}" in os.environ:
        chunks.append(os.environ.pop(f"KALE_LSP_FILES_{number}"))
        number += 1
    if chunks:
        files.update((path, base64.b64decode(text)) for path, text in from_json("".join(chunks)).items())
    here = os.getcwd()

    def is_here(path, content):
        with contextlib.suppress(OSError):
            return pathlib.Path(here, path).read_bytes() == content
        return False

    if all(is_here(path, content) for path, content in files.items()):
        return here
    folder = pathlib.Path(scratch, "files").resolve()
    for path, content in files.items():
        target = pathlib.Path(folder, path)
        if folder not in target.resolve().parents:
            sys.exit(f"`{path}` is not below the notebook's folder.")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return str(folder)


# --- The process of the cells -------------------------------------------------------------------------------


def main(spec_path):
    """Runs the step that a JSON file describes, and ends the process."""
    _follow_parent()
    with open(spec_path, encoding="utf-8") as file:
        spec = json.load(file)
    hash_seed = os.environ.pop("PYTHONHASHSEED", "0")
    status = 1
    try:
        status = Step(spec, hash_seed).run()
    except BaseException:
        traceback.print_exc()
    finally:
        end_process(status)


def end_process(status):
    """Ends this process. Threads and other processes of the cells must not keep the step from ending."""
    for flush in (_flush_files, logging.shutdown, _end_processes, sys.stdout.flush, sys.stderr.flush):
        with contextlib.suppress(BaseException):
            flush()
    os._exit(status)


def _follow_parent():
    """Ends this process when the one that started it ends. Cells read an empty standard input."""
    pipe = os.dup(0)
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.close(null)

    def wait():
        os.read(pipe, 1)
        _end_processes()
        os._exit(1)

    threading.Thread(target=wait, daemon=True, name="kale-lsp").start()


def _flush_files():
    for value in gc.get_objects():
        if issubclass(type(value), io.IOBase):
            with contextlib.suppress(Exception):
                if not value.closed and value.writable():
                    value.flush()


def _end_processes(process="self"):
    """Ends what the cells started and left running; it would keep the step's output open."""
    with contextlib.suppress(OSError):
        for thread in os.listdir(f"/proc/{process}/task"):
            for child in pathlib.Path(f"/proc/{process}/task/{thread}/children").read_text().split():
                _end_processes(child)
                with contextlib.suppress(OSError):
                    os.kill(int(child), signal.SIGKILL)


def warn(sentence):
    print(f"Warning: {sentence}", file=sys.__stderr__, flush=True)


class Failure(Exception):
    """A sentence for the log that ends the step, the cell and line that it is about, and the error that code raised."""

    error = cell = line = None


class Place:
    """The cell and line of the statement that runs, in a file: that is left if the process is killed."""

    def __init__(self, folder):
        self.file = os.open(os.path.join(folder, "place.json"), os.O_RDWR | os.O_CREAT, 0o600)
        self.number = None

    def set(self, cell, line=None):
        self.number = cell
        with contextlib.suppress(OSError):  # code may close files that are not its own
            os.pwrite(self.file, to_json([cell, line]).ljust(40).encode(), 0)

    @staticmethod
    def read(folder):
        with contextlib.suppress(OSError, ValueError):
            return read_json(folder, "place.json")
        return None, None


def place_text(cell, line):
    return "" if cell is None else f" in cell {cell}" + (f", line {line}" if line else "")


# What the shell defines, which a step has anyway.
SHELL_NAMES = re.compile(
    "_+|_i+|_i?[0-9]+|__annotations__|__builtins__|__warningregistry__")


UNDERSCORES = ("_", "__", "___")


class Step:
    """A step of the pipeline, from the states before it to the state that it leaves."""

    def __init__(self, spec, hash_seed):
        self.spec = spec
        self.hash_seed = hash_seed
        self.name = spec["step"]
        self.place = Place(spec["scratch"])
        self.report = Report(spec["notebook"], self.name)
        self.state = self.failure = None
        self.outputs = 0, {}, ()  # those of earlier steps
        self.module = main_module(self)
        self.module.__builtins__ = builtins
        self.namespace = vars(self.module)
        sys.modules["__main__"] = self.module

    def run(self):
        """Runs the step and saves what it leaves. Returns the exit status."""
        spec = self.spec
        try:
            self.begin()
            self.run_cells(spec["cells"])
            metrics = self.measure()
            with self.report.paused():
                values, summary = self.state.save()
        except Failure as failure:
            self.failure = failure
            print(failure, file=sys.stderr)
            self.report.error(str(failure))
            return 1
        finally:
            if spec["report"]:
                self.report.write(spec["report"])
        result = {"values": values, "state": summary, "metrics": metrics}
        write_json(result, spec["result"])
        return 0

    def begin(self):
        """Brings the notebook to the state in which the step's own cells start."""
        spec = self.spec
        self.shell = make_shell(self.module, self.report, self.place, spec["scratch"])
        # What every step has goes by name.
        self.known = {"main": self.module, "namespace": self.namespace, "builtins": vars(builtins), "shell": self.shell,
                      **{f"sys.{name}": getattr(sys, name) for name in ("stdin", "stdout", "stderr")}}
        self.hidden = dict(self.namespace)
        os.chdir(spec["folder"])
        os.environ["PWD"] = spec["folder"]
        sys.argv = [""]
        sys.path.insert(0, "") if "" not in sys.path[:1] else None
        self.namespace.update(spec["parameters"])
        before = set(self.namespace)
        self.run_cells(spec["shared"])
        # Libraries that values import find out that this is a notebook by `get_ipython`.
        with self.report.paused(), self.shell.builtin_trap:
            self.state = State(self, [
                name for name in self.namespace if name not in before and not SHELL_NAMES.fullmatch(name)])
            self.state.load()

    def run_cells(self, cells):
        for number, source in cells:
            self.place.set(number)
            error = self.shell.run(number, source)
            self.place.set(None)
            if error is not None:
                hint, place = self.hint(error), self.place_of(error, number)
                failure = Failure(f"Step `{self.name}` failed{place_text(*place)}." + (f" {hint}" if hint else ""))
                failure.error, (failure.cell, failure.line) = error, place
                raise failure

    def place_of(self, error, number):
        """The cell and line that raised an error: the innermost one, which may be in a function of another cell."""
        place = number, None
        cells = {f"cell {number}": number for number, _ in self.spec["shared"] + self.spec["cells"]}
        if isinstance(error, SyntaxError) and error.filename in cells:
            place = number, error.lineno
        for frame, line in traceback.walk_tb(error.__traceback__):
            if frame.f_code.co_filename in cells:
                place = cells[frame.f_code.co_filename], line
        return place

    def place_of_name(self, name):
        """The cell and line that last bound a name, or the last cell that mentions it."""
        mentioned = None, None
        for number, source in reversed(self.spec["cells"]):
            tree = parsed(python_of(source, self.shell))
            lines = [node.lineno for node in own_nodes(tree) if name in names_bound(node)] if tree else []
            if lines:
                return number, max(lines)
            if mentioned[0] is None and re.search(rf"\b{re.escape(name)}\b", source):
                mentioned = number, None
        return mentioned

    def is_assigned(self, name):
        """Whether code of the notebook assigned `_`, `__` or `___`, which the shell does not change from then on."""
        if name not in UNDERSCORES:
            return False
        value, displayed = self.namespace[name], getattr(self.shell.displayhook, name, "")
        return value is not displayed and not (type(value) is str and value == "")

    def hint(self, error):
        """Why a name is undefined that an earlier step had."""
        if not isinstance(error, NameError):
            return None
        found = re.search("name '(.+?)' is not defined", str(error))
        return self.state and found and self.state.why_missing(found.group(1))

    def measure(self):
        metrics = {}
        for metric, variable in self.spec["metrics"].items():
            if variable not in self.namespace:
                continue
            try:
                value = self.namespace[variable]
                value = value.item() if hasattr(value, "item") else value
                metrics[metric] = value if type(value) in (int, float) else float(value)
            except Exception:
                warn(f"`{variable}` ({type_name(self.namespace[variable])}) is not a number and is not reported.")
        return metrics


def main_module(step):
    """The module of the cells. `pickle` finds classes of components in it that the step has not loaded."""

    class Main(types.ModuleType):
        def __getattr__(self, name):
            if step.state is None or not step.state.load_late(name):
                raise AttributeError(f"module '__main__' has no attribute {name!r}")
            return step.namespace[name]

    Main.__name__ = "module"
    return Main("__main__")


# --- Names that code can read ---------------------------------------------------------------------------------

# Code with these names can read any name. `doctest` and `unittest` look for tests in all that the notebook has defined.
ANY_NAME = {"globals", "locals", "vars", "eval", "exec", "dir", "get_ipython", "user_ns", "user_global_ns", "__main__",
            "_getframe", "currentframe", "get_objects", "get_referrers", "get_referents", "f_globals", "__globals__",
            "__subclasses__", "doctest", "testmod", "unittest", "ipytest"}
ANY_NAME_MAGICS = {"run", "who", "whos", "who_ls", "store", "psearch", "reset", "reset_selective", "xdel", "recall",
                   "rerun", "macro", "save", "debug", "pdb"}
WORD = re.compile(r"[^\W\d]\w*")


class Mentions:
    """Names that cells mention, and those that the definitions of shared cells mention in turn."""

    def __init__(self, shared):
        self.links = {}  # name → names that come with it
        for source in shared:
            tree = parsed(source)
            if tree is None:
                self.link([""], names_of(source))
                continue
            for statement in tree.body:
                self.add(statement)

    def add(self, statement):
        if isinstance(statement, (ast.Import, ast.ImportFrom)):
            return
        names = names_of(statement)
        plain = isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
        if plain:
            self.link([statement.name], names)
            # A decorator and a base class may keep what they are given.
            for keeper in (*statement.decorator_list, *getattr(statement, "bases", ())):
                self.link([node.id for node in ast.walk(keeper) if isinstance(node, ast.Name)], {statement.name})
        else:
            self.link(names - vars(builtins).keys(), names)

    def link(self, sources, names):
        for source in sources:
            self.links.setdefault(source, set()).update(names)

    def reach(self, names):
        """Names that code can read that mentions these."""
        found, waiting = {""}, ["", *names]
        while waiting:
            name = waiting.pop()
            found.add(name)
            waiting.extend(self.links.get(name, set()) - found)
        return found


def parsed(source):
    with contextlib.suppress(SyntaxError, ValueError, RecursionError, MemoryError):
        return ast.parse(source)
    return None


# Functions whose results are others at each call: times, identifiers, draws, folders.
UNSTEADY = {"now", "today", "utcnow", "time", "time_ns", "perf_counter", "perf_counter_ns", "monotonic", "monotonic_ns",
            "process_time", "default_timer", "strftime", "uuid1", "uuid4", "random", "randint", "randrange", "uniform", "gauss",
            "choice", "choices", "sample", "getrandbits", "urandom", "token_bytes", "token_hex", "token_urlsafe", "rand", "randn",
            "integers", "normal", "standard_normal", "permutation", "mkdtemp", "mkstemp", "mktemp", "getpid"}


def unsteady_definitions(sources):
    """Names of functions and classes of shared cells that may hold something else in each step: a default, an attribute."""
    found = set()
    for tree in filter(None, map(parsed, sources)):
        for node in tree.body:
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                found.update({node.name} if is_unsteady(node) else ())
            elif isinstance(node, (ast.Assign, ast.AnnAssign)) and node.value is not None:
                # What a call returns may be a function with variables of its own.
                if isinstance(node.value, ast.Call) or is_unsteady(node.value):
                    found.update(root_of(target) for target in getattr(node, "targets", None) or [node.target])
    return found


def is_unsteady(tree):
    """Whether code calls for a time, an identifier or the like when a step begins."""
    return any(isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in UNSTEADY
               for node in nodes_when_defined(tree))


def root_of(target):
    """The variable that a target begins with: `counter` of `counter.start`."""
    while isinstance(target, (ast.Attribute, ast.Subscript)):
        target = target.value
    return getattr(target, "id", None)


def nodes_when_defined(definition):
    """The nodes of a function or class that run when it is defined: defaults, decorators, and what stands in a class."""
    waiting = [definition]
    for node in waiting:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            arguments = node.args
            waiting += filter(None, [*arguments.defaults, *arguments.kw_defaults, *getattr(node, "decorator_list", ())])
        else:
            waiting.extend(ast.iter_child_nodes(node))
    return waiting


def own_nodes(tree):
    """The nodes of code without those of functions and classes in it."""
    waiting = [tree]
    for node in waiting:
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)):
            waiting.extend(ast.iter_child_nodes(node))
    return waiting


def names_bound(node):
    """The names that a node binds."""
    if isinstance(node, ast.Name):
        return {node.id} if isinstance(node.ctx, ast.Store) else set()
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return {alias.asname or alias.name.partition(".")[0] for alias in node.names}
    name = getattr(node, "name", None)
    return {name} if name and not isinstance(node, ast.alias) else set()


def python_of(source, shell):
    """A cell's source with its magics as calls of `_magic`, and whether one of them can read any name."""
    if parsed(source) is not None:
        return source
    with contextlib.suppress(Exception):
        source = shell.transform_cell(source)
    source = re.sub(r"get_ipython\(\)\.(run_line_magic|run_cell_magic|system|getoutput|magic)\(", r"_magic(", source)
    for name in re.findall(r"_magic\('(\w+)'", source):
        if name in ANY_NAME_MAGICS:
            source += "\nglobals"
    return source


def names_of(code):
    """Names that a source or a statement mentions, those in its strings included."""
    tree = parsed(code) if isinstance(code, str) else code
    if tree is None:
        return set(WORD.findall(code))
    names, notes = set(), set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            notes.add(node.value)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in notes:
            names.update(WORD.findall(node.value[:100_000]))
        elif isinstance(node, ast.Attribute) and node.attr in ANY_NAME:
            names.add(node.attr)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            names.update(name.name for name in node.names)
    try:
        names |= symbols(symtable.symtable(ast.unparse(tree), "cell", "exec"))
    except Exception:
        names.update(node.id for node in ast.walk(tree) if isinstance(node, ast.Name))
    return names


def symbols(table):
    top = table.get_type() == "module"
    names = {symbol.get_name() for symbol in table.get_symbols() if top or symbol.is_global()}
    return names.union(*map(symbols, table.get_children()))


@functools.lru_cache(None)
def names_of_code(code):
    """Names that a compiled function mentions, those in its strings included."""
    names = {item.argval for item in dis.get_instructions(code) if item.opname in (
        "LOAD_GLOBAL", "LOAD_NAME", "STORE_GLOBAL", "DELETE_GLOBAL", "LOAD_FROM_DICT_OR_GLOBALS", "IMPORT_NAME")}
    names.update(ANY_NAME.intersection(code.co_names))
    documented = code.co_flags & 0x4000000 if sys.version_info >= (3, 13) else code.co_flags & inspect.CO_NEWLOCALS
    for constant in code.co_consts[1 if documented else 0:]:
        if isinstance(constant, str):
            names.update(WORD.findall(constant[:100_000]))
        elif isinstance(constant, types.CodeType):
            names |= names_of_code(constant)
    return names


# --- Cells ----------------------------------------------------------------------------------------------------


COVERED = {}  # id of the stream that takes what is printed while values are saved and loaded → the one in whose place it is


class Report:
    """The HTML report: each cell with what it printed and displayed."""

    STYLE = ("body{font:14px/1.5 system-ui,sans-serif;margin:2em auto;max-width:60em}pre{overflow:auto;margin:.5em 0}"
             ".source{background:#f5f5f5;padding:.5em}.error{background:#fdd;padding:.5em}.stderr{color:#a33}"
             "table{border-collapse:collapse}td,th{border:1px solid #ddd;padding:.2em .5em;text-align:right}"
             "h2{font-size:1em;margin:1.5em 0 0}img{max-width:100%}")
    TERMINAL = re.compile("\x1b\\[[0-9;]*[A-Za-z]")

    def __init__(self, notebook, step):
        self.notebook, self.step = notebook, step
        self.parts = []
        self.text = []  # pieces that belong to one stream: (stream, text)
        self.length = 0
        self.active = True

    @contextlib.contextmanager
    def paused(self):
        """Ignores what values print while they are saved and loaded."""
        self.active = False
        with open(os.devnull, "w") as null:
            COVERED[id(null)], sys.stdout = sys.stdout, null
            try:
                yield
            finally:
                self.active, covered = True, COVERED.pop(id(null))
                if sys.stdout is null:  # what is loaded may have put a stream of the notebook's into its place
                    sys.stdout = covered

    def cell(self, number, source):
        self.close_text()
        self.parts.append(f"<h2>Cell {number}</h2>\n<pre class=source>{html.escape(source)}</pre>")

    def write_text(self, stream, text):
        if not self.active or self.length > REPORT_LIMIT:
            return
        if self.text and self.text[-1][0] != stream:
            self.close_text()
        self.length += len(text)
        self.text.append((stream, text))

    def close_text(self):
        if self.text:
            text = "".join(text for _, text in self.text)
            self.parts.append(f"<pre class={self.text[0][0]}>{self.escape(text)}</pre>")
        self.text, self.length = [], 0

    def escape(self, text):
        text = self.TERMINAL.sub("", text)
        return html.escape(text if len(text) <= REPORT_LIMIT else text[:REPORT_LIMIT] + "…")

    def display(self, data):
        """Adds an output in the richest of its formats, and prints its text."""
        self.close_text()
        for kind in ("image/png", "image/jpeg"):
            if data.get(kind):
                image = data[kind] if isinstance(data[kind], str) else base64.b64encode(data[kind]).decode()
                self.parts.append(f'<img alt="output" src="data:{kind};base64,{image.strip()}">')
                break
        else:
            rich = data.get("image/svg+xml") or data.get("text/html")
            text = data.get("text/markdown") or data.get("text/latex") or data.get("text/plain") or ""
            self.parts.append(str(rich)[: 8 * REPORT_LIMIT] if rich else f"<pre>{self.escape(str(text))}</pre>")
        text = str(data.get("text/plain", ""))
        out = getattr(sys.stdout, "target", sys.stdout)
        out.write((text if len(text) <= REPORT_LIMIT else text[:REPORT_LIMIT] + "…") + "\n")
        out.flush()

    def page(self, data):
        """Adds what a notebook shows beside its cells."""
        self.close_text()
        text = data.get("text/plain", "") if isinstance(data, dict) else data
        self.parts.append(f"<pre>{self.escape(str(text))}</pre>")

    def error(self, text):
        self.close_text()
        self.parts.append(f"<pre class=error>{self.escape(text)}</pre>")

    def write(self, path):
        self.close_text()
        title = html.escape(f"{self.notebook}: {self.step}")
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.write(f"<!doctype html>\n<meta charset=utf-8>\n<title>{title}</title>\n<style>{self.STYLE}</style>\n"
                       f"<h1>{title}</h1>\n" + "\n".join(self.parts) + "\n")


class Stream(io.TextIOBase):
    """Standard output or error of the cells: written line by line, and kept for the report."""

    def __init__(self, target, name, report):
        self.target, self._name, self.report = target, name, report

    encoding = property(lambda self: self.target.encoding)
    errors = property(lambda self: self.target.errors)
    buffer = property(lambda self: self.target.buffer)
    name = property(lambda self: f"<{self._name}>")

    def writable(self):
        return True

    def fileno(self):
        return self.target.fileno()

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        try:
            self.target.write(text)
        except UnicodeEncodeError:
            self.target.write(text.encode("utf-8", "backslashreplace").decode())
        if "\n" in text:
            self.target.flush()
        self.report.write_text(self._name, text)
        return len(text)

    def flush(self):
        self.target.flush()


def make_shell(module, report, place, scratch):
    """IPython, whose outputs go to the report."""
    for name in ("stdout", "stderr"):
        target = getattr(sys, name)
        with contextlib.suppress(Exception):
            target.reconfigure(encoding="utf-8", errors="backslashreplace")
        setattr(sys, name, Stream(target, name, report))
    os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    try:
        return make_ipython(module, report, place, scratch)
    except ImportError as error:
        raise Failure(f"Cells run in IPython, which cannot be imported: {error}. Install `ipython`.") from None


def make_ipython(module, report, place, scratch):
    from IPython.core.displayhook import DisplayHook
    from IPython.core.displaypub import DisplayPublisher
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets import Type
    from traitlets.config import Config

    class Hook(DisplayHook):
        def write_output_prompt(self):
            pass

        def write_format_data(self, format_dict, md_dict=None):
            report.display(format_dict)

        def finish_displayhook(self):
            pass

    class Publisher(DisplayPublisher):
        def publish(self, data, *arguments, **options):
            report.display(data)

        def clear_output(self, wait=False):
            pass

    class ZMQInteractiveShell(InteractiveShell):
        """Has the name of the notebook's shell, by which libraries tell a notebook from a terminal."""

        displayhook_class = Type(Hook)
        display_pub_class = Type(Publisher)

        def enable_gui(self, gui=None):
            pass

        def init_hooks(self):
            super().init_hooks()
            # Help (`name?`) is no output of a cell.
            self.set_hook("show_in_pager", lambda _, data, **positions: report.page(data), 99)

        def showtraceback(self, exc_tuple=None, *arguments, **options):
            show_error(exc_tuple or sys.exc_info(), report)

        def showsyntaxerror(self, *arguments, **options):
            show_error(sys.exc_info(), report)

        def run(self, number, source):
            """Runs a cell; returns its error or None."""
            report.cell(number, source)
            self.compile.get_code_name = lambda *_: f"cell {number}"
            result = run_in_loop(self.loop, self.run_source(source))
            report.close_text()
            return result.error_before_exec or result.error_in_exec

        async def run_code(self, code_obj, *arguments, **options):
            if code_obj.co_filename == f"cell {place.number}":
                place.set(place.number, next((line for _, line in dis.findlinestarts(code_obj) if line), None))
            return await super().run_code(code_obj, *arguments, **options)

        async def run_source(self, source):
            # As in a notebook's kernel: code without `await` runs in the event loop, too.
            try:
                transformed, error = self.transform_cell(source), None
            except Exception:
                transformed, error = source, sys.exc_info()
            options = dict(store_history=True)
            if self.should_run_async(source, transformed_cell=transformed, preprocessing_exc_tuple=error):
                return await self.run_cell_async(source, transformed_cell=transformed,
                                                 preprocessing_exc_tuple=error, **options)
            return self.run_cell(source, **options)

    import asyncio
    import bdb  # noqa: F401 - the shell imports it for a cell; it must not come from the notebook's folder

    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "NoColor" if "NoColor" in str(InteractiveShell.colors.help) else "nocolor"
    shell = ZMQInteractiveShell.instance(user_module=module, ipython_dir=os.path.join(scratch, "ipython"), config=config)
    shell.kernel = None  # pandas prints wide tables as in a notebook where the shell has this attribute
    shell.loop = asyncio.new_event_loop()
    asyncio.set_event_loop(shell.loop)
    return shell


def run_in_loop(loop, coroutine):
    """Runs a cell in the event loop. Context variables that it sets stay set, as in a notebook."""

    async def run():
        try:
            return await coroutine
        finally:
            kept.append(contextvars.copy_context())

    kept = []
    try:
        return loop.run_until_complete(run())
    finally:
        for variable, value in (kept[0].items() if kept else ()):
            if variable.get(kept) is not value:
                variable.set(value)


def show_error(exc_info, report):
    """Prints a traceback that names cells of the notebook and leaves out the frames around them."""
    kind, error, trace = exc_info
    try:
        text = format_error(kind, error, trace)
    except Exception:
        text = f"{getattr(kind, '__name__', kind)} (its message cannot be shown)\n"
    target = getattr(sys.stderr, "target", sys.stderr)
    target.write(text)
    target.flush()
    report.error(text)


def format_error(kind, error, trace):
    described = traceback.TracebackException(kind, error, trace)
    seen = set()

    def trim(item):
        if item is None or id(item) in seen:
            return
        seen.add(id(item))
        frames = list(item.stack)
        cells = [index for index, frame in enumerate(frames) if frame.filename.startswith("cell ")]
        inner = frames[cells[0]:] if cells else frames
        item.stack[:] = [frame for frame in inner if "kale_lsp_runtime" not in frame.filename]
        trim(item.__cause__)
        trim(item.__context__)
        for part in getattr(item, "exceptions", None) or ():
            trim(part)

    trim(described)
    text = re.sub(r'File "(cell \d+)", line', r"\1, line", "".join(described.format()))
    return text if len(text) < 100_000 else text[:50_000] + "\n…\n" + text[-50_000:]


# --- Types ----------------------------------------------------------------------------------------------------


def type_name(value):
    kind = type(value)
    module = kind.__module__  # that of a type of C code may be None
    return kind.__qualname__ if module in (None, "builtins", "__main__") else f"{module}.{kind.__qualname__}"


# Values whose identity nobody relies on: sharing them makes no component.
ATOMS = {
    type(None), bool, int, float, complex, str, bytes, type(Ellipsis), type(NotImplemented), range, slice,
    datetime.date, datetime.datetime, datetime.time, datetime.timedelta, datetime.timezone, decimal.Decimal,
    fractions.Fraction, uuid.UUID, re.Pattern, pathlib.PosixPath, pathlib.PurePosixPath, types.BuiltinFunctionType,
}
# Compared as they are to find out whether they changed.
SIMPLE = {str, int, bool, type(None)}
# Pickled by pickle itself, which asks `persistent_id` about them and not `reducer_override`.
CONTAINERS = {list, dict, set, bytearray}
LOOSE_CLASSES = {  # and their subclasses, by package and name
    "numpy.generic", "numpy.dtype", "numpy.ufunc", "pandas.Index", "pandas.Timestamp", "pandas.Timedelta", "pandas.Period",
    "pandas.Interval", "pandas.ExtensionDtype", "pandas.BaseOffset",
}


@functools.lru_cache(None)
def is_loose(kind):
    if kind in ATOMS or (kind.__module__ or "").partition(".")[0] in ("pyarrow", "zoneinfo"):
        return True
    if issubclass(kind, (types.ModuleType, enum.Enum, BaseException)):
        return not issubclass(kind, BaseException)
    return any(f"{(base.__module__ or '').partition('.')[0]}.{base.__name__}" in LOOSE_CLASSES for base in kind.__mro__)


def is_importable(value):
    """Whether pickle finds a class or function by its module and name."""
    try:
        module = sys.modules.get(value.__module__ or "")
        if module is None or module.__name__ == "__main__" or is_made(module):
            return False
        return functools.reduce(getattr, value.__qualname__.split("."), module) is value
    except Exception:  # another object may answer as it likes, and a proxy with an error once its object is gone
        return False


_GLOBALS = {}


def global_name(value):
    """Module and name of an object that the module of its class keeps under a name (`dataclasses.MISSING`)."""
    name = type(value).__module__
    module = sys.modules.get(name)
    if module is None or name in ("builtins", "__main__"):
        return None
    contents = vars(module)
    known = _GLOBALS.get(name)
    if known is None or known[0] != len(contents):
        known = _GLOBALS[name] = len(contents), {id(item): key for key, item in list(contents.items())}
    key = known[1].get(id(value))
    return (name, key) if key is not None and contents.get(key) is value else None


def describe(value, size, shares):
    """What KFP's UI shows of a value. Runs no code of the notebook."""
    description = {"type": type_name(value), "size": size}
    module = (type(value).__module__ or "").partition(".")[0]
    with contextlib.suppress(Exception):
        if module in ("numpy", "pandas", "scipy", "torch", "polars", "pyarrow", "xarray") and hasattr(value, "shape"):
            description["shape"] = [int(length) for length in value.shape]
        elif type(value) in (list, dict, set, frozenset, tuple, str, bytes):
            description["shape"] = [len(value)]
    if shares:
        description["shares"] = shares
    return description


# --- Saving objects -------------------------------------------------------------------------------------------


class Refused(Exception):
    """A value that cannot be saved."""


class Sink:
    """Takes a pickle: remembers its digest and length, and the bytes where they are wanted."""

    def __init__(self, folder=None):
        self.file = tempfile.SpooledTemporaryFile(4 << 20, dir=folder) if folder else None
        self.digest = hashlib.blake2b(digest_size=16)
        self.length = 0
        self.limit = 64 << 20  # is raised when it is reached

    def write(self, data):
        data = memoryview(data).cast("B") if not isinstance(data, bytes) else data
        self.digest.update(data)
        self.length += len(data)
        Watch.progress += 1
        if self.length > self.limit:
            self.limit = (64 << 20) + 4 * resident_memory()
            if self.length > self.limit:
                raise Refused("its pickle has no end")
        if self.file:
            self.file.write(data)
        return len(data)


def resident_memory():
    with contextlib.suppress(OSError, ValueError):
        return int(pathlib.Path("/proc/self/statm").read_text().split()[1]) * mmap.PAGESIZE
    return 8 << 30


class Watch:
    """Ends code of values (`__reduce__`, `__setstate__`) that makes no progress, by an exception in the main thread."""

    progress = 0

    def __enter__(self):
        self.seen = None
        if threading.current_thread() is threading.main_thread():
            self.previous = signal.signal(signal.SIGALRM, self.check)
            signal.setitimer(signal.ITIMER_REAL, STALLED_SECONDS, STALLED_SECONDS)
        return self

    def check(self, *_):
        if self.seen == Watch.progress:
            raise Refused(f"its own code did not finish within {STALLED_SECONDS} seconds")
        self.seen = Watch.progress

    def __exit__(self, *_):
        if threading.current_thread() is threading.main_thread():
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, self.previous)


# Numbers and texts that code tells from equal ones by `is`, by the modules that have them.
TOLD_APART = {"math": ("nan", "inf"), "numpy": ("nan", "inf"), "argparse": ("SUPPRESS",)}


class Dump:
    """A pickled value: the pickle, its buffers, and the objects in it that other values may share."""

    def __init__(self, sink):
        self.sink = sink
        self.buffers = []
        self.seen = {}  # id → object
        self.roots = {}  # id of the array that owns memory → (owner, {id: array on that memory})
        self.lent = {}  # the same of arrays in tables: only an array elsewhere shows what they share
        self.modules = set()
        self.names = set()  # names that code in it mentions

    # Not a method of the pickler, which would refer to itself then: values would outlive what the notebook deletes.
    def keep_buffer(self, buffer):
        raw = buffer.raw()
        if raw.nbytes < OUT_OF_BAND:
            return True
        self.buffers.append(buffer)
        return False

    @property
    def size(self):
        return self.sink.length + sum(buffer.raw().nbytes for buffer in self.buffers)


class Dumping:
    """The part that is common to both picklers, the one in C and the one in Python."""

    def prepare(self, saver, dump, segments=None, owners=None):
        self.saver, self.result = saver, dump
        self.references = saver.references
        self.segments = segments or {}
        self.owners = dict(owners or {})
        self.begun = set()  # ids of owners
        # Ids of what tables share, but nobody can tell; whether an array elsewhere can: it sees changes of a table that
        # shares its memory with no other table, and so does not copy it when it changes.
        self.private = {}
        self.sets = {}  # id → number, set

    def persistent_id(self, value):
        kind = type(value)
        if kind in ATOMS:
            # `x is np.nan`; argparse, too, tells its marker from an equal string.
            is_told_apart = value - value != 0 if kind is float else kind is str and value == "==SUPPRESS=="
            return self.references.get(id(value)) if is_told_apart else None
        reference = self.references.get(id(value))
        if reference is None and kind in CONTAINERS and id(value) not in self.private:
            if kind is dict and "__spec__" in value and module_of(value) is not None:
                return "attributes", module_of(value)
            self.result.seen[id(value)] = value
            if kind is set:
                return self.reference_of_set(value)
            if id(value) in self.owners:
                return "attributes", self.owners[id(value)][0]
        elif reference is not None and reference.startswith("shared:"):
            self.result.names.add(WORD.match(reference, 7).group())
        return reference

    def reference_of_set(self, value):
        """A number and what `ordered_set` needs; the number alone for a set that has one."""
        if id(value) in self.sets:
            return "set", self.sets[id(value)][0]
        recipe = set_recipe(value)
        if recipe is None:
            return None
        self.sets[id(value)] = number, _ = len(self.sets), value
        return ("set", number, *recipe)

    def reducer_override(self, value):
        if self.owners and id(attributes_of(value)) in self.owners:
            return self.reduce_owner(value, attributes_of(value))
        kind = type(value)
        self.result.modules.add((kind.__module__ or "").partition(".")[0])
        if kind is types.FunctionType:
            return self.reduce_function(value)
        if issubclass(kind, type):
            return self.reduce_class(value)
        reduce = HANDLERS.get(kind, kind)
        if reduce is kind:
            reduce = HANDLERS[kind] = find_handler(kind) or find_own_handler(kind)
        if reduce is None:
            name = global_name(value)
            if name is not None:
                return _global, name
            if not is_loose(kind) and not (hasattr(kind, "__get__") and is_importable(value)):
                self.result.seen[id(value)] = value
            return NotImplemented
        if not is_loose(kind):
            self.result.seen[id(value)] = value
        return reduce(self, value)

    def reduce_owner(self, value, attributes):
        """How to save an object whose attributes have another user, who gets them from the object that owns them."""
        owners, self.owners = self.owners, {}
        reduced = self.reducer_override(value)
        self.owners = owners
        if reduced is NotImplemented and type(value) is not types.FunctionType:
            reduced = value.__reduce_ex__(5)
        if type(reduced) is not tuple:
            return reduced
        if value is not owners[id(attributes)][0]:  # two objects with the same attributes
            return *reduced[:2], attributes, *(*reduced[3:5], None, None)[:2], _share_attributes
        if id(value) in self.begun:  # what creates the object needs them
            del owners[id(attributes)]
        self.begun.add(id(value))

        def own(part, depth=2):
            if part is attributes:
                return dict(attributes)
            if type(part) is tuple and depth:
                return tuple(own(item, depth - 1) for item in part)
            if type(part) is dict and any(item is attributes for item in part.values()):  # as in a `__getstate__`
                return {key: dict(attributes) if item is attributes else item for key, item in part.items()}
            return part

        return own(reduced)

    # Functions and classes of cells go by value, all others by name.

    def reduce_function(self, function):
        if is_importable(function):
            self.result.modules.add((function.__module__ or "").partition(".")[0])
            return NotImplemented
        self.result.seen[id(function)] = function
        self.result.names |= names_of_code(function.__code__)
        contents = tuple((cell, item) for _, cell, item in cells_of(function))
        kept = {name: getattr(function, name) for name in
                ("__qualname__", "__module__", "__doc__", "__defaults__", "__kwdefaults__", "__type_params__")
                if getattr(function, name, None)}
        if sys.version_info >= (3, 14):
            kept["__annotate__"] = function.__annotate__
        elif function.__annotations__:
            kept["__annotations__"] = function.__annotations__
        state = (contents, kept, dict(vars(function)) or None)
        arguments = marshal.dumps(function.__code__), function.__globals__, function.__name__, function.__closure__ or ()
        return _function, arguments, state, None, None, _fill_function

    def reduce_class(self, kind):
        if kind.__module__ == "builtins":
            if vars(builtins).get(kind.__name__) is kind or kind in (type(None), type(...), type(NotImplemented)):
                return NotImplemented
            name = next((name for name, item in vars(types).items() if item is kind), None)
            return (_global, ("types", name)) if name else (_type_of, (kind.__name__,))
        if is_importable(kind):
            self.result.modules.add(kind.__module__.partition(".")[0])
            return NotImplemented
        self.result.seen[id(kind)] = kind
        attributes = {**class_attributes(kind), "__module__": kind.__module__, "__qualname__": kind.__qualname__}
        if isinstance(kind, enum.EnumMeta):
            members = {name: member._value_ for name, member in kind.__members__.items()}
            arguments = type(kind), kind.__name__, kind.__bases__, members, attributes
            return _enumeration, arguments, attributes_of_members(kind), None, None, _fill_members
        skeleton = {name: attributes.pop(name) for name in ("__slots__", "__module__", "__qualname__", "__orig_bases__")
                    if name in attributes}
        arguments = (type(kind), kind.__name__, kind.__bases__, skeleton)
        # Methods first: the other attributes may hold instances, which need them.
        methods = {name: attributes.pop(name) for name, value in list(attributes.items())
                   if isinstance(value, (types.FunctionType, staticmethod, classmethod, property))}
        return _class, arguments, (_Methods(kind, methods), attributes, registered_classes(kind)), None, None, _fill_class

    def reduce_array(self, array):
        owner = owner_of(array)
        exporter = exporter_of(owner.base)
        if exporter is not None and array.size:
            return view_of(array, exporter, extent(array)[0] - address_of(exporter))
        if id(owner) in self.references and owner.flags.c_contiguous and not array.dtype.hasobject:
            return view_of(array, owner, extent(array)[0] - extent(owner)[0])
        is_lent = self.private.get(id(array))
        if array.size and is_lent is not False:
            if not is_lent:
                self.result.seen[id(owner)] = owner
            known = self.result.lent if is_lent else self.result.roots
            known.setdefault(id(owner), (owner, {}))[1][id(array)] = array
            segment = self.segments.get(id(owner)) or maps_file(owner) and Segment(owner, [array])
            if segment:
                return segment.view(array)
        if array.dtype.hasobject:
            return NotImplemented
        low, high = extent(array)
        if high - low < array.nbytes:  # `broadcast_to` repeats the same memory
            return Segment(owner, [array]).view(array)
        if array.nbytes < OUT_OF_BAND:
            return (_frozen, (array.copy(),)) if not array.flags.writeable else array.__reduce__()
        if not (array.flags.c_contiguous or array.flags.f_contiguous):
            array = array.copy()
            self.result.seen[id(array)] = array  # lives until the buffer is written
        return array.__reduce_ex__(5)

    def reduce_table(self, table):
        kind = type(table)
        self.private[id(table._metadata)] = False
        if copies_on_write():
            for block in getattr(table._mgr, "blocks", ()):
                self.private[id(block.values)] = not block.refs.has_reference()
        self.result.seen[id(table)] = table
        saved = {*table._internal_names, *table._metadata}
        kept = {name: item for name, item in vars(table).items()
                if name not in saved and not name.startswith("_") and not hasattr(kind, name)}
        if "_name" in vars(table).keys() - {*table._metadata}:  # a subclass has other `_metadata` than a series
            kept["_name"] = table._name
        if table._attrs:
            kept["_attrs"] = table._attrs
        return NotImplemented if is_special(kind, "NDFrame") else with_attributes(table, kept)


class Pickler(Dumping, pickle.Pickler):
    def __init__(self, dump, saver, **options):
        super().__init__(dump.sink, 5, buffer_callback=dump.keep_buffer)
        self.prepare(saver, dump, **options)


class TracingPickler(Dumping, pickle._Pickler):
    """Slower, for values that are nested too deeply for C, and to find out what it is that cannot be saved."""

    def __init__(self, dump, saver, **options):
        super().__init__(dump.sink, 5, buffer_callback=dump.keep_buffer)
        self.prepare(saver, dump, **options)
        self.path = []

    def save(self, value, save_persistent_id=True):
        self.path.append(value)
        reduced = self.reduce(value) if save_persistent_id else None
        if reduced is None:
            super().save(value, save_persistent_id)
        else:
            # Calls without `*` need no C stack.
            self.framer.commit_frame()
            function, arguments, state, items, pairs, fill = (*reduced, None, None, None, None)[:6]
            self.save_reduce(function, arguments, state, items, pairs, fill, obj=value)
        self.path.pop()  # not reached if it fails: then the path leads to the cause

    def reduce(self, value):
        kind = type(value)
        if kind in self.dispatch or issubclass(kind, type) or id(value) in self.memo or kind is pickle.PickleBuffer:
            return None
        if id(value) in self.references:
            return None
        reduced = self.reducer_override(value)
        if reduced is NotImplemented and kind not in copyreg.dispatch_table:
            reduced = value.__reduce_ex__(5)
        return reduced if isinstance(reduced, tuple) else None


class Saver:
    """Saves values of one namespace."""

    def __init__(self, known, references, folder):
        self.folder = folder
        # What later steps have anyway goes by reference: id → name.
        self.references = {**{id(value): name for name, value in known.items()}, **references}
        self.references.update(
            (id(getattr(sys.modules[module], name)), f"{module}.{name}")
            for module, names in TOLD_APART.items() if module in sys.modules for name in names)

    def dump(self, value, keep=True, **options):
        """Pickles a value, or raises Refused with the reason."""
        while True:
            dump = Dump(Sink(self.folder if keep else None))
            try:
                with Watch():
                    Pickler(dump, self, **options).dump(value)
                return dump
            except RecursionError:
                return self.dump_deep(value, keep, options)
            except Refused:
                raise
            except BaseException as error:
                if is_full(error):
                    raise
                path, cause = self.trace(value, options)
                if not save_otherwise(path[-1] if path else value) and not save_by_rules([value, *path]):
                    raise Refused(reason(path, cause or error)) from None

    def dump_deep(self, value, keep, options):
        outcome = []

        def work():
            dump = Dump(Sink(self.folder if keep else None))
            tracing = TracingPickler(dump, self, **options)
            limit = sys.getrecursionlimit()
            sys.setrecursionlimit(400_000)
            try:
                tracing.dump(value)
                outcome.append(dump)
            except RecursionError:
                outcome.append(Refused("it is nested too deeply"))
            except BaseException as error:
                outcome.append(error if is_full(error) else Refused(reason(tracing.path, error)))
            finally:
                sys.setrecursionlimit(limit)

        with Watch():
            run_with_large_stack(work)
        if not outcome or isinstance(outcome[0], Exception):
            raise outcome[0] if outcome else Refused("it is nested too deeply")
        return outcome[0]

    def trace(self, value, options):
        """The objects that lead from a value to what cannot be saved, and the error."""
        tracing = TracingPickler(Dump(Sink()), self, **options)
        try:
            with Watch():
                tracing.dump(value)
        except BaseException as error:
            return tracing.path, error
        return [], None


def is_full(error):
    """Whether an error means that the disk of the states has no room, which says nothing of a value."""
    return isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)


def run_with_large_stack(work):
    previous = threading.stack_size(min(1 << 30, threading.stack_size() or 1 << 30))
    try:
        threading.stack_size(1 << 30)
        thread = threading.Thread(target=work, daemon=True)
        thread.start()
    finally:
        threading.stack_size(previous)
    thread.join()


def reason(path, error):
    """`.hook → lambda → socket (TypeError: …)`, from the objects that lead to an error."""
    text, parent = "", None
    for before, value in zip(path, path[1:]):
        kind = type(before)
        with contextlib.suppress(Exception):
            if kind is dict:
                key = next((key for key, item in before.items() if item is value), None)
                if isinstance(key, str) and parent is not None and getattr(parent, "__dict__", None) is before:
                    text += f".{key}"
                elif type(key) in (str, int) and not isinstance(parent, (types.FunctionType, type, _Methods)):
                    text += f"[{key!r}]"
            elif kind is list and before is not path[0]:
                text += f"[{next(index for index, item in enumerate(before) if item is value)}]"
            if type(value) is types.FunctionType:
                text += " → " + value.__name__.replace("<lambda>", "lambda")
            elif isinstance(value, type) and not is_importable(value):
                text += f" → {value.__name__}"
        if kind not in (tuple, dict):
            parent = before
    last = path[-1] if path else None
    if len(path) > 2 and type(last) not in (types.FunctionType, tuple, dict, list) and not isinstance(last, type):
        text += f" → {type_name(last)}"
    try:
        message = str(error)
    except Exception:
        message = ""
    message = message if len(message) < 300 else message[:300] + "…"
    return f"{text} ({type(error).__name__}{': ' if message else ''}{message})"


def refusal(name, value, why):
    if why.startswith((" →", ".", "[")):
        why = f"`{name}{why.replace(' (', '` (', 1)}" if " (" in why else f"`{name}{why}`"
    else:
        why = why.strip().strip("()") if why.startswith(" (") else why
    remedy = next((words for cause, words in REMEDIES if re.search(cause, why)), "Create it in the step that uses it.")
    return f"`{name}` ({type_name(value)}) cannot be passed to later steps: {why.rstrip('.')}. {remedy}"


# What to do about values that cannot be saved, in the words of the rule `unmarshallable-output`.
REMEDIES = ((r"a generator|generator` ", "Convert it to a list, `list(…)`, or use it in one step only."),
            (r"running (thread|process)|not (done|shut down)\b", "Wait for it to end in the step that starts it."))


# --- Types that need more than pickle ---------------------------------------------------------------------------

HANDLERS = {}
BY_TYPE = {}  # type, or module and name of a type that may not be loaded → function


def handles(*kinds):
    def register(function):
        for kind in kinds:
            BY_TYPE[kind] = function
        return function

    return register


def find_handler(kind):
    for base in kind.__mro__:
        found = BY_TYPE.get(base) or BY_TYPE.get(f"{base.__module__}.{base.__qualname__}")
        if found is not None and (base is kind or isinstance(base, type) and found in INHERITED):
            return found
    return None


def find_own_handler(kind):
    if kind.__module__ == "__main__" and any(type(item) is dict for base in kind.__mro__ for item in vars(base).values()):
        return reduce_sharing
    return find_plain_handler(kind)


def reduce_sharing(pickler, value):
    """An object whose attributes are perhaps those of all objects of the class: `self.__dict__ = Borg.state`."""
    kind = type(value)
    attributes = object.__getattribute__(value, "__dict__") if kind.__dictoffset__ else None
    if any(item is attributes for base in kind.__mro__ for item in vars(base).values() if type(item) is dict):
        return _object, (kind, {}), attributes, None, None, _share_attributes
    reduce = find_plain_handler(kind)
    return reduce(pickler, value) if reduce else NotImplemented


def find_plain_handler(kind):
    if is_fragile(kind):
        return reduce_object
    if (kind.__module__ or "").startswith(("patsy.", "statsmodels.base.data")):  # pickling loses formulas, or is forbidden
        return reduce_plainly
    if isinstance(kind.__setattr__, types.FunctionType) and copyreg._slotnames(kind) and kind.__new__ is object.__new__ \
            and not is_special(kind, "object"):
        return reduce_slots
    if has_own_rules(kind):
        return reduce_whole
    if filled_base(kind) is not None:
        return reduce_container
    base = base_with_rules(kind)
    if base is frozenset and not is_importable(kind):
        return reduce_frozen_set
    if base is not object and is_importable(base) and not is_importable(kind):
        return reduce_by_base
    return reduce_new if creates_itself(kind) else None


def reduce_by_base(pickler, value):
    """An object that a class of a library saves, perhaps without the attributes that a class of the notebook gives it."""
    kind, base = type(value), base_with_rules(type(value))
    reduced = value.__reduce_ex__(4)
    function, arguments, state, *items = (*reduced, None, None, None)[:5]
    if function is not kind or state is not None and not isinstance(value, random.Random):
        return reduced
    # The class may create its objects from other arguments than its base does.
    if base.__module__ in ("datetime", "random", "_random"):
        function, arguments = _new, (base, kind, *arguments)
    return function, arguments, (state, attributes_of(value) or {}, {}), *items, _set_state


def base_with_rules(kind):
    """The first class of an object's that says how the object is saved."""
    return next(base for base in kind.__mro__ if not {"__reduce__", "__reduce_ex__"}.isdisjoint(vars(base)))


# Containers whose content is filled in without running code of a class that extends them.
FILLED = (collections.OrderedDict, collections.defaultdict, collections.Counter, collections.deque, set, list, bytearray)


def filled_base(kind):
    """The container that a class of the notebook extends; None if it has code of its own for that."""
    base = next((base for base in FILLED if issubclass(kind, base)), None)
    own = [] if base is None else kind.__mro__[:kind.__mro__.index(base)]
    rules = {"__reduce__", "__reduce_ex__", "__getstate__", "__setstate__", "__getnewargs__", "__getnewargs_ex__"}
    return None if is_importable(kind) or any(rules & set(vars(one)) for one in own) else base


def reduce_container(pickler, value):
    kind, base = type(value), filled_base(type(value))
    arguments, items = (), list(base.__iter__(value))
    if issubclass(base, dict):
        items = [(key, dict.__getitem__(value, key)) for key in items]
        arguments = (value.default_factory,) if base is collections.defaultdict else ()
    elif base is collections.deque:
        arguments = (value.maxlen,)
    elif base is bytearray:
        items = bytes(value)
    attributes = attributes_of(value) or {}
    return _new, (base, kind), (base, arguments, items, attributes, slots_in(value)), None, None, _fill_container


def reduce_frozen_set(pickler, value):
    return _new, (frozenset, type(value), list(frozenset.__iter__(value))), *reduce_slots(pickler, value)[2:]


def reduce_slots(pickler, value):
    """An object whose class may forbid what pickle does, to assign its attributes."""
    return copyreg.__newobj__, (type(value),), (None, attributes_of(value) or {}, slots_in(value)), None, None, _set_state


def creates_itself(kind):
    """Whether `__new__` of a class creates its objects, from arguments that pickle does not know."""
    new, methods = kind.__new__, (getattr(kind, name, None) for name in (
        "__getnewargs__", "__getnewargs_ex__", "__reduce__", "__reduce_ex__"))
    return (isinstance(new, types.FunctionType) and not any(isinstance(method, types.FunctionType) for method in methods)
            and (not is_importable(kind) or new.__code__.co_argcount > 1 + len(new.__defaults__ or ())))


def reduce_new(pickler, value):
    kind = type(value)
    base = next(base for base in kind.__mro__ if isinstance(vars(base).get("__new__"), types.BuiltinFunctionType))
    if base is object and not is_special(kind, "object"):
        return _new, (base, kind), *reduce_slots(pickler, value)[2:]
    function, arguments, *rest = value.__reduce_ex__(2)
    return (_new, (base, *arguments), *rest) if function is copyreg.__newobj__ else (function, arguments, *rest)


def is_fragile(kind):
    """Whether code of a class of the notebook may run while an object is loaded, before it has its attributes.

    pickle looks for `__setstate__` in the object, which `__getattr__` answers, and sets that hold the object ask for its
    hash while the object is still empty, if it holds them too.
    """
    known = {"__getnewargs__", "__getnewargs_ex__"} & set(dir(kind))
    if known or kind.__new__ not in (object.__new__, dict.__new__) or is_importable(kind) or is_special(kind, "object"):
        return False
    own = [vars(base) for base in kind.__mro__ if base.__module__ != "builtins"]
    if any(names.get("__slots__") for names in own) or not kind.__dictoffset__:
        return False
    asks = any("__getattr__" in names or "__getattribute__" in names for names in own)
    return asks or issubclass(kind, dict) or kind.__hash__ not in (None, object.__hash__)


def has_own_rules(kind):
    """Whether a class of the notebook says how its objects are saved. In the notebook nobody saves them."""
    rules = {"__reduce__", "__reduce_ex__", "__getstate__", "__setstate__"}
    owners = [base for base in kind.__mro__ if base is not object and rules & set(vars(base))]
    methods = [vars(base)[name] for base in owners for name in rules & set(vars(base))]
    return (bool(owners) and not any(map(is_importable, owners))
            and all(isinstance(method, types.FunctionType) for method in methods)
            and not any(base.__module__ == "builtins" for base in kind.__mro__ if base is not object))


def reduce_whole(pickler, value):
    """An object with all that it has, and not with what its class would save."""
    if type(value).__new__ is not object.__new__:
        return _new, (object, type(value)), *reduce_slots(pickler, value)[2:]
    return reduce_slots(pickler, value) if copyreg._slotnames(type(value)) else reduce_object(pickler, value)


def save_by_rules(path):
    """Has the innermost of the classes that say how their objects are saved be asked, since what they have cannot be saved."""
    kind = next((type(value) for value in reversed(path) if HANDLERS.get(type(value)) is reduce_whole), None)
    if kind is not None:
        HANDLERS[kind] = None
    return kind is not None


def reduce_plainly(pickler, value):
    return copyreg.__newobj__, (type(value),), vars(value), None, None, _update


def reduce_object(pickler, value):
    attributes = object.__getattribute__(value, "__dict__")
    items = list(dict.items(value)) if isinstance(value, dict) else None
    if attributes is value:
        return _object, (type(value), {}), (None, None, items), None, None, _fill_object
    first = {name: item for name, item in attributes.items() if is_plain(item)}
    rest = {name: item for name, item in attributes.items() if name not in first}
    return _object, (type(value), first), (list(attributes), rest, items), None, None, _fill_object


def is_plain(value):
    """Whether a value holds no object of the notebook."""
    return value is None or has_same_hash(value) or type(value) is tuple and all(map(is_plain, value))


def save_otherwise(value):
    """Has a type saved that pickle cannot save: by dill, if it knows the type, or by what is left in an iterator."""
    kind = type(value)
    if HANDLERS.get(kind) is not None:
        return False
    if hasattr(kind, "__next__") and kind.__module__ != "__main__" and all(name.startswith("_") for name in dir(kind)):
        HANDLERS[kind] = reduce_iterator
        return True
    is_loaded = "dill" in sys.modules
    try:
        import dill
    except ImportError:
        return False
    if not is_loaded:
        dill.extend(False)  # else it changes how others save, joblib for example
    save = dill.Pickler.dispatch.get(kind)
    if save is None or kind in CONTAINERS or issubclass(kind, (type, types.FunctionType, tuple)):
        return False

    class Captured:
        _recurse, _byref, _strictio, _fmode, _ignore, _main = False, False, False, 0, False, sys.modules["__main__"]
        _session, _first_pass, proto, memo, write, framer = False, False, 5, {}, None, None

        def save_reduce(self, function, arguments, state=None, listitems=None, dictitems=None, obj=None, **_):
            self.reduced = (function, arguments, state, listitems, dictitems)

    def reduce(_, one):
        captured = Captured()
        save(captured, one)
        return captured.reduced

    HANDLERS[kind] = reduce
    return True


def copies_on_write():
    pandas = sys.modules["pandas"]
    if int(pandas.__version__.split(".")[0]) >= 3:
        return True
    with contextlib.suppress(Exception):
        return pandas.options.mode.copy_on_write is True
    return False


def owner_of(array):
    """The array whose memory an array shows: itself, or one of which it is a view."""
    base = array.base
    base = base.base if type(base).__name__ == "DummyArray" else base  # of `sliding_window_view`
    return owner_of(base) if isinstance(base, sys.modules["numpy"].ndarray) else array


def maps_file(array):
    """Whether an array maps a file, and changes of it reach the file or are seen where others change the file."""
    return isinstance(getattr(array, "_mmap", None), mmap.mmap) and array.mode != "c" and os.path.exists(array.filename or "")


def identity_of(path):
    status = os.stat(path)
    return status.st_dev, status.st_ino


class MappedMemory:
    """The part of a file that arrays map."""

    def __init__(self, memory, owner, offset):
        self.content = memory, owner.filename, identity_of(owner.filename), owner.mode.replace("w", "r"), owner.offset + offset

    def __reduce__(self):
        return _mapped, self.content


def extent(array):
    """First and last address of an array's memory."""
    low = high = array.__array_interface__["data"][0]
    for length, stride in zip(array.shape, array.strides):
        if length == 0:
            return low, low
        low, high = low + min(0, (length - 1) * stride), high + max(0, (length - 1) * stride)
    return low, high + array.itemsize


def view_of(array, memory, offset):
    """How to save an array that shows the memory of another object, from a place in it."""
    return _view, (memory, array.dtype, offset, array.shape, array.strides, array.flags.writeable)


class Segment:
    """Memory that several arrays share: it is saved once, and the arrays as views."""

    def __init__(self, owner, arrays):
        import numpy

        self.owner, self.numpy = owner, numpy
        if owner.dtype.hasobject:
            self.memory, self.start = None, 0
            return
        extents = [extent(array) for array in arrays]
        self.start, end = min(low for low, _ in extents), max(high for _, high in extents)
        memory = (ctypes.c_char * (end - self.start)).from_address(self.start)
        self.memory = numpy.frombuffer(memory, numpy.uint8)
        if maps_file(owner):
            self.memory = MappedMemory(self.memory, owner, self.start - extent(owner)[0])

    def view(self, array):
        if self.memory is None:  # references to objects: on the array that owns them
            if array is self.owner or not self.owner.flags.forc:
                return NotImplemented
            memory = self.owner if self.owner.flags.c_contiguous else self.owner.T
            offset = extent(array)[0] - extent(memory)[0]
            offset -= sum(min(0, (length - 1) * stride) for length, stride in zip(array.shape, array.strides))
            return view_of(array, memory, offset)
        return view_of(array, self.memory, array.__array_interface__["data"][0] - self.start)


@handles("numpy.ndarray")
def reduce_array(pickler, array):
    kind = type(array)
    if kind.__name__ == "ndarray" and kind.__module__ == "numpy":
        return pickler.reduce_array(array)
    if is_special(kind, "ndarray") and is_special(kind, "MaskedArray"):
        return NotImplemented
    # One of a subclass does not save its attributes by itself, and may share its memory.
    attributes = {name: item for name, item in vars(array).items() if name != "_mmap"}
    return _array_of, (kind, array.view(sys.modules["numpy"].ndarray)), attributes, None, None, _fill_array


def exporter_of(value):
    """The object whose memory an array or a view shows, if code can change it there; None for others."""
    value = value.obj if type(value) is memoryview else value
    if type_name(value) == "numpy.ndarray":
        return value if value.flags.c_contiguous and value.flags.writeable and not value.dtype.hasobject else None
    return value if type_name(value) in ("bytearray", "array.array", "_io._BytesIOBuffer") else None


@handles("_io._BytesIOBuffer")
def reduce_buffer(pickler, value):
    return io.BytesIO.getbuffer, (gc.get_referents(value)[0],)


def address_of(exporter):
    return ctypes.addressof(ctypes.c_char.from_buffer(exporter))


def is_special(kind, base):
    """Whether a class says itself how it is saved, and does not leave that to a base of this name."""
    known = next((one for one in kind.__mro__ if one.__name__ == base), object)
    methods = ("__reduce__", "__reduce_ex__", "__getstate__", "__setstate__")
    return any(getattr(kind, name, None) is not getattr(known, name, None) for name in methods)


def with_attributes(value, attributes):
    """How a value is saved that does not save these attributes by itself."""
    if not attributes:
        return NotImplemented
    function, arguments, state = (*value.__reduce_ex__(4), None)[:3]
    return function, arguments, (state, attributes, {}), None, None, _set_state


@handles("pandas.core.frame.DataFrame", "pandas.core.series.Series", "pandas.DataFrame", "pandas.Series")
def reduce_table(pickler, table):
    return pickler.reduce_table(table)


@handles("numpy.ufunc")
def reduce_universal_function(pickler, value):
    # One of `numpy.frompyfunc` has no name, and refers to its function only.
    found = [item for item in gc.get_referents(value) if callable(item)]
    return (_call, (sys.modules["numpy"].frompyfunc, (found[0], value.nin, value.nout), {"identity": value.identity})) if found \
        else NotImplemented


@handles(types.ModuleType)
def reduce_module(pickler, module):
    known = sys.modules.get(module.__name__) is module
    if known and not is_made(module):
        pickler.result.modules.add(module.__name__.partition(".")[0])
        return importlib.import_module, (module.__name__,)
    pickler.result.seen[id(module)] = module
    return _made_module, (module.__name__, known), {k: v for k, v in vars(module).items() if k != "__builtins__"}


def is_made(module):
    """Whether code made a module (`types.ModuleType("name")`) that no import finds."""
    return type(module) is types.ModuleType and not any(
        vars(module).get(name) for name in ("__spec__", "__file__", "__path__", "__loader__"))


@handles(types.MethodType)
def reduce_bound_method(pickler, value):
    return types.MethodType, (value.__func__, value.__self__)


@handles(BaseException)
def reduce_exception(pickler, value):
    kind = type(value)
    if kind.__reduce__ is not BaseException.__reduce__ or kind.__reduce_ex__ is not object.__reduce_ex__:
        return NotImplemented
    links = {name: getattr(value, name) for name in ("__cause__", "__context__", "__suppress_context__")}
    return _exception, (kind, value.args), {**links, **vars(value)}, None, None, _update


@handles(enum.Enum)
def reduce_member(pickler, value):
    kind, name = type(value), value._name_
    # By name: a step may have changed the value. Combinations of flags have no name.
    if is_importable(kind) or is_special(kind, "Enum") or vars(kind).get("_member_map_", {}).get(name) is not value:
        return NotImplemented
    return getattr, (kind, name)


@handles("numpy.flatiter")
def reduce_flat_iterator(pickler, value):
    return _flat, (value.base, value.index)


def cells_of(function):
    """The variables that a function has captured and that have a value: names, cells and values."""
    for name, cell in zip(function.__code__.co_freevars, function.__closure__ or ()):
        with contextlib.suppress(ValueError):
            yield name, cell, cell.cell_contents


@handles(types.CellType)
def reduce_cell(pickler, cell):
    return types.CellType, ()  # filled by the functions that use it


@handles(property)
def reduce_property(pickler, value):
    return _property, (type(value), value.fget, value.fset, value.fdel, value.__doc__), attributes_of(value) or None


@handles(staticmethod, classmethod)
def reduce_method(pickler, value):
    return type(value), (value.__func__,)


@handles(types.MappingProxyType)
def reduce_proxy(pickler, value):
    shown = shown_by(value)
    return vars if isinstance(shown, type) else types.MappingProxyType, (shown,)


def shown_by(view):
    """The mapping that a view or a proxy shows, or the class whose attributes it shows."""
    content = gc.get_referents(view)[0]
    if type(content) is dict and "__module__" in content:
        return next((one for one in gc.get_referrers(content) if isinstance(one, type)), content)
    return content


@handles(types.BuiltinFunctionType)
def reduce_builtin(pickler, value):
    """A function that code has replaced in its module is there again when values are loaded."""
    module = value.__self__
    is_replaced = isinstance(module, types.ModuleType) and vars(module).get(value.__name__, value) is not value
    return (_global, (module.__name__, value.__name__)) if is_replaced else NotImplemented


@handles(types.CodeType)
def reduce_code(pickler, value):
    return marshal.loads, (marshal.dumps(value),)


DICTIONARY_VIEWS = {type(getattr(kind(), view)()) for kind in (dict, collections.OrderedDict)
                    for view in ("keys", "values", "items")}


@handles(*DICTIONARY_VIEWS)
def reduce_dictionary_view(pickler, value):
    return _dictionary_view, (shown_by(value), type(value).__name__.partition("_")[2])


@handles(functools._lru_cache_wrapper)
def reduce_cache(pickler, value):
    if is_importable(value):
        return value.__qualname__
    parameters = value.cache_parameters() if hasattr(value, "cache_parameters") else {"maxsize": 128, "typed": False}
    content = cache_contents(value)
    known = CACHES.get(id(value))
    if known is None or known[:2] != (value, value.cache_info()):
        CACHES[id(value)] = value, value.cache_info(), True  # it may remember what it is part of
        try:
            pickler.saver.dump(content, keep=False)
        except Refused:
            CACHES[id(value)] = value, value.cache_info(), False
    content = content if CACHES[id(value)][2] else None
    return (_cache, (value.__wrapped__, parameters["maxsize"], parameters["typed"]), content, None, None, fill_cache)


CACHES = {}  # id of an `lru_cache` → it, its counts, and whether what it remembers can be saved


def cache_contents(cache):
    """What an `lru_cache` remembers, as calls and results, the least recent first, and its counts of hits and misses."""
    found = gc.get_referents(cache)
    info = cache.cache_info()
    known = next((item for item in found if type(item) is dict and len(item) == info.currsize), {})
    if info.maxsize is None:
        pairs = list(known.items())
    else:
        keys, pairs, index = set(map(id, known)), [], 0
        while len(pairs) < info.currsize and index + 1 < len(found):
            if id(found[index]) in keys:
                pairs.append((found[index], found[index + 1]))
                index += 1
            index += 1
    calls = []
    for key, result in pairs:
        arguments = list(key) if type(key) is tuple else [key]
        mark = next((i for i, item in enumerate(arguments) if type(item) is object), len(arguments))
        names = arguments[mark + 1:]
        calls.append((tuple(arguments[:mark]), dict(zip(names[::2], names[1::2])), result))
    typed = hasattr(cache, "cache_parameters") and cache.cache_parameters()["typed"]
    return None if typed or len(calls) > CACHE_LIMIT else (calls, info.hits, info.misses)


def fill_cache(cache, content):
    """Has a cache remember calls, without running the function behind it."""
    if content is None or cache_contents(cache) == content:
        return
    calls, hits, misses = content
    function = cache.__wrapped__
    cache.cache_clear()
    if type(function) is not types.FunctionType:
        return
    code, results = function.__code__, iter([result for *_, result in calls])
    name = "_kale_lsp_result"
    replay = compile(f"lambda *a, **k: next({name})", "cell", "eval").co_consts[0]
    function.__globals__[name] = results
    try:
        function.__code__ = replay.replace(co_freevars=code.co_freevars)
        with contextlib.suppress(Exception):
            for arguments, named, _ in calls:
                cache(*arguments, **named)
            for _ in range(min(misses - len(calls), CACHE_LIMIT)):
                with contextlib.suppress(StopIteration):
                    cache(object())
            for _ in range(min(hits, CACHE_LIMIT) if calls else 0):
                cache(*calls[-1][0], **calls[-1][1])
    finally:
        function.__code__ = code
        del function.__globals__[name]


@handles(*(getattr(typing, name, None) for name in ("TypeVar", "ParamSpec", "TypeVarTuple", "NewType")))
def reduce_type_variable(pickler, value):
    module = value.__module__
    if module != "__main__" and getattr(sys.modules.get(module), value.__name__, None) is value:
        return value.__name__
    bounds = {name: getattr(value, f"__{name}__", None) for name in ("bound", "covariant", "contravariant")}
    types_of = [value.__supertype__] if hasattr(value, "__supertype__") else getattr(value, "__constraints__", ())
    return _call, (type(value), (value.__name__, *types_of), {name: item for name, item in bounds.items() if item})


@handles(weakref.ref, weakref.WeakMethod)
def reduce_weak_reference(pickler, value):
    target = value()
    called = (value.__callback__,) if type(value) is weakref.ref else ()
    return (type(value), (target, *called)) if target is not None else (weakref.ref, (set(),))  # which nothing keeps


@handles(weakref.ProxyType, weakref.CallableProxyType)
def reduce_proxy_reference(pickler, value):
    # A proxy answers for its object, except in its own `repr`.
    found = re.search(" to .* at 0x([0-9a-f]+)>$", type(value).__repr__(value))
    target = ctypes.cast(int(found.group(1), 16), ctypes.py_object).value
    return weakref.proxy, (set() if target is None else target,)  # the set is freed at once, so the proxy is dead


@handles(weakref.WeakKeyDictionary, weakref.WeakValueDictionary, weakref.WeakSet)
def reduce_weak_collection(pickler, value):
    return type(value), ((list if type(value) is weakref.WeakSet else dict)(value),)


@handles(type(threading.Lock()), type(threading.RLock()))
def reduce_lock(pickler, value):
    count = re.search(r"count=(\d+)", repr(value))
    if count:
        return _lock, ("RLock", int(count.group(1)) if value._is_owned() else 0)
    return _lock, ("Lock", int(value.locked()))


@handles(threading.local)
def reduce_thread_local(pickler, value):
    return copyreg.__newobj__, (type(value),), dict(vars(value)), None, None, _update


@handles(threading.Thread)
def reduce_thread(pickler, value):
    if value.is_alive() or value.ident is None and type(value) is not threading.Thread:
        raise TypeError("cannot pickle a running thread")
    every = vars(threading.Thread(name="other")).keys() - {"_name", "_daemonic"}
    state = {name: item for name, item in vars(value).items() if name not in every}
    work = (value._target, value._args, value._kwargs) if value.ident is None else None
    return _thread, (type(value), value.ident is not None, work), state, None, None, _update


@handles(subprocess.Popen)
def reduce_process(pickler, value):
    if value.poll() is None:
        raise TypeError("cannot pickle a running process")
    return NotImplemented


@handles(weakref.finalize)
def reduce_finalizer(pickler, value):
    content = value.peek()
    if content and is_importable(content[1]):  # a library may have it close what only this process has
        raise TypeError("cannot pickle a finalizer that has not run")
    return copyreg.__newobj__, (type(value),), content, None, None, _fill_finalizer


@handles(logging.Handler)
def reduce_log_handler(pickler, value):
    return _log_handler, (type(value),), vars(value)


@handles("concurrent.futures._base.Future")
def reduce_future(pickler, value):
    return _settled, (type(value), *outcome_of(value))


@handles("concurrent.futures.thread.ThreadPoolExecutor", "concurrent.futures.process.ProcessPoolExecutor")
def reduce_executor(pickler, value):
    if not (getattr(value, "_shutdown", False) or getattr(value, "_shutdown_thread", False)):
        raise TypeError("cannot pickle an executor that is not shut down")
    return _executor, (type(value), value._max_workers)


@handles(types.GeneratorType)
def reduce_generator(pickler, value):
    frame, code = value.gi_frame, value.gi_code
    names = value.__name__, value.__qualname__
    if frame is None:
        return _generator, (rest_of(value), *names)
    if frame.f_globals is globals():  # made by `_generator`: its iterator knows how far it is
        return _generator, (frame.f_locals[".0"], *names)
    if code.co_filename.startswith("cell ") or vars(sys.modules["__main__"]) is frame.f_globals:
        if inspect.getgeneratorstate(value) != inspect.GEN_CREATED or code.co_freevars:
            raise TypeError("cannot pickle a generator that has started")
        # It has not started: the call that made it is made again.
        names, rest, more, known = inspect.getargvalues(frame)
        arguments = [*(known[name] for name in names[:code.co_argcount]), *known.get(rest, ())]
        named = {**{name: known[name] for name in names[code.co_argcount:]}, **known.get(more, {})}
        function = types.FunctionType(code, frame.f_globals, value.__name__)
        function.__qualname__ = value.__qualname__
        return _call, (function, arguments, named)
    return _generator, (rest_of(value), *names)


def reduce_iterator(pickler, value):
    return iter, (rest_of(value),)


def rest_of(value):
    """What is left of a generator or iterator of a library (`df.iterrows()`), if that draws no random numbers and ends."""
    if id(value) in GENERATORS:
        return GENERATORS[id(value)][1]
    before = random.getstate(), _numpy_state()
    items = []
    for item in value:
        items.append(item)
        if len(items) > CACHE_LIMIT:
            raise TypeError("cannot pickle a generator of so many items")
    if before != (random.getstate(), _numpy_state()):
        raise TypeError("cannot pickle a generator that draws random numbers")
    GENERATORS[id(value)] = value, items
    return items


GENERATORS = {}  # id of a generator or iterator of a library → it, and what was left in it


def _numpy_state():
    numpy = sys.modules.get("numpy")
    return numpy and pickle.dumps(numpy.random.get_state())


@handles("contextlib._GeneratorContextManager", "contextlib._AsyncGeneratorContextManager")
def reduce_context_manager(pickler, value):
    if hasattr(value, "args"):  # until it is entered
        return type(value), (value.func, value.args, value.kwds)
    if getattr(value.gen, "gi_frame", None) or getattr(value.gen, "ag_frame", None):
        raise TypeError("cannot pickle a context manager that has been entered")
    return NotImplemented


@handles("PIL.ImageDraw.ImageDraw")
def reduce_drawing(pickler, value):
    settings = {name: getattr(value, name) for name in ("fill", "font", "fontmode")}
    return type(value), (value._image, value.mode), settings


@handles("_struct.Struct", "Struct")
def reduce_struct(pickler, value):
    return type(value), (value.format,)


@handles("re.Scanner")
def reduce_scanner(pickler, value):
    return type(value), (value.lexicon, value.scanner.flags)


@handles("_csv.writer", "_csv.reader")
def reduce_csv(pickler, value):
    used = gc.get_referents(value)[1]  # a reader's lines, or the `write` of a writer's file
    make = getattr(sys.modules["csv"], type(value).__name__)
    return _call, (make, (getattr(used, "__self__", used),), attributes_of_dialect(value.dialect))


def attributes_of_dialect(dialect):
    return {name: getattr(dialect, name) for name in (
        "delimiter", "doublequote", "escapechar", "lineterminator", "quotechar", "quoting", "skipinitialspace", "strict")}


@handles("_asyncio.Task", "_asyncio.Future", "asyncio.tasks.Task", "asyncio.futures.Future")
def reduce_task(pickler, value):
    return _task, (hasattr(value, "get_coro"), *outcome_of(value))


def outcome_of(value):
    """The result of a task or future, in a tuple, and its error; neither if it was cancelled."""
    if not value.done():
        raise TypeError(f"cannot pickle a {type(value).__name__.lower()} that is not done")
    error = None if value.cancelled() else value.exception()
    return None if value.cancelled() or error else (value.result(),), error


@handles("asyncio.unix_events._UnixSelectorEventLoop")
def reduce_loop(pickler, value):
    return _loop, ()


@handles(contextvars.Context)
def reduce_context(pickler, value):
    return contextvars.Context, (), list(value.items()), None, None, _fill_context


@handles(contextvars.ContextVar)
def reduce_context_variable(pickler, value):
    default = [item for item in gc.get_referents(value) if item is not value.name][:1]
    return _context_variable, (value.name, value_in_context(value), default)


def value_in_context(variable):
    """The value of a context variable in a list, which is empty if it is not set."""
    context = contextvars.copy_context()
    return [context[variable]] if variable in context else []


@handles("matplotlib.cbook.CallbackRegistry")
def reduce_callbacks(pickler, value):
    # matplotlib drops the callbacks by which its own objects follow each other (a colorbar its image).
    state = value.__getstate__()
    for name, callbacks in value.callbacks.items():
        for key, proxy in callbacks.items():
            called = proxy()
            owner = type(getattr(called, "__self__", None)).__module__
            if re.match(r"matplotlib\.(?!backend|widgets|pyplot)", owner):
                state["callbacks"].setdefault(name, {})[key] = called
    return copyreg.__newobj__, (type(value),), state


@handles(re.Match)
def reduce_match(pickler, value):
    return _match, (value.re, value.string, value.pos, value.endpos, value.span(), value.groups())


@handles(memoryview)
def reduce_memory(pickler, value):
    if not value.c_contiguous:
        raise TypeError("cannot pickle a memoryview that is not contiguous")
    whole, start, count = value.obj, 0, value.nbytes
    if exporter_of(whole) is None or not count or value.readonly and len(memoryview(whole).cast("B")) > count:
        whole = value.tobytes() if not isinstance(whole, bytes) or len(whole) > count else whole
    elif not value.readonly:
        start = address_of(value) - address_of(whole)
    return _memory, (whole, value.format, value.shape, start, count, value.readonly)


@handles(ctypes.Array)
def reduce_ctypes_array(pickler, value):
    if not value._b_needsfree_ or value._objects:
        raise TypeError("cannot pickle an array of ctypes on the memory of another object")
    return _ctypes_array, (value._type_, value._length_, bytes(value))


@handles(io.TextIOWrapper, io.BufferedWriter, io.BufferedReader, io.BufferedRandom, io.FileIO)
def reduce_file(pickler, value):
    name, path = value.name, None
    text = isinstance(value, io.TextIOWrapper)
    if value.closed:
        mode, position = getattr(value, "mode", "r"), None
    else:
        if not isinstance(name, str) or not os.path.isfile(name):
            raise TypeError(f"cannot pickle a file that is not a regular file: {name!r}")
        if value.writable():  # `tell` is wrong after `next` and `flush`
            value.flush()
        mode, path = value.mode, os.path.abspath(name)
        # What is added to a file goes to its end, wherever that is then.
        position = AT_END if "a" in mode and "+" not in mode else position_of(value)
    options = {"encoding": value.encoding, "errors": value.errors} if text else {}
    if text and path and value.readable() and keeps_line_ends(value, position):
        options["newline"] = ""
    if isinstance(value, io.FileIO):
        options["buffering"] = 0
    if not text and "b" not in mode:
        mode += "b"
    return _file, (name, path, mode, position, options)


AT_END = -1


def position_of(file):
    with contextlib.suppress(OSError):
        return file.tell()
    # The file was read by `next`: what is left tells where it was.
    rest, size = file.read(), os.path.getsize(file.name)
    for text in (rest, rest.replace("\n", "\r\n"), rest.replace("\n", "\r")):
        mark = len("".encode(file.encoding))  # which stands at the beginning alone
        position = max(size - len(text.encode(file.encoding, file.errors)) + mark, 0)
        file.seek(position)
        if file.read() == rest:
            file.seek(position)
            return position
    raise TypeError("cannot pickle a file that was read line by line")


def keeps_line_ends(file, position):
    """Whether a file gives line ends as they are, `newline=""`, as far as the next lines show."""
    if file.newlines in (None, "\n"):
        return False
    text = file.read(1 << 12)
    file.seek(position)
    return "\r" in text


@handles(io.StringIO, io.BytesIO)
def reduce_memory_file(pickler, value):
    return (_closed, (type(value),)) if value.closed else NotImplemented


@handles("tempfile._TemporaryFileWrapper")
def reduce_temporary_file(pickler, value):
    return type(value), (value.file, value.name, value._closer.delete)


@handles("pandas.io.parsers.readers.TextFileReader")
def reduce_table_reader(pickler, value):
    name = getattr(getattr(value.handles, "handle", None), "name", None)
    if not isinstance(name, str) or not os.path.isfile(name):
        raise TypeError("cannot pickle a reader of something that is not a regular file")
    return _table_reader, (type(value), name, os.path.abspath(name), value.engine, value.orig_options, value._currow)


@handles("numpy.busdaycalendar")
def reduce_calendar(pickler, value):
    return type(value), (value.weekmask, value.holidays)


@handles("dateutil.tz.tz.tzfile", "dateutil.tz._tzfile.tzfile")
def reduce_zone(pickler, value):
    parts = (value._filename or "").split("/")  # `/usr/share/zoneinfo/Europe/Berlin`
    for name in ("/".join(parts[-count:]) for count in (1, 2, 3)):
        # There is one object for each name, and times of one zone are not subtracted as those of two.
        if _zone(name) is value:
            return _zone, (name,)
    return value.__reduce_ex__(4)


@handles("sqlite3.Connection")
def reduce_connection(pickler, value):
    if is_closed(value):
        return _closed, (type(value), ":memory:"), {"row_factory": value.row_factory}, None, None, _update
    path = pragma(value, "database_list")[2]
    if path and value.in_transaction:
        raise TypeError("cannot pickle a connection to a file with an open transaction")
    state = {"row_factory": value.row_factory, "text_factory": value.text_factory,
             "isolation_level": value.isolation_level}
    arguments = (bool(path), os.path.relpath(path) if path else script_of(value), value.in_transaction,
                 *pragma(value, "foreign_keys"), detected_types(value))
    return _connection, arguments, state, None, None, _update


def is_closed(connection):
    try:
        connection.total_changes
    except sys.modules["sqlite3"].ProgrammingError:
        return True
    return False


@contextlib.contextmanager
def plain_rows(connection):
    """A connection that gives rows as tuples and texts as strings."""
    factories = connection.row_factory, connection.text_factory
    connection.row_factory, connection.text_factory = None, str
    try:
        yield connection
    finally:
        connection.row_factory, connection.text_factory = factories


def pragma(connection, name):
    with plain_rows(connection):
        return connection.execute(f"pragma {name}").fetchone()


def detected_types(connection):
    """The `detect_types` of a connection, which does not tell it."""
    import sqlite3

    known, ask = dict(sqlite3.converters), "select rootpage from sqlite_master limit 1"
    sqlite3.converters.update(dict.fromkeys(("KALE_LSP", "INT"), lambda text: "converted"))
    try:
        with plain_rows(connection):
            by_name = connection.execute('select 1 as "value [kale_lsp]"').fetchone()
            by_declaration = connection.execute(ask).fetchone()
            if by_declaration is None:  # there is no table yet
                connection.execute("create temp table kale_lsp (value int)")
                by_declaration = connection.execute(ask.replace("master", "temp_master")).fetchone()
                connection.execute("drop table temp.kale_lsp")
    finally:
        sqlite3.converters.clear()
        sqlite3.converters.update(known)
    return ((by_name == ("converted",)) * sqlite3.PARSE_COLNAMES
            + (by_declaration == ("converted",)) * sqlite3.PARSE_DECLTYPES)


def script_of(connection):
    """The statements that make the database of a connection."""
    with plain_rows(connection):
        return "".join(f"{line}\n" for line in connection.iterdump())


@handles("sqlite3.Cursor")
def reduce_cursor(pickler, value):
    if is_closed(value.connection):
        return _closed_cursor, ()
    factory, value.row_factory = value.row_factory, None
    rest = value.fetchmany(SQL_VALUES + 1) if value.description else []
    columns = [column[0] for column in value.description or ()]
    if len(rest) * len(columns) > SQL_VALUES:
        raise TypeError("cannot pickle a cursor with so many rows that were not fetched")
    _fill_cursor(value, columns, rest)
    value.row_factory = factory
    return _cursor, (value.connection, columns, rest), {"row_factory": factory}, None, None, _update


SQL_VALUES = 30_000  # that a statement may have


@handles("sqlite3.Row")
def reduce_row(pickler, value):
    return _row, (value.keys(), tuple(value))


@handles("xgboost.core.DMatrix")
def reduce_matrix(pickler, value):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "matrix")
        value.save_binary(path, silent=True)
        content = pathlib.Path(path).read_bytes()
    names = {"feature_names": value.feature_names, "feature_types": value.feature_types}
    return _matrix, (content,), names, None, None, _update


@handles("xgboost.core.QuantileDMatrix", "xgboost.core._ProxyDMatrix")
def reduce_quantile_matrix(pickler, value):
    fields = {"label": value.get_label(), "weight": value.get_weight(), "base_margin": value.get_base_margin()}
    fields = {name: data if len(data) else None for name, data in fields.items()}
    names = {"feature_names": value.feature_names, "feature_types": value.feature_types, "max_bin": value.max_bin}
    return _call, (type(value), (value.get_data(),), {**fields, **names})


@handles("torch.Tensor")
def reduce_tensor(pickler, value):
    if type(value).__name__ != "Tensor" or value.is_sparse or value.device.type != "cpu" or value.grad_fn is not None:
        return NotImplemented
    storage = value.untyped_storage()
    shared = TORCH.get(storage.data_ptr())
    if shared is None:
        array = _torch().tensor([], dtype=_torch().uint8).set_(storage).numpy()
        shared = TORCH[storage.data_ptr()] = (array, storage)
    pickler.result.seen[id(shared[0])] = shared[0]
    state = (value.requires_grad, value.grad)
    return (_tensor, (shared[0], str(value.dtype), value.storage_offset(), tuple(value.shape), value.stride()),
            state, None, None, _fill_tensor)


@handles("torch._C.Generator")
def reduce_torch_generator(pickler, value):
    return _torch_generator, (str(value.device), value.get_state())


@handles("torch.nn.parameter.Parameter")
def reduce_parameter(pickler, value):
    if type(value).__name__ != "Parameter":
        return NotImplemented
    return _parameter, (value.data,), (value.requires_grad, value.grad), None, None, _fill_tensor


TORCH = {}  # address of a tensor's memory → array on it: tensors that share memory share the array
INHERITED = {reduce_cursor, reduce_exception, reduce_member, reduce_module, reduce_property, reduce_thread, reduce_thread_local,
             reduce_array, reduce_table, reduce_connection, reduce_log_handler, reduce_ctypes_array}


def class_attributes(kind):
    """The attributes that a class statement set, without those that creating the class sets itself."""
    skipped = {"__dict__", "__weakref__", "__slotnames__", "_abc_impl", "__abstractmethods__", "__annotate_cache__",
               "__annotations_cache__"}
    if isinstance(kind, enum.EnumMeta):
        skipped |= {"__new__", "__set_name__", "__annotations__", "__static_attributes__", *kind.__members__}
        skipped.update(name for name in vars(kind) if re.fullmatch("_[a-z].*_", name) and name not in (
            "_generate_next_value_", "_missing_"))
    attributes = {name: value for name, value in vars(kind).items()
                  if name not in skipped and type(value) not in (types.MemberDescriptorType,
                                                                 types.GetSetDescriptorType)}
    if isinstance(kind, enum.EnumMeta):
        for name in ("__repr__", "__str__", "__format__", "__reduce_ex__"):
            if not isinstance(attributes.get(name), types.FunctionType) or is_importable(attributes[name]):
                attributes.pop(name, None)
        new = attributes.pop("__new_member__", None)
        if isinstance(new, (staticmethod, types.FunctionType)) and not (kind._member_type_ is object and kind.__members__):
            attributes["__new__"] = new
    if "__abstractmethods__" in vars(kind):
        attributes["__abstractmethods__"] = kind.__abstractmethods__
    if not attributes.get("__annotations__", True):  # looking for them has made them
        del attributes["__annotations__"]
    return attributes


def attributes_of_members(kind):
    return {name: dict(vars(member)) for name, member in kind.__members__.items()}


# --- The order of sets ------------------------------------------------------------------------------------------


class _SetHead(ctypes.Structure):
    """The beginning of a set in memory."""

    _fields_ = [("references", ctypes.c_ssize_t), ("kind", ctypes.c_void_p), ("fill", ctypes.c_ssize_t),
                ("used", ctypes.c_ssize_t), ("mask", ctypes.c_ssize_t), ("table", ctypes.c_void_p)]


# Larger ones are saved as pickle saves them.
LARGEST_ORDERED_SET = 20_000
KNOWS_SETS = sys.implementation.name == "cpython" and set.__basicsize__ == 200


def set_recipe(value):
    """How to make a set again whose elements come in the same order: arguments of `ordered_set`.

    The order of a set follows from the size of its table and from which elements were added when others had taken their
    places. None if pickle gives the order back by itself, or if the elements' hashes are not the same in each process.
    """
    if not 1 < len(value) <= LARGEST_ORDERED_SET or not KNOWS_SETS or not all(map(has_same_hash, value)):
        return None
    items = list(value)
    if list(set(items)) == items:
        return None
    size, slots = slots_of(value)
    order = size and insertion_order(value, items, size, slots)
    if not order:
        return None
    sequence, fillers = order
    # A dictionary that is added lets the table grow once, to more than twice its size.
    is_dictionary = len(sequence) * 2 < size
    if is_dictionary:
        more = itertools.count(size << 16)
        while len(sequence) < max(size // 4, 5 if size > 8 else 0):
            filler = next(more)
            if filler not in value:
                sequence.append(filler)
                fillers.append(filler)
    recipe = is_dictionary, tuple(sequence), tuple(fillers)
    made = list(ordered_set(*recipe))
    return recipe if len(made) == len(items) and all(map(operator.is_, made, items)) else None


def has_same_hash(value):
    kind = type(value)
    return kind in (str, int, float, complex, bytes, bool) or kind is tuple and all(map(has_same_hash, value))


def slots_of(value):
    """The number of places in the table of a set, and for each element, by its id, its place."""
    head = _SetHead.from_address(id(value))
    size = head.mask + 1
    if head.used != len(value) or size & head.mask or not head.used <= head.fill < size <= 1 << 20:
        return 0, {}
    table = (ctypes.c_void_p * (2 * size)).from_address(head.table)
    return size, {table[2 * place]: place for place in range(size)}


def insertion_order(value, items, size, slots):
    """An order in which the elements take their places, and what fills places meanwhile that are free in the end."""
    places = [slots.get(id(item)) for item in items]
    if None in places:
        return None
    owners = dict(zip(places, range(len(items))))
    fillers, before, after = {}, [0] * len(items), collections.defaultdict(list)
    for number, (item, place) in enumerate(zip(items, places)):
        for taken in probes(hash(item), size, place):
            if taken in owners:
                after[owners[taken]].append(number)
                before[number] += 1
            elif taken not in fillers:
                fillers[taken] = next(filler for filler in itertools.count(taken + (size << 8), size) if filler not in value)
    free = [number for number, count in enumerate(before) if not count]
    order = []
    for number in free:  # which grows
        order.append(items[number])
        for later in after[number]:
            before[later] -= 1
            if not before[later]:
                free.append(later)
    return ([*fillers.values(), *order], list(fillers.values())) if len(order) == len(items) else None


def probes(hash_, size, place):
    """The places at which a set looks before it comes to one."""
    mask, perturb, start = size - 1, hash_ & (1 << 64) - 1, hash_ & (size - 1)
    for _ in range(64):
        for probe in range(start, start + (10 if start + 9 <= mask else 1)):
            if probe == place:
                return
            yield probe
        perturb >>= 5
        start = (start * 5 + 1 + perturb) & mask


def ordered_set(is_dictionary, sequence, fillers):
    made = set()
    if is_dictionary:
        made.update(dict.fromkeys(sequence))
    else:
        for item in sequence:
            made.add(item)
    for filler in fillers:
        made.discard(filler)
    return made


# --- Building objects again -------------------------------------------------------------------------------------


def _made_module(name, known):
    module = types.ModuleType(name)
    if known:
        sys.modules[name] = module
    return module


def _type_of(name):
    """A type of Python itself that has no name of its own anywhere (`dict_keys`)."""
    found = (kind for kind in object.__subclasses__() if kind.__module__ == "builtins" and kind.__name__ == name)
    return next(found)


def _global(module, name):
    return getattr(importlib.import_module(module), name)


def _object(kind, attributes):
    value = kind.__new__(kind)
    object.__getattribute__(value, "__dict__").update(attributes)
    return value


def _share_attributes(value, attributes):
    object.__setattr__(value, "__dict__", attributes)


def _new(base, kind, *arguments):
    return base.__new__(kind, *arguments)


def _fill_container(value, state):
    base, arguments, items, attributes, slots = state
    if base is collections.defaultdict:
        base.__init__(value, *arguments)
    if issubclass(base, dict):
        put_items(value, items)
    elif base is list:
        list.extend(value, items)
    else:
        base.__init__(value, items, *arguments)
    _set_state(value, (None, attributes, slots))


def _fill_object(value, state):
    names, rest, items = state
    if items is not None:
        put_items(value, items)
    if names is None:  # self.__dict__ = self
        object.__setattr__(value, "__dict__", value)
        return
    attributes = object.__getattribute__(value, "__dict__")
    attributes.update(rest)
    ordered = [(name, attributes[name]) for name in names]
    attributes.clear()
    attributes.update(ordered)


def _function(code, namespace, name, cells):
    namespace.setdefault("__builtins__", builtins)
    return types.FunctionType(marshal.loads(code), namespace, name, None, tuple(cells) or None)


def _fill_function(function, state):
    contents, kept, attributes = state
    for cell, value in contents:
        cell.cell_contents = value
    _update(function, kept)
    vars(function).update(attributes or {})


def _class(meta, name, bases, skeleton):
    """A class without its attributes. The code that runs when a class is defined has run already."""
    new = abc.ABCMeta.__new__ if issubclass(meta, abc.ABCMeta) else meta.__new__
    new = type.__new__ if isinstance(new, types.FunctionType) and new is not abc.ABCMeta.__new__ else new
    hooks = [(base, vars(base)["__init_subclass__"]) for base in _all_bases(bases)
             if "__init_subclass__" in vars(base) and not is_importable(base)]
    for base, _ in hooks:
        type.__setattr__(base, "__init_subclass__", classmethod(lambda cls, **_: None))
    try:
        return new(meta, name, bases, dict(skeleton))
    finally:
        for base, hook in hooks:
            type.__setattr__(base, "__init_subclass__", hook)


def _all_bases(bases):
    return {kind: None for base in bases for kind in base.__mro__}


class _Methods:
    """Methods of a class, which it gets when this object is loaded."""

    def __init__(self, kind, methods):
        self.content = kind, methods

    def __reduce__(self):
        return _set_attributes, self.content


def _set_attributes(kind, attributes):
    for name, value in attributes.items():
        with contextlib.suppress(AttributeError, TypeError):
            type.__setattr__(kind, name, value)


def _fill_class(kind, state):
    _, attributes, registered = state
    abstract = attributes.pop("__abstractmethods__", None)
    _set_attributes(kind, attributes)
    if abstract is not None:
        type.__setattr__(kind, "__abstractmethods__", abstract)
    for subclass in registered:
        abc.ABCMeta.register(kind, subclass)


def _enumeration(meta, name, bases, members, attributes):
    body = meta.__prepare__(name, bases)
    initialize = attributes.pop("__init__", None) if members else None
    for key, value in {**attributes, **members}.items():
        body[key] = value
    created = meta.__new__(meta, name, bases, body)
    if initialize is not None:
        created.__init__ = initialize
    return created


def _fill_members(kind, attributes):
    for name, content in attributes.items():
        vars(kind[name]).update(content)


def _frozen(array):
    array.setflags(write=False)
    return array


def _view(memory, dtype, offset, shape, strides, writeable):
    import numpy

    array = numpy.ndarray(shape, dtype, memory, offset, strides)
    return array if writeable else _frozen(array)


def _ctypes_array(kind, length, content):
    return (kind * length).from_buffer_copy(content)


def _array_of(kind, array):
    return array.view(kind)


def _fill_array(array, attributes):
    vars(array).update(attributes)
    if "filename" in attributes:
        array._mmap = getattr(array.base, "_mmap", None)


def _mapped(memory, path, identity, mode, start):
    """The part of a file that arrays map, or its content where the file is not there."""
    with contextlib.suppress(OSError):
        if os.path.getsize(path) >= start + memory.size:
            found = sys.modules["numpy"].memmap(path, memory.dtype, mode, start, memory.shape)
            if identity == identity_of(path) or (found == memory).all():
                return found
    return memory


def _dictionary_view(content, kind):
    if isinstance(content, type):
        return getattr(vars(content), kind)()
    base = collections.OrderedDict if isinstance(content, collections.OrderedDict) else dict
    return getattr(base, kind)(content)


def _property(kind, *arguments):
    made = kind.__new__(kind)
    property.__init__(made, *arguments)
    return made


def _cache(function, maxsize, typed):
    return functools.lru_cache(maxsize, typed)(function)


def _fill_finalizer(value, content):
    target, function, arguments, options = content
    value.__init__(target, function, *arguments, **options)


def _lock(kind, count):
    lock = getattr(threading, kind)()
    for _ in range(count):
        lock.acquire()
    return lock


def _thread(kind, finished, work):
    thread = kind.__new__(kind)
    target, arguments, options = (None, (), {}) if work is None else work
    threading.Thread.__init__(thread, target=target, args=arguments, kwargs=options)
    if finished:
        thread.run = lambda: None
        thread.start()
        thread.join()
        del thread.run
    return thread


def _log_handler(kind):
    handler = kind.__new__(kind)
    logging._addHandlerRef(handler)
    return handler


def _update(value, state):
    for name, item in state.items():
        setattr(value, name, item)


def _settled(make, result, error):
    future = make()
    if error is not None:
        future.set_exception(error)
    elif result is not None:
        future.set_result(result[0])
    else:
        future.cancel()
    return future


def _executor(kind, workers):
    executor = kind(workers)
    executor.shutdown()
    return executor


def _exception(kind, arguments):
    error = kind.__new__(kind, *arguments)
    builtin = next(base for base in kind.__mro__ if base.__module__ == "builtins")
    with contextlib.suppress(TypeError):
        builtin.__init__(error, *arguments)
    error.args = arguments
    return error


def _set_state(value, state):
    own, attributes, slots = state
    if own is not None:
        value.__setstate__(own)
    if attributes:
        attributes_of(value).update(attributes)
    for name, item in slots.items():
        object.__setattr__(value, name, item)


def _flat(array, index):
    iterator = array.flat
    for _ in range(index):
        next(iterator)
    return iterator


def _generator(items, name, qualified_name):
    generator = (item for item in items)
    generator.__name__, generator.__qualname__ = name, qualified_name
    if not items:
        list(generator)
    return generator


def _call(function, arguments, named):
    return function(*arguments, **named)


def _loop():
    import asyncio

    return asyncio.get_event_loop_policy().get_event_loop()


def _task(is_task, result, error):
    async def work():
        if error is not None:
            raise error
        if result is None:
            raise asyncio.CancelledError
        return result[0]

    import asyncio

    loop = _loop()
    if is_task and not loop.is_running():
        task = loop.create_task(work())
        loop.run_until_complete(asyncio.wait([task]))
        return task
    return _settled(loop.create_future, result, error)


def _fill_context(context, items):
    for variable, value in items:
        context.run(variable.set, value)


def _context_variable(name, value, default):
    variable = contextvars.ContextVar(name, **({"default": default[0]} if default else {}))
    for item in value:
        variable.set(item)
    return variable


def _match(pattern, string, pos, endpos, span, groups):
    for find in (pattern.match, pattern.fullmatch, pattern.search):
        for start, end in ((pos, endpos), (span[0], endpos), (span[0], span[1])):
            found = find(string, start, end)
            if found and found.span() == span and found.groups() == groups:
                return found
    raise ValueError("the match cannot be found again")


def _memory(data, layout, shape, start, count, readonly):
    view = memoryview(data).cast("B")[start:start + count]
    view = view if layout == "B" and len(shape) == 1 else view.cast(layout, shape)
    return view.toreadonly() if readonly else view


def existing(*paths):
    """The first of the paths of a file that is in this step."""
    for path in paths:
        if os.path.exists(path):
            return path
    raise FileNotFoundError(f"the file `{paths[-1]}` that an earlier step opened is not in this step")


def _file(name, path, mode, position, options):
    if position is None:
        file = open(os.devnull, mode.replace("x", "w"), **options)
        getattr(getattr(file, "buffer", file), "raw", file).name = name
        file.close()
        return file
    path = existing(path, name)
    file = open(path, mode.replace("w", "r+").replace("x", "r+").replace("++", "+"), **options)
    if position != AT_END:
        file.seek(position)
    if path != name:
        getattr(getattr(file, "buffer", file), "raw", file).name = name
    if isinstance(file, io.TextIOWrapper):
        file.mode = mode  # that of a binary file says how it was opened here
    return file


def _closed(kind, *arguments):
    value = kind(*arguments)
    value.close()
    return value


def _table_reader(kind, name, path, engine, options, row):
    reader = kind(existing(path, name), engine, **options)
    if row:
        reader.get_chunk(row)
    return reader


def _connection(is_file, content, in_transaction, has_foreign_keys=0, detect_types=0):
    import sqlite3

    connection = sqlite3.connect(existing(content) if is_file else ":memory:", detect_types=detect_types)
    if not is_file:
        connection.executescript(content)
    connection.execute(f"pragma foreign_keys = {has_foreign_keys}")
    if in_transaction:
        connection.execute("begin")
    return connection


def _zone(name):
    from dateutil import tz

    return tz.gettz(name)


def _closed_cursor():
    import sqlite3

    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        return connection.cursor()


def _cursor(connection, columns, rows):
    return _fill_cursor(connection.cursor(), columns, rows)


def _fill_cursor(cursor, columns, rows):
    if columns:
        names = ", ".join('column{} as "{}"'.format(number, name.replace('"', '""'))
                          for number, name in enumerate(columns, 1))
        row = f"({', '.join('?' * len(columns))})"
        values = [item for one in rows or [[None] * len(columns)] for item in one]
        cursor.execute(f"select {names} from (values {', '.join([row] * (len(rows) or 1))})", values)
        if not rows:
            cursor.fetchall()
    return cursor


def _row(columns, values):
    import sqlite3

    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        return sqlite3.Row(_cursor(connection, columns, [values]), values)


def _matrix(content):
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "matrix")
        path.write_bytes(content)
        return importlib.import_module("xgboost").DMatrix(str(path))


def _torch():
    return importlib.import_module("torch")


def _tensor(array, dtype, offset, shape, stride):
    torch = _torch()
    storage = torch.from_numpy(array).untyped_storage()
    empty = torch.tensor([], dtype=getattr(torch, dtype.rpartition(".")[2]))
    return empty.set_(storage, offset, shape, stride)


def _parameter(data):
    return _torch().nn.Parameter(data, requires_grad=False)


def _fill_tensor(tensor, state):
    requires_gradient, gradient = state
    tensor.requires_grad_(requires_gradient)
    if gradient is not None:
        tensor.grad = gradient


def _torch_generator(device, state):
    generator = _torch().Generator(device)
    generator.set_state(state)
    return generator


# --- State without a name ---------------------------------------------------------------------------------------


REMOVED = ""  # in place of a working directory that is gone


def working_directory(folder):
    """The working directory, by its path from the folder in which the first step begins if it is below that."""
    try:
        here = os.getcwd()
    except FileNotFoundError:
        return REMOVED
    path = os.path.relpath(here, folder)
    return here if path.startswith("..") else path


def read_unnamed(folder, cells):
    """All state without a name that travels, by key."""
    state = {"random:": random.getstate(), "warnings:": list(warnings.filters), **read_logging()}
    state.update((f"path:{entry}", entry) for entry in sys.path)
    state.update((f"env:{name}", value) for name, value in os.environ.items() if name != "PWD")
    state["folder:"] = working_directory(folder)
    with contextlib.suppress(Exception):
        state["locale:"] = locale.setlocale(locale.LC_ALL)
    state.update((f"import:{name}", name) for name in dotted_imports(cells))
    for read in (read_settings, read_registries, read_magics, read_numpy, read_pandas, read_matplotlib, read_torch):
        with contextlib.suppress(Exception), warnings.catch_warnings():  # a library may not be loaded
            warnings.simplefilter("ignore")
            state.update(read(sys.modules))
    state.update(read_modules(folder))
    return state


# Functions that tell a setting of the process; `setter` names those of the same module that make it.
SETTINGS = (
    "calendar.firstweekday", "csv.field_size_limit", "decimal.getcontext", "gc.get_threshold", "logging.getLoggerClass",
    "logging.getLogRecordFactory", "numpy.get_printoptions", "numpy.geterr", "numpy.geterrcall", "numpy.getbufsize",
    "scipy.special.geterr", "sklearn.get_config", "socket.getdefaulttimeout", "sys.get_int_max_str_digits",
    "sys.getrecursionlimit", "sys.getswitchinterval", "torch.get_default_dtype", "torch.is_grad_enabled", "xgboost.get_config",
)


def setter(function):
    known = {"firstweekday": "setfirstweekday", "is_grad_enabled": "set_grad_enabled"}
    return known.get(function) or function.replace("get", "set", 1)


DIALECTS = {"excel", "excel-tab", "unix"}  # that Python has
LEVELS = {0, 10, 20, 30, 40, 50}  # whose names Python has


def read_settings(modules):
    """Settings of modules, and what code has registered in them by a name."""
    state = {}
    for name in SETTINGS:
        module, _, function = name.rpartition(".")
        if hasattr(modules.get(module), function):
            state[f"setting:{name}"] = getattr(modules[module], function)()
    csv = modules.get("csv")
    if csv is not None:
        for name in set(csv.list_dialects()) - DIALECTS:
            state[f"dialect:{name}"] = attributes_of_dialect(csv.get_dialect(name))
    levels = getattr(logging, "_levelToName", {})
    state.update((f"level:{level}", name) for level, name in levels.items() if level not in LEVELS)
    return state


# Dictionaries in which code registers what counts for the whole process: names in the module or in its classes.
REGISTRIES = {"sqlite3": {"adapters", "converters"}, "xml.etree.ElementTree": {"_namespace_map"}, "copyreg": {"dispatch_table"},
              "matplotlib.units": {"registry"}, "shutil": {"_ARCHIVE_FORMATS", "_UNPACK_FORMATS"},
              "jsonschema._format": {"checkers"},
              "yaml": {f"yaml_{kind}" for kind in ("constructors", "multi_constructors", "representers", "multi_representers",
                                                   "implicit_resolvers", "path_resolvers")}}
NAMESPACES = {"xml", "html", "rdf", "wsdl", "xs", "xsi", "dc"}  # that Python has


def read_registries(modules):
    """What the notebook has registered, not the library itself and not others."""
    state = {}
    for name in REGISTRIES.keys() & modules.keys():
        owners = {f"{kind.__name__}.": kind for kind in vars(modules[name]).values() if inspect.isclass(kind)}
        for path, owner in {"": modules[name], **owners}.items():
            for attribute in REGISTRIES[name] & vars(owner).keys():
                for key, item in vars(owner)[attribute].items():
                    home = str(getattr(item, "__module__", "__main__"))
                    # Libraries register functions for types of their own in `copyreg`.
                    if (is_importable(item) and name not in (home.partition(".")[0], "copyreg")
                            or home == "__main__" and str(item) not in NAMESPACES):
                        state[f"registry:{name}|{path}{attribute}|{key}"] = key, item
    return state


def read_magics(modules):
    """The magics that the notebook defines, and the extensions of IPython that it loads."""
    shell = modules["IPython"].get_ipython()
    return {"interactivity:": shell.ast_node_interactivity,
            **{f"extension:{name}": name for name in shell.extension_manager.loaded},
            **{f"magic:{kind}|{name}": function for kind, magics in shell.magics_manager.magics.items()
               for name, function in magics.items() if function.__module__ == "__main__"}}


def read_modules(folder):
    """What the code of modules beside the notebook keeps in them (`CACHE[key] = value`, `global count`), by key."""
    state = {}
    for module_name, module in list(sys.modules.items()):
        if not is_beside(module, folder):
            continue
        for name, value in list(vars(module).items()):
            if name.startswith("__") or isinstance(value, types.ModuleType):
                continue
            with contextlib.suppress(Exception):
                content = module_content(value, module_name)
                if content is not None:
                    state[f"module:{module_name}|{name}"] = content
    return state


def is_beside(module, folder):
    """Whether a module is a file of the notebook's folder. Python itself may be below it, too."""
    file = getattr(module, "__file__", None)
    return isinstance(file, str) and file.startswith(f"{folder}/") and module.__name__ != "__main__" \
        and "site-packages" not in file and not file.startswith(PYTHON)


def module_content(value, module):
    """What code may change in a value of a module, as `restore` takes it; None for code and for what others own."""
    kind = type(value)
    if kind in ATOMS:
        return None if kind is types.BuiltinFunctionType else ("atom", value, None)
    if isinstance(value, type):
        if value.__module__ != module or isinstance(value, enum.EnumMeta):
            return None
        own = {name: item for name, item in class_attributes(value).items()
               if not name.startswith("__") and (type(item) in ATOMS or type(item) in CONTAINERS)}
        return ("attributes", own, None) if own else None
    if kind in CONTAINERS or kind in (collections.OrderedDict, collections.defaultdict, collections.Counter, collections.deque):
        return contents(value)
    if kind.__module__ == module and hasattr(value, "__dict__"):
        return "object", slots_in(value), dict(vars(value))
    return None


def write_module(name, content):
    """Gives a module what an earlier step left in it, in place where it can."""
    name, _, attribute = name.partition("|")
    module = importlib.import_module(name)
    value = vars(module).get(attribute)
    if content[0] == "atom":
        setattr(module, attribute, content[1])
    elif content[0] == "attributes":
        _update(value, content[1])
    elif value is not None:
        restore(value, content)


def dotted_imports(cells):
    """`import a.b` makes `a.b` available through the name `a`."""
    for source in cells:
        with contextlib.suppress(SyntaxError, ValueError):
            for node in ast.walk(ast.parse(source)):
                if isinstance(node, ast.Import):
                    yield from (name.name for name in node.names if "." in name.name)


def read_numpy(modules):
    return {"numpy.random:": modules["numpy"].random.get_state(legacy=False)}


def read_pandas(modules):
    pandas = modules["pandas"]
    from pandas._config import config

    known = config._registered_options
    state = {f"pandas:{name}": pandas.get_option(name) for name in known}
    for kind in (pandas.Series, pandas.DataFrame, pandas.Index):
        for name in kind._accessors:
            accessor = getattr(vars(kind).get(name), "_accessor", None)
            if isinstance(accessor, type) and not is_importable(accessor):
                state[f"accessor:{kind.__name__}.{name}"] = accessor
    return state


def read_matplotlib(modules):
    matplotlib = modules["matplotlib"]
    parameters = matplotlib.rcParams
    state = {f"matplotlib:{name}": dict.__getitem__(parameters, name) for name in parameters
             if not name.startswith("backend")}
    state["backend:"] = dict.__getitem__(parameters, "backend")
    if "matplotlib_inline.backend_inline" not in modules:  # that sets it
        del state["matplotlib:interactive"]
    maps = getattr(matplotlib, "colormaps", None)
    own = getattr(maps, "_cmaps", {}).keys() - getattr(maps, "_builtin_cmaps", ())
    state.update((f"colormap:{name}", maps[name]) for name in own if type(maps[name]).__module__ == "matplotlib.colors")
    pyplot = modules.get("matplotlib.pyplot")
    if pyplot is not None:
        figures = matplotlib._pylab_helpers.Gcf.figs  # the current one is the last
        if figures:
            state["figures:"] = [(number, manager.canvas.figure) for number, manager in figures.items()]
    return state


def read_torch(modules):
    torch = modules["torch"]
    state = {"torch.random:": torch.get_rng_state().numpy().tobytes()}
    if torch.cuda.is_available():
        state["torch.cuda:"] = [one.numpy().tobytes() for one in torch.cuda.get_rng_state_all()]
    return state


def loggers():
    known = {name: logger for name, logger in logging.root.manager.loggerDict.items() if isinstance(logger, logging.Logger)}
    return {"": logging.root, **known}


def read_outputs(step):
    """What cells displayed (`Out[3]`, `_`). An output that a name has, too, goes by the name."""
    outputs = step.namespace.get("_oh")
    if type(outputs) is not dict:
        return {}
    names = {id(value): name for name, value in step.namespace.items() if not name.startswith("_")}
    _, known, recent = step.outputs
    known = {**known, **{str(number): names.get(id(value)) for number, value in outputs.items()}}
    recent = [str(number) for number in reversed(outputs) if str(number) not in step.outputs[1]] + list(recent)
    state = {f"out:{number}": value for number, value in outputs.items() if not known[str(number)]}
    return {**state, "ipython:": (step.shell.execution_count, known, recent[:3])}


def wanted_outputs(names, content):
    """Numbers of the outputs that code with these names reads, with the name that each goes by or None."""
    _, known, recent = content or (0, {}, ())
    wanted = {number for number in known if f"_{number}" in names or "Out" in names or "_oh" in names}
    wanted.update(number for count, number in enumerate(recent, 1) if "_" * count in names and number)
    return {number: known.get(number) for number in wanted}


def write_outputs(values, step):
    count, known, recent = step.outputs = values["ipython:"]
    outputs = step.namespace.get("_oh")
    if type(outputs) is not dict:
        return
    step.shell.execution_count = count
    for number, name in known.items():
        if f"out:{number}" in values or name in step.namespace:
            value = values.get(f"out:{number}", step.namespace.get(name))
            outputs[int(number)] = step.namespace[f"_{number}"] = value
    for length, number in enumerate(recent, 1):
        if number and int(number) in outputs:
            if "_" * length not in values:  # otherwise the notebook assigned it
                step.namespace["_" * length] = outputs[int(number)]
            setattr(step.shell.displayhook, "_" * length, outputs[int(number)])


def read_patches(cells, namespace, shell):
    """What cells assigned to modules and classes of libraries (`pd.DataFrame.total = …`), by key."""
    state = {}
    for _, source in cells:
        tree = parsed(python_of(source, shell))
        for node in ast.walk(tree) if tree else ():
            target = None
            if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
                target, attribute = node.value, node.attr
            elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "setattr" and len(node.args) == 3:
                target, attribute = node.args[0], getattr(node.args[1], "value", None)
            with contextlib.suppress(Exception):
                owner = library_object(target, namespace)
                if isinstance(owner, types.ModuleType):
                    module, path = owner.__name__, ""
                else:
                    module, path = global_name(owner) or (owner.__module__, owner.__qualname__)
                kept = getattr(owner, attribute) if global_name(owner) else vars(owner)[attribute]
                state[f"patch:{module}|{path}{'.' if path else ''}{attribute}"] = COVERED.get(id(kept), kept)
    return state


def made_modules(words):
    """The modules without a file that code with these words has Python know by a name, by key."""
    return {f"made:{name}": module for name, module in list(sys.modules.items())
            if is_made(module) and words.issuperset(name.split("."))}


def is_library(value):
    return isinstance(value, types.ModuleType) and value.__name__ != "__main__" and not is_made(value)


def library_object(node, namespace):
    """The module, class or object of a library that an expression of names and dots names. Raises an error for all others."""
    if isinstance(node, ast.Name):
        found = namespace[node.id]
    else:
        found = getattr(library_object(node.value, namespace), node.attr)
    if is_library(found) or isinstance(found, type) and is_importable(found) or global_name(found):
        return found
    raise TypeError


def named_libraries(words, folder):
    """The modules and classes of libraries that code with these words can reach, by the beginning of their key."""
    found = {}
    for name, module in list(sys.modules.items()):
        if (words.issuperset(name.split(".")) and name not in ("sys", "builtins") and is_library(module)
                and not is_beside(module, folder)):
            found[f"patch:{name}|"] = module
            found.update((f"patch:{kind.__module__}|{kind.__qualname__}.", kind) for kind in list(vars(module).values())
                         if isinstance(kind, type) and kind.__name__ in words and is_importable(kind))
    return found


def read_other_patches(before, words, folder):
    """What code changed in libraries without naming them (`for kind in (pd.Series, pd.DataFrame): kind.total = …`), by key."""
    state = {}
    for key, owner in named_libraries(words, folder).items():
        now = vars(owner)
        for name in words & now.keys():
            value, module = now[name], str(getattr(now[name], "__module__", "main"))
            if key in before:
                is_new = before[key].get(name, before) is not value and not key.startswith("patch:" + module.partition(".")[0])
            else:
                is_new = module == "__main__"
            if is_new and not name.startswith("_") and not isinstance(value, types.ModuleType):
                state[key + name] = value
    return state


def is_own(handler, name):
    """Whether a handler is one that a library gives its own logger when it is imported."""
    package = name.partition(".")[0]
    return package in {type(part).__module__.partition(".")[0] for part in (handler, handler.formatter)}


def read_logging():
    """Levels of loggers, and their handlers and filters."""
    levels = {name: (logger.level, logger.disabled, logger.propagate) for name, logger in loggers().items()
              if name and (logger.level or logger.disabled or not logger.propagate)}
    state = {"logging:": (levels, logging.root.level, logging.root.manager.disable)}
    for name, logger in loggers().items():
        handlers = [one for one in logger.handlers if type(one) is not logging.NullHandler and not is_own(one, name)]
        if handlers or logger.filters:
            state[f"handlers:{name}"] = handlers, list(logger.filters)
    return state


def is_undisputed(key):
    """Whether two steps that ran side by side may both change this state without a warning."""
    return key.startswith(UNDISPUTED) or key in UNDERSCORES or key.endswith("<dispatch_cache>")  # of `singledispatch`


def label_of(key):
    """The name of state in messages: the one in the notebook's code, if it has one."""
    prefix, _, name = key.partition(":")
    if prefix == "shared":
        return LABEL.match(name).group()
    if prefix == "env" and name:
        return f"os.environ[{name!r}]"
    return name.replace("|", ".") or "logging.root" if prefix in {*LABELLED, "module"} else key.rstrip(":")


def labels_of(keys):
    """The names of states in messages. What has changed in an object of shared cells is not named beside it."""
    labels = dict.fromkeys(label_of(key) for key in sorted(keys))
    return [label for label in labels if not any(label.startswith((other + ".", other + "[")) for other in labels)]


def rivals(first, second):
    """The steps, by their order, to put one after the other, where one side changed a value in `first`, one in `second`."""
    one, others = sorted((sorted(first), sorted(second)), key=max)
    return one[-1], next(order for order in others if order > one[-1])


def is_first(key):
    """Whether state without a name is needed to load values."""
    return key in ("backend:", "setting:logging.getLoggerClass") or key.startswith("path:")


def write_unnamed(key, value, folder):
    prefix, _, name = key.partition(":")
    if prefix == "env":
        os.environ[name] = value
        if name == "TZ":
            time.tzset()
    elif prefix == "random":
        random.setstate(value)
    elif prefix == "module":
        write_module(name, value)
    elif prefix == "warnings":
        warnings.resetwarnings()
        warnings.filters[:] = value
    elif prefix == "path":
        sys.path[:] += [value] if value not in sys.path else []
    elif prefix == "logging":
        write_logging(*value)
    elif prefix == "handlers":
        logger = logging.getLogger(name)
        logger.handlers[:] = [one for one in logger.handlers if type(one) is logging.NullHandler] + value[0]
        logger.filters[:] = value[1]
    elif prefix == "setting":
        module, _, function = name.rpartition(".")
        function, kind = getattr(importlib.import_module(module), setter(function)), type(value)
        function(**value) if kind is dict else function(*value) if kind is tuple else function(value)
    elif prefix == "dialect":
        importlib.import_module("csv").register_dialect(name, **value)
    elif prefix == "level":
        logging.addLevelName(int(name), value)
    elif prefix == "folder":
        path = tempfile.mkdtemp() if value == REMOVED else os.path.join(folder, value)
        os.makedirs(path, exist_ok=True)
        os.chdir(path)
        if value == REMOVED:
            os.rmdir(path)
    elif prefix == "locale":
        locale.setlocale(locale.LC_ALL, value)
    elif prefix == "import":
        with contextlib.suppress(ImportError):
            importlib.import_module(value)
    elif prefix == "numpy.random":
        importlib.import_module("numpy").random.set_state(value)
    elif prefix == "pandas":
        importlib.import_module("pandas").set_option(name, value)
    elif prefix == "accessor":
        kind, _, attribute = name.partition(".")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            register = getattr(importlib.import_module("pandas").api.extensions, f"register_{kind.lower()}_accessor")
            register(attribute)(value)
    elif prefix in ("patch", "registry"):
        module, path = name.split("|")[:2]
        *outer, attribute = path.split(".")
        owner = functools.reduce(getattr, outer, importlib.import_module(module))
        if prefix == "registry":
            (key, item), known = value, getattr(owner, attribute)
            known = known if attribute in vars(owner) else dict(known)  # of a base class
            known[key], value = item, known
        setattr(owner, attribute, value)
    elif prefix == "magic":
        kind, _, name = name.partition("|")
        sys.modules["IPython"].get_ipython().register_magic_function(value, kind, name)
    elif prefix == "interactivity":
        sys.modules["IPython"].get_ipython().ast_node_interactivity = value
    elif prefix == "extension":
        sys.modules["IPython"].get_ipython().extension_manager.load_extension(name)
    elif prefix == "matplotlib":
        if name == "interactive":
            pyplot = importlib.import_module("matplotlib.pyplot")
            pyplot.switch_backend(pyplot.get_backend())
        importlib.import_module("matplotlib").rcParams[name] = value
    elif prefix == "colormap":
        importlib.import_module("matplotlib").colormaps.register(value, name=name, force=True)
    elif prefix == "backend":
        importlib.import_module("matplotlib").use(value)
    elif prefix == "figures":
        known = importlib.import_module("matplotlib._pylab_helpers").Gcf.figs
        managers = [(number, figure.canvas.manager) for number, figure in value]
        known.clear()
        for number, manager in managers:
            manager.num = number if number not in known else max(known) + 1
            known[manager.num] = manager
    elif prefix.startswith("torch"):
        write_torch(prefix, value)


def write_torch(prefix, value):
    torch = _torch()
    state = [torch.frombuffer(bytearray(one), dtype=torch.uint8) for one in (value if isinstance(value, list) else [value])]
    if prefix == "torch.random":
        torch.set_rng_state(state[0])
    elif prefix == "torch.cuda" and torch.cuda.is_available():
        torch.cuda.set_rng_state_all(state[: torch.cuda.device_count()])


def write_logging(levels, level, disabled_level):
    for name, (own, disabled, propagate) in levels.items():
        logger = logging.getLogger(name)
        logger.setLevel(own)
        logger.disabled, logger.propagate = disabled, propagate
    logging.root.setLevel(level)
    logging.disable(disabled_level)


# --- What shared cells created ----------------------------------------------------------------------------------


class Shared:
    """The objects that shared cells created, by a label such as `CONFIG['path']`.

    Each step runs the shared cells and so has these objects. Values refer to them by label, and only what a step
    changed in them travels.
    """

    def __init__(self, namespace, names):
        self.names = {name: namespace[name] for name in names}
        self.objects = {}  # label → object
        self.references = {}  # id → label
        self.attributes = []  # of the objects: they live as long as the references
        waiting = collections.deque(self.names.items())
        while waiting and len(self.objects) < SHARED_LIMIT:
            label, value = waiting.popleft()
            if id(value) in self.references or not self.is_own(value):
                continue
            if type(value) not in (tuple, types.BuiltinFunctionType):
                self.objects[label] = value
                self.references[id(value)] = "shared:" + label
            with contextlib.suppress(Exception):
                waiting.extend((label + step, part) for step, part in self.parts(value))
        for label, value in self.objects.items():
            attributes = attributes_of(value)
            if attributes is not None:
                self.attributes.append(attributes)
                self.references.setdefault(id(attributes), f"shared:{label}.__dict__")

    @staticmethod
    def is_own(value):
        kind = type(value)
        if kind is types.ModuleType:
            return is_made(value)
        if is_loose(kind):  # a bound method of C code is not, unless its object is
            return kind is types.BuiltinFunctionType and not isinstance(value.__self__, (type, types.ModuleType, type(None)))
        if kind in (types.FunctionType, functools._lru_cache_wrapper) or isinstance(value, type):
            return not is_importable(value) and getattr(value, "__module__", None) != "builtins"
        return global_name(value) is None

    @staticmethod
    def parts(value):
        kind = type(value)
        if isinstance(value, dict):
            yield from ((f"[{key!r}]", item) for key, item in value.items() if type(key) in ATOMS)
        elif isinstance(value, (list, tuple)):
            yield from ((f"[{index}]", item) for index, item in enumerate(value))
        if isinstance(value, type):
            yield from ((f".{name}", item) for name, item in class_attributes(value).items())
        elif kind is types.MappingProxyType or kind in DICTIONARY_VIEWS:
            yield ".<0>", shown_by(value)
        elif kind is contextvars.ContextVar:
            yield ".<0>", gc.get_referents(value)[-1]  # its default
        elif kind.__module__ in ("builtins", "functools") or isinstance(value, BaseException):
            if kind is types.FunctionType:
                yield from ((f".<{name}>", item) for name, _, item in cells_of(value))
            yield from ((f".{name}", getattr(value, name)) for name in PARTS if hasattr(value, name))
        if not isinstance(value, type) and (kind.__module__ == "__main__" or kind in (
                types.FunctionType, types.SimpleNamespace, functools.partial)):
            yield from ((f".{name}", item) for name, item in {**(attributes_of(value) or {}), **slots_in(value)}.items())


# Names by which functions, methods, properties, partial functions, views of memory and errors show what they hold.
PARTS = ("__func__", "__self__", "__wrapped__", "__defaults__", "__kwdefaults__", "fget", "fset", "fdel", "func", "args", "keywords",
         "obj")


def slots_in(value):
    """The attributes that an object has in slots."""
    found = {}
    for name in copyreg._slotnames(type(value)):
        with contextlib.suppress(AttributeError):
            found[name] = object.__getattribute__(value, name)
    return found


def contents(value):
    """What a step may change in an object, as `restore` takes it."""
    kind = type(value)
    is_object = kind.__module__ == "__main__" or kind in (types.SimpleNamespace, types.ModuleType, threading.local)
    attributes = dict(vars(value)) if is_object and hasattr(value, "__dict__") else None
    if isinstance(value, type):
        members = {"<members>": attributes_of_members(value)} if isinstance(value, enum.EnumMeta) else {}
        return "class", {**class_attributes(value), **members}, registered_classes(value)
    if kind is types.FunctionType:
        cells = {name: item for name, _, item in cells_of(value)}
        return "function", (cells, value.__defaults__, value.__kwdefaults__), dict(vars(value))
    if kind is functools._lru_cache_wrapper:
        return "cache", cache_contents(value), None
    if kind is functools.partial:
        return "partial", (value.func, value.args, value.keywords), dict(vars(value))
    if kind is contextvars.ContextVar:
        return "context", value_in_context(value), None
    if isinstance(value, dict):
        return "dict", list(value.items()), attributes
    if isinstance(value, (list, bytearray, collections.deque)):
        return "list", list(value), attributes
    if isinstance(value, set):
        return "set", list(value), attributes
    if type_name(value) == "sqlite3.Connection" and not pragma(value, "database_list")[2]:
        return "database", (False, script_of(value), value.in_transaction), None
    slots = slots_in(value) if kind.__module__ == "__main__" else {}
    if attributes is None and creates_itself(kind) and has_attributes_only(value):  # copying would call `__new__`
        attributes = dict(vars(value))
    if (slots or attributes is not None) and not any(f"{base.__module__}.{base.__name__}" in WITH_CONTENT for base in kind.__mro__):
        return "object", slots, attributes
    return "value", copy.copy(value), attributes


# Classes whose objects have more than their attributes tell.
WITH_CONTENT = {"_io.BytesIO", "_io.StringIO", "_random.Random", "array.array", "numpy.ndarray"}


def registered_classes(kind):
    """The classes that `register` has made subclasses of an abstract class."""
    found = []
    if isinstance(kind, abc.ABCMeta):
        with contextlib.suppress(ImportError, AttributeError):  # of another Python than CPython
            found = [reference() for reference in importlib.import_module("_abc")._get_dump(kind)[0]]
    return sorted(filter(None, found), key=lambda one: (one.__module__, one.__qualname__))


def restore(value, content):
    """Gives an object the contents that an earlier step saw. Returns False if it cannot be changed in place."""
    form, items, attributes = content
    if form == "class":
        _fill_members(value, items.pop("<members>", {}))
        now = class_attributes(value)
        for name in now.keys() - items.keys():
            type.__delattr__(value, name)
        for name, item in items.items():
            if now.get(name) is not item:
                with contextlib.suppress(AttributeError, TypeError):
                    type.__setattr__(value, name, item)
        for kind in attributes:
            abc.ABCMeta.register(value, kind)
        return True
    elif form == "function":
        cells, value.__defaults__, value.__kwdefaults__ = items
        for name, cell in zip(value.__code__.co_freevars, value.__closure__ or ()):
            if name in cells:
                cell.cell_contents = cells[name]
    elif form == "cache":
        fill_cache(value, items)
    elif form == "partial":
        value.__setstate__((*items, attributes))
        return True
    elif form == "context":
        for item in items:
            value.set(item)
    elif form == "database":
        value.rollback()
        with contextlib.closing(_connection(*items[:2], False)) as other:
            other.backup(value)
        if items[2]:
            value.execute("begin")
    elif form in ("dict", "set", "list"):
        refill(value, items)
    elif form == "object":
        for name in slots_in(value).keys() - items:
            object.__delattr__(value, name)
        for name, item in items.items():
            object.__setattr__(value, name, item)
    elif form == "value":
        if type(value) is not type(items) or is_fixed(value):
            return False
        if isinstance(value, random.Random):
            value.setstate(items.getstate())
        elif has_attributes_only(value):
            vars(value).clear()
            vars(value).update(vars(items))
            if hasattr(items, "_mgr"):  # a table, to which its flags refer
                value.__setstate__(items.__getstate__())
        elif hasattr(value, "set_state"):
            value.set_state(items.get_state())
        elif not hasattr(value, "shape"):  # a generator of NumPy, or the bits that it draws
            bits, known = (getattr(one, "bit_generator", one) for one in (value, items))
            bits.__setstate__(known.__reduce__()[2])
        elif value.shape == items.shape and value.dtype == items.dtype and value.flags.writeable:
            value[...] = items
        else:
            return False
    if attributes is not None:
        vars(value).clear()
        vars(value).update(attributes)
    return True


def is_fixed(value):
    """Whether an object cannot be given what another one of its class has."""
    return not (isinstance(value, random.Random) or has_attributes_only(value)
                or re.fullmatch(r"numpy\.(ndarray|random\.(mtrand|_\w+)\.\w+)", type_name(value)))


def refill(value, items):
    """Replaces the items of a container. If its class is the notebook's, none of the class's code runs."""
    base = next(kind for kind in (collections.OrderedDict, dict, set, collections.deque, list, bytearray) if isinstance(value, kind))
    if base is bytearray:  # a view may forbid another length
        return base.__setitem__(value, slice(None), items)
    (base if type(value).__module__ == "__main__" else type(value)).clear(value)
    if isinstance(value, dict):
        put_items(value, items)
    elif base is set:
        set.update(value, items)
    else:
        base.extend(value, items)


def put_items(dictionary, items):
    """Puts items into a dictionary without running code of its class."""
    if not isinstance(dictionary, collections.OrderedDict):
        return dict.update(dictionary, items)
    for key, item in items:  # it keeps the order of its items itself
        collections.OrderedDict.__setitem__(dictionary, key, item)


def has_attributes_only(value):
    """Whether an object keeps all that it has in its `__dict__`."""
    kind = type(value)
    return hasattr(value, "__dict__") and kind.__reduce_ex__ is object.__reduce_ex__ and all(
        base is object or base.__flags__ & (1 << 9) for base in kind.__mro__)


# --- Caches in values ---------------------------------------------------------------------------------------------


@functools.lru_cache(None)
def may_fill(kind):
    """Whether objects of a class may remember something for later, and that can be told from other changes."""
    if kind is functools._lru_cache_wrapper:
        return True
    if issubclass(kind, (type, types.ModuleType, types.FunctionType)) or not kind.__dictoffset__:
        return False
    return is_importable(kind) or any(is_remembered(kind, name) for base in kind.__mro__ for name in vars(base))


def is_remembered(kind, name):
    """Whether objects of a class keep the value of an attribute once code has asked for it."""
    found = next((vars(base)[name] for base in kind.__mro__ if name in vars(base)), None)
    return type(found).__name__ == "cached_property"


def cached_items(value):
    """What an object may only remember for later, as dictionaries and keys: a library's objects have it under private names."""
    attributes = object.__getattribute__(value, "__dict__")
    is_of_library = is_importable(type(value))
    found = []
    for name, item in attributes.items():
        if is_of_library and "cache" in name and type(item) is dict:
            found.extend((item, key) for key in item)
        if is_of_library and name.startswith("_") or is_remembered(type(value), name):
            found.append((attributes, name))
    return found


def cache_state(value):
    """What changes when an object remembers something."""
    if type(value) is functools._lru_cache_wrapper:
        return value.cache_info()
    return {(id(place), name) for place, name in cached_items(value)}


# --- What steps read that others changed --------------------------------------------------------------------------

# The local runner runs this part by itself, for steps that no later step joins: it uses nothing else of this file.


def merged_reads(states):
    """What each step behind these states has read by name, and the steps that it ran after, by its order."""
    merged = {}
    for state in states:
        for order, record in state["reads"].items():
            known = merged.setdefault(int(order), {**record, "after": []})
            if int(order) == state["order"]:  # later states may have been kept from an earlier run
                known.update(names=record["names"], made=record["made"])
            known["after"] = sorted({*known["after"], *record["after"]})
    return merged


def missed_changes(states, reads):
    """Names that a step read without what a step changed in them that comes before it in the notebook.

    The names by the orders of the two steps, the one that changed them first. What one `prev:` tag mends is said once.
    """
    changed, added = {}, {}  # name → orders of steps
    for state in states:
        for key, entry in state["entries"].items():
            name = key[len("shared:"):].partition("[")[0].partition(".")[0] if key.startswith("shared:") else key
            if ":" not in name:
                changed.setdefault(name, set()).update(set(entry["history"]).difference(entry.get("doubtful", ())))
                added.setdefault(name, set()).update(entry.get("adds", ()))
    missed = {}
    for reader, record in sorted(reads.items()):
        for name in record["names"]:
            orders = sorted(order for order in changed.get(name, ()) if order < reader)
            # The newest value that the step got is that of a step that made it, or has itself read the one before.
            newest = max((order for order in orders if order in record["after"]
                          and name in (*reads[order]["made"], *reads[order]["names"])), default=0)
            late = [order for order in orders if order > newest and order not in record["after"]
                    and reader not in reads[order]["after"] and not added[name].issuperset((order, reader))]
            made = max((order for order in late if name in reads[order]["made"]), default=0)
            for order in late:
                known = any(order in reads[other]["after"] for other in late) or any(
                    order in reads[other]["after"] or name in missed.get((order, other), ()) for other in record["after"])
                if order >= made and not known:
                    missed.setdefault((order, reader), []).append(name)
    return missed


def missed_change_text(change, reader, names):
    """The warning about what a step missed, from the names of the two steps."""
    listed = ", ".join(f"`{name}`" for name in names[:5])
    were, them = ("they were", "them") if len(names) > 1 else ("it was", "it")
    return (f"Step `{reader}` used {listed} as {were} before step `{change}` changed {them}. `{change}` comes first in the "
            f"notebook, but the two ran in parallel. Add `prev:{change}` to step `{reader}`.")


# --- The state of a step ------------------------------------------------------------------------------------------


class Mapping:
    """A file of values, mapped into memory: values change their own copy of a page, and never the file."""

    opened = {}

    @classmethod
    def of(cls, path):
        if path not in cls.opened:
            cls.opened[path] = cls(path)
        return cls.opened[path]

    def __init__(self, path):
        self.path = path
        with open(path, "rb") as file:
            self.length = os.fstat(file.fileno()).st_size
            self.memory = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY)
        self.start = ctypes.addressof(ctypes.c_char.from_buffer(self.memory))

    def is_clean(self):
        """Whether no page was changed, as far as the system tells."""
        with contextlib.suppress(OSError, ValueError):
            inside = False
            for line in pathlib.Path("/proc/self/smaps").read_text().splitlines():
                if re.match("[0-9a-f]+-[0-9a-f]+ ", line):
                    low, high = (int(part, 16) for part in line.split()[0].split("-"))
                    inside = low < self.start + self.length and self.start < high
                elif inside and line.startswith(("Private_Dirty:", "Swap:")) and line.split()[1] != "0":
                    return False
            return True
        return False

    @classmethod
    def signature(cls, buffer):
        """Identifies the content of a buffer: its place in a file if it is unchanged, otherwise a digest."""
        raw = buffer.raw()
        numpy = sys.modules.get("numpy")
        if numpy is not None and cls.opened:
            address = numpy.frombuffer(raw, numpy.uint8).__array_interface__["data"][0]
            for mapping in cls.opened.values():
                offset = address - mapping.start
                if 0 <= offset and offset + raw.nbytes <= mapping.length and mapping.has(offset, raw):
                    return mapping.path, offset, raw.nbytes
        return hashlib.blake2b(raw, digest_size=16).hexdigest()

    def has(self, offset, raw):
        if self.is_clean():
            return True
        with open(self.path, "rb") as file:
            file.seek(offset)
            return all(file.read(1 << 20) == bytes(raw[start:start + (1 << 20)]) for start in range(0, raw.nbytes, 1 << 20))


def signature(dump):
    return dump.sink.digest.hexdigest(), [Mapping.signature(buffer) for buffer in dump.buffers]


def is_unnamed(key):
    """Whether steps need what has a key without naming it: all that is no variable, and no output of a cell."""
    return ":" in key and not key.startswith("out:")


def orders_of(*entries):
    """The steps that changed something, those that may have changed nothing, and those that only added to it."""
    orders = {name: sorted(set().union(*(entry.get(name, ()) for entry in entries))) for name in ("history", "doubtful", "adds")}
    return {name: found for name, found in orders.items() if found}


class Blobs:
    """The components in the folders that KFP passed to this step."""

    NAME = re.compile(r"[0-9a-f]{32}\.bin|values\.bin")

    def __init__(self):
        self.records = {}  # id → record
        self.paths = {}  # id → file

    def add(self, folder, records):
        for key, record in records.items():
            self.records.setdefault(key, record)
            if "file" not in record or key in self.paths:
                continue
            path = os.path.join(folder, record["file"])
            if not self.NAME.fullmatch(record["file"]) or os.path.islink(path) or not os.path.isfile(path):
                raise Failure(f"`{path}` is not a file that an earlier step left.")
            self.records[key], self.paths[key] = record, path

    def load(self, key, state):
        record = self.records[key]
        mapping = Mapping.of(self.paths[key])
        memory = memoryview(mapping.memory)
        buffers = [memory[start:start + length].toreadonly() if readonly else memory[start:start + length]
                   for start, length, readonly in record["buffers"]]
        with open(mapping.path, "rb") as file:
            file.seek(record["offset"])
            with Watch():
                return Unpickler(file, buffers, state).load()


class Unpickler(pickle.Unpickler):
    def __init__(self, file, buffers, state):
        super().__init__(file, buffers=buffers)
        self.state = state
        self.sets = {}

    def persistent_load(self, name):
        Watch.progress += 1
        if isinstance(name, tuple):
            kind, number, *recipe = name
            if kind == "attributes":
                return attributes_of(number)
            if recipe:
                self.sets[number] = ordered_set(*recipe)
            return self.sets[number]
        if name in self.state.step.known:
            return self.state.step.known[name]
        module, _, member = name.partition(".")
        if module in TOLD_APART:
            return getattr(importlib.import_module(module), member)
        label = name.partition(":")[2]
        owner, suffix, _ = label.rpartition(".__dict__")
        if suffix and owner in self.state.shared.objects:
            return attributes_of(self.state.shared.objects[owner])
        if label not in self.state.shared.objects:
            raise pickle.UnpicklingError(f"`{label_of(name)}` is not among what the shared cells of this step define")
        return self.state.shared.objects[label]


class Imports:
    """Has libraries imported as they are, and notes what they set then: that is no change by the step."""

    def __init__(self, folder, note):
        self.folder, self.note = folder, note
        self.is_importing = False

    def find_spec(self, name, path=None, target=None):
        if self.is_importing:
            return None
        specs = (finder.find_spec(name, path, target) for finder in sys.meta_path if finder is not self)
        spec = next(filter(None, specs), None)
        if spec and "-packages" in str(spec.origin):
            spec.loader.exec_module = functools.partial(self.execute, spec.loader)
        return spec

    def execute(self, loader, module):
        del loader.exec_module
        before = read_unnamed(self.folder, []).keys()
        self.is_importing = True
        try:
            loader.exec_module(module)
        finally:
            self.is_importing = False
        for key, value in read_unnamed(self.folder, []).items():
            if key not in before:
                self.note(key, value)


class State:
    """What a step takes from the steps before it, and leaves to those after it."""

    def __init__(self, step, shared_names):
        self.step = step
        self.spec = step.spec
        self.order = self.spec["order"]
        self.folder = self.spec["state"]
        os.makedirs(self.folder, exist_ok=True)
        self.shared_sources = [python_of(source, step.shell) for _, source in self.spec["shared"]]
        self.unsteady = unsteady_definitions(self.shared_sources)
        self.shared = Shared(step.namespace, shared_names)
        self.saver = Saver(step.known, self.shared.references, self.folder)
        self.caches = {}  # id → reference to an object that may fill caches, and what `cache_state` said first
        self.shared_contents = {}  # label → signature of the contents after the shared cells
        for label, value in self.shared_values().items():
            self.shared_contents[label] = self.signature_of(value)
        self.remember_caches(self.shared.objects.values())
        self.blobs = Blobs()
        self.entries = {}  # key → record of the states before
        self.waiting = {}  # blob → keys that the step has not loaded from it
        self.loaded = {}  # blob → keys that were loaded from it
        self.before = {}  # key → signature when the cells begin
        self.absent = {}  # key → contents that earlier steps left in objects of shared cells that this step does not run
        self.steps = {self.order: step.name}  # order → name, of the steps before, too
        self.reads = {}  # what they read, as `merged_reads` gives it
        self.doubtful = set()  # keys that count as changed though nobody may see a difference
        self.adding = set()  # keys of state to which the step only added
        self.dictionaries = {}  # key of a dictionary → its keys when the cells begin
        self.missing = {}  # name → why it did not travel

    # Loading

    def load(self):
        states = self.read_states()
        self.merge(states)
        for name, path in self.spec["takes"].items():
            with contextlib.suppress(OSError):
                self.blobs.add(path, read_json(path, "value.json")["blobs"])
        for name in self.spec["outside"]:
            self.take_from_outside(name)
        for key, entry in self.entries.items():
            if "blob" in entry:
                self.waiting.setdefault(entry["blob"], []).append(key)
            elif "missing" in entry:
                self.missing[key] = entry["missing"]
            elif entry.get("deleted"):
                self.step.namespace.pop(key, None)
                os.environ.pop(key[4:], None) if key.startswith("env:") else None
        spec, shell = self.spec, self.step.shell
        self.mentions = Mentions(self.shared_sources)
        self.sources = "\n".join(source for _, source in spec["shared"] + spec["cells"])
        names = set().union(*(names_of(python_of(source, shell)) for _, source in spec["cells"]))
        names.update(spec["takes"], spec["leaves"], spec["parameters"], spec["metrics"].values())
        values = self.load_needed(names)
        for name in self.spec["takes"]:
            if name in self.missing and name not in self.step.namespace:
                raise Failure(self.missing[name])
        self.remember({*values, *spec["parameters"]})
        for label, value in self.shared_values().items():
            self.before["shared:" + label] = self.signature_of(value)
            if value[0] == "dict" and ".<" in label:  # in a closure, as a decorator keeps what it remembers
                self.dictionaries["shared:" + label] = {key for key, _ in value[1]}
        for key, value in read_unnamed(self.spec["folder"], []).items():
            self.before[key] = self.signature_of(value)
        self.before.update((key, self.signature_of(key[7:])) for key in values if key.startswith("import:"))
        self.before.update((key, self.signature_of(value)) for key, value in values.items() if key.startswith("patch:"))
        self.before.update((key, self.signature_of(content)) for key, content in self.absent.items())
        self.words = set(WORD.findall("\n".join([self.sources, *cell_sources().values()])))
        self.before.update((key, self.signature_of(module)) for key, module in made_modules(self.words).items())
        self.libraries = {key: dict(vars(owner)) for key, owner in named_libraries(self.words, self.spec["folder"]).items()}
        self.reads[self.order] = {**self.names_read(names), "after": sorted(self.steps.keys() - {self.order})}
        sys.meta_path.insert(0, Imports(spec["folder"], self.note_unnamed))

    def note_unnamed(self, key, value):
        """Notes state without a name as it is before the step changes it."""
        self.before.setdefault(key, self.signature_of(value))

    def names_read(self, names):
        """The names that the step's cells read (inputs and names of shared cells), and those that they only assign."""
        bound = set()
        for _, source in self.spec["cells"]:
            tree = parsed(python_of(source, self.step.shell))
            bound.update(*map(names_bound, own_nodes(tree) if tree else ()))
        read = {*self.spec["takes"], *(self.mentions.reach(names) & self.shared.names.keys() - bound)}
        return {"names": sorted(read), "made": sorted(bound - read)}

    def take_from_outside(self, name):
        """Takes a value that another notebook passes to this step, in place of what earlier steps have."""
        path = self.spec["takes"][name]
        try:
            records = read_json(path, "value.json")["outside"]
        except (OSError, ValueError, KeyError) as error:
            raise Failure(f"`{name}` from another notebook cannot be read: {error}.") from None
        self.blobs.add(path, records)
        for blob, record in records.items():
            if name in record["keys"]:
                history = self.entries.get(name, {"history": []})["history"]
                self.entries[name] = {"blob": blob, "history": sorted({*history, self.order}), "from": record["step"],
                                      "doubtful": [self.order]}

    def load_needed(self, names):
        """Loads the components that code with these names can read, and state without a name. Returns their values."""
        values = {}
        while True:
            names = self.mentions.reach(names)
            every = not ANY_NAME.isdisjoint(names)
            outputs = wanted_outputs(names, values.get("ipython:"))
            names.update(name for name in outputs.values() if name)
            needed = [blob for blob, keys in self.waiting.items() if any(
                key[4:] in outputs if key.startswith("out:") else
                self.applies(key, every) if ":" in key else every or key in names for key in keys)]
            # Values are loaded from where their modules are, and figures into the backend that they had.
            for blob in sorted(needed, key=lambda blob: not any(map(is_first, self.waiting[blob]))):
                for key, value in self.load_blob(blob, self.waiting.pop(blob)).items():
                    if is_first(key):
                        write_unnamed(key, value, self.spec["folder"])
                    else:
                        values[key] = value
                names.update(self.blobs.records[blob].get("names", ()))
            if not needed:
                break
        self.apply(values)
        if "ipython:" in values:
            write_outputs(values, self.step)
        return values

    def applies(self, key, every):
        """Whether the step needs a state without a name. That of a library it needs only with the library."""
        prefix = key.partition(":")[0]
        library = {"figures": "matplotlib", "backend": "matplotlib", "colormap": "matplotlib",
                   "accessor": "pandas"}.get(prefix, prefix.partition(".")[0])
        if prefix in ("registry", "setting"):
            library = WORD.match(key.partition(":")[2]).group()
        if prefix == "patch":
            library = key[6:].partition("|")[0].partition(".")[0]
            return importlib.util.find_spec(library) is not None
        if prefix in ("module", "made"):
            library = WORD.search(key, len(prefix)).group()
            return library in sys.modules or re.search(rf"\b{re.escape(library)}\b", self.sources) is not None
        if library not in LIBRARIES or library in sys.modules:
            return True
        if importlib.util.find_spec(library) is None:
            return False
        if every or "import" in self.sources:
            return True
        return library == "matplotlib" and "pandas" in sys.modules and bool(re.search("plot|hist|style", self.sources))

    def load_late(self, name):
        """Loads a name that code asks the module of the cells for. Returns whether there is one."""
        if not any(name in keys for keys in self.waiting.values()):
            return False
        with self.step.report.paused():
            self.remember(self.load_needed({name}))
        return name in self.step.namespace

    def remember(self, names):
        names = set(names) & self.step.namespace.keys() - self.step.hidden.keys()
        self.before.update((name, self.signature_of(self.step.namespace[name])) for name in names)

    def read_states(self):
        states = []
        for name, path in self.spec["states"].items():
            try:
                state = read_json(path, "state.json")
            except (OSError, ValueError) as error:
                raise Failure(f"The state of step `{name}` cannot be read: {error}.") from None
            if state.get("format") != FORMAT:
                raise Failure(f"The state of step `{name}` was written by another version of kale-lsp.")
            self.blobs.add(path, state["blobs"])
            for cell, source in state["sources"].items():
                linecache.cache.setdefault(cell, (len(source), None, source.splitlines(True), cell))
            states.append(state)
        return sorted(states, key=lambda state: state["order"])

    def are_equal(self, key, *entries):
        """Whether two states have what two steps imported or set alike, which is the same object in the notebook."""
        contents = []
        for state, entry in entries:
            record = state["blobs"].get(entry.get("blob"), {})
            if not (record.get("imported") or key.startswith(SET)) or record.get("file") != "values.bin":
                return False
            with open(os.path.join(self.spec["states"][state["step"]], record["file"]), "rb") as file:
                file.seek(record["offset"])
                contents.append((record["keys"], file.read(record["length"])))
        return contents[0] == contents[1]

    def merge(self, states):
        """Takes each entry from the state with the newest history."""
        by_step = {state["step"]: state for state in states}
        self.reads = merged_reads(states)
        for state in states:
            self.steps.update((int(order), step) for order, step in state["steps"].items())
            newest = {}  # for each blob, the last step that changed something in it
            for entry in state["entries"].values():
                blob = entry.get("blob")
                newest[blob] = max(newest.get(blob, 0), *entry["history"], 0)
            for key, entry in state["entries"].items():
                known = self.entries.get(key)
                entry = {**entry, "from": state["step"], "newest": newest[entry.get("blob")]}
                if known is None:
                    self.entries[key] = entry
                    continue
                old, new = set(known["history"]), set(entry["history"])
                # What only one of the two has, without what may have changed nothing.
                ours = old.difference(new, known.get("doubtful", ()))
                theirs = new.difference(old, entry.get("doubtful", ()))
                add = ours and theirs and ours.issubset(known.get("adds", ())) and theirs.issubset(entry.get("adds", ()))
                if old == new:
                    # Values that share objects stay together: what did not change comes with what did.
                    if "blob" not in entry or "blob" in known and known["newest"] >= entry["newest"]:
                        continue
                elif (ours and theirs and not add and not is_undisputed(key) and not self.is_made_anew(key, ours, theirs)
                        and not self.are_equal(key, (by_step[known["from"]], known), (state, entry))):
                    known["disputed"] = entry["disputed"] = rivals(ours, theirs)
                is_newer = max(new, default=0) >= max(old, default=0) if bool(ours) == bool(theirs) else bool(theirs)
                if add:
                    older = {**(known if is_newer else entry), "rivals": rivals(ours, theirs)}
                    self.entries[f"{key}\n{min(max(old), max(new)):9}"] = older
                self.entries[key] = {**(entry if is_newer else known), **orders_of(known, entry)}
        self.warn_of_misses(missed_changes(states, self.reads), self.warn_of_disputes())

    def is_made_anew(self, name, first, second):
        """Whether the later of two sides that changed a name gave it a new value, so that no change of the other is lost."""
        _, later = rivals(first, second)
        return any(name in self.reads[order]["made"] for order in first | second if order >= later)

    def warn_of_disputes(self):
        """Warns of what two steps that ran side by side have both changed, if this step may read it. Returns their orders.

        Loop variables, for example, are seldom read by a later step.
        """
        disputes = {}
        for key, entry in self.entries.items():
            if "disputed" in entry and (":" in key or key in self.spec["takes"] or self.spec["everything"]):
                disputes.setdefault(tuple(entry.pop("disputed")), []).append(key)
        for orders, keys in disputes.items():
            first, second = (self.steps[order] for order in orders)
            names = ", ".join(f"`{label}`" for label in labels_of(keys)[:5])
            warn(f"Steps `{first}` and `{second}` ran in parallel and both changed {names}. "
                 f"Step `{self.step.name}` continues with the later of the two in the notebook. "
                 f"Add `prev:{first}` to step `{second}`.")
        return disputes

    def warn_of_misses(self, missed, disputes):
        """Warns of what a step read without what another changed, and no analysis foresaw; no later step says it again."""
        for (change, reader), names in sorted(missed.items()):
            self.reads[reader]["after"] = sorted({*self.reads[reader]["after"], change})
            if (change, reader) not in disputes:
                warn(missed_change_text(self.steps[change], self.steps[reader], names))

    def load_blob(self, blob, keys):
        record = self.blobs.records[blob]
        taken = [key for key in keys if key in self.spec["takes"]]
        if blob not in self.blobs.paths:
            for key in keys:
                self.missing[key] = (f"`{key}` is large, and step `{record['step']}` passes it only to steps that "
                                     f"name it. Step `{self.step.name}` does not.")
            if taken:
                raise Failure(f"`{taken[0]}` is not in what step `{record['step']}` left.")
            return {}
        differences = version_differences(record)
        try:
            found = dict(zip(record["keys"], self.blobs.load(blob, self)))
        except BaseException as error:
            why = f"{type(error).__name__}: {error}"
            names = ", ".join(f"`{label_of(key)}`" for key in taken or keys)
            sentence = f"{names} of step `{record['step']}` cannot be loaded: {why}." + (
                f" The step ran with {differences}." if differences else "")
            if taken:
                raise Failure(sentence) from None
            self.missing.update(dict.fromkeys(keys, sentence))
            return {}
        if differences:
            self.warn_once(f"Step `{record['step']}` ran with {differences}.")
        self.loaded[blob] = keys
        return {key: found[key.partition("\n")[0]] for key in keys}

    def why_missing(self, name):
        if any(name in keys for keys in self.waiting.values()):
            return f"`{name}` was not loaded, because no cell of the step mentions it. Mention it: `{name} = {name}`."
        return self.missing.get(name)

    def warn_once(self, sentence, said=set()):
        if sentence not in said:
            said.add(sentence)
            warn(sentence)

    def put_together(self, values):
        """Puts what steps that ran side by side added to the same state into one value, in the order of the steps."""
        for key in sorted((key for key in values if "\n" in key), reverse=True):
            older, name = values.pop(key), key.partition("\n")[0]
            newer = values.setdefault(name, older)  # it may be one that this step cannot load
            if name == "figures:":
                newer[:0] = older if newer is not older else []
                continue
            (form, items, attributes), known = newer, dict(older[1])
            values[name] = form, list({**known, **dict(items), **known}.items()), attributes
            if any(key in known and self.signature_of(known[key]) != self.signature_of(item) for key, item in items):
                self.entries[name]["disputed"] = self.entries[key]["rivals"]
        self.warn_of_disputes()

    def apply(self, values):
        self.put_together(values)
        namespace = self.step.namespace
        for key, value in values.items():
            if ":" not in key:
                namespace[key] = value
        later = ("random", "numpy.random", "torch.random", "torch.cuda", "folder", "figures")
        for key, value in sorted(values.items(), key=lambda item: item[0].partition(":")[0] in later):
            try:
                if key.startswith("shared:") and (key[7:] in self.shared_contents or key[7:] in self.shared.names):
                    self.restore_shared(key[7:], value)
                elif key.startswith("shared:"):
                    self.absent[key] = value
                elif ":" in key and not key.startswith(("out:", "ipython:")):
                    write_unnamed(key, value, self.spec["folder"])
            except Exception as error:
                warn(f"`{label_of(key)}` of step `{self.entries[key]['from']}` cannot be restored: "
                     f"{type(error).__name__}: {error}.")

    def restore_shared(self, label, content):
        namespace, names = self.step.namespace, self.shared.names
        if content[0] == "atom":
            if label in names and namespace.get(label) is names[label]:
                if label in self.shared.objects:
                    self.saver.references.pop(id(names[label]), None)
                    self.shared.objects[label] = content[1]
                namespace[label] = names[label] = content[1]
            return
        value = self.shared.objects.get(label)
        if value is None or self.signature_of(content) == self.shared_contents.get(label):
            return
        # If an earlier step has already given the name another object, that is the newer one.
        if not restore(value, content) and label in names and label not in self.entries and namespace.get(label) is value:
            # It cannot be changed in place: the name gets the new object.
            namespace[label] = content[1]

    def shared_values(self):
        values, references = {}, self.saver.references
        for label, value in self.shared.objects.items():
            with contextlib.suppress(Exception):
                if id(value) in references:
                    values[label] = contents(value)
        for name, value in self.shared.names.items():
            if type(value) is tuple and name in self.unsteady or type(value) not in (tuple, types.BuiltinFunctionType) and (
                    type(value) in ATOMS or id(value) not in references and self.shared.is_own(value)):
                values[name] = ("atom", value)
        return values

    def release_changed(self):
        """Has objects of shared cells travel by value that the step changed and that a later one cannot change in place."""
        for label, value in reversed(self.shared.objects.items()):  # parts before what holds them
            with contextlib.suppress(Exception):  # there is no content, or no reference any more
                if is_fixed(value) and (content := contents(value))[0] == "value" and self.signature_of(content) not in (
                        None, self.shared_contents.get(label)):
                    del self.saver.references[id(value)]
                    self.saver.references.pop(id(attributes_of(value)), None)

    def signature_of(self, value):
        """Identifies the content of a value, or None if that is not known."""
        if type(value) in SIMPLE:
            return type(value).__name__, value
        try:
            dump = self.saver.dump([value], keep=False)
        except Refused:
            return None
        self.remember_caches(dump.seen.values())
        return signature(dump) if dump.sink.length <= COMPARED_STREAM else None

    def remember_caches(self, values):
        """Notes what caches of values have in them when these are seen first."""
        for value in values:
            if may_fill(type(value)) and self.first_caches(value) is None:
                with contextlib.suppress(AttributeError, TypeError):  # it shows no attributes, or takes no weak references
                    self.caches[id(value)] = weakref.ref(value), cache_state(value)

    def first_caches(self, value):
        """What `cache_state` said of a value first, or None."""
        reference, first = self.caches.get(id(value), (None, None))
        return first if reference is not None and reference() is value else None

    # Saving

    def save(self):
        TORCH.clear()
        values = self.values = self.values_to_save()
        if values.get("folder:") == REMOVED:  # paths cannot be resolved there
            os.chdir(self.spec["folder"])
        dumps, refused = {}, {}
        for key, value in values.items():
            try:
                dumps[key] = self.saver.dump([value])
            except Refused as why:
                refused[key] = refusal(label_of(key), self.shared.objects.get(key.partition(":")[2], value), str(why))
        for name in self.spec["leaves"]:
            if name in refused:
                raise self.failure(refused[name], name)
        self.written, self.records = {}, {}
        self.pack = open(os.path.join(self.folder, "values.bin"), "wb")
        changed = {key for key in values if self.has_changed(key, dumps.get(key))}
        self.warn_of_copies({key: dumps[key] for key in changed & dumps.keys() & self.before.keys()})
        result, self.owners = {}, shared_attributes(dumps.values(), self.saver.references)
        for keys in components(dumps):
            self.save_component(sorted(keys), values, dumps, changed, result)
        for key, sentence in refused.items():
            if key.partition(":")[0] in LABELLED and ":" in key:
                warn(sentence)
            if ":" not in key:
                result[key] = {"missing": sentence, **self.changes(key, key in changed)}
        self.keep_others(values, result)
        self.pack.close()
        self.outside = self.save_for_other_notebooks() if self.spec["border"] else {}
        return self.write_descriptions(values, dumps, result)

    def warn_of_copies(self, dumps):
        """Warns of changes of arrays that map a file in the notebook, and here are copies."""
        for key, dump in dumps.items():
            for value in dump.seen.values():
                if type(value).__name__ == "memmap" and "+" in str(value.mode) and not maps_file(owner_of(value)):
                    self.warn_once(f"`{label_of(key)}` maps `{value.filename}`, which is not in this step, and is a copy here. "
                                   "Keep the file on a volume.")

    def failure(self, sentence, name):
        """The failure of a step that cannot pass on a name."""
        failure = Failure(sentence)
        failure.cell, failure.line = self.step.place_of_name(name)
        return failure

    def is_parameter(self, name, value):
        """Whether a name has the value of a pipeline parameter, which later steps of the notebook are given as well."""
        parameters = self.spec["parameters"]
        return (name in parameters and parameters[name] is value and name not in self.entries
                and name not in self.spec["leaves"] and not self.spec["border"])

    def values_to_save(self):
        """Names of the notebook and state without a name, except for what later steps have anyway."""
        step, shared = self.step, self.shared
        unnamed = read_unnamed(self.spec["folder"], [
            "".join(linecache.getlines(f"cell {number}")) for number, _ in self.spec["cells"]])
        unnamed.update((key, key[7:]) for key in self.loaded_keys() if key.startswith("import:"))
        unnamed.update(read_outputs(step))
        unnamed.update(made_modules(self.words))
        unnamed.update(read_other_patches(self.libraries, self.words, self.spec["folder"]))
        unnamed.update(read_patches(self.spec["shared"] + self.spec["cells"], step.namespace, step.shell))
        for key in self.loaded_keys():
            if key.startswith("patch:") and key not in unnamed:
                with contextlib.suppress(Exception):
                    module, _, path = key[6:].partition("|")
                    value = functools.reduce(getattr, path.split("."), sys.modules[module])
                    unnamed[key] = COVERED.get(id(value), value)
        values = dict(self.absent)
        loaded = self.loaded_keys()
        for name, value in step.namespace.items():
            # What an earlier step changed may have been set back.
            unchanged = name in shared.names and shared.names[name] is value and name not in loaded
            ours = name in step.hidden and step.hidden[name] is value or (
                SHELL_NAMES.fullmatch(name) and not step.is_assigned(name))
            if not unchanged and not ours and not self.is_parameter(name, value):
                values[name] = value
        unread = {key for key, entry in self.entries.items() if "blob" in entry} - self.loaded_keys()
        self.release_changed()
        for label, content in self.shared_values().items():
            key = "shared:" + label
            now = self.signature_of(content)
            same = now == self.before.get(key)
            steady = content[0] in ("class", "function", "cache") and (
                now is None or re.match(r"\w*", label)[0] not in self.unsteady)
            if not (same and (key in unread or steady and key not in self.entries)):
                values[key] = content
        for key, value in unnamed.items():
            now = self.signature_of(value)
            if now == self.before.get(key, now if key in unread else None) and (
                    key in unread or key in self.before and key not in self.entries):
                continue
            values[key] = value
        return values

    def has_changed(self, key, dump):
        if self.only_adds(key):
            self.adding.add(key)
        if key not in self.before:
            return not (key.startswith("shared:") and key[7:] in self.shared_contents)
        before = self.before[key]
        if dump is None or before is None:
            self.doubtful.add(key)
            mentions = "\n".join(source for _, source in self.spec["shared"] + self.spec["cells"])
            return re.search(rf"\b{re.escape(key)}\b", mentions) is not None
        if before == self.signature_now(key, dump):
            return False
        if is_undisputed(key) or self.only_fills_caches(key, dump):
            self.doubtful.add(key)
        return True

    def only_adds(self, key):
        """Whether all that the step changed in state are additions, to which those of other steps can be put."""
        if key == "figures:":  # without a call, code draws into the last figure
            return key not in self.before and re.search(r"\b(figure|subplots|subplot_mosaic)\(", self.sources) is not None
        form, items, attributes = self.values[key] if key in self.dictionaries else (None, (), None)
        known = [item for item in items if item[0] in self.dictionaries[key]]
        return form == "dict" and self.signature_of((form, known, attributes)) == self.before[key]

    def only_fills_caches(self, key, dump):
        """Whether all that has changed in a value is what it remembers for later, as far as that can be told."""
        shared = self.shared.objects.get(key[len("shared:"):]) if key.startswith("shared:") else None
        known = [value for value in (shared, *dump.seen.values()) if self.first_caches(value) is not None]
        filled = [value for value in known if self.first_caches(value) != cache_state(value)]
        if "matplotlib" in dump.modules or any(type(value) is functools._lru_cache_wrapper for value in filled):
            return True
        removed = []
        try:
            for value in filled:
                for place, name in cached_items(value):
                    if (id(place), name) not in self.first_caches(value):
                        removed.append((place, name, place.pop(name)))
            value = self.values[key] if shared is None else contents(shared)
            return bool(removed) and self.signature_of(value) == self.before[key]
        finally:
            for place, name, item in reversed(removed):
                place[name] = item

    def signature_now(self, key, dump):
        value = self.values[key]
        return self.signature_of(value) if type(value) in SIMPLE else signature(dump)

    def changes(self, key, changed):
        """What an entry says of the steps that changed it, of which this is one or not."""
        changes = orders_of(self.entries.get(key, {}))
        if changed:
            for name, keys in (("history", {key}), ("doubtful", self.doubtful), ("adds", self.adding)):
                orders = {*changes.pop(name, ())} - {self.order} | ({self.order} if key in keys else set())
                changes.update({name: sorted(orders)} if orders else {})
        return {"history": [], **changes}

    def save_component(self, keys, values, dumps, changed, result):
        size = sum(dumps[key].size for key in keys)
        leaves = [key for key in keys if key in self.spec["leaves"]]
        blob = next((blob for blob, loaded in self.loaded.items() if sorted(loaded) == keys), None)
        if blob and not changed.intersection(keys) and sorted(self.blobs.records[blob]["keys"]) == keys:
            self.copy_blob(blob, leaves, size)
        else:
            known = [key for key in keys if key in self.loaded_keys() or is_unnamed(key)]
            if size >= LARGE and not leaves and not known and not self.spec["everything"]:
                for key in keys:
                    result[key] = {**self.changes(key, True), "missing":
                                   f"`{key}` is large, and step `{self.step.name}` passes it only to steps that name "
                                   "it. No later step does."}
                return
            if size >= (1 << 16) and not changed.intersection(keys) and all(key.startswith("shared:") for key in keys):
                return
            try:
                blob = self.write_blob(keys, values, dumps, leaves, size)
            except Refused as why:
                sentence = refusal(keys[0], values[keys[0]], str(why))
                if leaves:
                    raise self.failure(sentence, keys[0]) from None
                result.update({key: {"missing": sentence, **self.changes(key, True)} for key in keys})
                return
        for key in keys:
            result[key] = {"blob": blob, **self.changes(key, key in changed)}
            if key not in changed and "disputed" in self.entries.get(key, ()):
                result[key]["disputed"] = self.entries[key]["disputed"]

    def loaded_keys(self):
        return {key for keys in self.loaded.values() for key in keys}

    def homes_of(self, leaves, size, in_state):
        """The folders in which a component is kept: with the names that later steps take from here, or in the state, or
        both, where a step may need it that takes none of these names."""
        folders = [self.spec["leaves"][name] for name in leaves] if size >= LARGE else []
        return [*folders, self.folder] if in_state or not folders else folders

    def write_blob(self, keys, values, dumps, leaves, size):
        dump = dumps[keys[0]] if len(keys) == 1 else None
        segments = shared_segments([dumps[key] for key in keys])
        seen = set().union(*(self.owners.keys() & dumps[key].seen.keys() for key in keys))
        owners = {identity: self.owners[identity] for identity in seen}
        if dump is None or segments or owners:
            dump = self.saver.dump([values[key] for key in keys], segments=segments, owners=owners)
        blob = self.blob_name(keys)
        if size < LARGE:
            record = write_dump(self.pack, dump)
            record["file"], home = "values.bin", self.folder
            self.written.setdefault(home, {})[blob] = record
        else:
            # What this step changed, later steps may take under the name that it has had before.
            loaded = self.loaded_keys() - {*leaves}
            folders = self.homes_of(leaves, size, any(key in loaded or is_unnamed(key) for key in keys))
            record = write_file(folders, f"{blob}.bin", dump)
            for folder in folders:
                self.written.setdefault(folder, {})[blob] = record
        self.describe(record, keys, dump, *(dumps[key] for key in keys))
        if all(type(values[key]) is types.ModuleType or is_importable(values[key]) for key in keys):
            record["imported"] = True
        self.records[blob] = without_place(record)
        return blob

    def blob_name(self, keys):
        """A name that no other blob of the run has. It is the same in each run, so that equal states have equal bytes."""
        maker = to_json([self.spec["notebook"], self.step.name, self.order, keys])
        return hashlib.sha256(maker.encode()).hexdigest()[:32]

    def save_for_other_notebooks(self):
        """Saves what the step leaves once more, with the definitions that it needs: other notebooks do not have them."""
        names = [name for name in self.spec["leaves"] if name in self.step.namespace]
        if not names:
            return {}
        saver = Saver(self.step.known, {}, self.folder)
        values = [self.step.namespace[name] for name in names]
        try:
            dump = saver.dump(values)
        except Refused as why:
            for name, value in zip(names, values):
                try:
                    saver.dump(value, keep=False)
                except Refused as cause:
                    raise self.failure(refusal(name, value, str(cause)), name) from None
            raise self.failure(refusal(names[0], values[0], str(why)), names[0]) from None
        blob = self.blob_name(["outside", *names])
        record = write_file([self.spec["leaves"][name] for name in names], f"{blob}.bin", dump)
        self.describe(record, names, dump)
        return {blob: record}

    def describe(self, record, keys, dump, *others):
        """Completes the record of a component, from how it was saved, and how its values were one by one."""
        modules, names = (set().union(*(getattr(one, kind) for one in (dump, *others))) for kind in ("modules", "names"))
        record.update(keys=keys, step=self.step.name, size=dump.size, python=sys.version.split()[0],
                      versions=versions_of(modules), names=sorted(names))

    def copy_blob(self, blob, leaves, size):
        """Keeps an unchanged component: it is copied where it is small, where a later step takes it from here, and where
        no step passes it on by name, because the step that changed it knows it under another."""
        record = dict(self.blobs.records[blob])
        path = self.blobs.paths.get(blob)
        self.records[blob] = without_place(record)
        if path is None:
            return
        if record["size"] < LARGE:
            start = aligned(self.pack)
            ends = [record["offset"] + record["length"]] + [begin + length for begin, length, _ in record["buffers"]]
            with open(path, "rb") as file:
                file.seek(record["offset"])
                self.pack.write(file.read(max(ends) - record["offset"]))
            moved = start - record["offset"]
            record["buffers"] = [[begin + moved, length, readonly] for begin, length, readonly in record["buffers"]]
            record.update(file="values.bin", offset=start)
            self.written.setdefault(self.folder, {})[blob] = record
            return
        in_state = os.path.dirname(path) in self.spec["states"].values() or any(map(is_unnamed, record["keys"]))
        if leaves or in_state or self.spec["everything"]:
            for folder in self.homes_of(leaves, record["size"], in_state):
                link(path, os.path.join(folder, record["file"]))
                self.written.setdefault(folder, {})[blob] = record

    def keep_others(self, values, result):
        """Passes on what this step could not load, what does not travel, and what was deleted."""
        for key, entry in self.entries.items():
            if key in result or key in values:
                continue
            kept = {name: item for name, item in entry.items() if name not in ("from", "newest")}
            if key in self.loaded_keys():  # it was there, and is no more
                result[key] = {"deleted": True, **self.changes(key, True)}
                continue
            if "blob" in kept and kept["blob"] not in self.records:
                self.copy_blob(kept["blob"], [], 0)
            result[key] = kept
        for name in self.shared.names.keys() - self.step.namespace.keys():
            result[name] = {"deleted": True, **self.changes(name, True)}
        for key in self.before.keys() - values.keys() - result.keys():
            if key.startswith("env:") and key[4:] not in os.environ:
                result[key] = {"deleted": True, **self.changes(key, True)}

    def write_descriptions(self, values, dumps, result):
        used = {entry["blob"] for entry in result.values() if "blob" in entry}
        blobs = {blob: self.written.get(self.folder, {}).get(blob) or self.records[blob] for blob in used}
        state = {"format": FORMAT, "notebook": self.spec["notebook"], "step": self.step.name, "order": self.order,
                 "python": sys.version.split()[0], "hash_seed": self.step.hash_seed, "entries": result,
                 "steps": self.steps, "reads": self.reads, "blobs": blobs, "sources": cell_sources()}
        write_json(state, self.folder, "state.json", indent=1)
        descriptions = {}
        for name, folder in self.spec["leaves"].items():
            os.makedirs(folder, exist_ok=True)
            description = {"type": "undefined"}
            if name in dumps:
                keys = self.records[result[name]["blob"]]["keys"] if "blob" in result[name] else []
                description = describe(values[name], dumps[name].size, [k for k in keys if k != name and ":" not in k])
            elif name in self.step.namespace:
                description = describe(self.step.namespace[name], 0, [])
            descriptions[name] = description
            content = {"format": FORMAT, "name": name, **description, "blobs": self.written.get(folder, {}),
                       "outside": self.outside}
            write_json(content, folder, "value.json", indent=1)
        unnamed = sorted(key.rstrip(":") for key, entry in result.items() if ":" in key
                         and self.order in entry["history"] and not key.startswith(("out:", "ipython:")))
        return descriptions, {"names": sorted(key for key in result if ":" not in key and "blob" in result[key]),
                              "changed": unnamed}


def cell_sources():
    return {cell: "".join(entry[2]) for cell, entry in linecache.cache.items() if cell.startswith("cell ") and len(entry) == 4}


def without_place(record):
    return {name: item for name, item in record.items() if name not in ("file", "offset", "buffers")}


def components(dumps):
    """Groups keys whose values share objects."""
    parents = {key: key for key in dumps}

    def find(key):
        while parents[key] != key:
            parents[key] = parents[parents[key]]
            key = parents[key]
        return key

    owners = {}
    shown = {identity for dump in dumps.values() for identity in dump.roots}
    for key, dump in dumps.items():
        for identity in [*dump.seen, *(dump.lent.keys() & shown)]:
            parents[find(owners.setdefault(identity, key))] = find(key)
    groups = {}
    for key in dumps:
        groups.setdefault(find(key), []).append(key)
    return list(groups.values())


def attributes_of(value):
    """The dictionary of an object's attributes, or None."""
    try:
        found = object.__getattribute__(value, "__dict__") if type(value).__dictoffset__ else None
    except AttributeError:
        return None
    return found if type(found) is dict else None


def module_of(attributes):
    """The module that has its names in a dictionary, or None."""
    module = sys.modules.get(str(attributes.get("__name__")))
    return module if attributes_of(module) is attributes else None


def users_of(value):
    """The dictionary of an object's attributes, and how many references there are to it."""
    attributes = attributes_of(value)
    return attributes, sys.getrefcount(attributes)


ALONE = users_of(types.SimpleNamespace())[1]  # references if only the object has one


def shared_attributes(dumps, references):
    """Dictionaries that are the attributes of an object and have other users: `settings = [vars(arguments)]`.

    The objects and the dictionaries, by the id of the dictionary.
    """
    owners = {}
    for dump in dumps:
        for value in [value for value in dump.seen.values() if type(value).__dictoffset__]:
            attributes, users = users_of(value)
            if (attributes is not None and id(attributes) not in references and users > ALONE + (id(attributes) in dump.seen)
                    and users > ALONE + sum(id(attributes) in other.seen for other in dumps)):
                owners.setdefault(id(attributes), (value, attributes))
                dump.seen[id(attributes)] = attributes
    return owners


def shared_segments(dumps):
    """Memory that more than one array of a component uses, by the id of the array that owns it."""
    roots = {}
    for dump in dumps:
        for identity, (owner, arrays) in dump.roots.items():
            roots.setdefault(identity, (owner, {}))[1].update(arrays)
    for dump in dumps:
        for identity in dump.lent.keys() & roots.keys():
            roots[identity][1].update(dump.lent[identity][1])
    return {identity: Segment(owner, list(arrays.values())) for identity, (owner, arrays) in roots.items()
            if len(arrays) > 1}


def aligned(file):
    file.write(bytes(-file.tell() % ALIGNMENT))
    return file.tell()


def write_dump(file, dump):
    """Appends a pickle and its buffers; returns where they are."""
    start = aligned(file)
    dump.sink.file.seek(0)
    shutil.copyfileobj(dump.sink.file, file, 1 << 20)
    record = {"offset": start, "length": dump.sink.length, "buffers": []}
    for buffer in dump.buffers:
        raw = buffer.raw()
        record["buffers"].append([aligned(file), raw.nbytes, raw.readonly])
        file.write(raw)
    return record


def write_file(folders, name, dump):
    """Writes a pickle and its buffers into a file that each of the folders has."""
    first, *others = (os.path.join(folder, name) for folder in folders)
    os.makedirs(folders[0], exist_ok=True)
    with open(first, "wb") as file:
        record = {**write_dump(file, dump), "file": name}
    for other in others:
        link(first, other)
    return record


def link(source, target):
    os.makedirs(os.path.dirname(target), exist_ok=True)
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def versions_of(modules):
    versions = {}
    for name in sorted(modules):
        version = getattr(sys.modules.get(name), "__version__", None)
        if isinstance(version, str):
            versions[name] = version
    return versions


def version_differences(record):
    """How this step differs from the one that wrote a value: "pandas 2.2.3 (here 3.0.1)"."""
    differences = []
    here = sys.version.split()[0]
    if record["python"].split(".")[:2] != here.split(".")[:2]:
        differences.append(f"Python {record['python']} (here {here})")
    for name, version in record["versions"].items():
        try:
            found = getattr(importlib.import_module(name), "__version__", version)
        except Exception:
            found = "not installed"
        if found != version:
            differences.append(f"{name} {version} (here {found})")
    return ", ".join(differences)
