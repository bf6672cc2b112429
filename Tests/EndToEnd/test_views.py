"""What editors show beside a notebook's code: lenses, hints, symbols, folding and links, on every shape."""


import pytest
from lsprotocol import types

from kale_client import notebook_editor_capabilities, text_editor_capabilities
from notebook_shape import NotebookShape

TRAIN, TUNED, EMOJI = (
    "train-and-evaluate.ipynb",
    "parameters-and-metrics.ipynb",
    "emoji-and-escapes.ipynb",
)
SPLIT = "← houses → test_data, train_data"


def identifier(uri):
    return types.TextDocumentIdentifier(uri)


def first_code(document):
    return next(c for c in range(document.cell_count) if document.is_code(c))


async def lenses(document, cell):
    """The lenses on a cell's first line, by their titles."""
    uri, at = document.place(cell)
    found = await document.client.text_document_code_lens_async(types.CodeLensParams(identifier(uri)))
    return {lens.command.title: lens.command for lens in found if lens.range.start == at}


async def hints(document, cell):
    """What stands behind the first line of a cell."""
    uri, at = document.place(cell)
    end = types.Position(at.line, at.character + len(document.source(cell).split("\n")[0]))
    found = await document.client.text_document_inlay_hint_async(
        types.InlayHintParams(identifier(uri), types.Range(at, end))
    )
    assert all(hint.position.line == at.line and hint.position.character >= at.character for hint in found)
    return ["".join(part.value for part in hint.label) for hint in found]


async def test_a_step_is_summed_up_above_its_head(open_sample):
    document = await open_sample(TRAIN)
    assert list(await lenses(document, 7)) == [f"step split {SPLIT}"]
    assert await lenses(document, 8) == {}, "a later cell of the step"


async def test_the_pipeline_can_be_compiled_from_the_first_cell(open_sample, workspace):
    document = await open_sample(TRAIN)
    command = (await lenses(document, first_code(document)))["Compile pipeline"]
    result = await document.client.workspace_execute_command_async(
        types.ExecuteCommandParams(command.command, command.arguments)
    )
    assert result["pipelineSpecPath"].startswith(str(workspace))


async def test_a_step_that_takes_and_makes_nothing_has_no_hint(open_sample):
    document = await open_sample(TRAIN, lambda value: value["cells"].append(cell(["step:alone"], "1 + 1")))
    last = document.cell_count - 1
    assert list(await lenses(document, last)) == ["step alone"]
    assert await hints(document, last) == []


def cell(tags, source, **metadata):
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": "added",
        "metadata": {"tags": tags, **metadata},
        "outputs": [],
        "source": source,
    }


async def test_hints_behind_the_first_line_of_a_step(open_sample):
    document = await open_sample(TRAIN)
    assert await hints(document, 7) == ["← houses", "→ test_data, train_data"]
    assert await hints(document, 8) == []


async def test_a_hint_leads_to_where_the_name_comes_from(open_sample):
    document = await open_sample(TRAIN)
    uri, at = document.place(7)
    found = await document.client.text_document_inlay_hint_async(
        types.InlayHintParams(identifier(uri), types.Range(at, at))
    )
    part = found[0].label[1]
    assert (part.value, part.tooltip) == ("houses", "from step load_data")
    heads = [c for c in range(document.cell_count) if "step:load_data" in document.tags(c)]
    expected_uri, expected = document.place(heads[0])
    assert (part.location.uri, part.location.range.start) == (expected_uri, expected)


async def test_metrics_are_results(open_sample):
    document = await open_sample(TUNED)
    shown = [hint for c in range(document.cell_count) if document.is_code(c) for hint in await hints(document, c)]
    assert any("accuracy" in hint or "loss" in hint or "mean" in hint for hint in shown), shown


@pytest.mark.parametrize("encoding", [types.PositionEncodingKind.Utf8, types.PositionEncodingKind.Utf16])
async def test_hints_stand_right_behind_emoji(start_client, workspace, shape_type, encoding):
    capabilities = shape_type.capabilities()
    capabilities.general.position_encodings = [encoding]
    document = shape_type(await start_client(capabilities), workspace / EMOJI)
    assert document.encoding == encoding
    await document.open()
    heads = [c for c in range(document.cell_count) if any(t.startswith("step:") for t in document.tags(c))]
    document.set_source(heads[1], "mood = '😀é' # 😀\nprint(mood)\n" + document.source(heads[1]))
    uri, end = document.place(heads[1], "# 😀", 3)
    found = await document.client.text_document_inlay_hint_async(
        types.InlayHintParams(identifier(uri), types.Range(end, end))
    )
    assert found and all(hint.position == end for hint in found)


