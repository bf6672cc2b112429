"""kale-lsp says of values what the exact runtime does with them. A share; `marshalled.py` asks about all."""

import marshalled
import pytest
from test_truth import KALE_LSP


@pytest.mark.parametrize("expression", marshalled.expressions()[::12])
def test_values(expression, tmp_path):
    assert marshalled.misjudged(expression, tmp_path, str(KALE_LSP)) is None
