"""Positions count UTF-16 units unless the client prefers UTF-8; what they point at stays the same."""

import pytest
from lsprotocol import types

from kale_client import text_editor_capabilities
from text_shape import TextShape

UTF_8, UTF_16, UTF_32 = (types.PositionEncodingKind(f"utf-{bits}") for bits in (8, 16, 32))


@pytest.mark.parametrize(
    ("offered", "chosen"),
    [
        (None, UTF_16),
        ([UTF_16], UTF_16),
        ([UTF_8, UTF_16], UTF_8),
        ([UTF_16, UTF_8], UTF_16),
        ([UTF_32, UTF_8], UTF_8),
        ([UTF_32], UTF_16),
        ([], UTF_16),
    ],
)
async def test_the_first_encoding_that_both_know_is_chosen(start_client, offered, chosen):
    capabilities = text_editor_capabilities()
    capabilities.general.position_encodings = offered
    client = await start_client(capabilities)
    assert (client.initialization.capabilities.position_encoding or UTF_16) == chosen


@pytest.mark.parametrize("encoding", [UTF_8, UTF_16])
async def test_ranges_after_characters_outside_the_bmp(start_client, workspace, encoding):
    capabilities = text_editor_capabilities()
    capabilities.general.position_encodings = [encoding]
    document = TextShape(await start_client(capabilities), workspace / "emoji-and-escapes.ipynb")
    # on the line of this tag stand an emoji, a letter outside the BMP and an escape
    document.text = document.text.replace('"prev:load\\u005fmoods"', '"prev:load\\u005fmods"')
    await document.open()
    [found] = await document.cells_diagnosed([3])
    notebook = document.notebook
    assert notebook.tag_at(*notebook.offsets(found.diagnostic.range)) == (3, "prev:load_mods")
    assert "happy" in await document.hover_text(document.place(4, "happy"))
    assert "count_moods" in await document.hover_text(document.tag_place(3, "step:count_moods"))


@pytest.mark.parametrize("encoding", [UTF_8, UTF_16])
async def test_incremental_changes_after_characters_outside_the_bmp(start_client, workspace, encoding):
    capabilities = text_editor_capabilities()
    capabilities.general.position_encodings = [encoding]
    document = TextShape(await start_client(capabilities), workspace / "emoji-and-escapes.ipynb")
    await document.open()
    await document.settled()
    document.replace("prev:load\\u005fmoods", "prev:load_mods")
    await document.cells_diagnosed([3])
    document.replace("prev:load_mods", "prev:load_moods")
    await document.cells_diagnosed([])
