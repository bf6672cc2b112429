"""The forms of the report of `check`, read by programs that were written for other tools: SARIF, JUnit, GitLab, ruff."""

import json
import os
import re
import subprocess
import sys
import time
import urllib.parse
from pathlib import Path
from xml.etree import ElementTree

import junitparser
import pytest
from sarif import loader
from sarif_pydantic import Sarif

from conftest import KALE_LSP
from terminal import shown

NAMES = ["broken-order.ipynb", "malformed-tags.ipynb", "emoji-and-escapes.ipynb", "diamond.ipynb", "minified.ipynb"]


def report(run_kale, form, *paths):
    process = run_kale("check", *(paths or NAMES), "--output-format", form)
    assert process.returncode in (0, 1) and not process.stderr, process.stderr
    return process.stdout


@pytest.fixture
def findings(run_kale):
    return json.loads(report(run_kale, "json"))


def test_json_lines_are_the_elements_of_json(run_kale, findings):
    assert [json.loads(line) for line in report(run_kale, "json-lines").splitlines()] == findings


def test_cells_and_lines_are_those_of_ruff(run_kale, workspace):
    """ruff numbers cells of all kinds from 1, lines in the cell and characters in the line."""
    ruff = pytest.importorskip("ruff")
    code = ["x = 1", "text", "é = '😀'; print(missing_one)\n\n\tif_ = '日本', missing_two"]
    kinds = ["code", "markdown", "code"]
    cells = [
        {"cell_type": kind, "id": f"c{number}", "metadata": {"tags": ["step:a"]} if kind == "code" else {}, "source": text}
        | ({"outputs": [], "execution_count": None} if kind == "code" else {})
        for number, (kind, text) in enumerate(zip(kinds, code))
    ]
    cells[2]["source"] = cells[2]["source"].replace("\t", "")
    path = workspace / "ruff.ipynb"
    metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    path.write_text(json.dumps({"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}))
    arguments = ["check", "--isolated", "--no-cache", "--select", "F821", "--output-format", "concise", path.name]
    judged = subprocess.run(
        [ruff.find_ruff_bin(), *arguments], cwd=workspace, capture_output=True, text=True
    ).stdout
    place = re.compile(r"^ruff\.ipynb:cell \d+:\d+:\d+(?=: \S+ .*`(\w+)`)", re.M)
    expected = [match.group() for match in place.finditer(judged)]
    printed = run_kale("check", path.name, "--select", "missing-name").stdout
    assert [match.group() for match in place.finditer(printed)] == expected != []


def test_sarif_is_valid_and_its_readers_find_what_json_has(run_kale, workspace, findings):
    path = workspace / "report.sarif"
    path.write_text(report(run_kale, "sarif"), encoding="utf-8")
    Sarif.model_validate_json(path.read_text(encoding="utf-8"))
    results = loader.load_sarif_file(str(path)).get_results()
    assert [result["ruleId"] for result in results] == [finding["code"] for finding in findings]
    run = json.loads(path.read_text(encoding="utf-8"))["runs"][0]
    rules = {rule["id"] for rule in run["tool"]["driver"]["rules"]}
    assert rules == {result["ruleId"] for result in results}
    assert len({result["partialFingerprints"]["kaleFinding/v1"] for result in results}) == len(results)


def offset(text, line, column):
    lines = text.split("\n")
    start = sum(len(before) + 1 for before in lines[: line - 1])
    return start + len(lines[line - 1].encode("utf-16-le")[: 2 * (column - 1)].decode("utf-16-le"))


def test_fixes_of_sarif_are_what_fix_does(run_kale, workspace):
    """Applied by somebody who knows SARIF and no notebooks, a fix removes its finding."""
    name = "broken-order.ipynb"
    before = json.loads(report(run_kale, "json", name))
    results = json.loads(report(run_kale, "sarif", name))["runs"][0]["results"]
    count = 0
    for finding, result in zip(before, results, strict=True):
        for fix in result.get("fixes", [])[:1]:
            (change,) = fix["artifactChanges"]
            path = workspace / urllib.parse.unquote(change["artifactLocation"]["uri"])
            original = path.read_bytes()
            text = original.decode()
            for replacement in reversed(change["replacements"]):
                region = replacement["deletedRegion"]
                start = offset(text, region["startLine"], region["startColumn"])
                end = offset(text, region["endLine"], region["endColumn"])
                text = text[:start] + replacement["insertedContent"]["text"] + text[end:]
            path.write_bytes(text.encode())
            after = json.loads(report(run_kale, "json", name))
            path.write_bytes(original)
            keys = [(other["code"], other["message"]) for other in after]
            assert (finding["code"], finding["message"]) not in keys
            count += 1
    assert count > 2


def test_junit_is_read_back(run_kale, workspace, findings):
    path = workspace / "report.xml"
    path.write_text(report(run_kale, "junit"), encoding="utf-8")
    suites = junitparser.JUnitXml.fromfile(str(path))
    assert {suite.name for suite in suites} == set(NAMES)
    failed = [case for suite in suites for case in suite if case.result]
    grave = [finding for finding in findings if finding["severity"] in ("error", "warning")]
    assert [case.name for case in failed] == [f"{finding['code']} {finding['name']}" for finding in grave]
    assert [case.result[0].message for case in failed] == [finding["message"] for finding in grave]
    tests, failures = suites.tests, suites.failures
    suites.update_statistics()
    assert (suites.tests, suites.failures) == (tests, failures)


# What the schema of Jenkins' xUnit plugin (junit-10.xsd) has, of what a report needs.
JUNIT = {
    "testsuites": {"name", "tests", "failures", "errors", "time"},
    "testsuite": {"name", "tests", "failures", "errors", "skipped", "package", "time", "timestamp", "hostname", "id", "file"},
    "testcase": {"name", "classname", "group", "time"},
    "failure": {"type", "message"},
    "system-out": set(),
}


def test_junit_has_only_what_its_schema_has(run_kale):
    root = ElementTree.fromstring(report(run_kale, "junit"))
    assert root.tag == "testsuites" and {element.tag for element in root.iter()} == JUNIT.keys()
    for element in root.iter():
        assert set(element.keys()) <= JUNIT[element.tag], element.tag
    assert all({"name", "tests", "failures", "errors"} <= set(suite.keys()) for suite in root)


def test_gitlab_has_what_code_quality_needs(run_kale, findings):
    issues = json.loads(report(run_kale, "gitlab"))
    assert len(issues) == len(findings) == len({issue["fingerprint"] for issue in issues})
    for issue, finding in zip(issues, findings):
        assert issue.keys() == {"description", "check_name", "fingerprint", "severity", "location"}
        assert issue["severity"] in ("info", "minor", "major", "critical", "blocker")
        assert issue["check_name"] == finding["name"] and finding["message"] in issue["description"]
        line = issue["location"]["positions"]["begin"]["line"]
        assert line == finding["fileRange"]["start"]["line"] + 1
        assert issue["location"]["path"] == finding["path"]


def test_fingerprints_stay_while_other_cells_change(run_kale, workspace):
    def prints():
        return {issue["fingerprint"] for issue in json.loads(report(run_kale, "gitlab", "self-reference.ipynb"))}

    before = prints()
    path = workspace / "self-reference.ipynb"
    notebook = json.loads(path.read_text())
    notebook["cells"].insert(0, {"cell_type": "markdown", "id": "new", "metadata": {}, "source": "# New\n\ntext"})
    path.write_text(json.dumps(notebook, indent=4))
    assert prints() == before != set()


def test_paths_are_those_of_the_checked_out_project(workspace, monkeypatch):
    folder = workspace / "deep"
    folder.mkdir()
    (folder / "copy.ipynb").write_bytes((workspace / "self-reference.ipynb").read_bytes())

    def run(form, variable):
        environment = os.environ | {variable: str(workspace)}
        return subprocess.run(
            [KALE_LSP, "check", "--output-format", form], cwd=folder, env=environment, capture_output=True, text=True
        ).stdout

    assert json.loads(run("gitlab", "CI_PROJECT_DIR"))[0]["location"]["path"] == "deep/copy.ipynb"
    assert ",file=deep/copy.ipynb," in run("github", "GITHUB_WORKSPACE")


def test_a_report_goes_to_a_file_and_the_summary_to_the_terminal(run_kale, workspace):
    process = run_kale("check", "self-reference.ipynb", "--output-format", "junit", "-o", "reports/kale.xml")
    assert process.returncode == 1 and process.stdout == ""
    assert process.stderr.startswith("Found 1 error in 1 notebook.\n")
    assert (workspace / "reports" / "kale.xml").read_text().startswith("<?xml")


def test_statistics_count_rules(run_kale, findings):
    counts = {}
    for finding in findings:
        counts[finding["code"]] = counts.get(finding["code"], 0) + 1
    printed = json.loads(run_kale("check", *NAMES, "--statistics", "--output-format", "json").stdout)
    assert {row["code"]: row["count"] for row in printed} == counts
    assert [row["count"] for row in printed] == sorted(counts.values(), reverse=True)
    lines = run_kale("check", *NAMES, "--statistics").stdout.splitlines()
    assert [line.split()[1] for line in lines[: len(printed)]] == [row["code"] for row in printed]


def test_quiet_and_silent(run_kale):
    quiet = run_kale("check", "self-reference.ipynb", "--quiet")
    assert quiet.returncode == 1 and quiet.stderr == ""
    assert len(quiet.stdout.splitlines()) == 1 and "KALE101" in quiet.stdout
    silent = run_kale("check", "self-reference.ipynb", "--silent")
    assert (silent.returncode, silent.stdout, silent.stderr) == (1, "", "")


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["self-reference.ipynb"], 1),
        (["self-reference.ipynb", "--exit-zero"], 0),
        (["nowhere.ipynb", "--exit-zero"], 2),
        (["other-tools-tags.ipynb"], 0),
        (["other-tools-tags.ipynb", "--error-on-warning"], 1),
        (["diamond.ipynb", "--error-on-warning"], 0),
        (["self-reference.ipynb", "--fix"], 0),
        (["self-reference.ipynb", "--fix", "--diff"], 1),
        (["diamond.ipynb", "--fix", "--diff"], 0),
        (["self-reference.ipynb", "--fix", "--exit-non-zero-on-fix"], 1),
    ],
)
def test_the_exit_status_says_what_is_asked(run_kale, arguments, status):
    assert run_kale("check", *arguments).returncode == status


