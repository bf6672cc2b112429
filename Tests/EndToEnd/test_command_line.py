"""The command line: `check`, `graph`, `compile`; its output and its exit status are a stable interface."""

import ast
import json
import os
import re
import subprocess

import pytest
import yaml
from lsprotocol import types

from conftest import EXPECTED_FINDINGS, KALE_LSP, RIGHT_SAMPLES, WITHOUT_KALE
from notebook_text import NotebookText


def has_errors(name):
    return any(finding["severity"] == "error" for finding in EXPECTED_FINDINGS.get(name, []))


# --- check --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(EXPECTED_FINDINGS))
def test_check_finds_what_is_expected_and_no_more(check, name):
    def key(finding):
        return tuple(str(finding[field]) for field in ("cell", "tag", "name", "severity", "kale"))

    assert sorted(map(key, check(name))) == sorted(map(key, EXPECTED_FINDINGS[name]))


@pytest.mark.parametrize("name", RIGHT_SAMPLES + WITHOUT_KALE)
def test_check_finds_nothing_in_right_notebooks(run_kale, name):
    process = run_kale("check", name, "--output-format", "json")
    assert process.returncode == 0
    assert json.loads(process.stdout) == []


@pytest.mark.parametrize("name", sorted(EXPECTED_FINDINGS))
def test_the_exit_status_tells_whether_there_are_errors(run_kale, name):
    assert run_kale("check", name).returncode == (1 if has_errors(name) else 0)


def is_position(value):
    return (
        isinstance(value, dict)
        and value.keys() == {"line", "character"}
        and all(isinstance(number, int) and number >= 0 for number in value.values())
    )


def is_range(value):
    return value is None or (value.keys() == {"start", "end"} and all(map(is_position, value.values())))


def test_json_has_the_fields_that_are_promised(check):
    for finding in check("."):
        assert finding.keys() == {
            "path",
            "cell",
            "code",
            "name",
            "severity",
            "kale",
            "message",
            "tag",
            "range",
            "fileRange",
            "fixes",
            "location",
            "url",
        }
        assert re.fullmatch(r"KALE\d{3}", finding["code"])
        assert re.fullmatch(r"[a-z][a-z-]*", finding["name"])
        assert finding["severity"] in ("error", "warning", "information", "hint")
        assert finding["kale"] in ("refused", "accepted")
        assert is_range(finding["range"]) and is_range(finding["fileRange"])
        assert all(isinstance(fix["title"], str) for fix in finding["fixes"])
        assert all(is_range(edit["range"]) for fix in finding["fixes"] for edit in fix["edits"])
        grades = [fix["applicability"] for fix in finding["fixes"]]
        assert set(grades) <= {"safe", "suggested", "display-only"} and grades.count("safe") <= 1


def test_a_code_has_one_name_and_a_name_one_code(check):
    pairs = {(finding["code"], finding["name"]) for finding in check(".")}
    assert len(pairs) == len({code for code, _ in pairs}) == len({name for _, name in pairs})


@pytest.mark.parametrize("name", ["malformed-tags.ipynb", "broken-order.ipynb"])
def test_file_ranges_hold_the_tags(check, workspace, name):
    notebook = NotebookText((workspace / name).read_text(encoding="utf-8"))
    for finding in check(name):
        start, end = (
            notebook.offset(
                types.Position(finding["fileRange"][side]["line"], finding["fileRange"][side]["character"])
            )
            for side in ("start", "end")
        )
        if finding["tag"] is not None:
            assert finding["range"] is None
            assert notebook.tag_at(start, end) == (finding["cell"], finding["tag"])
        elif finding["cell"] is not None:
            assert notebook.cell_at(start) == finding["cell"]


