"""What `toml_agree.py` finds, on as many documents as take some seconds.

KALE_LSP names the binary; the release build of this checkout where it is not set.
"""

import os

import pytest

import comparison
import toml_agree

DOCUMENTS = 4000


def test_toml_agrees(tmp_path):
    if not os.access(comparison.KALE_LSP, os.X_OK):
        pytest.fail(f"{comparison.KALE_LSP} is not there: build it, or name another in KALE_LSP")
    differences, valid = toml_agree.compare_all(range(DOCUMENTS), tmp_path)
    assert [str(difference) for difference in differences] == []
    assert valid > DOCUMENTS / 10
