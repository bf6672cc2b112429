"""The imports that a warm process makes once for all steps.

A module is imported ahead only if that cannot be told from an import in the step. It must not start threads that outlive a
fork, print, keep a file open that it writes, or ask whether it is in a notebook, and the code of the steps must not prepare
the import: set variables of the environment, change `sys.path`, reload modules.
"""

import ast
import builtins
import importlib
import importlib.machinery
import importlib.util
import os
import re
import sys
import tempfile
import types

from .imported import ImportedFiles

PREPARED = re.compile(
    r"environ|putenv|dotenv|%(set_)?env|sys\.(path|modules|meta_path)|reload|__import__|builtins"
    r"|unittest\.mock|monkeypatch|\bpatch\("
)

# What the runtime imports in every step.
EVERY_STEP = (
    "asyncio", "bdb", "glob", "dill", "IPython.core.application", "IPython.core.completer", "IPython.core.completerlib",
    "IPython.core.interactiveshell", "IPython.core.logger", "IPython.core.magics", "IPython.core.oinspect",
)


def is_prepared(sources):
    """Whether code does what imports may depend on."""
    return any(PREPARED.search(source) for source in sources)


def statements(sources, directory):
    """The imports that code makes whenever it runs, each as source, in their order."""
    found = {}
    for source in sources:
        for node in tree_of(source).body:
            if isinstance(node, ast.Import):
                nodes = [ast.Import(names=[ast.alias(name=alias.name)]) for alias in node.names]
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
                nodes, names = [node], [node.module]
            else:
                continue
            for part, name in zip(nodes, names):
                if is_installed(name.partition(".")[0], directory):
                    found[ast.unparse(part)] = None
    return list(found)


def tree_of(source):
    """The code without the lines that only IPython reads; nothing if it is no Python even so."""
    lines = ["" if line.lstrip().startswith(("%", "!", "?")) else line for line in source.split("\n")]
    try:
        return ast.parse("\n".join(lines))
    except (SyntaxError, ValueError, RecursionError):
        return ast.Module(body=[], type_ignores=[])


def is_installed(name, directory):
    """Whether a module comes from Python or a package, and not from the folder of the notebook."""
    if name in sys.builtin_module_names:
        return False
    if os.path.exists(os.path.join(directory, name)) or os.path.exists(os.path.join(directory, name + ".py")):
        return False
    try:
        return importlib.machinery.PathFinder.find_spec(name, sys.path) is not None
    except (ImportError, ValueError):
        return False


class Spoiled(Exception):
    """An import did what only a step may do. `args[0]` is the statement."""


class Warmer:
    """Makes imports in this process."""

    def __init__(self, excluded):
        self._excluded, self._done = set(excluded), set()
        self._has_asked = False
        self.files = ImportedFiles()
        self.files.begin()
        # Libraries ask this to find out whether they are in a notebook.
        import IPython
        from IPython.core import getipython

        original = getipython.get_ipython

        def get_ipython():
            self._has_asked = True
            return original()

        IPython.get_ipython = getipython.get_ipython = get_ipython
        import_for_every_step()
        # Its import is that of matplotlib.
        if importlib.util.find_spec("matplotlib_inline") is not None:
            os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
        self.files.end()

    def is_current(self, wanted):
        """Whether the imports that were made are among those wanted, and what they read is as it was."""
        return self._done <= set(wanted) and self.files.are_unchanged()

    def warm(self, wanted):
        """Makes the imports that are new. Raises Spoiled if this process must not be forked any more."""
        for statement in wanted:
            if statement not in self._excluded and statement not in self._done:
                self._done.add(statement)
                self._make(statement)

    def _make(self, statement):
        environment, folder, known = dict(os.environ), os.getcwd(), len(sys.modules)
        self._has_asked = False
        self.files.begin()
        builtins.get_ipython = self._get_ipython
        with tempfile.TemporaryFile() as output:
            kept = [os.dup(1), os.dup(2)]
            try:
                os.dup2(output.fileno(), 1)
                os.dup2(output.fileno(), 2)
                try:
                    exec(statement, {"__name__": "__main__"})
                    failed = False
                except BaseException:
                    failed = True
                sys.stdout.flush()
                sys.stderr.flush()
            finally:
                del builtins.get_ipython
                for descriptor, copy in enumerate(kept, 1):
                    os.dup2(copy, descriptor)
                    os.close(copy)
            has_printed = output.seek(0, os.SEEK_END) > 0
        has_open_files = self.files.end()
        if (failed and len(sys.modules) != known or has_printed or has_open_files or self._has_asked or has_threads()
                or any(os.environ.get(name) != value for name, value in environment.items()) or folder != os.getcwd()):
            raise Spoiled(statement)

    def _get_ipython(self):
        """The `get_ipython` of a cell, for a module that is imported."""
        caller = sys._getframe(1).f_globals.get("__name__") or ""
        if caller.partition(".")[0] == "pandas":
            # All that it asks is whether the shell is that of a notebook: then it prints 20 columns, however wide they are.
            return types.SimpleNamespace(kernel=None)
        self._has_asked = True
        raise NameError("name 'get_ipython' is not defined")


def import_for_every_step():
    """Imports what the runtime does, and has regular expressions compiled that take as long as to fork."""
    for module in EVERY_STEP:
        importlib.import_module(module)
    sys.modules["dill"].extend(False)  # else it changes how others save, joblib for example
    from IPython.core.completer import CompletionSplitter
    from IPython.core.inputtransformer2 import TransformerManager

    CompletionSplitter()
    TransformerManager().transform_cell("x = 1\n")


def has_threads():
    """Whether there are threads that a fork does not end by itself, as OpenBLAS ends its own."""
    if thread_count() == 1:
        return False
    process = os.fork()
    if not process:
        os._exit(0)
    os.waitpid(process, 0)
    return thread_count() > 1


def thread_count():
    return len(os.listdir("/proc/self/task"))