def test_folders_are_searched_and_their_hidden_parts_left_out(run_kale, check, workspace):
    deep = workspace / "deep" / "er"
    deep.mkdir(parents=True)
    (deep / "copy.ipynb").write_bytes((workspace / "self-reference.ipynb").read_bytes())
    hidden = workspace / ".ipynb_checkpoints"
    hidden.mkdir()
    (hidden / "old.ipynb").write_bytes((workspace / "self-reference.ipynb").read_bytes())
    paths = {finding["path"] for finding in check(".")}
    assert any(path.endswith(os.path.join("deep", "er", "copy.ipynb")) for path in paths)
    assert not any("checkpoints" in path for path in paths)


def test_several_paths_are_checked_in_one_run(check):
    paths = {
        finding["path"] for finding in check("self-reference.ipynb", "cyclic-tags.ipynb", "diamond.ipynb")
    }
    assert paths == {"self-reference.ipynb", "cyclic-tags.ipynb"}


def test_text_says_place_code_message_and_count(run_kale):
    text = run_kale("check", "self-reference.ipynb").stdout
    assert re.match(r"self-reference\.ipynb:cell 3:\d+:\d+: KALE101 .*\(self-dependency\)\n", text), text
    assert text.endswith("\nFound 1 error in 1 notebook.\n[*] 1 fixable with `--fix`.\n"), text
    text = run_kale("check", "broken-order.ipynb", "diamond.ipynb").stdout
    assert re.search(r"^broken-order\.ipynb:cell 2:\d+:\d+: KALE106 \[warning\] ", text, re.M), text
    assert "\nFound 3 errors, 2 warnings in 2 notebooks.\n" in text, text
    assert run_kale("check", "diamond.ipynb").stdout == "No problems in 1 notebook.\n"


def test_text_has_no_colours_where_there_is_no_terminal(run_kale):
    assert "\x1b" not in run_kale("check", "malformed-tags.ipynb").stdout


def test_github_annotations(run_kale):
    for line in run_kale("check", "malformed-tags.ipynb", "--output-format", "github").stdout.splitlines():
        assert re.match(r"::(error|warning|notice) .*file=malformed-tags\.ipynb,line=\d+.*::.+", line), line


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "nowhere.ipynb"],
        ["check", "diamond.ipynb", "--output-format", "xml"],
        ["graph", "nowhere.ipynb"],
        ["compile", "nowhere.ipynb"],
        ["dance"],
        ["--dance"],
    ],
)
def test_what_cannot_be_done_ends_with_two(run_kale, arguments):
    process = run_kale(*arguments)
    assert process.returncode == 2
    assert process.stderr.strip()


def test_one_unreadable_path_does_not_keep_the_others_from_being_checked(run_kale):
    process = run_kale("check", "nowhere.ipynb", "self-reference.ipynb")
    assert process.returncode == 2
    assert "self-reference.ipynb" in process.stdout


def test_lines_of_both_streams_are_in_order_in_one_file(workspace):
    log = workspace / "log.txt"
    with log.open("w") as file:
        subprocess.run(
            [str(KALE_LSP), "check", "self-reference.ipynb", "nowhere.ipynb"],
            cwd=workspace,
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
            check=False,
        )
    lines = log.read_text(encoding="utf-8").splitlines()
    assert "KALE101" in lines[0]
    assert lines[-1].startswith("kale-lsp: ") and "nowhere.ipynb" in lines[-1]


def test_links_are_told_and_not_followed(run_kale, workspace):
    folder = workspace / "linked"
    folder.mkdir()
    (folder / "link.ipynb").symlink_to(workspace / "self-reference.ipynb")
    (folder / "circle").symlink_to(folder)
    (folder / "notes.txt").symlink_to(workspace / "README.md")
    process = run_kale("check", "linked")
    assert process.returncode == 0
    assert process.stdout == "No notebooks found.\n"
    for name in ("link.ipynb", "circle"):
        assert f"linked/{name}: it is a symbolic link" in process.stderr
    assert "notes.txt" not in process.stderr
    assert run_kale("check", "linked/link.ipynb").returncode == 1


