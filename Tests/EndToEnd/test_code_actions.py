"""Code actions: tags added, changed and removed, in both shapes, touching nothing else."""

import json
import re

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from conftest import EXPECTED_FINDINGS, cases
from kale_client import notebook_editor_capabilities
from notebook_shape import NotebookShape
from notebook_text import NotebookText

STEP_NAME = re.compile(r"step:[_a-z][_a-z0-9]*")


def titled(actions, *words):
    """The one action whose title has all the words."""
    found = [action for action in actions if all(word.lower() in action.title.lower() for word in words)]
    assert len(found) == 1, f"{words} in {[action.title for action in actions]}"
    return found[0]


def without_tags(*cells):
    def change(notebook):
        for cell in cells:
            notebook["cells"][cell]["metadata"] = {}

    return change


# --- on any code cell ---------------------------------------------------------------------------------------


async def test_a_step_tag_is_proposed_from_the_content(open_sample):
    document = await open_sample("train-and-evaluate.ipynb", without_tags(4))
    action = titled(await document.code_actions(document.place(4)), "add tag", "step:")
    await document.apply(action)
    [tag] = document.tags(4)
    assert STEP_NAME.fullmatch(tag)
    assert "load" in tag and "houses" in tag, "the cell begins with the comment `Load the houses`"


async def test_the_proposed_name_is_unique(open_sample):
    def change(notebook):
        notebook["cells"][3]["source"] = notebook["cells"][4]["source"] = ["# Look closer\n", "x = 1"]
        notebook["cells"][3]["metadata"] = notebook["cells"][4]["metadata"] = {}

    document = await open_sample("diamond.ipynb", change)
    for cell in (3, 4):
        await document.apply(titled(await document.code_actions(document.place(cell)), "step:"))
    assert document.tags(3) != document.tags(4)
    assert all(STEP_NAME.fullmatch(tag) for tag in document.tags(3) + document.tags(4))


@pytest.mark.parametrize(
    "role", ["skip", "imports", "functions", "pipeline-parameters", "pipeline-metrics"]
)
async def test_a_cell_gets_a_role(open_sample, role):
    document = await open_sample("diamond.ipynb", without_tags(1))
    await document.apply(titled(await document.code_actions(document.place(1)), f"`{role}`"))
    assert document.tags(1) == [role]


async def test_the_step_above_becomes_the_previous_step(open_sample):
    document = await open_sample("diamond.ipynb")
    await document.apply(titled(await document.code_actions(document.place(4)), "prev:smooth"))
    assert document.tags(4) == ["step:find_outliers", "prev:read_sensor", "prev:smooth"]


async def test_a_tag_is_removed(open_sample):
    document = await open_sample("diamond.ipynb")
    await document.apply(titled(await document.code_actions(document.place(5)), "remove", "prev:smooth"))
    assert document.tags(5) == ["step:report", "prev:find_outliers"]


async def test_markdown_cells_and_ordinary_cells_have_what_makes_sense(open_sample):
    document = await open_sample("diamond.ipynb")
    assert not [a for a in await document.code_actions(document.place(0)) if "step:" in a.title]
    ordinary = await open_sample("ordinary.ipynb")
    assert [a for a in await ordinary.code_actions(ordinary.place(1)) if "step:" in a.title]
    assert [a for a in await ordinary.code_actions(ordinary.place(5)) if "step:" in a.title]


async def test_only_the_kinds_asked_for_are_given(open_sample):
    document = await open_sample("diamond.ipynb")
    assert (
        await document.code_actions(document.place(3), only=[types.CodeActionKind.SourceOrganizeImports])
        == []
    )
    for action in await document.code_actions(document.place(3), only=[types.CodeActionKind.Refactor]):
        assert action.kind.split(".")[0] == "refactor"


# --- on a diagnostic ----------------------------------------------------------------------------------------

