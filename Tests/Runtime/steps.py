"""Runs notebooks as pipelines of the exact runtime, without KFP: a process for each step, as KFP starts one."""

import json
import os
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
RUNTIME = HERE.parents[1] / "Sources" / "PipelineCompiler" / "Runtime" / "kale_lsp_runtime.py"

# What KFP's executor is to the runtime: it calls `run_step` with artifacts that have a path and metadata.
EXECUTOR = """
import json, os, re, sys, types

class Artifact:
    def __init__(self, path):
        self.path, self.metadata = path, {}

    def log_metric(self, name, value):
        self.metadata[name] = value

spec = json.loads(sys.argv[1])
sys.executable = spec.pop("python")  # that of the cells
runtime = types.ModuleType("kale_lsp_runtime")
runtime.__file__ = spec.pop("runtime")
with open(runtime.__file__, encoding="utf-8") as file:
    runtime.SOURCE = file.read()
ready = sys.modules.get("executor_code")
exec(ready.CODE if ready else compile(runtime.SOURCE, runtime.__file__, "exec"), runtime.__dict__)
for name, value in spec.pop("constants").items():
    runtime.SOURCE = re.sub(f"(?m)^{name} = .*$", f"{name} = {value!r}", runtime.SOURCE)
results = spec.pop("results")
leaves = spec["leaves"] = {name: Artifact(path) for name, path in spec["leaves"].items()}
spec["takes"] = {name: Artifact(path) for name, path in spec["takes"].items()}
spec["metrics_artifact"] = Artifact("metrics")
spec["files"] = {path: value if isinstance(value, str) else bytes(value) for path, value in spec["files"].items()}
state = spec["state"] = Artifact(spec["state"])
os.chdir(spec.pop("folder"))  # as kale-lsp's own runs do, when all is imported
try:
    runtime.run_step(**spec)
finally:
    with open(results, "w") as file:
        json.dump({"values": {name: artifact.metadata for name, artifact in leaves.items()},
                   "metrics": spec["metrics_artifact"].metadata, "state": state.metadata}, file)
"""


# A Python that starts the executors of this one, and the cells of pipelines that are warm, where there is one. It has imported
# `executor_code`.
WARM_PYTHON = None


def executor_python(python):
    """The program that starts an executor with a Python."""
    return WARM_PYTHON if WARM_PYTHON and str(python) == sys.executable else str(python)


class Step:
    """What became of a step."""

    def __init__(self, name, completed, folder, results):
        self.name = name
        self.status = completed.returncode
        self.output = completed.stdout
        self.errors = completed.stderr
        self.folder = folder
        self.values = results.get("values", {})
        self.metrics = results.get("metrics", {})
        self.changed = results.get("state", {}).get("changed", [])

    @property
    def report(self):
        return (self.folder / "report.html").read_text(encoding="utf-8")


class Pipeline:
    """Steps that run one by one in a folder.

    The processes of a warm pipeline's cells fork from one that has imported what all steps import, as in a local run. They have
    the same seed of hashes and most addresses in common, so tests that depend on either take a pipeline that is not warm.
    """

    def __init__(self, artifacts, folder, shared=(), python=sys.executable, everything=False, warm=False, **constants):
        self.artifacts = pathlib.Path(artifacts)
        self.folder = pathlib.Path(folder)
        self.shared = [list(cell) for cell in shared]
        self.python = python
        self.everything = everything
        self.warm = warm
        self.constants = constants
        self.steps = {}
        self.environment = None

    @property
    def is_cold(self):
        """Whether each cell runs in a new process, and not in a fork of one that has imported the runtime and IPython."""
        return not self.warm or bool(self.constants) or "PYTHONPATH" in (self.environment or os.environ)

    def run(self, name, cells, after=(), takes=None, leaves=(), **options):
        """Runs a step after others. `takes` maps names to the steps that they come from."""
        folder = self.artifacts / name
        folder.mkdir(parents=True)
        order = len(self.steps) + 1
        options.setdefault("everything", self.everything)
        options.setdefault("files", {})
        spec = {
            "runtime": str(RUNTIME),
            "python": str(self.python) if self.is_cold else executor_python(self.python),
            "constants": self.constants,
            "results": str(folder / "results.json"),
            "folder": str(self.folder),
            "notebook": "notebook.ipynb",
            "step": name,
            "order": options.pop("order", order),
            "shared": self.shared,
            "cells": [list(cell) for cell in cells],
            "states": {step: str(self.artifacts / step / "state") for step in after},
            "state": str(folder / "state"),
            "takes": {value: str(self.artifacts / step / "values" / value) for value, step in (takes or {}).items()},
            "leaves": {value: str(folder / "values" / value) for value in leaves},
            "report": str(folder / "report.html"),
            **options,
        }
        completed = subprocess.run(
            [executor_python(self.python), "-c", EXECUTOR, json.dumps(spec)],
            cwd=folder, capture_output=True, text=True, env=self.environment,
        )
        results = folder / "results.json"
        results = json.loads(results.read_text()) if results.exists() else {}
        self.steps[name] = Step(name, completed, folder, results)
        return self.steps[name]