def test_pipes_are_told_and_not_read(run_kale, workspace):
    folder = workspace / "piped"
    folder.mkdir()
    os.mkfifo(folder / "pipe.ipynb")
    process = run_kale("check", "piped")
    assert process.returncode == 0
    assert "piped/pipe.ipynb: it is not a regular file" in process.stderr


def test_unreadable_folders_are_told(run_kale, workspace):
    folder = workspace / "deep" / "secret"
    folder.mkdir(parents=True)
    folder.chmod(0)
    try:
        process = run_kale("check", "deep")
    finally:
        folder.chmod(0o755)
    assert process.returncode == 2
    assert "deep/secret cannot be read: permission denied" in process.stderr


# --- which findings count -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "names"),
    [
        (["--select", "KALE103"], {"unknown-previous-step"}),
        (["--select", "KALE10", "--ignore", "KALE105,dropped-code", "--ignore", "kale107"],
         {"unknown-previous-step", "previous-step-later"}),
        (["--ignore", "KALE"], set()),
    ],
)
def test_rules_are_selected_and_ignored(run_kale, options, names):
    process = run_kale("check", "broken-order.ipynb", "--output-format", "json", *options)
    assert {finding["name"] for finding in json.loads(process.stdout)} == names
    assert process.returncode == (1 if names else 0)


def test_strict_makes_errors_of_what_kale_refuses(run_kale):
    assert run_kale("check", "other-tools-tags.ipynb").returncode == 0
    process = run_kale("check", "other-tools-tags.ipynb", "--strict", "--output-format", "json")
    assert process.returncode == 1
    assert {finding["severity"] for finding in json.loads(process.stdout)} == {"error"}
    assert run_kale("compile", "other-tools-tags.ipynb", "--stdout").returncode == 0
    assert run_kale("compile", "other-tools-tags.ipynb", "--stdout", "--strict").returncode == 1


@pytest.mark.parametrize("command", ["check", "graph", "compile"])
@pytest.mark.parametrize("option", ["--select", "--ignore"])
def test_an_unknown_rule_ends_with_two_and_a_suggestion(run_kale, command, option):
    process = run_kale(command, "diamond.ipynb", option, "KALE1,unknown-tags")
    assert process.returncode == 2
    assert "Unknown rule `unknown-tags`. Did you mean `unknown-tag`?" in process.stderr


def test_a_comment_takes_findings_of_its_cell_back(run_kale, workspace):
    path = workspace / "self-reference.ipynb"
    notebook = json.loads(path.read_bytes())
    source = notebook["cells"][2]["source"]
    notebook["cells"][2]["source"] = ["# kale: ignore[self-dependency]\n", *source]
    path.write_text(json.dumps(notebook), encoding="utf-8")
    assert run_kale("check", path.name).stdout == "No problems in 1 notebook.\n"


@pytest.mark.parametrize("name", sorted(n for n in EXPECTED_FINDINGS if has_errors(n)))
def test_compile_of_what_is_ignored_ends_well_or_says_why(run_kale, name):
    process = run_kale("compile", name, "--ignore", "KALE", "--stdout")
    assert process.returncode in (0, 2)
    assert process.returncode == 0 or "kale-lsp: " in process.stderr, process.stderr


# --- graph --------------------------------------------------------------------------------------------------


def test_graph_as_json(run_kale):
    graph = json.loads(run_kale("graph", "diamond.ipynb").stdout)
    assert graph["notebook"].endswith("diamond.ipynb")
    assert (graph["pipelineName"], graph["experimentName"]) == ("sensor-report", "sensors")
    assert graph["parameters"] == []
    assert [step["name"] for step in graph["steps"]] == ["read_sensor", "find_outliers", "smooth", "report"]
    assert graph["steps"][3] == {
        "name": "report",
        "cells": [5],
        "previous": ["find_outliers", "smooth"],
        "inputs": ["outliers", "smoothed"],
        "outputs": [],
        "parameters": [],
        "metrics": [],
            "state": [],
    }
    assert ["read_sensor", "smooth"] in graph["edges"] and len(graph["edges"]) == 4


