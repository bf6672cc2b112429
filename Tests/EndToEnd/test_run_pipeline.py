"""Compiled pipelines load in the KFP SDK and run to their end on this machine."""

import json
import shutil
import subprocess
import sys

import pytest

from conftest import HERE, REPOSITORY, RIGHT_SAMPLES

COMPOSITIONS = REPOSITORY / "protocol-fixtures" / "compositions"


@pytest.fixture
def compile_(run_kale, workspace):
    def compile_(name):
        process = run_kale("compile", name, "--output", "compiled", "--output-format", "yaml")
        assert process.returncode == 0, process.stdout + process.stderr
        [spec] = (workspace / "compiled").glob("*.yaml")
        return spec

    return compile_


@pytest.mark.parametrize("name", RIGHT_SAMPLES)
def test_kfp_loads_it(compile_, name):
    from kfp import components

    loaded = components.load_component_from_file(str(compile_(name)))
    assert loaded.pipeline_spec.root.dag.tasks


def run(pipeline):
    process = subprocess.run(
        [sys.executable, str(HERE / "run_pipeline.py"), str(pipeline)], capture_output=True, text=True
    )
    assert process.returncode == 0, process.stderr
    answer = json.loads(process.stdout.splitlines()[-1])
    assert answer["succeeded"], answer["reason"] + process.stdout + process.stderr


# About ten seconds a step, since each starts interpreters of its own. The samples end in an assertion of their own.
def test_it_runs_to_success_in_processes_of_its_own(compile_):
    run(compile_("diamond.ipynb"))


def test_parameters_and_metrics_run_to_success(compile_, run_warm):
    failure, log = run_warm(compile_("parameters-and-metrics.ipynb"))
    assert failure is None, f"{failure}\n{log}"


def test_notebooks_inside_of_notebooks_run_to_success(compile_, workspace, run_warm):
    shutil.copytree(COMPOSITIONS, workspace, dirs_exist_ok=True)
    failure, log = run_warm(compile_("harvest.ipynb"))
    assert failure is None, f"{failure}\n{log}"
