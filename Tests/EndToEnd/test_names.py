"""From names to what they stand for: definitions, references, highlights, and renaming of steps, on every shape."""

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

TRAIN, TUNED, FREE, EMOJI = (
    "train-and-evaluate.ipynb",
    "parameters-and-metrics.ipynb",
    "functions-with-free-variables.ipynb",
    "emoji-and-escapes.ipynb",
)
HIGHLIGHT = types.DocumentHighlightKind


def at(place):
    uri, position = place
    return types.TextDocumentIdentifier(uri), position


async def definition(document, place):
    return await document.client.text_document_definition_async(types.DefinitionParams(*at(place)))


async def references(document, place, declaration=True):
    return await document.client.text_document_references_async(
        types.ReferenceParams(types.ReferenceContext(declaration), *at(place))
    )


def starts(locations):
    return [(location.uri, location.range.start) for location in locations]


# a use: sample, cell, where; and its definition: cell, where
DEFINITIONS = {
    "in-the-step-above": (TRAIN, 7, "houses", 4, "houses ="),
    "from-a-step-further-up": (TRAIN, 10, "test_data", 7, "test_data ="),
    "from-a-joined-cell": (TRAIN, 8, "train_data", 7, "train_data ="),
    "parameter": (TUNED, 4, "learning_rate", 1, "learning_rate"),
    "imported": (TRAIN, 4, "np", 1, "np"),
    "function": (TRAIN, 10, "root_mean_square_error", 2, "root_mean_square_error"),
    "itself": (TRAIN, 4, "houses =", 4, "houses ="),
}


@pytest.mark.parametrize(("name", "cell", "use", "made", "where"), DEFINITIONS.values(), ids=DEFINITIONS)
async def test_a_variable_leads_to_where_it_is_made(open_sample, name, cell, use, made, where):
    document = await open_sample(name)
    made = next(c for c in range(made, document.cell_count) if document.is_code(c) and where in document.source(c))
    found = await definition(document, document.place(cell, use))
    assert (found.uri, found.range.start) == document.place(made, where)


async def test_behind_emoji_and_escapes_too(open_sample):
    document = await open_sample(EMOJI)
    found = await definition(document, document.place(3, "total"))
    assert (found.uri, found.range.start) == document.place(3, "total")


async def test_what_the_notebook_does_not_make_has_no_definition(open_sample):
    document = await open_sample(TRAIN)
    assert await definition(document, document.place(7, "0.8")) is None
    assert await references(document, document.place(7, "0.8")) is None
    assert await definition(document, document.place(0)) is None
    ordinary = await open_sample("ordinary.ipynb")
    assert await definition(ordinary, ordinary.place(2, "math")) is None


async def test_references_go_from_step_to_step(open_sample):
    document = await open_sample(TRAIN)
    found = await references(document, document.place(7, "houses"))
    named = starts(found)
    assert document.place(4, "houses =") in named and document.place(7, "houses") in named
    uses = await references(document, document.place(7, "houses"), declaration=False)
    assert document.place(4, "houses =") not in starts(uses)
    assert document.place(7, "houses") in starts(uses)
    assert set(map(repr, starts(uses))) < set(map(repr, named))


async def test_references_of_a_parameter(open_sample):
    document = await open_sample(TUNED)
    [declared] = [c for c in range(document.cell_count) if "pipeline-parameters" in document.tags(c)]
    found = starts(await references(document, document.place(declared, "learning_rate")))
    assert document.place(declared, "learning_rate") in found
    assert document.place(4, "learning_rate") in found


async def test_highlights_stay_in_the_document(open_sample):
    document = await open_sample(TRAIN)
    found = await document.client.text_document_document_highlight_async(
        types.DocumentHighlightParams(*at(document.place(7, "houses")))
    )
    made, used = document.place(4, "houses ="), document.place(7, "houses")
    places = {(h.range.start.line, h.range.start.character): h.kind for h in found}
    assert places[used[1].line, used[1].character] == HIGHLIGHT.Read
    if document.is_one_document:
        assert places[made[1].line, made[1].character] == HIGHLIGHT.Write


