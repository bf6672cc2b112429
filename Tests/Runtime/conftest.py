import pathlib
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import steps  # noqa: E402


@pytest.fixture
def pipeline(tmp_path):
    """Makes a pipeline whose steps run in an empty folder."""

    def make(*shared, **options):
        folder = tmp_path / "notebook"
        folder.mkdir(exist_ok=True)
        return steps.Pipeline(tmp_path / "artifacts", folder, enumerate(shared, 1), **options)

    return make


@pytest.fixture
def chain(pipeline):
    """Runs steps one after another, each a source of one cell, and returns what each printed."""

    def run(*sources, shared=(), **options):
        steps_of = pipeline(*shared, **options)
        outputs, before = [], []
        for number, source in enumerate(sources, 10):
            step = steps_of.run(f"step{number - 9}", [(number, source)], after=before)
            assert step.status == 0, step.errors
            before = [step.name]
            outputs.append(step.output)
        run.steps = steps_of.steps
        return outputs

    return run
