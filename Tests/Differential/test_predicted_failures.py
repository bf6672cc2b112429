"""What kale-lsp says in advance of the runs of run_answers.jsonl."""

import pytest

import predicted_failures

RUNS = predicted_failures.read_runs()


@pytest.fixture(scope="module")
def found():
    return predicted_failures.findings(RUNS)


@pytest.mark.parametrize("number", range(len(RUNS)), ids=lambda number: f"{number} {RUNS[number].story}")
def test_run(found, number):
    assert predicted_failures.disagreement(RUNS[number], found[number]) is None, RUNS[number].text


def test_there_are_runs_of_both_kinds():
    assert sum(run.ran for run in RUNS) > 50
    assert sum(not run.ran for run in RUNS) > 50