async def test_a_previous_step_leads_to_the_step(open_text):
    document = await open_text(TRAIN)
    [head] = [c for c in range(document.cell_count) if "step:load_data" in document.tags(c)]
    found = await definition(document, document.tag_place(7, "prev:load_data"))
    assert "step:load_data" in document.text_at(found.range)
    uses = await references(document, document.tag_place(head, "step:load_data"), declaration=False)
    assert uses and all("prev:load_data" in document.text_at(use.range) for use in uses)
    found = await document.client.text_document_document_highlight_async(
        types.DocumentHighlightParams(*at(document.tag_place(7, "prev:load_data")))
    )
    assert [h.kind for h in found].count(HIGHLIGHT.Write) == 1 and len(found) == len(uses) + 1


def tags_naming(document, name):
    return [
        (cell, tag)
        for cell in range(document.cell_count)
        for tag in document.tags(cell)
        if tag.partition(":")[2] == name
    ]


async def prepare_rename(document, place):
    return await document.client.text_document_prepare_rename_async(types.PrepareRenameParams(*at(place)))


async def rename(document, place, new_name):
    identifier, position = at(place)
    return await document.client.text_document_rename_async(
        types.RenameParams(identifier, position, new_name)
    )


@pytest.mark.parametrize("tag", ["step:split", "prev:load_data"])
async def test_a_step_is_renamed_wherever_it_is_named(open_text, tag):
    document = await open_text(TRAIN)
    place = document.tag_place(7, tag)
    name = tag.partition(":")[2]
    prepared = await prepare_rename(document, place)
    assert prepared.placeholder == document.text_at(prepared.range) == name
    named, before = tags_naming(document, name), [document.source(c) for c in range(document.cell_count)]
    document.apply_workspace_edit(await rename(document, place, "renamed"))
    assert tags_naming(document, "renamed") == [(c, t.replace(name, "renamed")) for c, t in named]
    assert not tags_naming(document, name)
    assert [document.source(c) for c in range(document.cell_count)] == before
    await document.until(lambda found: not found, "nothing wrong")


@pytest.mark.parametrize("new_name", ["Not A Name", "skip", "load_data", "", "1st"])
async def test_a_name_that_cannot_be_given_is_an_error(open_sample, new_name):
    document = await open_sample(TRAIN)
    before = tags_naming(document, "split")
    with pytest.raises(JsonRpcException) as caught:
        if document.is_one_document:
            await rename(document, document.tag_place(7, "step:split"), new_name)
        else:
            await rename_step(document, 7, new_name)
    assert caught.value.message.endswith((".", "?"))
    assert tags_naming(document, "split") == before


async def test_only_steps_can_be_renamed(open_sample):
    document = await open_sample(TRAIN)
    assert await prepare_rename(document, document.place(7, "houses")) is None
    with pytest.raises(JsonRpcException):
        await rename(document, document.place(7, "houses"), "homes")


async def rename_step(document, cell, new_name):
    arguments = {"uri": document.uri, "cell": cell, "newName": new_name}
    return await document.client.workspace_execute_command_async(
        types.ExecuteCommandParams("kale.renameStep", [arguments])
    )


@pytest.mark.parametrize("cell", [7, 8])
async def test_a_step_is_renamed_by_command(open_sample, cell):
    document = await open_sample(TRAIN)
    named = tags_naming(document, "split")
    answer = await rename_step(document, cell, "parted")
    assert answer["applied"]
    await document.settled()
    assert tags_naming(document, "parted") == [(c, t.replace("split", "parted")) for c, t in named]
    assert not document.diagnosed()


async def test_a_cell_without_a_step_cannot_be_renamed(open_sample):
    document = await open_sample(TRAIN)
    with pytest.raises(JsonRpcException):
        await rename_step(document, 0, "parted")
