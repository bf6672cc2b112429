"""Runs a step in this process, and says what came of it. The process is the step's own and ends with it."""

import base64
import importlib.machinery
import importlib.util
import json
import os
import random
import shutil
import sys
import traceback

from . import dependencies
from .files import is_full
from .results import contents, output_digest, stamps


def load_runtime(source):
    """The runtime of exact pipelines as a module."""
    # With a spec, `pickle` may refer to what is in the module.
    module = importlib.util.module_from_spec(importlib.machinery.ModuleSpec("kale_lsp_runtime", None))
    module.SOURCE = source
    sys.modules["kale_lsp_runtime"] = module
    exec(compile(source, "kale_lsp_runtime.py", "exec"), vars(module))
    return module


def run(work, runtime, earlier=()):
    """Runs a step and ends the process. `earlier` are files that its imports have read before.

    `work` has the arguments of the runtime's `run_step`, with a path for each artifact, as `arguments`, and

        files        what travels with the step, by path, in base64
        directory    the folder of the notebook
        scratch      a folder for what the step needs while it runs
        outputs      the paths of its outputs, by name
        environment  variables for the step
        own          folders in which files are the run's own, not the notebook's
        result       the file for what came of it: {outputs, metrics, files, error, is_raised}
    """
    runtime._follow_parent()
    hash_seed = os.environ.pop("PYTHONHASHSEED", "random")
    os.environ.update(work["environment"])
    resolve_python_path(work["directory"])
    result = {"error": None}
    status = 1
    try:
        os.chdir(work["directory"])
        reseed()
        spec = specification(work, runtime)
        sources = [source for _, source in spec["shared"] + spec["cells"]]
        # A parameter may name a file.
        sources += [repr(value) for value in spec["parameters"].values() if isinstance(value, str)]
        os.chdir(work["scratch"])  # as in a cluster, until the cells begin
        watch = dependencies.Watch(sources, work["directory"], [work["scratch"], *work["own"]], earlier)
        # What the notebook has must not be taken for its own.
        for name in [name for name in sys.modules if name.partition(".")[0] == __package__]:
            del sys.modules[name]
        step = runtime.Step(spec, hash_seed)
        status = step.run()
        if step.failure is not None:
            result.update(error=description(step.failure), is_raised=step.failure.error is not None)
        else:
            result.update(files=watch.finish(), **outcome(work, spec["result"]))
    except BaseException as error:
        status = 1
        if is_full(error):
            # What cannot be finished makes room to say so.
            shutil.rmtree(os.path.dirname(next(iter(work["outputs"].values()))), ignore_errors=True)
            message = f"its results cannot be written: {error.filename or work['result']}: {error.strerror}."
            result.update(error={"cell": None, "line": None, "message": message}, is_full=True)
        else:
            traceback.print_exc()
    finally:
        try:
            with open(work["result"], "w", encoding="utf-8") as file:
                json.dump(result, file)
        except Exception as error:
            status = 1
            if not is_full(error):  # which the runner finds out
                traceback.print_exc()
        runtime.end_process(status)


def specification(work, runtime):
    """What the runtime is told of a step, in the folder of the notebook."""
    files = {path: base64.b64decode(content) for path, content in work["files"].items()}
    return runtime.specification(work["scratch"], **work["arguments"], files=files)


def outcome(work, path):
    """The step's metrics and outputs, with a digest of each."""
    with open(path, encoding="utf-8") as file:
        said = json.load(file)
    state = work["arguments"]["state"]
    metadata = {work["arguments"]["leaves"][name]: value for name, value in said["values"].items()}
    metadata[state] = said["state"]
    outputs = {}
    for name, place in work["outputs"].items():
        files = contents(place)
        outputs[name] = {
            "digest": output_digest(place, files), "files": files, "stamps": stamps(place, files),
            "metadata": metadata.get(place, {}),
        }
    return {"outputs": outputs, "metrics": said["metrics"]}


def description(failure):
    """What ended a step, and the cell and line that it is about."""
    error, place = failure.error, {"cell": failure.cell, "line": failure.line}
    if error is None:
        return {**place, "message": str(failure)}
    kind = type(error)
    while kind.__name__.startswith("_") and kind.__module__ == "builtins":
        kind = kind.__base__  # Python's own name for what is a SyntaxError to everybody else
    module = "" if kind.__module__ in ("builtins", "__main__") else f"{kind.__module__}."
    try:
        text = str(error).strip()
    except Exception:
        text = ""
    return {**place, "message": f"{module}{kind.__qualname__}" + (f": {text}" if text else "")}


def resolve_python_path(directory):
    """Has folders of PYTHONPATH that are relative begin where the cells run."""
    paths = os.environ.get("PYTHONPATH")
    if paths:
        absolute = [os.path.join(directory, path) for path in paths.split(os.pathsep)]
        os.environ["PYTHONPATH"] = os.pathsep.join(absolute)
        sys.path[:0] = [path for path in absolute if path not in sys.path]


def reseed():
    """Gives a forked process random numbers of its own."""
    random.seed()
    numpy = sys.modules.get("numpy")
    if numpy is not None and "numpy.random" in sys.modules:
        numpy.random.seed()
    torch = sys.modules.get("torch")
    if torch is not None:
        torch.seed()


def main(path, runtime_path):
    """Runs the step that a file describes, in a process that was started for it."""
    with open(path, encoding="utf-8") as file:
        work = json.load(file)
    with open(runtime_path, encoding="utf-8") as file:
        runtime = load_runtime(file.read())
    run(work, runtime)
