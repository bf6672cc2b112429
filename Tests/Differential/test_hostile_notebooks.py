"""What `hostile_notebooks.py` finds, on as many as take some seconds. Needs PyYAML and kfp."""

import os

import pytest

import comparison
import hostile_notebooks

TEXTS = 5_000


@pytest.fixture(autouse=True)
def binary():
    if not os.access(comparison.KALE_LSP, os.X_OK):
        pytest.fail(f"{comparison.KALE_LSP} is not there: build it, or name another in KALE_LSP")


def test_nothing_gets_out_of_its_place():
    notebooks = list(hostile_notebooks.fuzz(TEXTS))
    assert [problem for _, _, refusal, found in notebooks for problem in [refusal, *found] if problem] == []


def test_kfp_reads_the_script_as_it_is_meant():
    [(_, _, refusal, found)] = hostile_notebooks.fuzz(1, seed=100, with_sdk=True)
    assert refusal is None and found == []
