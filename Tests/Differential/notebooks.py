"""A notebook as the generators write it."""

import dataclasses
import json

VALID_CONFIGURATION = {"pipeline_name": "generated", "experiment_name": "experiments"}


@dataclasses.dataclass
class Cell:
    """A cell. `tags` is what stands in its metadata, so it may be no list of strings; None leaves it out."""

    source: str
    tags: object = None
    kind: str = "code"
    # Beside the tags.
    metadata: dict = dataclasses.field(default_factory=dict)
    id: str | None = None

    def content(self):
        metadata = dict(self.metadata) if self.tags is None else {"tags": self.tags, **self.metadata}
        content = {"cell_type": self.kind, "metadata": metadata, "source": self.source}
        if self.kind == "code":
            content |= {"execution_count": None, "outputs": []}
        if self.id is not None:
            content["id"] = self.id
        return content


@dataclasses.dataclass
class Notebook:
    cells: list[Cell] = dataclasses.field(default_factory=list)
    # What stands in the metadata under `kubeflow_notebook`, be it an object or not.
    configuration: object = dataclasses.field(default_factory=lambda: dict(VALID_CONFIGURATION))
    # Beside the configuration.
    metadata: dict = dataclasses.field(default_factory=dict)
    # (4, 5) asks for an `id` in every cell.
    version: tuple[int, int] = (4, 4)
    # Notebooks beside it, by path; a text is written as it is.
    siblings: dict = dataclasses.field(default_factory=dict)

    def content(self):
        major, minor = self.version
        return {
            "cells": [cell.content() for cell in self.cells],
            "metadata": {"kubeflow_notebook": self.configuration, **self.metadata},
            "nbformat": major,
            "nbformat_minor": minor,
        }

    def write(self, path):
        """Writes the notebook, and its siblings into the same folder; gives the path."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(json.dumps(self.content()).encode())
        for name, sibling in self.siblings.items():
            if isinstance(sibling, Notebook):
                sibling.write(path.parent / name)
            else:
                (path.parent / name).parent.mkdir(parents=True, exist_ok=True)
                (path.parent / name).write_text(sibling, encoding="utf-8")
        return path
