"""The runtime fits into a DSL script and into a component of KFP."""

import ast
import importlib.util
import json
import os
import pathlib
import re
import subprocess
import sys
import textwrap

import pytest

import embedding

# What Linux takes as one argument, and what is left of it for the code of a step and its files.
ARGUMENT = 128 * 1024 - 1
LEFT = 72 * 1024


def loaded(form):
    namespace = {}
    exec(getattr(embedding, form)(), namespace)
    return namespace["_kale_runtime"]()


def test_text_needs_no_escape():
    text = embedding.text()
    assert not re.search(r"'''|\{\{\$|\$\(|\$\$", text)
    assert not re.search(r"(?m)^[ \t]+$", text)
    assert text.startswith('"""') and text.endswith("\n") and "\r" not in text and "\x0c" not in text


def test_size():
    assert len(embedding.packed().encode()) + LEFT < ARGUMENT


def test_packed_runtime_is_current():
    assert loaded("packed").SOURCE == embedding.bare(), "run `python embedding.py --renew`"


def test_packed_runtime_needs_no_escape():
    packed = embedding.PACKED.read_text(encoding="ascii")
    assert set(packed) <= {*embedding.DIGITS, "\n"} and set(embedding.DIGITS).isdisjoint("'\"\\$&<>{} ")


def test_bare_runtime_is_the_same_code():
    def meaning(source):
        return ast.dump(ast.parse(source), include_attributes=True)

    without = ast.parse(embedding.text())
    for node in ast.walk(without):
        if isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.Module)) and ast.get_docstring(node) and node.body[1:]:
            del node.body[0]
    without, bare = ast.dump(without, include_attributes=True), meaning(embedding.bare())
    assert re.sub(r"(end_)?col_offset=\d+", "", without) == re.sub(r"(end_)?col_offset=\d+", "", bare)


@pytest.mark.parametrize("form", ["readable", "packed"])
def test_function_returns_the_runtime(form):
    module = loaded(form)
    assert module.SOURCE.strip() == {"readable": embedding.text, "packed": embedding.bare}[form]().strip()
    assert callable(module.run_step)


def test_runtime_needs_the_standard_library_alone_to_be_imported():
    result = subprocess.run([sys.executable, "-I", "-S", "-"], input=embedding.text() + "\nprint(callable(run_step))",
                            capture_output=True, text=True)
    assert result.stdout == "True\n", result.stderr


SCRIPT = '''
from kfp import compiler, dsl
from kfp.dsl import Artifact, Dataset, HTML, Input, Metrics, Output


{runtime}

def _kale_files():
    """Returns the files beside the notebook that its steps use."""
    return {{
        "helper_of_test.py": r\'\'\'
VALUE = 42
\'\'\',
    }}


@dsl.component(
    base_image="python:3.12",
    packages_to_install=["dill>=0.3.8", "ipython>=8"],
    pip_index_urls=["https://pypi.org/simple"],
    pip_trusted_hosts=[],
    additional_funcs=[_kale_runtime, _kale_files],
)
def load_step(
    load_html_report: Output[HTML],
    load_state: Output[Artifact],
    rows_output_artifact: Output[Dataset],
    n: int = 3,
):
    _kale_runtime().run_step(
        notebook="small.ipynb",
        step="load",
        order=1,
        state=load_state,
        leaves={{"rows": rows_output_artifact}},
        parameters={{"n": n}},
        report=load_html_report,
        files=_kale_files(),
        shared=(
            # imports
            (1, r\'\'\'
import helper_of_test
\'\'\'),
        ),
        cells=(
            # step:load
            (3, r\'\'\'
rows = [helper_of_test.VALUE] * n
print(rows)
\'\'\'),
        ),
    )


@dsl.component(
    base_image="python:3.12",
    packages_to_install=["dill>=0.3.8", "ipython>=8"],
    pip_index_urls=["https://pypi.org/simple"],
    pip_trusted_hosts=[],
    additional_funcs=[_kale_runtime],
)
def train_step(
    train_html_report: Output[HTML],
    train_metrics: Output[Metrics],
    train_state: Output[Artifact],
    load_state: Input[Artifact],
    rows_input_artifact: Input[Dataset],
):
    _kale_runtime().run_step(
        notebook="small.ipynb",
        step="train",
        order=2,
        states={{"load": load_state}},
        state=train_state,
        takes={{"rows": rows_input_artifact}},
        metrics={{"best-sum": "best_sum"}},
        metrics_artifact=train_metrics,
        report=train_html_report,
        cells=(
            # step:train
            (4, r\'\'\'
best_sum = sum(rows)
print(best_sum)
\'\'\'),
        ),
    )


@dsl.pipeline(name="small")
def auto_generated_pipeline(n: int = 3):
    load_task = load_step(n=n)
    train_task = train_step(
        load_state=load_task.outputs["load_state"],
        rows_input_artifact=load_task.outputs["rows_output_artifact"],
    )
    train_task.after(load_task)


if __name__ == "__main__":
    compiler.Compiler().compile(auto_generated_pipeline, "small.yaml")
'''


