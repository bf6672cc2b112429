"""Every request that the server announces for texts, on the same notebook in every shape of text."""

import json

import pytest
from lsprotocol import types

from notebook_text import TextIndex
from test_notebook_texts import FORMATS, PlainText, suffix, virtual_text, written
from text_shape import TextShape

SAMPLE = "train-and-evaluate.ipynb"
STEPS = ["load_data", "split", "train", "evaluate"]
USE = "houses.iloc[:cut]"
# Shapes of a notebook as one text; that of stock jupyterlab-lsp has no tags.
WITH_TAGS = ["ipynb", *FORMATS]
ALL = [*WITH_TAGS, "virtual"]


@pytest.fixture
async def document(request, text_client, workspace):
    """The sample, open in the shape that the test names."""
    shape = request.param
    if shape == "ipynb":
        document = TextShape(text_client, workspace / SAMPLE)
    elif shape == "virtual":
        text = virtual_text(json.loads((workspace / SAMPLE).read_text(encoding="utf-8")))
        document = PlainText(text_client, workspace / ".virtual_documents" / SAMPLE, "python", text)
    else:
        format_name = FORMATS[shape]
        language = "python" if format_name.startswith("py") else "markdown"
        text = written(workspace / SAMPLE, format_name)
        document = PlainText(text_client, workspace / f"text{suffix(format_name)}", language, text)
    await document.open()
    await document.settled()
    return document


def on(shapes):
    return pytest.mark.parametrize("document", shapes, ids=shapes, indirect=True)


def identifier(document):
    return types.TextDocumentIdentifier(document.uri)


def position(document, words, offset=0):
    """Where the words stand in the document's text."""
    index = TextIndex(document.text, document.encoding)
    return index.position(document.text.index(words) + offset)


def shown(document, range_):
    return document.text[slice(*TextIndex(document.text, document.encoding).offsets(range_))]


@on(ALL)
async def test_hover(document):
    params = types.HoverParams(identifier(document), position(document, USE))
    hover = await document.client.text_document_hover_async(params)
    assert "`load_data`" in hover.contents.value


@on(ALL)
async def test_definition_and_references(document):
    at = position(document, USE)
    found = await document.client.text_document_definition_async(
        types.DefinitionParams(identifier(document), at)
    )
    [place] = found if isinstance(found, list) else [found]
    assert place.uri == document.uri and shown(document, place.range) == "houses"
    assert place.range.start.line < at.line
    context = types.ReferenceContext(include_declaration=True)
    references = await document.client.text_document_references_async(
        types.ReferenceParams(context, identifier(document), at)
    )
    assert len(references) > 2 and {shown(document, r.range) for r in references} == {"houses"}


@on(ALL)
async def test_highlights(document):
    found = await document.client.text_document_document_highlight_async(
        types.DocumentHighlightParams(identifier(document), position(document, USE))
    )
    assert len(found) > 2 and {shown(document, highlight.range) for highlight in found} == {"houses"}


@on(ALL)
async def test_symbols(document):
    found = await document.client.text_document_document_symbol_async(
        types.DocumentSymbolParams(identifier(document))
    )
    names = " ".join(symbol.name for symbol in found)
    assert all(step in names for step in STEPS)


@on(ALL)
async def test_lenses_and_hints(document):
    lenses = await document.client.text_document_code_lens_async(types.CodeLensParams(identifier(document)))
    titles = [lens.command.title for lens in lenses]
    assert "Compile pipeline" in titles and "step split ← houses → test_data, train_data" in titles
    end = types.Position(document.text.count("\n") + 1, 0)
    hints = await document.client.text_document_inlay_hint_async(
        types.InlayHintParams(identifier(document), types.Range(types.Position(0, 0), end))
    )
    texts = ["".join(part.value for part in hint.label) for hint in hints]
    assert "← houses" in texts and "→ test_data, train_data" in texts and "→ model" in texts


@on(ALL)
async def test_folding_and_links(document):
    folds = await document.client.text_document_folding_range_async(
        types.FoldingRangeParams(identifier(document))
    )
    assert len(folds) >= len(STEPS)
    links = await document.client.text_document_document_link_async(
        types.DocumentLinkParams(identifier(document))
    )
    assert not links, "the sample refers to no notebook"


@on(WITH_TAGS)
async def test_rename(document):
    at = position(document, "step:split", len("step:s"))
    prepared = await document.client.text_document_prepare_rename_async(
        types.PrepareRenameParams(identifier(document), at)
    )
    assert prepared is not None
    edit = await document.client.text_document_rename_async(
        types.RenameParams(identifier(document), at, "divide")
    )
    before = document.text
    document.apply_workspace_edit(edit)
    assert document.text == before.replace("step:split", "step:divide").replace("prev:split", "prev:divide")


@on(WITH_TAGS)
async def test_completion(document):
    at = position(document, "prev:load_data", len("prev:"))
    found = await document.client.text_document_completion_async(
        types.CompletionParams(identifier(document), at)
    )
    items = found if isinstance(found, list) else found.items
    assert "prev:load_data" in [item.label for item in items]


@on(ALL)
async def test_outline_and_graph(document):
    outline = await document.client.protocol.send_request_async("kale/outline", {"uri": document.uri})
    heads = [cell["step"] for cell in outline["cells"] if cell["step"] and not cell["isContinuation"]]
    assert heads == STEPS
    graph = await document.client.workspace_execute_command_async(
        types.ExecuteCommandParams("kale.graph", [{"uri": document.uri, "format": "mermaid"}])
    )
    assert graph["text"].startswith("flowchart")