async def test_lenses_and_hints_are_asked_for_anew(start_client, workspace):
    capabilities = notebook_editor_capabilities()
    capabilities.workspace.code_lens = types.CodeLensWorkspaceClientCapabilities(refresh_support=True)
    capabilities.workspace.inlay_hint = types.InlayHintWorkspaceClientCapabilities(refresh_support=True)
    document = NotebookShape(await start_client(capabilities), workspace / TRAIN)
    await document.open()
    document.set_source(8, document.source(8) + "\n1 + 1\n")
    await document.settled()
    assert document.client.refreshed == [], "nothing of it is shown"
    document.set_source(7, "train_data = 1\ntest_data = 2\n")
    await document.settled()
    assert document.client.refreshed == [
        types.WORKSPACE_CODE_LENS_REFRESH,
        types.WORKSPACE_INLAY_HINT_REFRESH,
    ]


def leaves(symbols):
    return [child.name for symbol in symbols for child in symbol.children or []]


async def symbols_of(document, uri):
    return await document.client.text_document_document_symbol_async(
        types.DocumentSymbolParams(identifier(uri))
    )


async def test_symbols_are_steps_with_their_cells(open_sample):
    document = await open_sample(TRAIN)
    if document.is_one_document:
        symbols = await symbols_of(document, document.uri)
        names = [symbol.name for symbol in symbols]
        assert names[:2] == ["imports", "functions"] and "split" in names
        split = symbols[names.index("split")]
        assert leaves([split]) == ["cell 8", "cell 9"]
        for child in split.children:
            assert split.range.start <= child.range.start and child.range.end <= split.range.end
    else:
        [split] = await symbols_of(document, document.cell_uri(8))
        assert await symbols_of(document, document.cell_uri(0)) == []
    assert (split.name, split.detail) == ("split", SPLIT)
    assert split.range.start <= split.selection_range.start <= split.selection_range.end <= split.range.end


async def test_symbols_are_flat_for_clients_that_do_not_nest(start_client, workspace, shape_type):
    capabilities = shape_type.capabilities()
    capabilities.text_document.document_symbol = None
    document = shape_type(await start_client(capabilities), workspace / TRAIN)
    await document.open()
    symbols = await symbols_of(document, document.place(7)[0])
    assert all(isinstance(symbol, types.SymbolInformation) for symbol in symbols)
    assert "split" in [symbol.name for symbol in symbols]


@pytest.mark.parametrize(("query", "names"), [("split", ["split"]), ("LDT", ["load_data"]), ("zzz", [])])
async def test_steps_of_the_workspace(open_sample, query, names):
    document = await open_sample(TRAIN)
    found = await document.client.workspace_symbol_async(types.WorkspaceSymbolParams(query))
    mine = [symbol for symbol in found if symbol.container_name == TRAIN]
    assert [symbol.name for symbol in mine] == names
    for symbol in mine:
        heads = [c for c in range(document.cell_count) if f"step:{symbol.name}" in document.tags(c)]
        uri, at = document.place(heads[0])
        assert (symbol.location.uri, symbol.location.range.start) == (uri, at)


async def test_a_step_folds_with_all_of_its_cells(open_sample):
    document = await open_sample(TRAIN)
    if not document.is_one_document:
        uri = document.cell_uri(7)
        assert not await document.client.text_document_folding_range_async(
            types.FoldingRangeParams(identifier(uri))
        )
        return
    found = await document.client.text_document_folding_range_async(
        types.FoldingRangeParams(identifier(document.uri))
    )
    [split] = [fold for fold in found if fold.collapsed_text == f"step split {SPLIT}"]
    _, first = document.place(7)
    _, last = document.place(8)
    _, behind = document.place(9)
    assert split.start_line <= first.line and last.line <= split.end_line < behind.line


async def test_a_reference_links_to_its_notebook(open_sample, workspace):
    reference = cell(["notebook:other"], "", notebook_path="./sub/../diamond.ipynb")
    document = await open_sample(TRAIN, lambda value: value["cells"].append(reference))
    last = document.cell_count - 1
    uri = document.cell_uri(last)
    found = await document.client.text_document_document_link_async(
        types.DocumentLinkParams(identifier(uri))
    )
    if not document.is_one_document:
        assert not found, "the path is not in the cell's text"
        return
    [link] = found
    assert link.target == (workspace / "diamond.ipynb").as_uri()
    assert document.text_at(link.range) == "./sub/../diamond.ipynb"


async def test_an_ordinary_notebook_is_left_alone(open_sample):
    document = await open_sample("ordinary.ipynb")
    uri = document.cell_uri(first_code(document))
    client = document.client
    for answer in (
        await client.text_document_code_lens_async(types.CodeLensParams(identifier(uri))),
        await symbols_of(document, uri),
        await client.text_document_folding_range_async(types.FoldingRangeParams(identifier(uri))),
        await client.text_document_document_link_async(types.DocumentLinkParams(identifier(uri))),
    ):
        assert not answer


async def test_what_is_not_open_is_answered_too(open_sample):
    document = await open_sample(TRAIN)
    uri = "file:///gone.ipynb"
    client = document.client
    assert not await client.text_document_code_lens_async(types.CodeLensParams(identifier(uri)))
    assert not await symbols_of(document, uri)
