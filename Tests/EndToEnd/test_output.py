"""Where output goes: outputs that cannot be written, readers that go away, files that `-o` must not overwrite."""

import json
import os
import signal
import subprocess
import time

import pytest

from conftest import KALE_LSP
from small_notebook import write_cells, write_notebook

SCRIPT = '# %% tags=["step:a"]\nprint(missing)\n'

needs_full_device = pytest.mark.skipif(not os.path.exists("/dev/full"), reason="the system has no /dev/full")


def run(workspace, *arguments, stdout=subprocess.PIPE, environment=None, **others):
    return subprocess.run(
        [str(KALE_LSP), *map(str, arguments)],
        cwd=workspace,
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=os.environ | (environment or {}),
        **others,
    )


@pytest.fixture
def folder(tmp_path):
    """A folder with a script that has a problem."""
    (tmp_path / "n.py").write_text(SCRIPT)
    write_notebook(tmp_path / "good.ipynb")
    return tmp_path


@needs_full_device
@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "good.ipynb"],
        ["check", "--output-format", "json"],
        ["check", "--show-files"],
        ["check", "--fix", "--diff"],
        ["rules"],
        ["rule", "unknown-tag"],
        ["graph", "good.ipynb"],
        ["compile", "good.ipynb", "--stdout"],
        ["compile", "good.ipynb"],
        ["diff", "good.ipynb", "good.ipynb"],
        ["config"],
        ["new", "first.py"],
        ["--help"],
        ["check", "--help"],
        ["--version"],
        ["manual"],
        ["--generate-completion-script", "bash"],
    ],
    ids=" ".join,
)
def test_output_that_is_lost_is_an_error(folder, arguments):
    with open("/dev/full", "w") as full:
        process = run(folder, *arguments, stdout=full)
    assert process.returncode == 2
    assert "kale-lsp: standard output cannot be written: No space left on device" in process.stderr


@pytest.mark.parametrize("handler", [signal.SIG_DFL, signal.SIG_IGN], ids=["signal", "no signal"])
@pytest.mark.parametrize("arguments", [["rules"], ["check", "good.ipynb"], ["--help"]], ids=" ".join)
def test_a_reader_that_goes_away_is_no_error(folder, arguments, handler):
    reader, writer = os.pipe()
    os.close(reader)
    process = run(folder, *arguments, stdout=writer, preexec_fn=lambda: signal.signal(signal.SIGPIPE, handler))
    os.close(writer)
    assert process.returncode in (0, -signal.SIGPIPE)
    assert process.stderr == ""


