"""What `pipeline_runs.py` finds, on as many pipelines as run in half a minute or so. Needs kfp and kubeflow-kale."""

import os

import pytest

import comparison
import pipeline_runs

PIPELINES = 12


def test_pipelines_come_to_the_notebooks_values():
    if not os.access(comparison.KALE_LSP, os.X_OK):
        pytest.fail(f"{comparison.KALE_LSP} is not there: build it, or name another in KALE_LSP")
    outcomes = list(pipeline_runs.run_all(range(PIPELINES)))
    assert [pipeline_runs.line_of(outcome) for outcome in outcomes if outcome.is_wrong or outcome.obstacle] == []
    assert sum(outcome.compared for outcome in outcomes) > 50 * PIPELINES
