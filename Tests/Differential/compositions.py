#!/usr/bin/env python3
"""Compares what kale-lsp and Kale make of notebooks of chance that refer to others; ends with status 1 if they differ.

Kale refuses a notebook if and only if `kale-lsp check` has a finding that says so; and where it accepts one, `kale-lsp
graph --kale` gives the same steps, and the same steps in the notebooks referred to.

Run it with a Python that has kubeflow-kale. The binary is the release build of this checkout, or $KALE_LSP.

    python compositions.py --count 1000
    python compositions.py --seed 4711 --count 1 --print
"""

import argparse
import contextlib
import json
import logging
import os
import pathlib
import random
import sys
import tempfile

import notebook_judges
import notebooks_agree
from kale.common import astutils
from kale.processors import NotebookProcessor
from kale.step import SubPipeline
from notebooks import Cell, Notebook

VARIABLES = list("xyzuvw")
STATEMENTS = [
    "{a} = 1", "{a} = {b}", "{a} = {b} + 1", "{a} = {a} + 1", "{a} += 1", "print({a})", "print(os.sep, {a})",
    "print(rate)", "print(size)", "rate = 3", "def {f}(p):\n    return p + {a}", "{a} = {f}({b})",
    "import os", "import sys", "import json as j", "{a} = [{b} for {b} in range(3)]", "del {a}",
    "class C:\n    q = {a}", "{a}", "for {a} in range(2):\n    {b} = {a}", "if {a}:\n    {b} = 2", "lambda: {a}",
]  # fmt: skip
BLOCKS = {
    "imports": ["import os", "import sys\nimport os", "x = 1", "import json as j"],
    "functions": ["def f1(p):\n    return p", "def f2(p):\n    return p + x", "def g():\n    return 1"],
    "pipeline-parameters": ["rate = 0.1", "size = 3\nrate = 1", "x = 2"],
}


class Composer:
    """Makes a notebook of steps and references, and the notebooks referred to."""

    def __init__(self, seed):
        self.chance = random.Random(f"composition {seed}")

    def happens(self, probability):
        return self.chance.random() < probability

    def composition(self):
        files = ["one", "two", "three"][: self.chance.randint(1, 3)]
        steps = self.chance.sample(["a", "p", "q", "zz"], self.chance.randint(0, 3))
        units = [(name, True) for name in files] + [(name, False) for name in steps]
        self.chance.shuffle(units)
        cells = self.blocks()
        for index, (name, is_reference) in enumerate(units):
            cells.append(self.reference(name) if is_reference else self.step(name, units[:index], 0.2))
            if self.happens(0.05 if is_reference else 0.1):
                cells.append(Cell(self.code(), []))
        if self.happens(0.25):
            names = self.chance.sample(VARIABLES, self.chance.randint(1, 2))
            cells.append(Cell("\n".join(f"print({name})" for name in names), ["pipeline-metrics"]))
        return Notebook(cells, siblings={f"{name}.ipynb": self.referenced() for name in files})

    def reference(self, file):
        name = file if self.happens(0.95) else self.chance.choice(["_one", "a", "p", "One"])
        path = self.chance.choice([f"{file}.ipynb", f"./{file}.ipynb"])
        if self.happens(0.03):
            path = self.chance.choice(["nope.ipynb", "notebook.ipynb", ""])
        return Cell(self.chance.choice(["", "# another"]), [f"notebook:{name}"], metadata={"notebook_path": path})

    def referenced(self):
        names = self.chance.sample(["a", "b", "c", "d"], self.chance.randint(0 if self.happens(0.1) else 1, 3))
        units = [(name, False) for name in names]
        cells = self.blocks()
        for index, (name, _) in enumerate(units):
            cells.append(self.step(name, units[:index], 0.4))
            if self.happens(0.15):
                cells.append(Cell(self.code(), []))
        if self.happens(0.2):
            cells.append(Cell(f"print({self.chance.choice(VARIABLES)})", ["pipeline-metrics"]))
        if self.happens(0.03):
            path = self.chance.choice(["one.ipynb", "notebook.ipynb"])
            cells.append(Cell("", ["notebook:n"], metadata={"notebook_path": path}))
        return Notebook(cells, configuration={"odd": 1} if self.happens(0.05) else {"base_image": "image"})

    def blocks(self):
        kinds = [kind for kind in BLOCKS if self.happens(0.25)]
        return [Cell(self.chance.choice(BLOCKS[kind]), [kind]) for kind in kinds]

    def step(self, name, above, share):
        tags = [f"step:{name}"] + [f"prev:{other}" for other, _ in above if self.happens(share)]
        if self.happens(0.02):
            tags.append(self.chance.choice(["hide", "prev:nope", "limit:gpu"]))
        return Cell(self.code(), tags)

    def code(self):
        return "\n".join(self.statement() for _ in range(self.chance.randint(0, 4)))

    def statement(self):
        a, b = self.chance.choices(VARIABLES, k=2)
        return self.chance.choice(STATEMENTS).format(a=a, b=b, f=self.chance.choice(["f1", "f2"]))


