"""What `notebooks_agree.py` finds, on as many notebooks as take some seconds. Needs kubeflow-kale.

KALE_LSP names the binary; the release build of this checkout where it is not set.
"""

import os

import pytest

import comparison
import notebooks_agree
import shrinking
from notebooks import Cell, Notebook

NOTEBOOKS = 1000


def test_notebooks_agree():
    if not os.access(comparison.KALE_LSP, os.X_OK):
        pytest.fail(f"{comparison.KALE_LSP} is not there: build it, or name another in KALE_LSP")
    outcome = notebooks_agree.compare_all(range(NOTEBOOKS), os.cpu_count())
    assert len(outcome.differences) < NOTEBOOKS / 50
    assert outcome.counts["accepted"] > NOTEBOOKS / 3
    assert outcome.counts["refused"] > NOTEBOOKS / 5
    assert [str(difference) for difference in outcome.unexplained] == []


def test_shrinking_leaves_what_matters():
    notebook = Notebook([Cell("x = 1\nneedle = 2\ny = 3", ["step:a", "image:b"]), Cell("z = 4", ["step:b"])])
    smallest = shrinking.shrunk(notebook, lambda smaller: any("needle" in cell.source for cell in smaller.cells))
    assert smallest == Notebook([Cell("needle", [])], {})
