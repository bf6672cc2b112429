"""What a step's results depend on, in parts that can be named when one has changed."""

import ast
import base64
import hashlib
import json
import locale
import os
import re
import sys
import sysconfig
import types

from .files import digest_of

FORMAT = 3
# Variables with the files that travel with a step, where its program would be too large with them.
FILES = "KALE_LSP_FILES_"
# What packages leave beside their modules, and what changes the search for modules.
PACKAGE_ENDINGS = (".dist-info", ".egg-info", ".egg-link", ".pth")
# What can read any name.
ANY_NAME = re.compile(r"\b(globals|locals|vars|eval|exec|dir|get_ipython|user_ns|query|__main__)\b|^\s*%", re.MULTILINE)

# Code that may run after the cell that holds it.
DEFERRED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef, ast.GeneratorExp)


class Artifact:
    """What KFP's executor gives a component: a place for a value, and what is known of it."""

    def __init__(self, key):
        self.key = key
        self.path = key
        self.metadata = {}


class Call:
    """A component's call of the runtime, whose arguments say everything about the step."""

    def __init__(self, task):
        self.inputs = {name: Artifact(name) for name in task.artifacts}
        self.arguments = {}
        program, name = task.source
        function = function_of(program, name, run_step=self._take)
        code = function.__code__
        names = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
        given = {**self.inputs, **task.parameters}
        self.outputs = {name: Artifact(name) for name in names if name not in given}
        function(**given, **self.outputs)

    def _take(self, **arguments):
        self.arguments = arguments

    @property
    def cells(self):
        """The code that the step runs, shared cells first: number and source of each cell."""
        return [*self.arguments.get("shared", ()), *self.arguments["cells"]]

    @property
    def mentioned(self):
        """The parameters that the code of the step mentions. `ANY_NAME` is one of them if it may read any."""
        return self._parameters_in(source for _, source in self.cells)

    @property
    def mentioned_later(self):
        """The parameters that functions and classes of the step's own cells mention: later steps may call them."""
        return self._parameters_in(part for _, source in self.arguments["cells"] for part in deferred_code(source))

    def _parameters_in(self, sources):
        code = "\n".join(sources)
        names = {name for name in self.arguments.get("parameters", {}) if re.search(rf"\b{re.escape(name)}\b", code)}
        return names | {ANY_NAME} if ANY_NAME.search(code) else names

    @property
    def report(self):
        """The name of the output that is the step's report; None if it has none."""
        report = self.arguments.get("report")
        return report and report.key


def deferred_code(source):
    """The parts of a cell whose code may run later; the whole cell if it is not plain Python."""
    found = []
    try:
        waiting = [ast.parse(source)]
        while waiting:
            node = waiting.pop()
            if isinstance(node, DEFERRED):
                found.append(ast.unparse(node))
            else:
                waiting += ast.iter_child_nodes(node)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return [source]
    return found


def function_of(program, name, run_step):
    """A function of a component's program, which calls `run_step` in place of the runtime's."""
    tree = ast.parse(program.split("from typing import *\n", 1)[-1])
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            # KFP's types, which nothing here defines.
            for argument in [*node.args.args, *node.args.kwonlyargs]:
                argument.annotation = None
    namespace = {}
    exec(compile(tree, "component", "exec"), namespace)
    namespace["_kale_runtime"] = lambda: types.SimpleNamespace(run_step=run_step)
    return namespace[name]


def ingredients(task, call, mentioned, digests, environment):
    """What the results of a step depend on, by what it is called.

    `mentioned` are the parameters that its code and the functions of earlier steps mention, `digests` those of its input
    artifacts by name, and `environment` is what all steps depend on.
    """
    arguments = call.arguments
    steps = {artifact.key: name for name, artifact in arguments.get("states", {}).items()}
    found = {f"cell {number}": meaning(source) for number, source in call.cells}
    # Each step is given all parameters. Functions of steps before it may read them, too.
    for name, value in arguments.get("parameters", {}).items():
        if name in mentioned or ANY_NAME in mentioned:
            found[f"parameter {name}"] = value
    for name, content in digests.items():
        found[f"results {steps.get(name) or task.artifacts[name][0]}/{task.artifacts[name][1]}"] = content
    found.update(copied_files(task, call, environment["folder"]))
    links = ("states", "takes", "leaves")
    interface = {key: sorted(arguments.get(key) or ()) for key in links}
    for key in ("step", "order", "metrics", "everything", "border", "outside"):
        interface[key] = arguments.get(key)
    variables = {name: value for name, value in task.environment.items() if not name.startswith(FILES)}
    found["pipeline"] = [interface, variables, len(arguments.get("shared", ()))]
    return {**found, **environment}


