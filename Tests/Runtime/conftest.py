import importlib.util
import os
import pathlib
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "Differential"))

import local_runs  # noqa: E402
import steps  # noqa: E402
import warm_python  # noqa: E402


# Libraries that a run of the tests may do without, by choice. Without any other library that a test needs, it fails.
WITHOUT = os.environ.get("KALE_TEST_WITHOUT", "").split()


@pytest.fixture
def need():
    """Fails a test whose libraries are not installed, and skips it if `KALE_TEST_WITHOUT` names one of them."""

    def check(*modules):
        for module in modules:
            if module and importlib.util.find_spec(module) is None:
                if module in WITHOUT:
                    pytest.skip(f"{module} is not installed")
                pytest.fail(f"{module} is not installed. To run the tests without it, set KALE_TEST_WITHOUT={module}")

    return check


@pytest.fixture(autouse=True)
def libraries(request, need):
    """`@pytest.mark.needs("pandas")` names the libraries of a test."""
    for mark in request.node.iter_markers("needs"):
        need(*mark.args)


def pytest_collection_modifyitems(config, items):
    """Leaves out the tests of libraries that `KALE_TEST_WITHOUT` names: they are neither passed nor failed."""

    def is_left_out(item):
        return any(module in WITHOUT for mark in item.iter_markers("needs") for module in mark.args)

    config.hook.pytest_deselected(items=[item for item in items if is_left_out(item)])
    items[:] = [item for item in items if not is_left_out(item)]


def pytest_configure(config):
    config.addinivalue_line("markers", "needs(*modules): libraries that a test needs")
    config.addinivalue_line("markers", "cold: each cell runs in a new process")


def pytest_terminal_summary(terminalreporter):
    if WITHOUT:
        terminalreporter.write_line(f"NOT TESTED: {', '.join(WITHOUT)} (KALE_TEST_WITHOUT)", yellow=True)


@pytest.fixture(scope="session", autouse=True)
def warm_processes():
    """One process imports what executors and most processes of cells need, another what runs do, and they fork from them."""
    with (
        warm_python.warm_python("executor_code", folder=steps.HERE) as steps.WARM_PYTHON,
        warm_python.warm_python("runner_code", folder=steps.HERE, **local_runs.VARIABLES) as local_runs.WARM_PYTHON,
    ):
        yield
    steps.WARM_PYTHON = local_runs.WARM_PYTHON = None


@pytest.fixture
def pipeline(request, tmp_path):
    """Makes a pipeline whose steps run in an empty folder."""

    def make(*shared, **options):
        folder = tmp_path / "notebook"
        folder.mkdir(exist_ok=True)
        warm = request.node.get_closest_marker("cold") is None
        return steps.Pipeline(tmp_path / "artifacts", folder, enumerate(shared, 1), warm=warm, **options)

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
