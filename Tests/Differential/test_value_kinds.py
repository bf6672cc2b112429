"""What kale-lsp says of kinds of values, beside what becomes of them in the next step of Kale."""

import sys

import pytest

import value_kinds


@pytest.mark.skipif(sys.platform != "linux", reason="processes are forked")
def test_values():
    assert list(value_kinds.misjudged()) == []