def kales(path):
    """The pipeline as Kale sees it, or why it refuses the notebook."""
    astutils.get_marshal_candidates.cache_clear()
    logging.disable(logging.CRITICAL)
    try:
        with notebook_judges.quiet(), contextlib.chdir(path.parent):
            return described(NotebookProcessor(str(path)).run())
    except Exception as refusal:  # Kale says no in many types
        return f"{type(refusal).__name__}: {refusal}"


def described(pipeline):
    steps = []
    for step in pipeline.steps:
        steps.append(
            {
                "name": step.name,
                "previous": sorted(pipeline.predecessors(step.name)),
                "inputs": sorted(step.ins),
                "outputs": sorted(step.outs),
                "parameters": sorted(step.parameters or {}),
                "metrics": bool(step.metrics),
            }
        )
        if isinstance(step, SubPipeline):
            steps[-1] |= {"notebook": os.path.basename(step.notebook_path), "pipeline": described(step.pipeline)}
    names = sorted(pipeline.pipeline_parameters)
    return {"pipelineName": pipeline.config.pipeline_name, "parameters": names, "steps": steps}


def ours(path):
    """The pipeline as kale-lsp sees it, or a reason for Kale to refuse the notebook."""
    findings = json.loads(notebook_judges.run("check", "--output-format", "json", str(path)))
    refusals = [f"{finding['code']}: {finding['message']}" for finding in findings if finding["kale"] == "refused"]
    if refusals:
        return refusals[0]
    return simplified(json.loads(notebook_judges.run("graph", "--kale", str(path))))


def simplified(graph):
    steps = []
    for step in graph["steps"]:
        kept = {field: step[field] for field in ("name", "previous", "inputs", "outputs", "parameters")}
        steps.append({**kept, "metrics": bool(step["metrics"])})
        if "notebook" in step:
            steps[-1] |= {"notebook": step["notebook"], "pipeline": simplified(step["pipeline"])}
    names = sorted(parameter["name"] for parameter in graph["parameters"])
    return {"pipelineName": graph["pipelineName"], "parameters": names, "steps": steps}


def compare(seeds):
    """How many Kale accepts, and what differs."""
    accepted, differences = 0, []
    with tempfile.TemporaryDirectory() as folder:
        for seed in seeds:
            notebook = Composer(seed).composition()
            path = notebook_judges.write(notebook, pathlib.Path(folder).resolve() / str(seed))
            theirs, own = kales(path), ours(path)
            accepted += isinstance(theirs, dict)
            if own != theirs and (isinstance(own, dict) or isinstance(theirs, dict)):
                differences.append(f"seed {seed}: ours {own}, Kale's {theirs}")
    return accepted, differences


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--seed", type=int, default=0, help="the first notebook's (default: %(default)s)")
    parser.add_argument("--print", action="store_true", help="print the notebooks, and compare nothing")
    options = parser.parse_args()
    seeds = range(options.seed, options.seed + options.count)
    if options.print:
        print("\n\n".join(notebooks_agree.text_of(Composer(seed).composition()) for seed in seeds))
        return
    accepted, differences = compare(seeds)
    print("\n".join([*differences, f"{len(seeds)} compositions: {accepted} accepted by Kale; {len(differences)} differ"]))
    if differences:
        sys.exit(1)


if __name__ == "__main__":
    main()
