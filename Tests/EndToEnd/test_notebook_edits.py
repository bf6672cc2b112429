"""Code actions that change code, cells and the configuration, in both shapes, touching nothing else."""

import pytest

from kale_client import notebook_editor_capabilities
from notebook_shape import NotebookShape


def with_import_in_a_step(*, has_imports_cell):
    """A change of diamond.ipynb: its step in cell 2 imports a module that is not in the image."""

    def change(notebook):
        imports, step = notebook["cells"][1], notebook["cells"][2]
        imports["source"] = ["import os\n", "# é"]
        if not has_imports_cell:
            imports["metadata"]["tags"] = ["skip"]
        step["source"] = ["import torch\n", *step["source"]]

    return change


async def fix_of(document, code, *words):
    """The one fix of the diagnostics with this code whose title has all the words."""
    fixes = [
        fix
        for found in await document.all_diagnosed()
        if found.diagnostic.code == code
        for fix in await document.fixes(found)
        if all(word in fix.title for word in words)
    ]
    assert len(fixes) == 1, [fix.title for fix in fixes]
    return fixes[0]


@pytest.fixture
async def open_for_edits(open_sample):
    async def open_(name, change=None):
        document = await open_sample(name, change)
        document.may_edit_code = True
        return document

    return open_


async def test_code_moves_from_one_cell_to_another(open_for_edits):
    document = await open_for_edits("diamond.ipynb", with_import_in_a_step(has_imports_cell=True))
    before = [document.source(cell) for cell in range(document.cell_count)]
    fix = await fix_of(document, "KALE223", "import torch")
    if isinstance(document, NotebookShape):
        assert fix.edit is not None and fix.command is None, "text edits are the protocol's own"
    await document.apply(fix)
    assert document.source(1) == before[1] + "\nimport torch"
    assert document.source(2) == before[2].removeprefix("import torch\n")
    assert [document.source(cell) for cell in range(3, document.cell_count)] == before[3:]
    await document.until(lambda now: all(d.diagnostic.code != "KALE223" for d in now), "the diagnostic to go")


async def test_a_cell_is_made_where_there_is_none(open_for_edits):
    document = await open_for_edits("diamond.ipynb", with_import_in_a_step(has_imports_cell=False))
    before = [(document.source(cell), document.tags(cell)) for cell in range(document.cell_count)]
    await document.apply(await fix_of(document, "KALE223", "import torch"))
    after = [(document.source(cell), document.tags(cell)) for cell in range(document.cell_count)]
    new = after.index(("import torch", ["imports"]))
    source, tags = before[2]
    assert after[:new] + after[new + 1 :] == [
        *before[:2], (source.removeprefix("import torch\n"), tags), *before[3:]
    ]  # fmt: skip
    await document.until(lambda now: all(d.diagnostic.code != "KALE223" for d in now), "the diagnostic to go")


async def test_the_configuration_changes_in_place(open_for_edits):
    def change(notebook):
        notebook["metadata"]["kubeflow_notebook"]["docker_image"] = "image"

    document = await open_for_edits("diamond.ipynb", change)
    await document.apply(await fix_of(document, "KALE302", "base_image"))
    await document.until(lambda now: all(d.diagnostic.code != "KALE302" for d in now), "the diagnostic to go")
    if isinstance(document, NotebookShape):
        configuration = document._own(document.notebook_metadata)["kubeflow_notebook"]
    else:
        configuration = document.value()["metadata"]["kubeflow_notebook"]
    assert configuration["base_image"] == "image" and "docker_image" not in configuration


async def test_an_editor_of_tags_alone_is_offered_no_more(start_client, workspace):
    capabilities = notebook_editor_capabilities()
    del capabilities.experimental["kale"]["notebookEditKinds"]
    document = NotebookShape(await start_client(capabilities), workspace / "diamond.ipynb")
    document.cells[1]["text"] = "import os"
    document.cells[1]["metadata"] = document._lay_out({"tags": ["skip"]})
    document.cells[2]["text"] = "import torch\n" + document.cells[2]["text"]
    await document.open()
    [found] = [d for d in await document.all_diagnosed() if d.diagnostic.code == "KALE223"]
    assert await document.fixes(found) == []