@pytest.mark.parametrize("name", ["good.ipynb", "new.ipynb", "n.py", "."])
@pytest.mark.parametrize("command", [["check"], ["check", "n.py", "good.ipynb"], ["graph", "good.ipynb"]], ids=" ".join)
def test_no_notebook_is_overwritten(folder, command, name):
    before = {path: path.read_bytes() for path in folder.iterdir()}
    process = run(folder, *command, "-o", name)
    assert process.returncode == 2 and process.stdout == ""
    assert any(words in process.stderr for words in ["overwrite", "is a folder", "the name of a notebook"])
    assert before == {path: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("name", ["-", "/dev/stdout"])
@pytest.mark.parametrize("command", [["check", "good.ipynb"], ["graph", "good.ipynb"]], ids=" ".join)
def test_standard_output_is_a_file_too(folder, command, name):
    usual = run(folder, *command)
    assert run(folder, *command, "-o", name).stdout == usual.stdout
    with open(folder / "out", "w") as out:
        assert run(folder, *command, "-o", name, stdout=out).returncode == 0
    assert (folder / "out").read_text() == usual.stdout


@pytest.mark.parametrize("name", ["report.json", "report.jsonl", "report.sarif", "report.xml"])
def test_the_ending_of_the_file_decides_the_format(folder, name):
    run(folder, "check", "-o", name)
    text = (folder / name).read_text()
    assert {
        "report.json": '[\n {\n  "path"',
        "report.jsonl": '{"path"',
        "report.sarif": '{"$schema"',
        "report.xml": "<?xml",
    }[name] in text
    run(folder, "check", "-o", name, "--output-format", "concise")
    assert (folder / name).read_text().startswith("n.py:")


def test_a_new_folder_is_told(folder):
    process = run(folder, "check", "-o", "new/report.json")
    assert "kale-lsp: created the folder new.\n" in process.stderr
    json.loads((folder / "new" / "report.json").read_text())


@pytest.mark.parametrize("arguments", [["--fix", "--diff"], ["--fix", "-"]], ids=" ".join)
def test_the_report_of_fixes_goes_to_the_file(folder, arguments):
    process = subprocess.run(
        [str(KALE_LSP), "check", *arguments, "-o", "report.json"],
        cwd=folder,
        input=SCRIPT,
        capture_output=True,
        text=True,
    )
    assert process.returncode == 1
    assert "missing-name" in {finding["name"] for finding in json.loads((folder / "report.json").read_text())}
    assert "missing-name" not in process.stderr


def test_a_watch_does_not_see_its_own_report(folder):
    process = subprocess.Popen(
        [str(KALE_LSP), "check", "--watch", "-o", "report.md"],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    time.sleep(3)
    process.terminate()
    assert process.communicate()[1].count("Watching for changes.") == 1


@pytest.mark.parametrize("name", ["sarif", "junit", "gitlab", "github"])
def test_statistics_have_no_form_in_formats_of_findings(folder, name):
    process = run(folder, "check", "--statistics", "--output-format", name)
    assert process.returncode == 2 and process.stdout == ""
    assert f"--statistics cannot be combined with the output format `{name}`." in process.stderr


def test_statistics_are_json_in_json(folder):
    whole = json.loads(run(folder, "check", "--statistics", "--output-format", "json").stdout)
    lines = run(folder, "check", "--statistics", "--output-format", "json-lines").stdout.splitlines()
    assert whole == [json.loads(line) for line in lines] and whole


def test_a_preference_that_is_no_format_is_an_error(folder):
    process = run(folder, "check", environment={"KALE_LSP_OUTPUT_FORMAT": "jsno"})
    assert process.returncode == 2 and "KALE_LSP_OUTPUT_FORMAT is `jsno`" in process.stderr
    assert run(folder, "check", environment={"KALE_LSP_OUTPUT_FORMAT": "json"}).stdout.startswith("[")


@pytest.mark.parametrize("columns", ["0", "-5", "1", "20", "junk", "", "99999999999999999999"])
@pytest.mark.parametrize("command", [["--help"], ["check", "--help"]], ids=" ".join)
def test_help_is_shown_for_any_width(folder, command, columns):
    process = run(folder, *command, environment={"COLUMNS": columns})
    assert process.returncode == 0 and "USAGE:" in process.stdout, process.stderr
    assert process.stderr == ""


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["--verison"], 2, "Unknown option `--verison`. Did you mean `--version`?"),
        (["--fix"], 2, "Unknown option `--fix`. Options follow a command, for example `kale-lsp check --fix`."),
        (["help", "chekc"], 2, "Unknown command `chekc`. Did you mean `check`?"),
        (["-dash.py"], 2, "`-dash.py` looks like an option. Write `./-dash.py` to name the file."),
        (["check", "-dash.py"], 2, "`-dash.py` looks like an option. Write `./-dash.py` to name the file."),
        (["check", "--", "-dash.py"], 1, ""),
        (["--", "-dash.py"], 1, ""),
        (["./-dash.py"], 1, ""),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_words_that_look_like_options(folder, arguments, status, message):
    (folder / "-dash.py").write_text(SCRIPT)
    process = run(folder, *arguments)
    assert process.returncode == status and message in process.stderr
    if status == 1:
        assert "-dash.py:2:7: KALE208" in process.stdout


def test_help_of_a_command_by_name(folder):
    assert run(folder, "help", "check").stdout == run(folder, "check", "--help").stdout


def test_a_dash_alone_is_standard_input(folder):
    process = subprocess.run([str(KALE_LSP), "-"], input=SCRIPT, capture_output=True, text=True, cwd=folder)
    assert process.returncode == 1 and "-:2:7: KALE208" in process.stdout


def test_names_that_are_not_utf8_are_told(folder):
    name = os.fsencode(folder) + b"/bad\xff.ipynb"
    try:
        with open(name, "wb") as file:
            file.write((folder / "good.ipynb").read_bytes())
        os.mkdir(os.fsencode(folder) + b"/folder\xff")
    except OSError:
        pytest.skip("the file system takes names in UTF-8 only")
    process = run(folder, "check", ".")
    assert process.returncode == 2
    assert "bad\ufffd.ipynb cannot be read: its name is not valid UTF-8. Rename it" in process.stderr
    assert "folder\ufffd cannot be read: its name is not valid UTF-8. Rename it" in process.stderr
    named = subprocess.run([os.fsencode(KALE_LSP), b"check", name], capture_output=True)
    assert named.returncode == 2 and b"If its name is not valid UTF-8, rename it" in named.stderr


def test_pairs_are_listed_once(folder):
    header = "# ---\n# jupyter:\n#   jupytext:\n#     formats: ipynb,py:percent\n# ---\n\n"
    (folder / "good.py").write_text(header + SCRIPT)
    assert run(folder, "check", "--show-files").stdout.split() == ["good.ipynb", "n.py"]


def test_graph_of_an_ordinary_notebook_ends_the_same_in_every_format(folder):
    write_cells(folder / "ordinary.ipynb", [([], "print(1)")])
    for name in ["text", "svg", "mermaid", "dot", "json"]:
        process = run(folder, "graph", "ordinary.ipynb", "--output-format", name)
        assert process.returncode == 2 and "is not a Kale notebook" in process.stderr
        assert (process.stdout != "") == (name == "json")


HOSTILE = "\x1b[31m\n::error::pwned"


@pytest.mark.parametrize(
    "arguments",
    [
        ["check"],
        ["check", "--output-format", "full"],
        ["check", "--output-format", "github"],
        ["check", "--fix", "--diff"],
        ["check", "--show-files"],
        ["check", "nothere" + HOSTILE],
        ["compile", "."],
        ["config", f"::warning::{HOSTILE}.ipynb"],
        ["graph", f"::warning::{HOSTILE}.ipynb", "--output-format", "text"],
        ["diff", f"::warning::{HOSTILE}.ipynb", "good.ipynb", "--output-format", "markdown"],
        ["init", f"ordinary{HOSTILE}.ipynb"],
        ["rule", "a" + HOSTILE],
        ["check", "--output-format", "a" + HOSTILE],
        ["check", "--ignore", "a" + HOSTILE],
        ["a" + HOSTILE],
    ],
    ids=lambda value: " ".join(value).encode("unicode_escape").decode(),
)
def test_nothing_gets_out_of_names_and_cells(folder, arguments):
    cells = [(["step:a" + HOSTILE], "print(y)  # " + HOSTILE), (["foo" + HOSTILE], HOSTILE)]
    write_cells(folder / f"::warning::{HOSTILE}.ipynb".replace("/", ""), cells, pipeline_name="p" + HOSTILE)
    write_cells(folder / f"ordinary{HOSTILE}.ipynb", [([], "x = 1")])
    process = run(folder, *arguments)
    text = process.stdout + process.stderr
    assert text and "\x1b" not in text
    # What `full` writes above a fix is no command: it has no second pair of colons.
    lines = [line for line in text.splitlines() if not line.startswith(" ::: ")]
    commands = [line for line in lines if line.lstrip().startswith("::")]
    assert all(" title=kale-lsp" in line for line in commands), commands
