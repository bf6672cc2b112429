"""Real Neovim, headless, with the plugin of EditorClients/neovim as a person would install it."""

import json
import os
import subprocess
import sys

import pytest

import patience
from conftest import EXPECTED_FINDINGS, HERE, REPOSITORY, SAMPLES
from neovim_screen import screen_of

PLUGIN = REPOSITORY / "EditorClients" / "neovim"
ERROR, INFORMATION = 4, 2  # of vim.log.levels


@pytest.fixture
def start(tmp_path, workspace, server_command):
    """Makes the command that has Neovim open a notebook of the workspace and play a scenario of `neovim/`, and the options
    of its process."""
    binaries = tmp_path / "bin"
    binaries.mkdir()
    launcher = binaries / "kale-lsp"
    arguments = " ".join(f"'{argument}'" for argument in server_command)
    launcher.write_text(f'#!/bin/sh\nexec {arguments} "$@"\n')
    launcher.chmod(0o755)

    def prepare(scenario, notebook, *arguments, count=0, path=os.environ["PATH"], late=False):
        environment = {
            **os.environ,
            "PATH": f"{binaries}{os.pathsep}{path}",
            "KALE_SCENARIO": str(HERE / "neovim" / f"{scenario}.lua"),
            "KALE_RESULT": str(tmp_path / "result.json"),
            "KALE_COUNT": str(count),
            "KALE_PATIENCE": str(patience.MILLISECONDS),
            **{f"XDG_{kind}_HOME": str(tmp_path / kind) for kind in ("CONFIG", "DATA", "STATE", "CACHE")},
        }
        program = os.path.join(os.path.dirname(sys.executable), "nvim")
        before = ["--cmd", f"luafile {HERE / 'neovim' / 'late_filetype.lua'}"] if late else []
        script = ["--cmd", f"set runtimepath^={PLUGIN}", *before, notebook, "-S", str(HERE / "neovim" / "run.lua")]
        return [program, "--clean", *arguments, *script], {"cwd": workspace, "env": environment}

    return prepare


@pytest.fixture
def result(tmp_path):
    """Gives what the last scenario returned."""

    def read(output=""):
        path = tmp_path / "result.json"
        assert path.exists(), output
        answer = json.loads(path.read_text())
        assert "failure" not in answer, answer["failure"] + output
        return answer["result"]

    return read


@pytest.fixture
def neovim(start, result):
    """Plays a scenario without a screen, and gives what it returns."""

    def play(scenario, notebook, count=0, path=os.environ["PATH"], late=False):
        command, options = start(scenario, notebook, "--headless", count=count, path=path, late=late)
        process = subprocess.run(
            command, **options, stdin=subprocess.DEVNULL, capture_output=True, text=True
        )
        return result(process.stdout + process.stderr)

    return play


def test_notebooks_have_a_filetype_of_their_own(neovim):
    assert neovim("filetype", "diamond.ipynb") == {
        "filetype": "ipynb",
        "syntax": "json",
        "fixendofline": False,
        "commands": [2, 2],
        "completions": ["pipeline-metrics", "pipeline-parameters"],
        "steps": ["prev:find_outliers", "prev:read_sensor", "prev:smooth"],
        "cells": [4, 14, 4],
    }


def test_a_missing_program_is_told(neovim, tmp_path):
    (tmp_path / "bin" / "kale-lsp").unlink()
    assert "no program 'kale-lsp'" in neovim("missing", "diamond.ipynb", path="")


@pytest.mark.recorded("neovim-diagnostics")
def test_diagnostics(neovim, check):
    name = "broken-order.ipynb"
    expected = check(name)
    shown = neovim("diagnostics", name, len(expected))
    assert sorted(entry["message"] for entry in shown) == sorted(finding["message"] for finding in expected)
    underlined = {entry["underlined"].strip('"') for entry in shown if entry["underlined"]}
    assert {finding["tag"] for finding in EXPECTED_FINDINGS[name] if finding["tag"]} <= underlined