@pytest.fixture(scope="module")
def compiled(tmp_path_factory):
    """The pipeline spec that KFP makes of a script with the runtime."""
    if importlib.util.find_spec("kfp") is None:  # `needs` skips or fails the tests
        return None
    folder = tmp_path_factory.mktemp("compiled")
    (folder / "small.py").write_text(SCRIPT.format(runtime=embedding.packed()), encoding="utf-8")
    subprocess.run([sys.executable, "small.py"], cwd=folder, check=True, capture_output=True)
    import yaml

    return next(yaml.safe_load_all((folder / "small.yaml").read_text())), folder


@pytest.mark.needs("kfp")
def test_kfp_embeds_the_runtime(compiled):
    spec, folder = compiled
    container = spec["deploymentSpec"]["executors"]["exec-load-step"]["container"]
    script = (folder / "small.py").read_text()
    runtime = script[script.index("def _kale_runtime"):script.index("\ndef _kale_files")].rstrip("\n") + "\n"
    files = script[script.index("def _kale_files"):script.index("\n\n@dsl.component")].rstrip("\n") + "\n"
    step = script[script.index("def load_step"):script.index("\n\n@dsl.component", script.index("def load_step"))].rstrip("\n")
    assert container["command"][-1] == (
        "\nimport kfp\nfrom kfp import dsl\nfrom kfp.dsl import *\nfrom typing import *\n\n"
        f"{runtime}\n\n{files}\n\n{step}\n\n")
    assert container["command"][2] == textwrap.dedent("""
        if ! [ -x "$(command -v pip)" ]; then
            python3 -m ensurepip || python3 -m ensurepip --user || apt-get install python3-pip
        fi

        PIP_DISABLE_PIP_VERSION_CHECK=1 python3 -m pip install --quiet --no-warn-script-location \
--index-url https://pypi.org/simple 'dill>=0.3.8' 'ipython>=8'  &&  python3 -m pip install --quiet \
--no-warn-script-location --index-url https://pypi.org/simple 'kfp==2.17.0' '--no-deps' \
'typing-extensions>=3.7.4,<5; python_version<"3.9"' && "$0" "$@"
        """)


def execute(spec, executor, inputs, outputs, parameters, folder):
    """Runs a component as KFP's launcher does, without installing packages."""
    def artifact(name, path, kind="Artifact"):
        return {"artifacts": [{"name": name, "uri": str(path), "metadata": {}, "type": {"schemaTitle": f"system.{kind}", "schemaVersion": "0.0.1"}}]}

    container = spec["deploymentSpec"]["executors"][executor]["container"]
    executor_input = {
        "inputs": {"parameterValues": parameters, "artifacts": {name: artifact(name, path) for name, path in inputs.items()}},
        "outputs": {"outputFile": str(folder / "output.json"),
                    "artifacts": {name: artifact(name, path, kind) for name, (path, kind) in outputs.items()}},
    }
    arguments = [text.replace("{{$}}", json.dumps(executor_input)) for text in container["args"]]
    environment = {**os.environ, "PATH": f"{pathlib.Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    empty = folder / "empty"
    empty.mkdir(exist_ok=True)
    return subprocess.run([*container["command"][3:], *arguments], cwd=empty, capture_output=True, text=True, env=environment)


@pytest.mark.needs("kfp")
def test_kfp_executes_the_steps(compiled):
    spec, folder = compiled
    outputs = {"load_html_report": (folder / "a" / "report", "HTML"), "load_state": (folder / "a" / "load_state", "Artifact"),
               "rows_output_artifact": (folder / "a" / "rows", "Dataset")}
    first = execute(spec, "exec-load-step", {}, outputs, {"n": 2}, folder)
    assert first.returncode == 0, first.stderr
    assert "[42, 42]\n" in first.stdout
    written = json.loads((folder / "output.json").read_text())["artifacts"]
    metadata = written["rows_output_artifact"]["artifacts"][0]["metadata"]
    assert metadata["type"] == "list" and metadata["shape"] == [2] and metadata["size"] > 0
    assert written["load_state"]["artifacts"][0]["metadata"]["names"] == ["rows"]
    assert "<h2>Cell 3</h2>" in (folder / "a" / "report").read_text()
    outputs = {"train_html_report": (folder / "b" / "report", "HTML"), "train_state": (folder / "b" / "train_state", "Artifact"),
               "train_metrics": (folder / "b" / "metrics", "Metrics")}
    inputs = {"load_state": folder / "a" / "load_state", "rows_input_artifact": folder / "a" / "rows"}
    second = execute(spec, "exec-train-step", inputs, outputs, {}, folder)
    assert second.returncode == 0, second.stderr
    assert "84\n" in second.stdout
    written = json.loads((folder / "output.json").read_text())["artifacts"]
    assert written["train_metrics"]["artifacts"][0]["metadata"] == {"best-sum": 84}
