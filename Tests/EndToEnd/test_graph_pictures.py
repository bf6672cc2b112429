"""`kale-lsp graph` for people: text in a terminal, SVG in a browser; whatever names hold."""

import os
import re
import subprocess
import unicodedata
import xml.etree.ElementTree

import pytest

from conftest import ALL_SAMPLES, KALE_LSP, WITHOUT_KALE
from small_notebook import write_cells
from terminal import shown

SVG = "{http://www.w3.org/2000/svg}"
UTF8 = {"LC_ALL": "C.UTF-8"}


def in_terminal(*arguments, cwd, columns=80, **variables):
    """What a command writes to a terminal of 80 columns, and its exit status."""
    environment = {**os.environ, "TERM": "xterm", **UTF8, **variables}
    environment.pop("NO_COLOR", None) if "NO_COLOR" not in variables else None
    return shown([KALE_LSP, *arguments], cwd, environment, columns, errors=subprocess.DEVNULL)


def columns(line):
    return sum(
        0 if unicodedata.combining(c) or c == "\ufe0f" else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in line
    )


def without_colors(text):
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


@pytest.mark.parametrize("name", ALL_SAMPLES)
def test_a_terminal_gets_a_drawing_that_fits(workspace, name):
    text, status = in_terminal("graph", name, cwd=workspace)
    if name in WITHOUT_KALE:
        assert (text, status) == ("", 2)
        return
    assert "{" not in text.split("\n")[0]
    assert all(columns(line) <= 80 for line in without_colors(text).split("\n"))


def test_a_terminal_gets_boxes_and_others_get_json(workspace, run_kale):
    text, status = in_terminal("graph", "diamond.ipynb", cwd=workspace, NO_COLOR="1")
    assert status == 0 and "│ read_sensor │" in text and "\x1b" not in text
    assert run_kale("graph", "diamond.ipynb").stdout.startswith("{")
    assert "\x1b[1m" in in_terminal("graph", "diamond.ipynb", cwd=workspace)[0]


@pytest.mark.parametrize("locale", ["C", "POSIX"])
def test_another_locale_gets_ascii(workspace, locale):
    text, _ = in_terminal("graph", "diamond.ipynb", cwd=workspace, LC_ALL=locale)
    assert "| read_sensor |" in without_colors(text) and text.isascii()


@pytest.mark.parametrize("name", ALL_SAMPLES)
def test_svg_is_well_formed(run_kale, name):
    process = run_kale("graph", name, "--output-format", "svg")
    if name in WITHOUT_KALE:
        assert process.returncode == 2 and process.stderr
        return
    root = xml.etree.ElementTree.fromstring(process.stdout)
    assert root.tag == SVG + "svg"
    width, height = float(root.get("width")), float(root.get("height"))
    assert width > 0 and height > 0
    assert "href" not in process.stdout and "<script" not in process.stdout


def test_errors_are_marked(run_kale):
    text = run_kale("graph", "self-reference.ipynb", "--output-format", "svg").stdout
    assert 'class="step error"' in text


@pytest.mark.parametrize(
    ("name", "begins"),
    [("a.svg", "<svg"), ("a.mmd", "flowchart"), ("a.dot", "digraph"), ("a.json", "{"), ("a.txt", "Pipeline")],
)
def test_the_name_of_the_file_decides_the_format(run_kale, workspace, name, begins):
    assert run_kale("graph", "diamond.ipynb", "-o", name).stdout == ""
    assert (workspace / name).read_text(encoding="utf-8").startswith(begins)


@pytest.mark.parametrize("name", ["a.png", "a.svgz"])
def test_a_name_of_another_format_is_an_error(run_kale, workspace, name):
    process = run_kale("graph", "diamond.ipynb", "-o", name)
    assert process.returncode == 2 and not (workspace / name).exists()
    assert process.stderr.startswith(f"kale-lsp: {name}: no graph is written in the format of this name.")


def test_a_folder_is_not_a_notebook(run_kale):
    process = run_kale("graph", ".")
    assert process.returncode == 2
    assert "is a folder" in process.stderr and ".ipynb" in process.stderr


def hostile_notebooks():
    """Cycles, three hundred steps, long names, wide characters."""
    chain = [(["step:s0"], "x = 0")] + [([f"step:s{i}", f"prev:s{i - 1}"], "x += 1") for i in range(1, 300)]
    wide = [([f"step:branch{i}"], f"x{i} = 1") for i in range(300)]
    joined = [([f"step:s{i}", *(f"prev:s{j}" for j in range(i))], f"v{i} = 1") for i in range(40)]
    long = "n" * 200
    return {
        "chain": chain,
        "wide": wide,
        "joined": joined,
        "cycle": [(["step:a", "prev:c"], "x = 1"), (["step:b", "prev:a"], "y = x"), (["step:c", "prev:b"], "z = y")],
        "long": [([f"step:{long}"], f"{long} = 1"), (["step:b", f"prev:{long}"], f"print({long})")],
        "wide_characters": [(["step:a"], "変数 = 1\nголод = 2"), (["step:b", "prev:a"], "print(変数, голод)")],
        "emoji": [(["step:🎈"], "x = 1"), (["step:b", "prev:🎈"], "print(x)")],
    }


HOSTILE = hostile_notebooks()


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_notebooks_are_drawn(run_kale, workspace, name):
    cells = HOSTILE[name]
    write_cells(workspace / "hostile.ipynb", cells, pipeline_name="hostile", experiment_name="hostile")
    text, _ = in_terminal("graph", "hostile.ipynb", cwd=workspace)
    assert all(columns(line) <= 80 for line in without_colors(text).split("\n")), text
    for format_ in ("svg", "mermaid", "dot", "json"):
        process = run_kale("graph", "hostile.ipynb", "--output-format", format_)
        assert process.returncode in (0, 1) and process.stdout
        if format_ == "svg":
            xml.etree.ElementTree.fromstring(process.stdout)