def test_graph_has_parameters_metrics_and_joined_cells(run_kale):
    graph = json.loads(run_kale("graph", "parameters-and-metrics.ipynb", "--output-format", "json").stdout)
    assert {p["name"]: (p["type"], p["default"]) for p in graph["parameters"]} == {
        "learning_rate": ("float", 0.1),
        "epochs": ("int", 60),
        "slope": ("int", 3),
        "use_noise": ("bool", True),
        "title": ("str", "A line"),
    }
    assert [m for step in graph["steps"] if step["name"] == "judge" for m in step["metrics"]] == [
        "distance",
        "loss",
    ]
    joined = json.loads(run_kale("graph", "train-and-evaluate.ipynb").stdout)
    assert next(step["cells"] for step in joined["steps"] if step["name"] == "split") == [7, 8]


def test_graph_as_mermaid_and_dot(run_kale):
    mermaid = run_kale("graph", "diamond.ipynb", "--output-format", "mermaid").stdout
    assert re.match(r"(flowchart|graph) ", mermaid)
    dot = run_kale("graph", "diamond.ipynb", "--output-format", "dot").stdout
    assert dot.startswith("digraph")
    for step in ("read_sensor", "smooth", "find_outliers", "report"):
        assert step in mermaid and step in dot


def test_graph_of_a_notebook_with_errors_fails(run_kale):
    process = run_kale("graph", "cyclic-tags.ipynb")
    assert process.returncode == 1
    assert "prepare" in process.stderr


# --- compile ------------------------------------------------------------------------------------------------


def test_compile_writes_both_files(run_kale, workspace):
    process = run_kale("compile", "diamond.ipynb")
    assert process.returncode == 0, process.stderr
    written = sorted(path.suffix for path in (workspace / ".kale").iterdir())
    assert written == [".py", ".yaml"]


def test_compile_prints_paths_for_scripts_and_a_summary_for_people(run_kale, workspace):
    process = run_kale("compile", "other-tools-tags.ipynb")
    folder = workspace / ".kale"
    assert process.stdout.splitlines() == [str(folder / "slides.yaml"), str(folder / "slides.kale.py")]
    findings, _, summary = process.stderr.partition("Found 2 warnings in 1 notebook.\n")
    assert findings.count("KALE002") == 2
    assert summary.splitlines() == [
        "",
        "Pipeline `slides`: 2 steps",
        "",
        "  step     runs after  takes  passes on",
        "  measure                     angle",
        "  show     measure     angle",
        "",
        "Wrote the pipeline spec (YAML) and the DSL script (Python).",
    ]
    assert max(map(len, process.stderr.splitlines())) <= 80
    for option in ("--stdout", "--check"):
        assert "Pipeline `slides`" not in run_kale("compile", "other-tools-tags.ipynb", option).stderr


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["compile", "ordinary.ipynb"], "is not a Kale notebook"),
        (["compile", "diamond.ipynb", "--output", "diamond.ipynb"], "the path exists and is not a directory"),
        (["run", "ordinary.ipynb"], "is not a Kale notebook"),
        (["run", "diamond.ipynb", "--python", "/nonexistent"], "is not a program"),
        (["compile", "diamond.ipynb", "--base-image", "bad image"], "`bad image` is not a valid image reference: "),
        (["compile", "diamond.ipynb", "--pip-index-urls", "http://a,b c"], "--pip-index-urls: `b c` is not a URL."),
        (["compile", "diamond.ipynb", "--stdout", "-o", "x"], "--output and --stdout cannot be combined"),
        (["check", "nowhere.ipynb"], "no such file or directory"),
        (["fix", "nowhere.ipynb"], "no such file or directory"),
    ],
)
def test_what_fails_does_not_begin_with_success(run_kale, workspace, arguments, reason):
    process = run_kale(*arguments)
    assert process.returncode == 2 and reason in process.stderr, process.stderr
    assert "No problems" not in process.stdout + process.stderr