@pytest.mark.recorded("neovim-code-action")
def test_a_code_action_repairs_the_file(neovim, workspace):
    name = "self-reference.ipynb"
    before = json.loads((workspace / name).read_text(encoding="utf-8"))
    result = neovim("code_action", name)
    before["cells"][2]["metadata"]["tags"].remove("prev:show")
    saved = (workspace / name).read_text(encoding="utf-8")
    assert saved == result["text"] + "\n"
    assert json.loads(saved) == before
    assert result["offered"]


def test_a_rule_is_explained_from_the_binary(neovim, tmp_path, run_kale):
    opened = neovim("explain", "self-reference.ipynb")
    assert "Explain rule `self-dependency`" in opened["offered"]
    assert opened["path"].startswith(str(tmp_path / "CACHE" / "kale-lsp"))
    assert opened["text"] + "\n" == run_kale("rule", "self-dependency").stdout


@pytest.mark.recorded("neovim-hover")
def test_hover(neovim):
    hovers = neovim("hover", "train-and-evaluate.ipynb")
    for word in ("split", "load_data", "houses", "train_data"):
        assert word in hovers["step"]
    assert "houses" in hovers["variable"] and "load_data" in hovers["variable"]


@pytest.mark.recorded("neovim-compile")
def test_compile(neovim, workspace):
    result = neovim("compile", "diamond.ipynb")
    [notification] = result["notifications"]
    assert notification["level"] == INFORMATION
    assert result["errors"] == []
    written = list((workspace / ".kale").iterdir())
    assert len(written) == 2
    assert all(f".kale/{path.name}" in notification["message"] for path in written)


def test_compile_of_a_notebook_with_errors(neovim, workspace):
    name = "self-reference.ipynb"
    result = neovim("compile", name, count=1)
    assert result["notifications"] == [{"message": "kale: not compiled: 1 error", "level": ERROR}]
    [error] = result["errors"]
    lines = (workspace / name).read_text(encoding="utf-8").splitlines()
    assert lines[error["line"] - 1][error["column"] - 1 :].startswith('"prev:show"')
    assert "`prev:show`" in error["text"]
    assert not (workspace / ".kale").exists()


@pytest.mark.recorded("neovim-tag")
def test_tag(neovim):
    result = neovim("tag", "diamond.ipynb")
    # Not the step itself, nor one below.
    assert result["completions"] == {
        "tag": ["pipeline-metrics", "pipeline-parameters", "prev:"],
        "previous": ["prev:", "prev:read_sensor", "prev:smooth"],
        "step": ["step:smooth"],
    }
    original = (SAMPLES / "diamond.ipynb").read_text(encoding="utf-8")
    assert json.loads(result["added"])["cells"][4]["metadata"]["tags"] == [
        "step:find_outliers",
        "prev:read_sensor",
        "prev:smooth",
    ]
    assert result["removed"] + "\n" == original
    assert len(result["offered"]) > 1
    assert result["notifications"]


def test_a_crlf_notebook_keeps_its_line_ends(neovim, workspace):
    name = "four-space-crlf.ipynb"
    right = (workspace / name).read_bytes().replace(b"step:convert", b"step:show")
    wrong = right.replace(b'"prev:measure"', b'"prev:measure",\r\n                    "prev:show"')
    (workspace / name).write_bytes(wrong)
    neovim("code_action", name)
    assert (workspace / name).read_bytes() == right
    assert right.count(b"\n") == right.count(b"\r\n") > 0


def test_each_cell_says_what_it_is(neovim):
    result = neovim("outline", "train-and-evaluate.ipynb")
    assert result["before"][:5] == [
        "● imports",
        "● functions",
        "● load_data  → houses",
        "● skip",
        "● split  ← houses  → test_data, train_data",
    ]
    assert "● train  ← area, train_data  → model" in result["after"]


def test_graph(neovim):
    result = neovim("graph", "parameters-and-metrics.ipynb")
    for line in (
        "  learning_rate: float = 0.1",
        "  use_noise: bool = True",
        "● judge",
        "  after   descend",
        "  ←       guess (descend), points (descend)",
        "  metrics distance, loss",
    ):
        assert line in result["list"].splitlines()
    assert result["name"] == "kale://graph/parameters-and-metrics.ipynb"
    assert "step:judge" in result["target"]
    assert result["mermaid"].startswith("flowchart")
    assert not result["is_open"]


