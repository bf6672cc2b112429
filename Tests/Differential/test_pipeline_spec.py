"""What `pipelines_agree.py` finds, on as many notebooks as take some seconds. Needs kubeflow-kale.

KALE_LSP names the binary; the release build of this checkout where it is not set.
"""

import os
import re

import pytest

import comparison
import pipeline_deviations
import pipelines_agree

NOTEBOOKS = 120


def test_pipelines_agree():
    if not os.access(comparison.KALE_LSP, os.X_OK):
        pytest.fail(f"{comparison.KALE_LSP} is not there: build it, or name another in KALE_LSP")
    outcome = pipelines_agree.compare_all(0, NOTEBOOKS, os.cpu_count())
    assert outcome.differences == []
    assert outcome.counts["compiled"] > NOTEBOOKS * 0.8
    assert outcome.counts["compiled by Kale too"] > NOTEBOOKS / 4


def test_every_deviation_is_explained():
    page = (comparison.REPOSITORY / "docs" / "compiled-pipeline.md").read_text(encoding="utf-8")
    sections = re.findall("^### ([a-z-]+)$", page, re.MULTILINE)
    assert sorted(sections) == sorted([*pipeline_deviations.DEVIATIONS, "data-flow"])


def test_differences_are_told():
    ours = {"root": {"tasks": {"a": 1.0, "b": True}}, "only": []}
    theirs = {"root": {"tasks": {"a": 1, "b": 1}}}
    found = [difference.path for difference in pipelines_agree.pipeline_judges.differences(ours, theirs)]
    assert found == [("only",), ("root", "tasks", "b")]
