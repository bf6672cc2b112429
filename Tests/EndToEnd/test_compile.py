"""`kale.compile`: from the open notebook, saved or not, to a pipeline spec and a DSL script."""

import ast
import pathlib

import pytest
import yaml
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from conftest import EXPECTED_FINDINGS, RIGHT_SAMPLES
from kale_client import text_editor_capabilities
from text_shape import TextShape

REFUSED = sorted(
    name for name, found in EXPECTED_FINDINGS.items() if any(f["severity"] == "error" for f in found)
)


def pipeline_spec(path):
    """The first document of the file: KFP's pipeline spec."""
    with open(path, encoding="utf-8") as file:
        return next(yaml.safe_load_all(file))


@pytest.mark.recorded("pytest-lsp-compile")
async def test_files_are_written_beside_the_notebook(open_sample, workspace):
    document = await open_sample("diamond.ipynb")
    result = await document.compile()
    assert result["diagnostics"] == []
    spec, script = pathlib.Path(result["pipelineSpecPath"]), pathlib.Path(result["dslPath"])
    assert spec.parent == script.parent == workspace / ".kale"
    assert pipeline_spec(spec)["pipelineInfo"]["name"] == "sensor-report"
    ast.parse(script.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", RIGHT_SAMPLES)
async def test_every_right_sample_compiles(open_sample, name):
    document = await open_sample(name)
    result = await document.compile()
    spec = pipeline_spec(result["pipelineSpecPath"])
    steps = [
        t.removeprefix("step:")
        for c in range(document.cell_count)
        for t in document.tags(c)
        if t.startswith("step:")
    ]
    assert set(spec["root"]["dag"]["tasks"]) == {f"{step}-step".replace("_", "-") for step in steps}


async def test_another_folder_can_be_named(open_sample, workspace):
    document = await open_sample("diamond.ipynb")
    elsewhere = workspace / "build" / "pipelines"
    result = await document.compile(outputDirectory=str(elsewhere))
    assert pathlib.Path(result["pipelineSpecPath"]).parent == elsewhere
    assert not (workspace / ".kale").exists()


async def test_unsaved_text_counts(open_sample):
    document = await open_sample("diamond.ipynb")
    document.set_tags(5, ["step:summary", "prev:smooth", "prev:find_outliers"])
    result = await document.compile()
    assert "summary-step" in pipeline_spec(result["pipelineSpecPath"])["root"]["dag"]["tasks"]


@pytest.mark.parametrize("name", REFUSED)
async def test_errors_stop_the_compilation(open_sample, workspace, name):
    document = await open_sample(name)
    result = await document.compile()
    assert result["pipelineSpecPath"] is None and result["dslPath"] is None
    assert any(d["severity"] == types.DiagnosticSeverity.Error for d in result["diagnostics"])
    assert not (workspace / ".kale").exists()


async def test_progress_is_reported(open_sample):
    document = await open_sample("diamond.ipynb")
    await document.compile()
    await document.settled()
    [reports] = document.client.progress_reports.values()
    assert isinstance(reports[0], types.WorkDoneProgressBegin)
    assert isinstance(reports[-1], types.WorkDoneProgressEnd)


async def test_the_result_is_shown_where_the_editor_can(open_sample):
    document = await open_sample("diamond.ipynb")
    result = await document.compile()
    await document.settled()
    shown = [params.uri for params in document.client.shown_documents]
    assert (
        set(shown) <= {pathlib.Path(result[key]).as_uri() for key in ("pipelineSpecPath", "dslPath")}
        and shown
    )


async def test_an_editor_that_can_do_neither_is_asked_neither(start_client, workspace):
    capabilities = text_editor_capabilities()
    capabilities.window.work_done_progress = None
    capabilities.window.show_document = None
    document = TextShape(await start_client(capabilities), workspace / "diamond.ipynb")
    await document.open()
    assert (await document.compile())["pipelineSpecPath"]
    assert not document.client.shown_documents and not document.client.progress_reports


async def test_a_notebook_that_is_not_open_is_read_from_disk(text_client, workspace):
    document = TextShape(text_client, workspace / "diamond.ipynb")
    assert pathlib.Path((await document.compile())["pipelineSpecPath"]).exists()


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        [{}],
        [{"uri": 7}],
        ["file:///x.ipynb"],
        [{"uri": "file:///nowhere/x.ipynb"}],
        [{"uri": "http://x/y.ipynb"}],
    ],
)
async def test_wrong_arguments_are_an_error(text_client, arguments):
    with pytest.raises(JsonRpcException):
        await text_client.workspace_execute_command_async(
            types.ExecuteCommandParams("kale.compile", arguments)
        )


async def test_unknown_commands_are_an_error(text_client):
    with pytest.raises(JsonRpcException):
        await text_client.workspace_execute_command_async(types.ExecuteCommandParams("kale.fly", []))
