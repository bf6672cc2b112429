"""What `compositions.py` finds, on as many as take some seconds. Needs kubeflow-kale."""

import os

import pytest

import comparison
import compositions

COMPOSITIONS = 200


def test_compositions_agree():
    if not os.access(comparison.KALE_LSP, os.X_OK):
        pytest.fail(f"{comparison.KALE_LSP} is not there: build it, or name another in KALE_LSP")
    accepted, differences = compositions.compare(range(COMPOSITIONS))
    assert accepted > COMPOSITIONS / 6
    assert differences == []
