"""The real Kale 2.3.0 on every sample, beside what kale-lsp says of it."""

import json
import subprocess

import pytest

from conftest import ALL_SAMPLES, HERE, RIGHT_SAMPLES, SAMPLES, WITHOUT_KALE

KALE_SAMPLES = [name for name in ALL_SAMPLES if name not in WITHOUT_KALE]


@pytest.fixture(scope="module")
def verdicts(warm_python):
    process = subprocess.run(
        [warm_python, HERE / "kale_verdict.py", *(SAMPLES / name for name in KALE_SAMPLES)],
        capture_output=True,
        text=True,
    )
    assert process.returncode == 0, process.stderr
    return dict(zip(KALE_SAMPLES, map(json.loads, process.stdout.splitlines()), strict=True))


@pytest.mark.parametrize("name", KALE_SAMPLES)
def test_refused_by_kale_is_refused_by_check(verdicts, check, name):
    refused = [finding["message"] for finding in check(name) if finding["kale"] == "refused"]
    assert bool(refused) != verdicts[name]["accepted"], verdicts[name].get("reason", refused)


@pytest.mark.parametrize("name", [*RIGHT_SAMPLES, "ignored-tags.ipynb", "no-steps.ipynb"])
def test_the_graph_is_kales(verdicts, run_kale, name):
    verdict = verdicts[name]
    graph = json.loads(run_kale("graph", name).stdout)
    assert {p["name"]: [p["type"], p["default"]] for p in graph["parameters"]} == verdict["parameters"]
    fields = ("previous", "inputs", "outputs", "parameters")
    assert {step["name"]: {field: step[field] for field in fields} for step in graph["steps"]} == verdict[
        "steps"
    ]
    names = [step["name"] for step in graph["steps"]]
    assert all(names.index(before) < names.index(after) for before, after in graph["edges"]), (
        "not topological"
    )
    edges = sorted([before, name] for name, step in verdict["steps"].items() for before in step["previous"])
    assert sorted(graph["edges"]) == edges
