"""Small notebooks, written where a test wants them."""

import json


def write_notebook(
    path,
    first="value = 20",
    second="print('sum', value + extra)",
    parameters="extra = 1",
    **configuration,
):
    """Two steps, `first` and `second`, of a pipeline called after the file."""
    cells = [
        (["pipeline-parameters"], parameters),
        (["step:first"], first),
        (["step:second", "prev:first"], second),
    ]
    names = {"pipeline_name": path.stem, "experiment_name": "small"}
    return write_cells(path, cells, **names | configuration)


def write_cells(path, cells, **configuration):
    """A notebook of code cells, each given as its tags and its source; without a configuration an ordinary one."""
    notebook = {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {"kubeflow_notebook": configuration} if configuration else {},
        "cells": [
            {
                "cell_type": "code",
                "id": f"cell-{index}",
                "execution_count": None,
                "outputs": [],
                "metadata": {"tags": tags},
                "source": source,
            }
            for index, (tags, source) in enumerate(cells)
        ],
    }
    path.write_text(json.dumps(notebook, indent=1), encoding="utf-8")
    return path
