"""Findings in the editor: the same as on the command line, at the right place, gone when they should be."""

import json

import pytest
from lsprotocol import types

from conftest import ALL_SAMPLES, EXPECTED_FINDINGS, RIGHT_SAMPLES, WITHOUT_KALE
from notebook_text import TextIndex
from text_shape import TextShape

SEVERITIES = {"error": 1, "warning": 2, "information": 3, "hint": 4}


@pytest.mark.parametrize("name", sorted(EXPECTED_FINDINGS))
async def test_the_editor_sees_what_the_command_line_finds(open_sample, check, name):
    findings = check(name)
    # where an editor shows what is said of the notebook as a whole is left to the server
    of_the_notebook = {finding["message"] for finding in findings if finding["cell"] is None}
    document = await open_sample(name)
    await document.until(lambda found: len(found) >= len(findings), f"{len(findings)} diagnostics")
    await document.settled()
    shown = document.diagnosed()
    assert of_the_notebook <= {d.message for d in shown}
    assert sorted(
        (d.cell, d.message, d.diagnostic.severity.value) for d in shown if d.message not in of_the_notebook
    ) == sorted(
        (f["cell"], f["message"], SEVERITIES[f["severity"]]) for f in findings if f["cell"] is not None
    )


@pytest.mark.parametrize("name", WITHOUT_KALE + RIGHT_SAMPLES)
async def test_right_notebooks_and_ordinary_ones_have_no_findings(open_sample, name):
    document = await open_sample(name)
    await document.settled()
    assert document.diagnosed() == []


async def test_a_notebook_without_steps_is_told(open_sample):
    document = await open_sample("no-steps.ipynb")
    [found] = await document.all_diagnosed()
    assert "step" in found.message


async def test_diagnostics_say_where_they_are_documented(open_sample):
    document = await open_sample("malformed-tags.ipynb")
    for found in await document.all_diagnosed():
        assert found.diagnostic.source == "kale"
        assert str(found.code).startswith("KALE")
        if document.client.capabilities.text_document.publish_diagnostics.code_description_support:
            assert found.diagnostic.code_description.href.startswith("https://")
        else:
            assert found.diagnostic.code_description is None


@pytest.mark.parametrize("name", sorted(EXPECTED_FINDINGS))
async def test_every_tag_is_underlined_exactly(open_text, name):
    expected = EXPECTED_FINDINGS[name]
    document = await open_text(name)
    await document.until(lambda found: len(found) >= len(expected), f"{len(expected)} diagnostics")
    notebook = document.notebook
    underlined = [notebook.tag_at(*notebook.offsets(d.diagnostic.range)) for d in document.diagnosed()]
    wanted = sorted((e["cell"], e["tag"]) for e in expected if e["tag"] is not None)
    assert sorted(tag for tag in underlined if tag is not None and isinstance(tag[1], str)) == wanted


async def test_a_cycle_is_spelled_out_with_every_cell_on_it(open_sample):
    document = await open_sample("cyclic-tags.ipynb")
    found = await document.cells_diagnosed([2, 3, 4, 5])
    [cycle] = [d for d in found if d.cell == 2]
    assert all(step in cycle.message for step in ("prepare", "train", "publish"))
    related = cycle.diagnostic.related_information
    assert {document.cell_uri(3), document.cell_uri(4)} <= {
        information.location.uri for information in related
    }


async def test_the_nearest_name_is_suggested(open_sample):
    document = await open_sample("broken-order.ipynb")
    found = await document.until(
        lambda found: any(d.cell == 3 for d in found), "a diagnostic for `prev:laod`"
    )
    assert any("`load`" in d.message or "`prev:load`" in d.message for d in found if d.cell == 3)


@pytest.mark.recorded("pytest-lsp-edit")
async def test_findings_come_and_go_with_the_tags(open_sample):
    document = await open_sample("diamond.ipynb")
    await document.settled()
    document.set_tags(3, ["step:smooth", "prev:read_sensors"])
    await document.cells_diagnosed([3])
    document.set_tags(2, ["step:read_sensors"])
    await document.cells_diagnosed([4])
    document.set_tags(4, ["step:find_outliers", "prev:read_sensors"])
    await document.cells_diagnosed([])