def test_the_graph_is_drawn(neovim):
    lines = neovim("graph_drawing", "diamond.ipynb")
    assert lines == [
        "●   read_sensor",
        "├─╮",
        "● │ find_outliers",
        "│ ● smooth",
        "├─╯",
        "●   report",
    ]


def test_drawings_join_and_cross(neovim):
    assert neovim("drawings", "diamond.ipynb") == {
        "chain": ["● a", "● b", "● c"],
        "apart": ["● a", "● b"],
        "skip": ["● a", "├─╮", "● │ b", "╰─┤", "  ● c"],
        "backwards": ["● a", "● b"],
        "three": ["● a", "├─┬─╮", "● │ │ b", "│ ● │ c", "├─╯ │", "│   ● d", "├───╯", "● e"],
    }


@pytest.mark.parametrize("column", [1, 9, 60])
def test_the_fix_of_a_line_is_first_wherever_the_cursor_is(neovim, monkeypatch, column):
    monkeypatch.setenv("KALE_COLUMN", str(column))
    assert "`prev:show`" in neovim("first_action", "self-reference.ipynb")[0]


def test_a_step_gets_a_name_of_ones_own(neovim):
    result = neovim("own_step", "diamond.ipynb")
    tags = [cell["metadata"].get("tags", []) for cell in json.loads(result["text"])["cells"]]
    assert tags[4] == ["step:my_step", "prev:read_sensor"]
    assert result["notifications"] == []


def test_steps_that_run_after_a_step_follow_when_its_first_cell_renames_it(neovim):
    result = neovim("rename_step", "diamond.ipynb")
    renamed, joined = (
        [cell["metadata"].get("tags", []) for cell in json.loads(text)["cells"]] for text in result["texts"]
    )
    assert renamed[3:] == [
        ["step:moving_average", "prev:read_sensor"],
        ["step:find_outliers", "prev:read_sensor"],
        ["step:report", "prev:moving_average", "prev:find_outliers"],
    ]
    # A name that another step has is that of the step to join.
    assert joined[4] == ["step:moving_average", "prev:read_sensor"]
    [rejection] = result["notifications"]
    assert rejection["level"] == ERROR
    assert "`Not valid`" in rejection["message"]


def test_a_notebook_whose_text_comes_after_its_filetype_is_served(neovim, workspace):
    (workspace / "late.ipynb").write_text(SCRIPT, encoding="utf-8")
    assert "`laod`" in neovim("late_text", "late.ipynb", late=True)


def test_a_broken_notebook_says_so(neovim, workspace):
    path = workspace / "diamond.ipynb"
    path.write_text(path.read_text(encoding="utf-8").replace('"step:smooth"', '"step:smooth', 1), encoding="utf-8")
    [problem] = neovim("diagnostics", path.name, 1)
    assert "invalid JSON" in problem["message"]


def test_the_states_of_a_run_are_shown(neovim, monkeypatch):
    monkeypatch.setenv("KALE_RUN_STATES", str(HERE / "run_states.json"))
    result = neovim("run_state", "diamond.ipynb")
    assert result["cells"] == [
        "● read_sensor  → readings  ↺ from the cache",
        "● smooth  ← readings  → smoothed  ▶ running, cell 4 changed",
        "● find_outliers  ← readings  → outliers  ✓ done, 1.2 s, outliers = 0.93457",
        "● report  ← outliers, smoothed  · waiting",
    ]
    assert result["after"][1].endswith("✗ failed, 3.5 s")
    assert result["after"][3].endswith("– skipped")
    assert "find_outliers  ✓ done, 1.2 s, outliers = 0.93457" in result["graph"]
    assert result["opened"] == "/cache/kale-lsp/runs/ab/report.html"


