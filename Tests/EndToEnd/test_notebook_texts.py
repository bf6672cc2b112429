"""Notebooks in other texts than `.ipynb` files: as jupytext writes them, and JupyterLab's virtual documents."""

import json

import jupytext
import nbformat
import pytest
from lsprotocol import types

from notebook_text import TextIndex
from shape import Diagnosed
from text_shape import TextShape

SAMPLE = "broken-order.ipynb"
FORMATS = {"percent": "py:percent", "hydrogen": "py:hydrogen", "light": "py:light", "markdown": "md", "myst": "md:myst"}


class PlainText(TextShape):
    """A text that is no JSON."""

    def __init__(self, client, path, language, text):
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            path.write_text(text, encoding="utf-8")
        super().__init__(client, path)
        self.language = language
        self.text = text

    async def open(self):
        item = types.TextDocumentItem(self.uri, self.language, self.version, self.text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))

    def diagnosed(self):
        return [Diagnosed(None, diagnostic) for diagnostic in self.client.diagnostics.get(self.uri, [])]

    def codes(self):
        return sorted(found.code for found in self.diagnosed())

    async def fixes_of(self, found):
        """The preferred fixes of a diagnostic."""
        kinds = [types.CodeActionKind.QuickFix]
        place = (self.uri, found.diagnostic.range.start)
        actions = await self.code_actions(place, [found.diagnostic], only=kinds)
        return [action for action in actions if action.is_preferred and action.edit]

    def apply_workspace_edit(self, edit):
        [(uri, edits)] = edit.changes.items()
        assert uri == self.uri
        self.change(edits)


def written(path, format_name, notebook_filter="kubeflow_notebook"):
    """The notebook as jupytext writes it."""
    description = jupytext.formats.long_form_one_format(format_name)
    if notebook_filter:
        description["notebook_metadata_filter"] = notebook_filter
    return jupytext.writes(nbformat.read(path, as_version=4), fmt=description)


def codes_of(check, name):
    return sorted(finding["code"] for finding in check(name))


def suffix(format_name):
    return "." + format_name.split(":")[0]


@pytest.mark.parametrize("format_name", FORMATS.values(), ids=FORMATS)
async def test_a_text_is_diagnosed_and_put_right_as_the_notebook(text_client, workspace, check, run_kale, format_name):
    text = written(workspace / SAMPLE, format_name)
    language = "python" if format_name.startswith("py") else "markdown"
    document = PlainText(text_client, workspace / f"text{suffix(format_name)}", language, text)
    expected = codes_of(check, SAMPLE)
    assert expected and codes_of(check, document.path.name) == expected
    await document.open()
    await document.until(lambda found: document.codes() == expected, f"{expected}")
    index = TextIndex(document.text, document.encoding)
    shown = [document.text[slice(*index.offsets(found.diagnostic.range))] for found in document.diagnosed()]
    assert all(shown)
    while True:
        found = [(d, fixes) for d in document.diagnosed() if (fixes := await document.fixes_of(d))]
        if not found:
            break
        before = document.text
        await document.apply(found[0][1][0])
        await document.settled()
        assert document.text != before
    jupytext.reads(document.text, fmt=format_name)


async def test_ordinary_files_are_left_alone(text_client, workspace):
    for name, language, text in (
        ("script.py", "python", "# step one\nx = undefined\n"),
        ("page.md", "markdown", "# Title\n\n```python\nx = undefined\n```\n"),
    ):
        document = PlainText(text_client, workspace / name, language, text)
        await document.open()
        await document.settled()
        assert document.diagnosed() == []


async def test_a_notebook_shown_as_python_takes_its_configuration_from_the_file(text_client, workspace, check):
    # What editor plugins show: jupytext's text without metadata that it does not know.
    text = written(workspace / SAMPLE, "py:percent", notebook_filter=None)
    assert "kubeflow_notebook" not in text
    document = PlainText(text_client, workspace / SAMPLE, "python", text)
    expected = codes_of(check, SAMPLE)
    await document.open()
    await document.until(lambda found: document.codes() == expected, f"{expected}")


def virtual_text(notebook):
    """What jupyterlab-lsp sends of a notebook without magics."""
    cells = ["".join(cell["source"]) + "\n" for cell in notebook["cells"] if cell["cell_type"] == "code"]
    return "\n\n".join(cells)


@pytest.mark.parametrize("folder", [".", ".virtual_documents"])
async def test_a_virtual_document_has_the_tags_of_the_saved_notebook(text_client, workspace, check, folder):
    notebook = json.loads((workspace / SAMPLE).read_text(encoding="utf-8"))
    document = PlainText(text_client, workspace / folder / SAMPLE, "python", virtual_text(notebook))
    # Tags on Markdown cells are not to be seen from here.
    code = [index for index, cell in enumerate(notebook["cells"]) if cell["cell_type"] == "code"]
    expected = sorted(f["code"] for f in check(SAMPLE) if f["cell"] is None or f["cell"] in code)
    await document.open()
    await document.until(lambda found: document.codes() == expected, f"{expected}")
    for found in document.diagnosed():
        assert not await document.fixes_of(found)
    # A cell that is edited keeps its tags; one that is saved with others has those.
    document.change([types.TextEdit(types.Range(types.Position(0, 0), types.Position(0, 0)), "# edited\n")])
    await document.settled()
    assert document.codes() == expected
    for cell in notebook["cells"]:
        cell["metadata"].pop("tags", None)
    notebook["metadata"].pop("kubeflow_notebook", None)
    (workspace / SAMPLE).write_text(json.dumps(notebook), encoding="utf-8")
    saved = types.DidSaveTextDocumentParams(types.TextDocumentIdentifier(document.uri))
    text_client.text_document_did_save(saved)
    await document.until(lambda found: not found, "nothing to say of a notebook without tags")


def test_the_command_line_takes_texts_by_name(workspace, run_kale):
    text = written(workspace / "train-and-evaluate.ipynb", "py:percent")
    (workspace / "train.py").write_text(text, encoding="utf-8")
    names = "train.py", "train-and-evaluate.ipynb"
    graphs = [json.loads(run_kale("graph", name, "--output-format", "json").stdout) for name in names]
    assert [graph.pop("notebook") for graph in graphs] == list(names)
    assert graphs[0] == graphs[1]
    assert run_kale("compile", "train.py").returncode == 0