async def test_diagnostics_are_cleared_on_close(open_sample):
    document = await open_sample("malformed-tags.ipynb")
    await document.all_diagnosed()
    await document.close()
    await document.until(lambda found: not found, "no diagnostics after close")


async def test_reopening_gives_them_again(open_sample):
    document = await open_sample("self-reference.ipynb")
    await document.cells_diagnosed([2])
    await document.close()
    await document.cells_diagnosed([])
    await document.open()
    await document.cells_diagnosed([2])


# --- text alone ---------------------------------------------------------------------------------------------


async def test_half_typed_json_is_told_at_its_place_and_forgotten_when_whole_again(open_text):
    document = await open_text("train-and-evaluate.ipynb")
    await document.settled()
    document.replace('"step:split",', '"step:split"')
    [found] = await document.all_diagnosed()
    at = TextIndex(document.text, document.encoding).offset(found.diagnostic.range.start)
    assert document.text.index('"step:split"') <= at <= document.text.index('"prev:load_data"')
    document.replace('"step:split"', '"step:split",')
    await document.cells_diagnosed([])


async def test_a_tag_is_typed_character_by_character(open_text):
    document = await open_text("diamond.ipynb")
    at = document.text.index('"step:smooth"') + len('"step:smooth"')
    for character in ', "limit:nvidia.com/gpu:1"':
        place = TextIndex(document.text, document.encoding).range(at, at)
        document.change([types.TextEdit(place, character)])
        at += 1
    await document.settled()
    await document.cells_diagnosed([])
    assert "nvidia.com/gpu" in await document.hover_text(document.tag_place(3, "step:smooth"))


async def test_whole_text_changes_count_like_small_ones(open_text):
    document = await open_text("diamond.ipynb")
    await document.settled()
    right = document.text
    document.replace_all(right.replace("prev:smooth", "prev:smoth"))
    await document.cells_diagnosed([5])
    document.replace_all(right)
    await document.cells_diagnosed([])


async def test_several_changes_in_one_message_apply_in_order(open_text):
    document = await open_text("diamond.ipynb")
    notebook = document.notebook
    edits = []
    for cell, tag in [(5, "prev:smooth"), (3, "step:smooth")]:
        index = notebook.value["cells"][cell]["metadata"]["tags"].index(tag)
        start, end = notebook.spans["cells", cell, "metadata", "tags", index]
        edits.append(types.TextEdit(notebook.range(start, end), json.dumps(tag.replace("smooth", "flatten"))))
    document.change(edits)
    await document.settled()
    assert document.diagnosed() == []
    assert "flatten" in await document.hover_text(document.tag_place(3, "step:flatten"))


async def test_saving_changes_nothing(open_text):
    document = await open_text("self-reference.ipynb")
    await document.cells_diagnosed([2])
    document.client.text_document_did_save(
        types.DidSaveTextDocumentParams(types.TextDocumentIdentifier(document.uri), document.text)
    )
    await document.settled()
    await document.cells_diagnosed([2])


async def test_documents_are_kept_apart(open_text):
    wrong, right = await open_text("self-reference.ipynb"), await open_text("diamond.ipynb")
    await wrong.cells_diagnosed([2])
    await right.settled()
    assert right.diagnosed() == []
    await right.close()
    await wrong.settled()
    await wrong.cells_diagnosed([2])


@pytest.mark.parametrize("name", ALL_SAMPLES)
async def test_versions_of_diagnostics_are_those_of_the_text(text_client, workspace, name):
    document = TextShape(text_client, workspace / name)
    document.version = 41
    waiting = text_client.protocol.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    await document.open()
    await document.settled()
    if waiting.done():
        assert waiting.result().version in (None, 41)
    elif name in EXPECTED_FINDINGS:
        raise AssertionError("no diagnostics were published")
