"""Realistic notebooks compute the same as pipelines, or kale-lsp says beforehand why not.

A share of `protocol-fixtures/truth`; `truth.py` runs all of it.
"""

import json
import os
import pathlib
import re
import subprocess

import pytest
import truth

ROOT = pathlib.Path(__file__).resolve().parents[2]
KALE_LSP = os.environ.get("KALE_LSP") or ROOT / ".build" / "release" / "kale-lsp"
FOLDER = ROOT / "protocol-fixtures" / "truth"
SHARE = sorted(FOLDER.glob("*.ipynb"))[::4]
# What differs between any two runs of the notebook too.
DIFFERENT_EACH_TIME = {"40-del-and-gc.ipynb": "shows how many objects the process could free"}


def foreseen(notebook):
    """The rules that an error or warning about the notebook's own pipeline is of."""
    process = subprocess.run(
        [KALE_LSP, "check", str(notebook), "--output-format", "json"], capture_output=True, text=True
    )
    findings = json.loads(process.stdout)
    return [
        item["name"] for item in findings
        if item["severity"] in ("error", "warning") and not re.search(r"\bKale\b", item["message"])
    ]


@pytest.mark.needs("pandas", "sklearn", "matplotlib", "jupyter_client", "ipykernel")
@pytest.mark.parametrize("notebook", SHARE, ids=lambda path: path.stem)
def test_the_pipeline_computes_what_the_notebook_does(notebook):
    outcome, detail = truth.compare(notebook, str(KALE_LSP), FOLDER)
    if outcome not in ("equal", "notebook fails", "both fail") and notebook.name not in DIFFERENT_EACH_TIME:
        assert foreseen(notebook), f"{outcome}: {detail}"


@pytest.mark.needs("pandas", "sklearn", "jupyter_client", "ipykernel")
@pytest.mark.parametrize("seed", range(6))
def test_generated_notebooks(seed, tmp_path):
    [notebook] = truth.generate(tmp_path, [seed])
    outcome, detail = truth.compare(notebook, str(KALE_LSP), tmp_path)
    assert outcome == "equal", detail
