"""Completion of tags: what is offered while one is written, and what becomes of the text."""

import pytest
from lsprotocol import types

from notebook_text import TextIndex
from text_shape import TextShape

TRAIN = "train-and-evaluate.ipynb"


async def completions(document, uri, position):
    answer = await document.client.text_document_completion_async(
        types.CompletionParams(types.TextDocumentIdentifier(uri), position)
    )
    return {item.label: item for item in answer or []}


async def written(document, cell, tags, typed):
    """The completions at the end of the tag `typed`, the cell tagged so."""
    document.set_tags(cell, tags)
    uri, start = document.tag_place(cell, typed)
    return await completions(document, uri, types.Position(start.line, start.character + len(typed)))


async def test_notebook_documents_have_no_tags_in_their_texts(open_notebook):
    document = await open_notebook(TRAIN)
    assert await completions(document, *document.place(7)) == {}


async def test_previous_steps_are_those_above(open_text):
    document = await open_text(TRAIN)
    found = await written(document, 7, ["step:split", "prev:"], "prev:")
    assert list(found) == ["prev:load_data", "prev:NAME"]
    item = found["prev:load_data"]
    assert item.documentation.kind == types.MarkupKind.Markdown
    assert "`load_data`" in item.documentation.value
    document.change([item.text_edit])
    assert document.tags(7) == ["step:split", "prev:load_data"]


@pytest.mark.parametrize("typed", ["p", "pre", "prev:", "prev:lo"])
async def test_the_edit_replaces_what_was_typed(open_text, typed):
    document = await open_text(TRAIN)
    found = await written(document, 7, ["step:split", typed], typed)
    edit = found["prev:load_data"].text_edit
    assert document.text_at(edit.range) == typed
    document.change([edit])
    assert document.tags(7) == ["step:split", "prev:load_data"]


async def test_only_what_stands_in_front_of_the_cursor_is_replaced(open_text):
    document = await open_text(TRAIN)
    document.set_tags(7, ["step:split", "prev:load_data"])
    uri, start = document.tag_place(7, "prev:load_data")
    found = await completions(document, uri, types.Position(start.line, start.character + 2))
    assert document.text_at(found["cache:disabled"].text_edit.range) == "pr"


async def test_a_cell_without_a_role_is_offered_one(open_text):
    document = await open_text(TRAIN)
    found = list(await written(document, 8, ["s"], "s"))
    assert found[0].startswith("step:") and "step:split" in found
    assert {"imports", "functions", "skip", "pipeline-parameters", "pipeline-metrics"} <= set(found)


async def test_a_step_is_offered_its_configuration(open_text):
    document = await open_text(TRAIN)
    found = await written(document, 7, ["step:split", "x"], "x")
    for label in ("limit:cpu:QUANTITY", "limit:nvidia.com/gpu:QUANTITY", "cache:disabled", "report:enabled"):
        assert label in found, list(found)
    secret = found["secret:NAME:KEY:VARIABLE"]
    assert secret.insert_text_format == types.InsertTextFormat.Snippet
    assert secret.text_edit.new_text == "secret:${1:NAME}:${2:KEY}:${3:VARIABLE}"
    order = sorted(found.values(), key=lambda item: item.sort_text)
    assert order[0].label == "prev:load_data"


@pytest.mark.parametrize(
    ("typed", "offered"), [("cache:", {"cache:enabled", "cache:disabled"}), ("nothing:", set())]
)
async def test_behind_a_colon_only_what_fits(open_text, typed, offered):
    document = await open_text(TRAIN)
    assert set(await written(document, 7, ["step:split", typed], typed)) == offered


async def test_tags_that_are_there_are_not_offered_again(open_text):
    document = await open_text(TRAIN)
    found = await written(document, 7, ["step:split", "prev:load_data", "cache:disabled", "c"], "c")
    assert "cache:disabled" not in found and "prev:load_data" not in found and "cache:enabled" in found


async def test_a_client_without_snippets_and_markdown_gets_plain_text(start_client, workspace):
    capabilities = TextShape.capabilities()
    item = capabilities.text_document.completion.completion_item
    item.snippet_support, item.documentation_format = False, [types.MarkupKind.PlainText]
    document = TextShape(await start_client(capabilities), workspace / TRAIN)
    await document.open()
    found = await written(document, 7, ["step:split", "se"], "se")
    secret = found["secret:NAME:KEY:VARIABLE"]
    assert secret.insert_text_format == types.InsertTextFormat.PlainText
    assert secret.text_edit.new_text == "secret:"
    assert secret.documentation.kind == types.MarkupKind.PlainText
    assert "`" not in secret.documentation.value


@pytest.mark.parametrize("half", ['"pr', '"pr",', '"pr"'])
async def test_a_string_that_is_being_written(open_text, half):
    """JSON as it is while a person types: no closing quote, a comma too many or too few."""
    document = await open_text(TRAIN)
    old = '"prev:load_data"'
    place = document.text.index(old)
    start, end = place, place + len(old)
    document.change([types.TextEdit(TextIndex(document.text).range(start, end), half)])
    position = TextIndex(document.text).position(start + len('"pr'))
    found = await completions(document, document.uri, position)
    assert document.text_at(found["prev:load_data"].text_edit.range) == "pr"


async def test_outside_of_tags_nothing_is_offered(open_sample):
    document = await open_sample(TRAIN)
    assert await completions(document, *document.place(7, "houses")) == {}
    ordinary = await open_sample("ordinary.ipynb")
    assert await completions(ordinary, *ordinary.place(2)) == {}


@pytest.mark.parametrize("typed", ["", "miss", "KALE201, unus"])
async def test_rules_in_a_comment_that_ignores_them(open_sample, typed):
    document = await open_sample(TRAIN)
    comment = f"# kale: ignore[{typed}]"
    document.set_source(7, f"{comment}\n{document.source(7)}")
    found = await completions(document, *document.place(7, comment, len(comment) - 1))
    assert {"missing-name", "unused-parameter"} <= set(found)
    item = found["missing-name"]
    edit, word = item.text_edit, typed.rpartition(" ")[2]
    assert edit.range.end.character - edit.range.start.character == len(word)
    assert edit.range.end == document.place(7, comment, len(comment) - 1)[1]
    assert await completions(document, *document.place(7, "train_data")) == {}