@pytest.mark.parametrize("command", ["graph", "compile", "run", "shell", "diff", "init", "config"])
@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("plain.py", " is not a notebook: it has no `# %%` cells and no jupytext header"),
        ("page.md", " is not a notebook: it has no header of jupytext or MyST"),
        ("data.txt", " is not a notebook"),
    ],
)
def test_a_file_that_is_no_notebook_is_called_so(run_kale, workspace, command, name, reason):
    (workspace / name).write_text("import os\nprint(os.getcwd())\n")
    process = run_kale(command, name, *{"shell": ["--step", "a"], "diff": [name]}.get(command, []))
    # What is compared may be of any revision, so that its name says little.
    expected = " is not a notebook" if command == "diff" else reason
    assert process.returncode == 2 and not process.stdout
    assert process.stderr.startswith(f"kale-lsp: {name}{expected}"), process.stderr


def test_the_version_is_asked_for_as_of_other_tools(run_kale):
    assert run_kale("-V").stdout == run_kale("--version").stdout != ""
    for word, meant in {"version": "--version", "explain": "rule", "lint": "check"}.items():
        assert run_kale(word).stderr == f"kale-lsp: Unknown command `{word}`. Did you mean `{meant}`?\n"


def test_a_notebook_without_a_name_is_compiled_under_that_of_its_file(run_kale, workspace):
    notebook = json.loads((workspace / "diamond.ipynb").read_text(encoding="utf-8"))
    del notebook["metadata"]["kubeflow_notebook"]
    (workspace / "my analysis.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    process = run_kale("compile", "my analysis.ipynb")
    assert process.returncode == 0 and "KALE301 [warning]" in process.stderr
    assert (workspace / ".kale" / "my-analysis.yaml").exists()


@pytest.mark.parametrize(
    ("kind", "suffixes"), [("yaml", [".yaml"]), ("dsl", [".py"]), ("all", [".py", ".yaml"])]
)
def test_compile_writes_what_is_asked_for_where_it_is_asked_for(run_kale, workspace, kind, suffixes):
    run_kale("compile", "diamond.ipynb", "--output", "out/here", "--output-format", kind)
    assert sorted(path.suffix for path in (workspace / "out" / "here").iterdir()) == suffixes
    assert not (workspace / ".kale").exists()


def test_compile_to_standard_output_writes_no_file(run_kale, workspace):
    before = sorted(workspace.iterdir())
    spec = run_kale("compile", "diamond.ipynb", "--stdout", "--output-format", "yaml").stdout
    script = run_kale("compile", "diamond.ipynb", "--stdout", "--output-format", "dsl").stdout
    assert next(yaml.safe_load_all(spec))["pipelineInfo"]["name"] == "sensor-report"
    ast.parse(script)
    assert sorted(workspace.iterdir()) == before


def test_the_same_notebook_gives_the_same_bytes(run_kale):
    arguments = ("compile", "train-and-evaluate.ipynb", "--stdout", "--output-format", "yaml")
    assert run_kale(*arguments).stdout == run_kale(*arguments).stdout != ""


@pytest.mark.parametrize("name", sorted(n for n in EXPECTED_FINDINGS if has_errors(n)))
def test_compile_of_a_notebook_with_errors_fails_and_writes_nothing(run_kale, workspace, name):
    process = run_kale("compile", name)
    assert process.returncode == 1
    assert "KALE" in process.stdout + process.stderr
    assert not (workspace / ".kale").exists()


# --- compile --check ----------------------------------------------------------------------------------------


def test_check_says_that_files_are_missing_current_or_different(run_kale, workspace):
    missing = run_kale("compile", "diamond.ipynb", "--check")
    assert missing.returncode == 1 and missing.stdout.count("is missing") == 2
    assert missing.stdout.endswith("Run `kale-lsp compile diamond.ipynb` to update it.\n")
    assert not (workspace / ".kale").exists()
    run_kale("compile", "diamond.ipynb")
    current = run_kale("compile", "diamond.ipynb", "--check")
    assert (current.returncode, current.stdout.count("is up to date")) == (0, 2)
    spec = workspace / ".kale" / "sensor-report.yaml"
    spec.write_text(spec.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    different = run_kale("compile", "diamond.ipynb", "--check")
    assert different.returncode == 1
    assert f"{spec} is out of date" in different.stdout and different.stdout.count("is up to date") == 1


def test_check_minds_only_what_is_asked_for(run_kale):
    run_kale("compile", "diamond.ipynb", "--output", "my build", "--output-format", "yaml")
    arguments = ("compile", "diamond.ipynb", "--check", "--output", "my build")
    assert run_kale(*arguments, "--output-format", "yaml").returncode == 0
    both = run_kale(*arguments)
    assert both.returncode == 1
    # what is to be done can be pasted into a shell
    assert both.stdout.endswith("Run `kale-lsp compile diamond.ipynb --output 'my build'` to update it.\n")


def test_check_of_a_notebook_with_errors_fails(run_kale):
    process = run_kale("compile", "self-reference.ipynb", "--check")
    assert process.returncode == 1 and "KALE101" in process.stderr


def test_check_and_standard_output_exclude_each_other(run_kale):
    process = run_kale("compile", "diamond.ipynb", "--check", "--stdout")
    assert process.returncode == 2 and "--check" in process.stderr


def test_a_link_for_a_folder_or_a_file_is_not_followed_out(run_kale, workspace, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (workspace / ".kale").symlink_to(elsewhere)
    process = run_kale("compile", "diamond.ipynb")
    assert process.returncode == 2 and "is outside the notebook's folder" in process.stderr
    assert not list(elsewhere.iterdir())
    (workspace / ".kale").unlink()
    (workspace / ".kale").mkdir()
    victim = elsewhere / "victim"
    victim.write_text("old", encoding="utf-8")
    (workspace / ".kale" / "sensor-report.yaml").symlink_to(victim)
    process = run_kale("compile", "diamond.ipynb")
    assert process.returncode == 2 and "symbolic link" in process.stderr
    assert victim.read_text(encoding="utf-8") == "old"
    assert run_kale("compile", "diamond.ipynb", "--check").returncode == 1


# --- about itself -------------------------------------------------------------------------------------------


def test_version(run_kale):
    process = run_kale("--version")
    assert process.returncode == 0
    assert re.search(r"\d+\.\d+\.\d+", process.stdout)


@pytest.mark.parametrize("command", [[], ["serve"], ["check"], ["graph"], ["compile"]], ids=" ".join)
def test_help(run_kale, command):
    process = run_kale(*command, "--help")
    assert process.returncode == 0
    assert "USAGE" in process.stdout.upper()


@pytest.mark.parametrize("command", ["check", "graph", "compile"])
def test_help_has_examples(run_kale, command):
    assert re.search(rf"kale-lsp {command} \S+", run_kale(command, "--help").stdout)


def test_rules_are_explained(run_kale):
    listing = run_kale("rules").stdout
    assert "| KALE001 | [unknown-tag](unknown-tag.md) |" in listing
    page = run_kale("rule", "unknown-tag")
    assert page.stdout.startswith("# KALE001 unknown-tag\n")
    assert page.stdout == run_kale("rule", "kale001").stdout
    process = run_kale("rule", "unknown-tags")
    assert process.returncode == 2
    assert "Did you mean `unknown-tag`?" in process.stderr


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shell_completions(run_kale, shell):
    process = run_kale("--generate-completion-script", shell)
    assert process.returncode == 0
    assert "kale-lsp" in process.stdout
