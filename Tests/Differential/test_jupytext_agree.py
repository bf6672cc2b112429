"""What `jupytext_agree.py` finds, on as many notebooks as take a minute. Needs jupytext.

KALE_LSP names the binary; the release build of this checkout where it is not set.
"""

import os

import pytest

import comparison
import jupytext_agree

NOTEBOOKS = 120


def test_jupytext_agrees():
    if not os.access(comparison.KALE_LSP, os.X_OK):
        pytest.fail(f"{comparison.KALE_LSP} is not there: build it, or name another in KALE_LSP")
    outcome = jupytext_agree.compare_all(range(NOTEBOOKS), os.cpu_count())
    assert [str(difference) for difference in outcome.differences] == []
    assert outcome.counts["texts"] > NOTEBOOKS * 4
    assert outcome.counts["texts put right"] > NOTEBOOKS
    assert outcome.counts["texts that could not be put right"] < outcome.counts["texts put right"] / 50
