"""`kale/outline`, `kale/outlineChanged`, and the commands that go with them, on every shape."""

import types as plain

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

TRAIN, TUNED = "train-and-evaluate.ipynb", "parameters-and-metrics.ipynb"


def plainly(value):
    """What pygls makes of JSON objects, as dictionaries again."""
    if hasattr(value, "_asdict"):
        value = value._asdict()
    if isinstance(value, plain.SimpleNamespace):
        value = vars(value)
    if isinstance(value, dict):
        return {key: plainly(item) for key, item in value.items()}
    return [plainly(item) for item in value] if isinstance(value, (list, tuple)) else value


async def outline(document, uri=None):
    return plainly(
        await document.client.protocol.send_request_async("kale/outline", {"uri": uri or document.uri})
    )


async def command(document, name, **argument):
    parameters = types.ExecuteCommandParams(name, [{"uri": document.uri, **argument}])
    return plainly(await document.client.workspace_execute_command_async(parameters))


def position(place):
    return {"line": place.line, "character": place.character}


async def test_the_outline_of_a_notebook(open_sample):
    document = await open_sample(TRAIN)
    answer = await outline(document)
    assert answer["isKaleNotebook"] is True
    assert answer["pipelineName"] == "house-prices"
    cells = {cell["cell"]: cell for cell in answer["cells"]}
    split = cells[7]
    assert (split["role"], split["step"], split["isContinuation"]) == ("step", "split", False)
    assert split["tags"] == document.tags(7)
    assert split["previous"] == ["load_data"]
    assert split["inputs"] == [{"name": "houses", "from": "load_data"}]
    assert split["outputs"] == ["test_data", "train_data"]
    assert (split["parameters"], split["metrics"]) == ([], [])
    joined = cells[8]
    assert joined["isContinuation"] is True and joined["tags"] == []
    assert {key: joined[key] for key in ("step", "inputs", "outputs")} == {
        key: split[key] for key in ("step", "inputs", "outputs")
    }
    assert 0 not in cells, "a Markdown cell"


async def test_each_cell_is_where_the_outline_says(open_sample):
    document = await open_sample(TRAIN)
    for cell in (await outline(document))["cells"]:
        uri, at = document.place(cell["cell"])
        assert cell["uri"] == uri
        start, end = cell["range"]["start"], cell["range"]["end"]
        assert (start["line"], start["character"]) <= (at.line, at.character)
        assert (at.line, at.character) <= (end["line"], end["character"])


async def test_roles_parameters_and_metrics(open_sample):
    cells = (await outline(await open_sample(TUNED)))["cells"]
    roles = {cell["role"] for cell in cells}
    assert {"step", "pipeline-parameters", "pipeline-metrics"} <= roles
    [parameters] = [cell for cell in cells if cell["role"] == "pipeline-parameters"]
    assert "learning_rate" in parameters["parameters"] and parameters["step"] is None
    assert any("learning_rate" in cell["parameters"] for cell in cells if cell["role"] == "step")


async def test_a_cells_document_stands_for_its_notebook(open_notebook):
    document = await open_notebook(TRAIN)
    assert await outline(document, document.cell_uri(3)) == await outline(document)


async def test_what_is_not_open_has_no_outline(open_sample):
    document = await open_sample(TRAIN)
    assert await outline(document, "file:///nowhere/at/all.ipynb") is None


@pytest.mark.parametrize("announced", [True, False])
async def test_changes_are_told_to_those_who_want_to_hear(shape_type, start_client, workspace, announced):
    capabilities = shape_type.capabilities()
    own = dict((capabilities.experimental or {}).get("kale", {}))
    capabilities.experimental = {"kale": {**own, "outlineChanged": announced}}
    client = await start_client(capabilities)
    told = []

    @client.feature("kale/outlineChanged")
    def outline_changed(params):
        told.append(plainly(params)["uri"])

    document = shape_type(client, workspace / TRAIN)
    await document.open()
    await document.settled()
    assert told == [document.uri] * announced
    document.set_tags(7, ["step:parted"])
    await document.settled()
    assert told == [document.uri] * 2 * announced


async def tags_become(document, cell, tags):
    await document.settled()
    assert document.tags(cell) == tags


async def test_set_tags(open_sample):
    document = await open_sample(TRAIN)
    assert await command(document, "kale.setTags", cell=7, tags=["step:parted", "prev:load_data"]) == {
        "applied": True
    }
    await tags_become(document, 7, ["step:parted", "prev:load_data"])
    assert (await outline(document))["cells"]
    assert await command(document, "kale.setTags", cell=8, tags=["skip"]) == {"applied": True}
    await tags_become(document, 8, ["skip"])
    assert await command(document, "kale.setTags", cell=8, tags=[]) == {"applied": True}
    await tags_become(document, 8, [])


async def test_set_tags_leaves_those_of_other_tools(open_sample):
    document = await open_sample(TRAIN)
    document.set_tags(7, ["hide-input", "step:split", "stpe:split"])
    await command(document, "kale.setTags", cell=7, tags=["step:parted"])
    await tags_become(document, 7, ["step:parted", "hide-input"])


async def test_set_tags_by_the_cells_document(open_notebook):
    document = await open_notebook(TRAIN)
    await command(document, "kale.setTags", uri=document.cell_uri(7), tags=["imports"])
    await tags_become(document, 7, ["imports"])


@pytest.mark.parametrize(
    "argument", [{"tags": ["skip"]}, {"cell": 99, "tags": ["skip"]}, {"cell": 7}, {"cell": 7, "tags": [1]}]
)
async def test_set_tags_says_what_is_wrong(open_sample, argument):
    document = await open_sample(TRAIN)
    with pytest.raises(JsonRpcException):
        await command(document, "kale.setTags", **argument)


async def test_steps_one_after_the_other(open_sample):
    document = await open_sample(TRAIN)
    heads = [
        cell["cell"]
        for cell in (await outline(document))["cells"]
        if cell["role"] == "step" and not cell["isContinuation"]
    ]
    uri, at = document.place(0)
    for head in heads:
        found = await command(document, "kale.nextStep", uri=uri, position=position(at))
        expected_uri, expected = document.place(head)
        assert found["uri"] == expected_uri
        assert found["range"]["start"] == position(expected)
        uri, at = found["uri"], document.place(head)[1]
    assert await command(document, "kale.nextStep", uri=uri, position=position(at)) is None
    for head in reversed(heads[:-1]):
        found = await command(document, "kale.previousStep", uri=uri, position=position(at))
        assert found["range"]["start"] == position(document.place(head)[1])
        uri, at = found["uri"], document.place(head)[1]
    assert await command(document, "kale.previousStep", uri=uri, position=position(at)) is None


async def test_from_a_later_cell_the_steps_own_head_comes_first(open_sample):
    document = await open_sample(TRAIN)
    uri, at = document.place(8)
    found = await command(document, "kale.previousStep", uri=uri, position=position(at))
    assert found["range"]["start"] == position(document.place(7)[1])
