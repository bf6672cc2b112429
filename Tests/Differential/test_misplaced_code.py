"""What `misplaced_code.py` finds, on as many cells as take some seconds.

KALE_LSP names the binary; the release build of this checkout where it is not set.
"""

import os

import pytest

import comparison
import misplaced_code

CELLS = 3000


def test_misplaced_code(tmp_path):
    if not os.access(comparison.KALE_LSP, os.X_OK):
        pytest.fail(f"{comparison.KALE_LSP} is not there: build it, or name another in KALE_LSP")
    differences, rejected = misplaced_code.compare_all(1, CELLS, tmp_path)
    assert differences == []
    assert CELLS / 4 < rejected < CELLS
