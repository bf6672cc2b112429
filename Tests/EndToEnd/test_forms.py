"""`kale/form`, `kale/checkForm`, `kale/proposal` and their commands, on every shape; and `kale-lsp init`."""

import json

import pytest
from pygls.exceptions import JsonRpcException

from test_outline import TRAIN, command, outline, plainly, tags_become

PAST_MAIN = ["image", "cpu-limit", "memory-limit", "gpu-count", "cache", "report", "secrets", "labels"]


async def ask(document, method, **params):
    protocol = document.client.protocol
    return plainly(await protocol.send_request_async(method, {"uri": document.uri, **params}))


def fields(answer):
    return {field["id"]: field for field in answer["fields"]}


async def test_the_form_of_a_step(open_sample):
    document = await open_sample(TRAIN)
    form = await ask(document, "kale/form", cell=7)
    assert (form["kind"], form["cell"], form["title"]) == ("cell", 7, "Cell 8: step split")
    found = fields(form)
    assert found["role"]["value"] == "step" and found["name"]["value"] == "split"
    assert found["previous"]["value"] == ["load_data"]
    [load] = [step for step in found["previous"]["steps"] if step["name"] == "load_data"]
    assert load["chosen"] is True and load["names"] == ["houses"] and "impossible" not in load
    assert [step["impossible"] for step in found["previous"]["steps"] if "impossible" in step]
    assert set(PAST_MAIN) <= set(found)
    assert all(field["group"] != "main" for name, field in found.items() if name in PAST_MAIN)


async def test_the_form_of_the_pipeline(open_sample):
    document = await open_sample(TRAIN)
    form = await ask(document, "kale/form")
    assert form["kind"] == "pipeline"
    assert fields(form)["pipeline-name"]["value"] == "house-prices"


async def test_values_are_checked_and_not_written(open_sample):
    document = await open_sample(TRAIN)
    before = document.tags(7)
    answer = await ask(document, "kale/checkForm", cell=7, changes={"name": "load_data"})
    assert [problem["field"] for problem in answer["problems"]] == ["name"]
    answer = await ask(document, "kale/checkForm", cell=7, changes={"name": "parted"})
    assert answer["problems"] == [] and fields(answer)["name"]["value"] == "parted"
    await tags_become(document, 7, before)


async def test_changes_are_applied_as_one_edit(open_sample):
    document = await open_sample(TRAIN)
    changes = {"name": "parted", "cpu-limit": "2"}
    assert await command(document, "kale.applyForm", cell=7, changes=changes) == {"applied": True}
    await document.settled()
    assert {"step:parted", "limit:cpu:2"} <= set(document.tags(7))
    assert any("parted" in cell["previous"] for cell in (await outline(document))["cells"])


async def test_what_is_rejected_is_not_applied(open_sample):
    document = await open_sample(TRAIN)
    before = document.tags(7)
    with pytest.raises(JsonRpcException) as error:
        await command(document, "kale.applyForm", cell=7, changes={"cpu-limit": "lots"})
    assert error.value.code == -32803
    assert plainly(error.value.data)["problems"][0]["field"] == "cpu-limit"
    await tags_become(document, 7, before)


def untag(notebook):
    notebook["metadata"].pop("kubeflow_notebook", None)
    for cell in notebook["cells"]:
        cell["metadata"].pop("tags", None)


async def test_an_ordinary_notebook_becomes_a_pipeline(open_sample):
    document = await open_sample(TRAIN, untag)
    proposal = await ask(document, "kale/proposal")
    assert [problem for problem in proposal["problems"] if problem["severity"] == 1] == []
    assert {"imports", "step"} <= {cell["role"] for cell in proposal["cells"]}
    steps = {cell.get("step"): cell["previous"] for cell in proposal["cells"] if cell["role"] == "step"}
    assert {(edge["from"], edge["to"]) for edge in proposal["edges"]} >= {
        (previous, name) for name, names in steps.items() for previous in names
    }
    assert any(edge["names"] for edge in proposal["edges"])
    assert await command(document, "kale.applyProposal", pipelineName="mine") == {"applied": True}
    await document.settled()
    cells = {cell["cell"]: cell for cell in (await outline(document))["cells"]}
    assert (await outline(document))["pipelineName"] == "mine"
    for cell in proposal["cells"]:
        assert cells[cell["cell"]]["step"] == cell.get("step")


NOTEBOOK = [
    ("code", "import json"),
    ("markdown", "## Load the data"),
    ("code", "rows = [1, 2, 3]"),
    ("code", "rows"),
    ("markdown", "## Total"),
    ("code", "total = sum(rows)\nprint(json.dumps(total))"),
]


@pytest.fixture
def ordinary(tmp_path):
    cells = [
        {
            "cell_type": kind,
            "id": f"c{number}",
            "metadata": {},
            "source": source,
            **({"execution_count": None, "outputs": []} if kind == "code" else {}),
        }
        for number, (kind, source) in enumerate(NOTEBOOK)
    ]
    path = tmp_path / "totals.ipynb"
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    path.write_text(json.dumps(notebook, indent=1) + "\n", encoding="utf-8")
    return path


def test_init_tags_a_notebook(run_kale, ordinary):
    done = run_kale("init", ordinary)
    assert done.returncode == 0, done.stderr
    assert max(len(line) for line in done.stdout.splitlines() if str(ordinary) not in line) <= 80
    cells = json.loads(ordinary.read_text(encoding="utf-8"))["cells"]
    tags = [cell["metadata"].get("tags") for cell in cells if cell["cell_type"] == "code"]
    assert tags == [["imports"], ["step:load_data"], ["skip"], ["step:total", "prev:load_data"]]
    assert [cell["source"] for cell in cells] == [source for _, source in NOTEBOOK]
    assert run_kale("check", ordinary).returncode == 0
    assert run_kale("compile", ordinary).returncode == 0
    # A second time, there are tags to keep.
    before = ordinary.read_bytes()
    again = run_kale("init", ordinary)
    assert again.returncode == 2 and "--rest" in again.stderr
    assert run_kale("init", "--rest", ordinary).returncode == 0
    assert ordinary.read_bytes() == before


def test_init_shows_the_changes(run_kale, ordinary):
    before = ordinary.read_bytes()
    done = run_kale("init", "--diff", "--pipeline-name", "mine", ordinary)
    assert done.returncode == 0 and '"step:load_data"' in done.stdout and '"mine"' in done.stdout
    assert ordinary.read_bytes() == before


def test_init_rejects_a_name(run_kale, ordinary):
    done = run_kale("init", "--pipeline-name", "Not a name", ordinary)
    assert done.returncode == 2 and "pipeline_name" in done.stderr


def test_init_needs_code(run_kale, tmp_path):
    path = tmp_path / "empty.ipynb"
    path.write_text('{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}')
    done = run_kale("init", path)
    assert done.returncode == 2 and "no code" in done.stderr
