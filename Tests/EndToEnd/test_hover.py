"""Hover: a card for a step, and for a variable what it is here."""

import pytest
from lsprotocol import types

from conftest import cases
from kale_client import text_editor_capabilities
from text_shape import TextShape

TRAIN, TUNED, CONFIGURED = (
    "train-and-evaluate.ipynb",
    "parameters-and-metrics.ipynb",
    "gpu-images-labels-secrets.ipynb",
)


async def test_a_steps_card_on_its_first_line(open_sample):
    document = await open_sample(TRAIN)
    card = await document.hover_text(document.place(7))
    for word in ("split", "load_data", "train", "houses", "train_data", "test_data"):
        assert f"`{word}`" in card, card


async def test_the_same_card_on_its_tag(open_sample):
    document = await open_sample(TRAIN)
    assert await document.hover_text(document.tag_place(7, "step:split")) == await document.hover_text(
        document.place(7)
    )


async def test_a_card_shows_parameters_and_configuration(open_sample):
    document = await open_sample(TUNED)
    card = await document.hover_text(document.place(4, "0.0"))  # a name shows its own
    assert "learning_rate" in card and "epochs" in card

    document = await open_sample(CONFIGURED)
    card = await document.hover_text(document.place(3, "= {path"))
    for word in ("nvidia.com/gpu", "2", "ghcr.io/example/torch:2.5-cuda12", "app.kubernetes.io/part-of"):
        assert word in card, card


async def test_a_previous_steps_tag_shows_that_step(open_text):
    document = await open_text(TRAIN)
    assert "houses" in await document.hover_text(document.tag_place(7, "prev:load_data"))


# what is hovered: sample, cell, where, and words that tell what it is
VARIABLES = {
    "input": (TRAIN, 7, "houses", ["input", "load_data"]),
    "output": (TRAIN, 7, "train_data", ["output", "train"]),
    "output-to-a-step-further-on": (TRAIN, 7, "test_data", ["output", "evaluate"]),
    "parameter": (TUNED, 4, "learning_rate", ["parameter", "float", "0.1"]),
    "parameter-bool": (TUNED, 3, "use_noise", ["parameter", "bool", "True"]),
    "parameter-str": (TUNED, 5, "title", ["parameter", "str", "A line"]),
    "imported": (TRAIN, 4, "np", ["import", "numpy"]),
    "function": (TRAIN, 10, "root_mean_square_error", ["functions"]),
    "local": (TRAIN, 7, "cut", ["local"]),
    "in-a-joined-cell": (TRAIN, 8, "test_data", ["split"]),
    "through-a-function": ("functions-with-free-variables.ipynb", 4, "points", ["configure"]),
    "after-emoji": ("emoji-and-escapes.ipynb", 3, "total", ["output", "report"]),
    "after-escapes": ("emoji-and-escapes.ipynb", 2, "count", ["output", "count_moods"]),
}


@pytest.mark.parametrize(
    ("name", "cell", "needle", "words"),
    cases(VARIABLES, "pytest-lsp-hover-variable", ["after-emoji"]),
)
async def test_a_variable_is_told_apart(open_sample, name, cell, needle, words):
    document = await open_sample(name)
    text = await document.hover_text(document.place(cell, needle))
    for word in [needle, *words]:
        assert word.lower() in text.lower(), text


@pytest.mark.parametrize("skip", [0, 3, 5])
async def test_anywhere_in_a_name_is_on_it(open_sample, skip):
    document = await open_sample(TRAIN)
    assert "load_data" in await document.hover_text(document.place(7, "houses", skip))


async def test_nothing_to_say_is_null(open_sample):
    document = await open_sample(TRAIN)
    assert await document.hover(document.place(7, "0.8")) is None
    assert await document.hover(document.place(0)) is None
    ordinary = await open_sample("ordinary.ipynb")
    assert await ordinary.hover(ordinary.place(2, "math")) is None


async def test_the_range_is_that_of_the_name(open_text):
    document = await open_text(TRAIN)
    hover = await document.hover(document.place(7, "train_data", 4))
    notebook = document.notebook
    start, end = notebook.offsets(hover.range)
    assert notebook.text[start:end] == "train_data"


async def test_plain_text_for_clients_without_markdown(start_client, workspace):
    capabilities = text_editor_capabilities()
    capabilities.text_document.hover.content_format = [types.MarkupKind.PlainText]
    document = TextShape(await start_client(capabilities), workspace / TRAIN)
    await document.open()
    hover = await document.hover(document.place(7))
    assert hover.contents.kind == types.MarkupKind.PlainText
    assert "load_data" in hover.contents.value
    assert not any(mark in hover.contents.value for mark in ("`", "**", "|--"))
