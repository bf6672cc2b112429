"""Notebook documents: every way that editors have to change them."""

import pytest
from lsprotocol import types

from notebook_text import TextIndex


@pytest.mark.parametrize("layout", ["plain", "nested", "custom"])
async def test_tags_are_found_wherever_editors_put_them(open_notebook, layout):
    document = await open_notebook("self-reference.ipynb", layout)
    await document.cells_diagnosed([2])
    document.set_tags(2, ["step:show", "prev:load"])
    await document.cells_diagnosed([])
    assert "show" in await document.hover_text(document.place(2))


@pytest.mark.parametrize("layout", ["plain", "nested", "custom"])
async def test_the_notebooks_own_metadata_is_found_too(open_notebook, layout):
    document = await open_notebook("no-steps.ipynb", layout)
    await document.until(lambda found: len(found) == 1, "a diagnostic for the notebook without steps")


async def test_a_diagnostic_covers_the_cells_first_line(open_notebook):
    document = await open_notebook("other-tools-tags.ipynb")
    for found in await document.cells_diagnosed([2, 3]):
        first_line = document.source(found.cell).split("\n")[0]
        expected = TextIndex(document.source(found.cell), document.encoding).range(0, len(first_line))
        assert found.diagnostic.range == expected


async def test_metadata_makes_and_unmakes_a_kale_notebook(open_notebook):
    document = await open_notebook("ordinary.ipynb")
    assert document.diagnosed() == []
    document.set_notebook_metadata({"kubeflow_notebook": {"pipeline_name": "p", "experiment_name": "e"}})
    await document.until(lambda found: any(d.cell == 1 for d in found), "a diagnostic for `parameters`")
    document.set_notebook_metadata({})
    await document.cells_diagnosed([])


async def test_a_tag_makes_a_kale_notebook(open_notebook):
    document = await open_notebook("ordinary.ipynb")
    document.set_tags(2, ["step:start"])
    await document.until(lambda found: any(d.cell == 1 for d in found), "a diagnostic for `parameters`")
    document.set_tags(2, [])
    await document.cells_diagnosed([])


async def test_running_a_cell_changes_nothing(open_notebook):
    document = await open_notebook("self-reference.ipynb")
    await document.cells_diagnosed([2])
    document.run_cell(1, 1)
    document.run_cell(2, 2)
    await document.settled()
    await document.cells_diagnosed([2])


@pytest.mark.recorded("pytest-lsp-notebook-text")
async def test_text_changes_reach_the_analysis(open_notebook):
    document = await open_notebook("diamond.ipynb")
    document.type_over(2, "readings", "measurements")
    document.type_over(3, "(readings[i", "(measurements[i")
    hover = await document.hover_text(document.place(3, "measurements[i"))
    assert "read_sensor" in hover
    document.set_source(3, "# nothing is read here\nsmoothed = []")
    assert "read_sensor" not in (await document.hover_text(document.place(3, "smoothed")))


@pytest.mark.recorded("pytest-lsp-notebook-move")
async def test_moving_cells_keeps_their_text(open_notebook):
    document = await open_notebook("diamond.ipynb")
    document.reverse(2, 2)  # `smooth` now stands above `read_sensor`
    await document.cells_diagnosed([2])
    assert "smoothed" in await document.hover_text(document.place(2, "smoothed"))
    document.reverse(2, 2)
    await document.cells_diagnosed([])
    assert "readings" in await document.hover_text(document.place(2, "readings"))


async def test_inserted_cells_stand_where_they_were_inserted(open_notebook):
    document = await open_notebook("diamond.ipynb")
    cell = document.make_cell("code", "extra = 1", {"tags": ["step:extra", "prev:reports"]}, 100)
    document.splice(3, 0, [cell])
    await document.cells_diagnosed([3])
    document.set_tags(3, ["step:extra", "prev:read_sensor"])
    await document.cells_diagnosed([])
    assert "extra" in await document.hover_text(document.place(3))
    assert "smooth" in await document.hover_text(document.place(4))


@pytest.mark.recorded("pytest-lsp-notebook-delete")
async def test_deleting_a_cell_clears_it_and_tells_the_others(open_notebook):
    document = await open_notebook("self-reference.ipynb")
    await document.cells_diagnosed([2])
    gone = document.cells[2]["uri"]
    document.splice(2, 1)
    await document.until(
        lambda found: not document.client.diagnostics.get(gone), "no diagnostics of a deleted cell"
    )

    document = await open_notebook("diamond.ipynb")
    document.splice(2, 1)  # `read_sensor`
    await document.until(lambda found: {2, 3} <= {d.cell for d in found}, "two steps miss `read_sensor`")


async def test_a_cell_that_is_gone_has_no_hover(open_notebook):
    document = await open_notebook("diamond.ipynb")
    place = document.place(3)
    document.splice(3, 1)
    assert await document.hover(place) is None


async def test_a_cell_whose_language_changes_is_replaced(open_notebook):
    document = await open_notebook("self-reference.ipynb")
    await document.cells_diagnosed([2])
    old = document.cells[2]
    markdown = {
        **old,
        "kind": type(old["kind"]).Markup,
        "language": "markdown",
        "uri": old["uri"] + "-markdown",
    }
    document.splice(2, 1, [markdown])
    await document.until(
        lambda found: not document.client.diagnostics.get(old["uri"]), "the old cell is cleared"
    )


async def test_many_changes_in_one_message(open_notebook):
    document = await open_notebook("diamond.ipynb")
    new = document.make_cell("code", "closing = report_text", {"tags": ["step:close", "prev:report"]}, 100)
    document.cells.append(new)
    document.cells[5]["text"] = "report_text = str(len(outliers) + len(smoothed))"
    document.cells[5]["version"] += 1
    changed = document.cells[5]
    document._did_change_cells(
        structure=types.NotebookDocumentCellChangeStructure(
            types.NotebookCellArrayChange(6, 0, [document._protocol_cell(new)]), [document._document(new)], []
        ),
        data=[document._protocol_cell(changed)],
        text_content=[
            types.NotebookDocumentCellContentChanges(
                types.VersionedTextDocumentIdentifier(changed["version"], changed["uri"]),
                [types.TextDocumentContentChangeWholeDocument(changed["text"])],
            )
        ],
    )
    await document.settled()
    assert document.diagnosed() == []
    assert "report" in await document.hover_text(document.place(6, "report_text"))


async def test_saving_and_closing(open_notebook):
    document = await open_notebook("self-reference.ipynb")
    await document.save()
    await document.cells_diagnosed([2])
    await document.close()
    await document.cells_diagnosed([])
