"""What kale-lsp, the KFP SDK and Kale make of a notebook. Runs in an environment that has kubeflow-kale."""

import contextlib
import dataclasses
import importlib.util
import itertools
import json
import logging
import os
import subprocess

import yaml
from comparison import KALE_LSP
from google.protobuf import json_format
from kale import Compiler
from kale.common import astutils
from kale.processors import NotebookProcessor
from kfp import components
from notebook_judges import quiet

# What the environment says would be in every pipeline.
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "KALE_"))}
MODULE_NUMBERS = itertools.count()


@dataclasses.dataclass
class Compiled:
    # The file as it is.
    specification: str
    # The pipeline spec and, where there is one, the platform spec.
    documents: list
    # The path of the DSL script.
    script: str


def ours(path, runtime):
    """What kale-lsp compiles; None where it does not. Rules on code are left out: that it runs is not asked here."""
    out = path.parent / runtime
    command = [str(KALE_LSP), "compile", path.name, "--runtime", runtime, "--output", str(out)]
    process = subprocess.run(
        command + ["--select", "KALE3,KALE5"], cwd=path.parent, env=ENVIRONMENT, stdin=subprocess.DEVNULL, capture_output=True
    )
    if process.returncode not in (0, 1, 2):
        raise RuntimeError(f"kale-lsp compile: {process.returncode}: {process.stderr.decode()}")
    specifications = list(out.glob("*.yaml"))
    if process.returncode or not specifications:
        return None
    [specification], [script] = specifications, out.glob("*.py")
    text = specification.read_text(encoding="utf-8")
    return Compiled(text, list(yaml.load_all(text, Loader=yaml.CSafeLoader)), str(script))


def load(specification):
    """Loads a file as KFP does for a run."""
    components.load_component_from_text(specification)


def compiled_by_kfp(script):
    """The documents that the SDK makes of a DSL script."""
    with quiet():
        # The SDK reads a component's source from the module's file.
        spec = importlib.util.spec_from_file_location(f"dsl_script_{next(MODULE_NUMBERS)}", script)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        pipeline = module.auto_generated_pipeline
    documents = [json_format.MessageToDict(pipeline.pipeline_spec)]
    platforms = json_format.MessageToDict(pipeline.platform_spec)
    return documents + ([platforms] if platforms else [])


def kales(path):
    """The documents of Kale's pipeline; None where it refuses the notebook or KFP refuses its script."""
    astutils.get_marshal_candidates.cache_clear()
    logging.disable(logging.CRITICAL)
    try:
        with quiet(), contextlib.chdir(path.parent):
            processor = NotebookProcessor(str(path))
            pipeline = processor.run()
            script = Compiler(pipeline, processor.get_imports_and_functions()).compile()
        return compiled_by_kfp(script)
    except Exception:  # Kale says no in many types, and so does KFP to it
        return None


def has_own_data_flow(path):
    """Whether kale-lsp hands other data on than Kale: for a listed reason, or in code that lacks names anyway.

    That `graph --kale` is Kale's is shown by notebooks_agree.py.
    """
    graphs = [graph(path), graph(path, "--kale")]
    return bool(graphs[0]["deviations"]) or graphs[0]["steps"] != graphs[1]["steps"]


def graph(path, *options):
    command = [str(KALE_LSP), "graph", *options, path.name]
    return json.loads(subprocess.run(command, cwd=path.parent, capture_output=True).stdout)


@dataclasses.dataclass(frozen=True)
class Difference:
    # The keys that lead to it, from the number of the document on.
    path: tuple
    # None where one of the two has nothing there.
    ours: object
    theirs: object

    def __str__(self):
        shown = [json.dumps(value, ensure_ascii=False)[:200] for value in (self.ours, self.theirs)]
        return f"{'/'.join(map(str, self.path))} is {shown[1]}, ours {shown[0]}"


def differences(ours, theirs, path=()):
    """Where two trees differ, as deep inside as can be told. Of numbers there is one kind, as in a pipeline spec."""
    if isinstance(ours, dict | None) and isinstance(theirs, dict | None) and (ours or theirs):
        # What is missing is told by its parts: they may be missing for reasons of their own.
        ours, theirs = ours or {}, theirs or {}
        for key in sorted(set(ours) | set(theirs)):
            if not is_for_people((*path, key)):
                yield from differences(ours.get(key), theirs.get(key), (*path, key))
    elif isinstance(ours, list) and isinstance(theirs, list) and (len(ours) == len(theirs) or not path):
        for index, (one, other) in enumerate(itertools.zip_longest(ours, theirs)):
            yield from differences(one, other, (*path, index))
    elif ours != theirs or isinstance(ours, bool) != isinstance(theirs, bool):
        yield Difference(path, ours, theirs)


def is_for_people(path):
    """Whether what stands there is a description of an input of KFP's own components, which no program reads."""
    return path[-1] == "description" and path[1:2] == ("components",)
