"""`kale.graph` and the pictures: what is in the editor counts, and other programs can read them."""

import shutil
import subprocess

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from conftest import ALL_SAMPLES


async def code_actions(document, trigger, only):
    uri, position = document.any_place()
    return await document.client.text_document_code_action_async(
        types.CodeActionParams(
            types.TextDocumentIdentifier(uri),
            types.Range(position, position),
            types.CodeActionContext([], only=only, trigger_kind=trigger),
        )
    )


async def graph(document, **arguments):
    result = await document.client.workspace_execute_command_async(
        types.ExecuteCommandParams("kale.graph", [{"uri": document.uri, **arguments}])
    )
    return result["text"]


@pytest.mark.parametrize("format_", ["mermaid", "dot", "svg"])
async def test_it_is_what_the_command_line_prints(open_sample, run_kale, format_):
    document = await open_sample("diamond.ipynb")
    printed = run_kale("graph", "diamond.ipynb", "--output-format", format_).stdout
    assert await graph(document, format=format_) == printed


async def test_unsaved_tags_count(open_sample):
    document = await open_sample("diamond.ipynb")
    document.set_tags(5, ["step:summary", "prev:smooth", "prev:find_outliers"])
    text = await graph(document, format="mermaid")
    assert '["summary"]' in text and '["report"]' not in text


async def test_the_pipeline_of_kale_can_be_asked_for(open_sample):
    document = await open_sample("diamond.ipynb")
    assert await graph(document, format="json", kale=True)


@pytest.mark.parametrize("arguments", [{}, {"format": "png"}, {"format": 3}, {"format": "dot", "uri": 3}])
async def test_wrong_arguments_are_an_error(open_sample, arguments):
    document = await open_sample("diamond.ipynb")
    with pytest.raises(JsonRpcException):
        await graph(document, **arguments)


@pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not installed")
@pytest.mark.parametrize("name", ALL_SAMPLES)
def test_graphviz_reads_every_sample(run_kale, name):
    text = run_kale("graph", name, "--output-format", "dot").stdout
    process = subprocess.run(["dot", "-Tsvg"], input=text, capture_output=True, text=True, encoding="utf-8")
    assert (process.returncode, process.stderr) == (0, "")


@pytest.mark.parametrize("only", [None, ["source"], ["source.kale"], ["source.kale.compile"]])
async def test_compile_is_offered_to_those_who_ask(open_sample, only):
    document = await open_sample("diamond.ipynb")
    actions = await code_actions(document, types.CodeActionTriggerKind.Invoked, only)
    [action] = [a for a in actions if a.kind == "source.kale.compile"]
    assert action == actions[-1] and not action.is_preferred and not action.diagnostics
    result = await document.client.workspace_execute_command_async(
        types.ExecuteCommandParams(action.command.command, action.command.arguments)
    )
    assert result["pipelineSpecPath"]


@pytest.mark.parametrize("only", [["quickfix"], ["refactor"], ["source.fixAll"]])
async def test_compile_is_no_fix(open_sample, only):
    document = await open_sample("diamond.ipynb")
    actions = await code_actions(document, types.CodeActionTriggerKind.Invoked, only)
    assert "source.kale.compile" not in [a.kind for a in actions]


async def test_compile_is_no_light_bulb(open_sample):
    document = await open_sample("diamond.ipynb")
    actions = await code_actions(document, types.CodeActionTriggerKind.Automatic, None)
    assert "source.kale.compile" not in [a.kind for a in actions]


async def test_compile_is_not_offered_where_it_would_fail(open_sample):
    document = await open_sample("self-reference.ipynb")
    actions = await code_actions(document, types.CodeActionTriggerKind.Invoked, None)
    assert "source.kale.compile" not in [a.kind for a in actions]
