"""What Kale and what kale-lsp make of a notebook. Runs in an environment that has kubeflow-kale."""

import contextlib
import dataclasses
import io
import json
import logging
import os
import pathlib
import re
import subprocess
import time
import warnings

from comparison import KALE_LSP
from kale.common import astutils
from kale.processors import NotebookProcessor
from kale.step import SubPipeline

# A line of the code that Kale puts behind a step that reports metrics.
METRIC = re.compile(r'^    "[^"]+": (\w+),?$', re.MULTILINE)


@dataclasses.dataclass
class Opinion:
    """What one of the two makes of a notebook."""

    # Why the notebook is refused; None where it is accepted.
    refusal: str | None = None
    # Of each parameter name, type and value, sorted by name.
    parameters: list = dataclasses.field(default_factory=list)
    # Of each step, in order, what `STEP_FIELDS` names.
    steps: list[dict] = dataclasses.field(default_factory=list)
    # Whether there are references to other notebooks among the steps.
    is_composed: bool = False
    seconds: float = 0


STEP_FIELDS = ("name", "previous", "inputs", "outputs", "parameters", "metrics", "source")


def kales(path):
    """Kale's opinion, asked for in the notebook's folder."""
    # Kale's cache would otherwise hold what it has changed for the notebook before.
    astutils.get_marshal_candidates.cache_clear()
    logging.disable(logging.CRITICAL)
    start = time.perf_counter()
    try:
        with quiet(), contextlib.chdir(path.parent):
            processor = NotebookProcessor(str(path))
            pipeline = processor.run()
    except Exception as refusal:  # Kale says no in many types
        return Opinion(refusal=f"{type(refusal).__name__}: {refusal}", seconds=time.perf_counter() - start)
    opinion = Opinion(seconds=time.perf_counter() - start)
    opinion.parameters = sorted(
        [name, parameter.param_type, repr(parameter.param_value)]
        for name, parameter in pipeline.pipeline_parameters.items()
    )
    steps = list(pipeline.steps)
    opinion.is_composed = any(isinstance(step, SubPipeline) for step in steps)
    if not opinion.is_composed:
        opinion.steps = [kales_step(pipeline, step, processor._shared_block_count) for step in steps]
    return opinion


@contextlib.contextmanager
def quiet():
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def kales_step(pipeline, step, shared_blocks):
    source = step.source[shared_blocks:]
    metrics = METRIC.findall(source.pop()) if step.metrics else []
    return {
        "name": step.name,
        "previous": sorted(pipeline.predecessors(step.name)),
        "inputs": sorted(step.ins),
        "outputs": sorted(step.outs),
        "parameters": sorted(step.parameters or {}),
        "metrics": sorted(metrics),
        "source": source,
    }


def ours(paths):
    """kale-lsp's opinions: one process checks all the notebooks, one each makes the graph of those not refused."""
    start = time.perf_counter()
    findings = json.loads(run("check", "--output-format", "json", *map(str, paths)))
    share = (time.perf_counter() - start) / len(paths)
    refusals = {}
    for finding in findings:
        if finding["kale"] == "refused":
            refusals.setdefault(finding["path"], f"{finding['code']}: {finding['message']}")
    opinions = {path: Opinion(refusal=refusals.get(str(path)), seconds=share) for path in paths}
    for path, opinion in opinions.items():
        if opinion.refusal is None:
            add_graph(opinion, path)
    return opinions


def add_graph(opinion, path):
    graph = json.loads(run("graph", "--kale", str(path)))
    cells = json.loads(path.read_bytes())["cells"]
    opinion.parameters = sorted([p["name"], p["type"], repr(p["default"])] for p in graph["parameters"])
    opinion.steps = [
        {
            **{field: sorted(step[field]) for field in ("previous", "inputs", "outputs", "parameters")},
            "name": step["name"],
            "metrics": sorted(metric_names(step["metrics"])),
            "source": ["".join(cells[cell]["source"]) for cell in step["cells"]],
        }
        for step in graph["steps"]
    ]


def metric_names(metrics):
    return [metric if isinstance(metric, str) else metric["variable"] for metric in metrics]


def run(*arguments):
    """What the command prints; an exit status of 1 means findings alone."""
    process = subprocess.run([str(KALE_LSP), *arguments], stdin=subprocess.DEVNULL, capture_output=True)
    if process.returncode not in (0, 1):
        raise RuntimeError(f"kale-lsp {' '.join(arguments)[:500]}: {process.returncode}: {process.stderr.decode()}")
    return process.stdout


def differences(ours, theirs):
    """What the two see differently: lines of text, each starting with its kind."""
    if (ours.refusal is None) != (theirs.refusal is None):
        reason = f"kale-lsp {ours.refusal}" if theirs.refusal is None else f"Kale {theirs.refusal}"
        return [f"verdict: only {' '.join(reason.split())[:300]}"]
    if ours.refusal is not None or theirs.is_composed:
        return []
    found = []
    if ours.parameters != theirs.parameters:
        found.append(f"parameters: ours {ours.parameters}, Kale's {theirs.parameters}")
    names, their_names = [[step["name"] for step in steps] for steps in (ours.steps, theirs.steps)]
    if names != their_names:
        return [*found, f"steps: ours {names}, Kale's {their_names}"]
    for our_step, their_step in zip(ours.steps, theirs.steps):
        for field in STEP_FIELDS:
            if our_step[field] != their_step[field]:
                only_ours, only_theirs = only_different(our_step[field], their_step[field])
                found.append(f"{field} of {our_step['name']}: only ours {only_ours}, only Kale's {only_theirs}")
    return found


def only_different(ours, theirs):
    missing, extra = [x for x in ours if x not in theirs], [x for x in theirs if x not in ours]
    return (missing, extra) if missing or extra else (ours, theirs)


def write(notebook, folder):
    """Writes the notebook into a folder of its own; gives its path."""
    os.makedirs(folder, exist_ok=True)
    return notebook.write(pathlib.Path(folder) / "notebook.ipynb")