def test_the_applied_fixes_are_listed(run_kale):
    process = run_kale("check", "--fix", "--show-fixes", "self-reference.ipynb")
    assert process.stderr == (
        "Fixed 1 problem in 1 notebook:\n- self-reference.ipynb:\n    Remove tag `prev:show`\n\n"
    )


# --- a terminal ---------------------------------------------------------------------------------------------


def on_terminal(arguments, folder, **variables):
    """What a command prints on a terminal of 80 columns."""
    environment = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR")}
    environment |= {"TERM": "xterm-256color", "COLUMNS": "80"} | variables
    return shown([KALE_LSP, *arguments], folder, environment)[0]


def test_a_terminal_shows_the_code_in_color(workspace):
    text = on_terminal(["check", "self-reference.ipynb"], workspace)
    assert "\x1b[1;91mKALE101\x1b[0m" in text and "self-reference.ipynb:cell 3:1:1" in text
    plain = re.sub(r"\x1b\[[0-9;]*m", "", text)
    assert "  | tags: step:show, prev:load, prev:show\n  |                             ^^^^^^^^^\n" in plain
    assert "  - tags: step:show, prev:load, prev:show\n  + tags: step:show, prev:load\n" in plain
    assert max(map(len, plain.splitlines())) <= 80
    assert on_terminal(["check", "self-reference.ipynb"], workspace, NO_COLOR="1") == plain
    assert on_terminal(["check", "self-reference.ipynb", "--color", "never"], workspace) == plain


