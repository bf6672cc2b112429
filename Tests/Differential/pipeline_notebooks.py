"""Right notebooks of chance with settings of every kind: what `kale-lsp compile` is given to compare its pipelines."""

import random

import configuration_generator
from notebook_generator import NotebookGenerator
from notebooks import Notebook

STEP_TAGS = [
    "limit:cpu:2", "limit:cpu:500m", "limit:limits.cpu:.5", "limit:requests.cpu:250m", "limit:memory:4Gi",
    "limit:limits.memory:1000000", "limit:requests.memory:100M", "limit:nvidia.com/gpu:1", "limit:amd.com/gpu:0",
    "limit:google.com/tpu:4", "label:app:own", "label:example.com/team:x", "label:empty:", "annotation:a.b/c:d",
    "annotation:docs:https://example.org:80/x", "secret:login:key:TOKEN", "secret:s.t:k.y:ENV_1",
    "image:python:3.11", "image:registry.example.org:5000/team/image@sha256:abc", "cache:enabled", "cache:disabled",
    "report:enabled", "report:disabled",
]  # fmt: skip


def generated(seed):
    """The notebook of a seed."""
    choice = random.Random(f"pipeline {seed}")
    generator = NotebookGenerator(choice)
    cells = [*generator.front(), *generator.body(), *generator.back()]
    for cell in cells:
        if any(tag.startswith("step:") for tag in cell.tags or []) and choice.random() < 0.5:
            cell.tags += choice.sample(STEP_TAGS, choice.randint(1, 4))
    notebook = Notebook(cells, configuration_generator.compiled_configuration(choice))
    if choice.random() < 0.3:
        notebook.metadata["kale_lsp"] = configuration_generator.settings(choice)
    return notebook