# sample, cell, words of the fix's title, and the tags of cells afterwards
FIXES = {
    "unknown-tag": ("malformed-tags.ipynb", 2, ["step:clean"], {2: ["step:clean"]}),
    "unknown-role": ("malformed-tags.ipynb", 3, ["imports"], {3: ["imports"]}),
    "unknown-previous": ("broken-order.ipynb", 3, ["load"], {3: ["step:prepare", "prev:load"]}),
    "invalid-name": ("malformed-tags.ipynb", 4, ["clean_data"], {4: ["step:clean_data", "prev:load"]}),
    "empty-name": (
        "malformed-tags.ipynb",
        7,
        ["remove", "`prev:`"],
        {7: ["step:average", "prev:load", "prev:total"]},
    ),
    "duplicate": ("malformed-tags.ipynb", 13, ["remove"], {13: ["step:twice", "prev:load"]}),
    "continuation": (
        "broken-order.ipynb",
        5,
        ["move", "prev:load"],
        {4: ["step:train", "prev:prepare", "prev:load"], 5: ["step:train"]},
    ),
    "cycle": ("cyclic-tags.ipynb", 2, ["prev:publish"], {2: ["step:prepare", "prev:start"]}),
    "cycle-of-one": ("cyclic-tags.ipynb", 5, ["prev:repeat"], {5: ["step:repeat", "prev:start"]}),
    "block-renamed-everywhere": (
        "old-block-tags.ipynb",
        2,
        ["Migrate this notebook"],
        {4: ["step:random_forest", "prev:featureengineering"], 6: ["step:results", "prev:random_forest"]},
    ),
    "other-tools-tag": ("other-tools-tags.ipynb", 2, ["remove", "hide-input"], {2: ["step:measure"]}),
}


@pytest.mark.parametrize(
    ("name", "cell", "words", "after"),
    cases(FIXES, "pytest-lsp-quick-fix", ["block-renamed-everywhere"]),
)
async def test_a_fix_puts_it_right_and_brings_nothing_new(open_sample, name, cell, words, after):
    document = await open_sample(name)
    found = [d for d in await document.all_diagnosed() if d.cell == cell]
    fixes = [fix for d in found for fix in await document.fixes(d)]
    before = {(d.cell, d.message) for d in document.diagnosed()}
    await document.apply(titled(fixes, *words))
    for index, tags in after.items():
        assert document.tags(index) == tags
    # A migration makes an old image count, which is then found to be too old.
    new = {"KALE024"} if "Migrate this notebook" in words else set()

    def messages(diagnostics):
        return {(d.cell, d.message) for d in diagnostics if d.code not in new}

    await document.until(lambda now: len(messages(now)) < len(before), "the diagnostic to go")
    assert messages(document.diagnosed()) < before


async def test_the_ignored_tag_is_removed(open_sample):
    document = await open_sample("ignored-tags.ipynb")
    found = await document.all_diagnosed()
    fixes = [fix for d in found if d.cell == 2 for fix in await document.fixes(d)]
    [preferred] = [fix for fix in fixes if fix.is_preferred]
    await document.apply(preferred)
    assert document.tags(2) == ["imports"]


@pytest.mark.parametrize("name", sorted(EXPECTED_FINDINGS))
async def test_every_fix_does_away_with_what_it_is_for(open_text, name):
    document = await open_text(name)
    original = document.text
    findings = await document.all_diagnosed()
    for found in findings:
        for fix in await document.fixes(found):
            await document.apply(fix)
            await document.hover(document.any_place())
            left = [(d.cell, d.message) for d in document.diagnosed()]
            assert (found.cell, found.message) not in left, f"{fix.title} leaves {found.message}"
            document.replace_all(original)
            await document.until(lambda now: len(now) == len(findings), "the diagnostics to be back")


@pytest.mark.parametrize("name", sorted(EXPECTED_FINDINGS))
async def test_one_fix_at_most_is_preferred(open_sample, name):
    document = await open_sample(name)
    for found in await document.all_diagnosed():
        if found.cell is not None:
            assert sum(bool(fix.is_preferred) for fix in await document.fixes(found)) <= 1