def test_the_form_can_be_set_for_all_commands(workspace):
    environment = os.environ | {"KALE_LSP_OUTPUT_FORMAT": "full"}
    process = subprocess.run(
        [KALE_LSP, "check", "self-reference.ipynb"], cwd=workspace, env=environment, capture_output=True, text=True
    )
    assert " --> self-reference.ipynb:cell 3:1:1\n" in process.stdout


def test_watch_checks_again_after_a_change(workspace):
    path = workspace / "self-reference.ipynb"
    process = subprocess.Popen(
        [KALE_LSP, "check", "--watch", path.name],
        cwd=workspace,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        first = lines_until(process, "Watching for changes.")
        assert any("KALE101" in line for line in first)
        path.write_text(path.read_text().replace(',\n     "prev:show"', ""))
        second = lines_until(process, "Watching for changes.")
        assert second[0] == "No problems in 1 notebook.\n"
    finally:
        process.kill()
        process.wait()


def test_watch_does_not_watch_its_own_output(workspace):
    report = workspace / "report.txt"
    with report.open("w") as file:
        process = subprocess.Popen([KALE_LSP, "check", "--watch", "."], cwd=workspace, stdout=file, stderr=subprocess.STDOUT)
    try:
        for checks in range(1, 5):
            while (count := report.read_text().count("Watching for changes.")) < checks:
                time.sleep(0.05)
            assert count == checks
            # One change, and not one when the file is emptied and another when it is written.
            (workspace.parent / "changed").write_text(checks * "changed")
            (workspace.parent / "changed").replace(workspace / "other.txt")
    finally:
        process.kill()
        process.wait()


def lines_until(process, start):
    lines = []
    while not lines or not lines[-1].startswith(start):
        lines.append(process.stdout.readline())
        assert lines[-1], lines
    return lines
