"""What `python_versions.py` finds, with the Pythons that are there."""

import pytest

import python_versions

SEED = 1
PROGRAMS = 300


def test_code_is_newer_than_the_pythons_that_reject_it():
    if len(python_versions.pythons()) < 2:
        pytest.skip("there is one Python only")
    wrong, count = python_versions.differences(SEED, PROGRAMS)
    assert wrong == []
    assert count > PROGRAMS / 2