def copied_files(task, call, folder):
    """The digests of the files that travel with a step, as ingredients, unless all are in the folder of the notebook.

    The step runs there then, and only the files count that it opens.
    """
    files = files_of(call)
    chunks = [value for name, value in sorted(task.environment.items(), key=lambda item: (len(item[0]), item[0]))
              if name.startswith(FILES)]
    if chunks:
        files.update((path, base64.b64decode(text)) for path, text in json.loads("".join(chunks)).items())
    found = {path: digest(content) for path, content in files.items()}
    if all(digest_of(os.path.join(folder, path)) == known for path, known in found.items()):
        return {}
    return {f"file {path}": known for path, known in found.items()}


def files_of(call):
    """The files that a step's program holds, by path."""
    return {path: value if isinstance(value, bytes) else unwrapped(value).encode()
            for path, value in (call.arguments.get("files") or {}).items()}


def unwrapped(text):
    """A file's text without the line feeds at both ends that its literal adds."""
    return text.removeprefix("\n").removesuffix("\n")


def key_of(ingredients):
    """The name under which results with these ingredients are kept. Numbers of cells do not matter, their order does."""
    listed = [["cell" if name.startswith("cell ") else name, value] for name, value in ingredients.items()]
    return digest(json.dumps([FORMAT, listed], sort_keys=True).encode())


def meaning(source):
    """A digest of code that comments and blank lines do not change."""
    try:
        return digest(ast.dump(ast.parse(source)).encode())
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return digest(source.strip("\n").encode())


def digest(content):
    return hashlib.sha256(content).hexdigest()


def environment(runtime):
    """What all steps depend on: Python, its packages, and the runtime."""
    return {
        "Python": [sys.version, sys.prefix, os.environ.get("PYTHONHASHSEED"), locale.getpreferredencoding(False)],
        "packages": packages(),
        "kale-lsp": digest(runtime.encode()),
    }


def packages():
    """The packages that are installed: the name of each, which has its version, and when it was installed."""
    found = set()
    for folder in {sysconfig.get_path("purelib"), sysconfig.get_path("platlib"), *sys.path}:
        try:
            names = os.listdir(folder)
        except OSError:
            continue
        for name in names:
            if name.endswith(PACKAGE_ENDINGS):
                found.add((name, installed_at(os.path.join(folder, name))))
    return sorted(map(list, found))


def installed_at(path):
    """When a package was installed: again with the same version, perhaps, from code that has changed."""
    for file in (os.path.join(path, "RECORD"), path):
        try:
            return os.stat(file).st_mtime_ns
        except OSError:
            continue
    return 0


def changes(before, now, steps):
    """What has changed between two sets of ingredients, in words: `cell 7 changed`."""
    cells = changed_cells(before, now)
    if cells:
        return f"cell{'s' if len(cells) > 1 else ''} {listed(cells)} changed"
    changed = [name for name in {**now, **before} if not name.startswith("cell ") and before.get(name) != now.get(name)]
    for kind, sentence in (("parameter ", "parameter{s} {} changed"), ("results ", "{} {have} new results"),
                           ("file ", "{} changed")):
        names = {name[len(kind):] for name in changed if name.startswith(kind)}
        # What a step was called before says nothing to the person who has renamed it.
        names = {name for name in names if kind + name in now} or names
        if kind == "results ":
            names = {steps.get(name.split("/")[0], name.split("/")[0]) for name in names}
        if names:
            s, have = ("s", "have") if len(names) > 1 else ("", "has")
            return sentence.format(listed(sorted(names)), s=s, have=have)
    return f"{changed[0]} changed" if changed else None


def changed_cells(before, now):
    """The numbers of the cells that are new or changed. Cells that only moved are not."""
    known = [value for name, value in before.items() if name.startswith("cell ")]
    cells = [(name, value) for name, value in now.items() if name.startswith("cell ")]
    changed = [name[len("cell "):] for name, value in cells if value not in known]
    if not changed and [value for _, value in cells] != known:
        # One is gone, or they changed places.
        changed = [name[len("cell "):] for name, _ in cells]
    return changed


def listed(names):
    """Names as English lists them."""
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]
