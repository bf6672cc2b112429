"""What kale-lsp says of values that are handed on, beside what Kale's marshalling does with them."""

import sys

import pytest

import marshalled_values


@pytest.mark.skipif(sys.platform != "linux", reason="some of the values are Linux's alone")
def test_values():
    assert list(marshalled_values.misjudged()) == []