# --- the text around an edit --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "diamond.ipynb",
        "minified.ipynb",
        "four-space-crlf.ipynb",
        "emoji-and-escapes.ipynb",
        "large-outputs.ipynb",
    ],
)
async def test_removing_and_adding_a_tag_gives_the_same_bytes_back(open_text, name):
    document = await open_text(name)
    original = document.text
    cell = next(i for i, c in enumerate(document.value()["cells"]) if len(c["metadata"].get("tags", [])) > 1)
    [tag] = document.tags(cell)[1:]
    await document.apply(titled(await document.code_actions(document.place(cell)), "remove", tag))
    assert document.tags(cell) == document.tags(cell)[:1]
    assert json.loads(document.text)["cells"][cell]["source"] == json.loads(original)["cells"][cell]["source"]
    await document.apply(titled(await document.code_actions(document.place(cell)), "add", tag))
    # what was an escape in the file comes back as the character it stood for
    unescaped = original.replace("\\u005f", "_") if name.startswith("emoji") else original
    assert document.text == unescaped


@pytest.mark.parametrize(
    ("metadata", "line_end"),
    [
        ("{}", "\n"),
        ('{"tags": []}', "\n"),
        ('{\n    "collapsed": true\n   }', "\n"),
        ('{\r\n    "tags": [\r\n    ]\r\n   }', "\r\n"),
    ],
)
async def test_tags_are_added_to_any_metadata(open_text, metadata, line_end):
    def change(text):
        text = text.replace("\n", line_end)
        notebook = NotebookText(text)
        start, end = notebook.spans["cells", 1, "metadata"]
        return text[:start] + metadata + text[end:]

    document = await open_text("diamond.ipynb", change)
    before = document.value()
    await document.apply(titled(await document.code_actions(document.place(1)), "`imports`"))
    assert document.tags(1) == ["imports"]
    before["cells"][1]["metadata"] = {**before["cells"][1]["metadata"], "tags": ["imports"]}
    assert document.value() == before
    assert ("\r" in document.text) == (line_end == "\r\n")
    assert document.text.count("\n") == document.text.count(line_end)


# --- what the editor of a notebook document is asked to do --------------------------------------------------


@pytest.mark.parametrize("layout", ["plain", "nested", "custom"])
async def test_the_new_metadata_is_whole_and_in_the_editors_layout(open_notebook, layout):
    document = await open_notebook("emoji-and-escapes.ipynb", layout)
    before = document.cells[3]["metadata"]
    await document.apply(titled(await document.code_actions(document.place(3)), "remove", "prev:load_moods"))
    expected = {"title": "🚀 𝒳", "tags": ["step:count_moods"]}
    assert document._own(document.cells[3]["metadata"]) == expected
    assert document.cells[3]["metadata"].keys() == before.keys()
    [params] = document.edits
    assert params["label"]
    assert params["edit"]["notebookDocument"] == {"uri": document.uri, "version": 1}
    [edit] = params["edit"]["edits"]
    assert edit["kind"] == "cellMetadata" and edit["cell"] == document.cells[3]["uri"]


async def test_an_editor_that_cannot_apply_it_is_offered_none(start_client, workspace):
    capabilities = notebook_editor_capabilities()
    capabilities.experimental = None
    document = NotebookShape(await start_client(capabilities), workspace / "malformed-tags.ipynb")
    await document.open()
    for found in await document.all_diagnosed():
        assert (
            await document.code_actions((document.cell_uri(found.cell), found.diagnostic.range.start)) == []
        )


@pytest.mark.recorded("pytest-lsp-stale-edit")
async def test_an_action_of_an_older_notebook_is_refused(open_notebook):
    document = await open_notebook("diamond.ipynb")
    action = titled(await document.code_actions(document.place(5)), "remove", "prev:smooth")
    document.set_tags(5, ["step:report", "prev:find_outliers", "prev:smooth"])
    with pytest.raises(JsonRpcException, match="(?i)chang"):
        await document.apply(action)
    assert document.tags(5) == ["step:report", "prev:find_outliers", "prev:smooth"]


async def test_an_edit_that_the_editor_refuses_is_an_error_with_its_reason(open_notebook):
    document = await open_notebook("diamond.ipynb")
    document.refusal = "the notebook is read-only"
    action = titled(await document.code_actions(document.place(5)), "remove", "prev:smooth")
    with pytest.raises(JsonRpcException, match="read-only"):
        await document.apply(action)
    document.refusal = None
    await document.apply(titled(await document.code_actions(document.place(5)), "remove", "prev:smooth"))
    assert document.tags(5) == ["step:report", "prev:find_outliers"]