def test_a_step_is_run_by_its_name_and_at_the_cursor(neovim, workspace, monkeypatch):
    monkeypatch.setenv("KALE_LSP_PYTHON", str(HERE / "pretend_python.py"))
    result = neovim("run_step", "diamond.ipynb")
    assert result["sent"] == [{"step": "smooth"}, {"until": "report"}]
    assert result["name"] == "kale://run/diamond.ipynb"
    assert result["output"].count("Run of step smooth") == 1
    assert result["output"].count("Run to step report") == 1


def test_going_from_step_to_step(neovim):
    first, second, back = neovim("steps", "diamond.ipynb")
    assert first == back != second


def test_health(neovim):
    health = neovim("health", "diamond.ipynb")
    assert "diamond.ipynb" in health
    assert "version" in health
    assert "ERROR" not in health


def test_the_picture_in_the_documentation_is_current(start, result, workspace):
    name = "train-and-evaluate.ipynb"
    text = (workspace / name).read_text(encoding="utf-8")
    (workspace / name).write_text(text.replace("prev:load_data", "prev:laod_data"), encoding="utf-8")
    command, options = start("picture", name, "--cmd", "set termguicolors background=dark")
    screen = screen_of(command, columns=140, rows=28, **options)
    assert result()
    picture = screen.svg(
        "A notebook in Neovim: the misspelled tag prev:laod_data is underlined, the message beside it suggests "
        "prev:load_data, and a hover says which step uses the variable test_data"
    )
    path = REPOSITORY / "docs" / "images" / "neovim.svg"
    if os.environ.get("KALE_RENEW"):
        path.write_text(picture, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == picture, "KALE_RENEW=1 draws it again"


SCRIPT = """\
# ---
# jupyter:
#   kubeflow_notebook:
#     experiment_name: readings
#     pipeline_name: readings
# ---

# %% tags=["step:load"]
data = [1, 2]

# %% tags=["step:show", "prev:laod"]
print(data)
"""


def test_health_runs_nothing_of_the_folder(neovim, workspace):
    (workspace / "kfp.py").write_text("open('ran', 'w').close()\n__version__ = 'of the folder'\n")
    health = neovim("health", "diamond.ipynb")
    assert "of the folder" not in health
    assert not (workspace / "ran").exists()


def test_a_percent_script(neovim, workspace):
    (workspace / "script.py").write_text(SCRIPT, encoding="utf-8")
    result = neovim("script", "script.py")
    assert result["filetype"] == "python"
    assert "`laod`" in result["message"]
    assert result["text"] + "\n" == SCRIPT.replace("laod", "load")
    assert result["shown"] == [{"line": 7, "text": "● load"}, {"line": 10, "text": "● show"}]


def test_an_ordinary_script_is_left_alone(neovim, workspace):
    (workspace / "ordinary.py").write_text("print(1)\n", encoding="utf-8")
    assert neovim("not_a_notebook", "ordinary.py") == 0


def test_a_run_ends_and_another_is_stopped(neovim, workspace, monkeypatch):
    monkeypatch.setenv("KALE_LSP_PYTHON", sys.executable)
    notebook = {
        "cells": [
            code_cell("greeting = 'Hello'", "pipeline-parameters"),
            # The second run is stopped while its step runs.
            code_cell("print(greeting + ', world')\nimport time\ntime.sleep(600 * (greeting == 'Adieu'))", "step:greet"),
            code_cell("print('done')", "step:last", "prev:greet"),
        ],
        "metadata": {"kubeflow_notebook": {"pipeline_name": "greet", "experiment_name": "e"}},
        "nbformat": 4,
        "nbformat_minor": 4,
    }
    (workspace / "greet.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    result = neovim("pipeline_run", "greet.ipynb")
    assert [notification["level"] for notification in result["notifications"]] == [INFORMATION, INFORMATION]
    assert "Servus, world" in result["output"]
    # A run that is over has no step that runs, and none that waits.
    assert "■ stopped" in result["shown"]
    assert "running" not in result["shown"] and "waiting" not in result["shown"]
    assert result["bars"] == ["succeeded: 2 of 2 steps", "stopped: 0 of 2 steps"]


def code_cell(source, *tags):
    return {
        "cell_type": "code",
        "execution_count": None,
        "metadata": {"tags": list(tags)},
        "outputs": [],
        "source": source,
    }
