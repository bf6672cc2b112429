"""What the command line says of slips: what is wrong, and what was meant."""

import os
import shutil
import subprocess
import sys

import pytest

from conftest import KALE_LSP, REPOSITORY


@pytest.mark.parametrize(
    "arguments, sentence",
    [
        (["graf"], "Unknown command `graf`. Did you mean `graph`?"),
        (["diamond"], "Unknown command `diamond`. Did you mean `diamond.ipynb`?"),
        (["--nb", "x"], "Unknown option `--nb`. Options follow a command, for example `kale-lsp compile --nb`."),
        (["--fix"], "Unknown option `--fix`. Options follow a command, for example `kale-lsp check --fix`."),
        (["check", "--isolated"], "Unknown option `--isolated`. Did you mean `--no-config`?"),
        (["check", "--add-noqa"], "Unknown option `--add-noqa`. Did you mean `--add-ignore`?"),
        (["check", "--error"], "Unknown option `--error`. Did you mean `--error-on-warning`?"),
        (["check", "--bla"], "Unknown option `--bla`."),
        (["check", "--output-format", "jsn"], "`jsn` is not a value of `--output-format`. Did you mean `json`?"),
        (["check", "--color", "x"], "`x` is not a value of `--color`. Use `auto`, `always`, `never`."),
        (["run", "a.ipynb", "--engine", "kpf"], "`kpf` is not a value of `--engine`. Did you mean `kfp`?"),
        (["new", ""], "The notebook needs a name."),
        (["new", "folder/.ipynb"], "folder/.ipynb would be a hidden file. Give the notebook a name."),
        (["diff", "HEAD~1", "HEAD"], "HEAD~1 cannot be read: no such file. To name a revision, write `HEAD~1:` and the path of a notebook."),
    ],
)
def test_a_slip_is_told_with_what_was_meant(run_kale, arguments, sentence):
    process = run_kale(*arguments)
    assert process.returncode == 2 and not process.stdout
    assert process.stderr.splitlines()[0] == f"kale-lsp: {sentence}"


@pytest.mark.parametrize("option", ["--output-file=", "--select=", "--exclude=", "--config="])
def test_an_option_without_a_value_takes_no_other_argument(run_kale, workspace, option):
    (workspace / "note.txt").write_text("keep\n")
    process = run_kale("check", option, "note.txt", "diamond.ipynb")
    assert process.returncode == 2 and f"`{option}` has no value" in process.stderr
    assert (workspace / "note.txt").read_text() == "keep\n"


@pytest.mark.parametrize(
    "text, fault",
    [
        ("[tool.kale_lsp]\nstrict = true\n", "Nothing reads `[tool.kale_lsp]`. Did you mean `[tool.kale-lsp]`?"),
        ("[tool.KaleLSP]\n", "Nothing reads `[tool.KaleLSP]`. Did you mean `[tool.kale-lsp]`?"),
        ('[tool.kale-lsp]\nrules.cycle = "warn"\n', 'Did you mean `"warning"`?'),
        ('[tool.kale-lsp]\nruntime = "kal"\n', 'Did you mean `"kale"`?'),
        ("[tool.kale-lsp]\nper-path-ignores = {}\n", "Did you mean `per-file-ignores`?"),
    ],
)
def test_a_slip_in_a_configuration_file_is_told(run_kale, workspace, text, fault):
    (workspace / "pyproject.toml").write_text(text)
    process = run_kale("check", "diamond.ipynb")
    assert process.returncode == 2 and fault in process.stderr, process.stderr


def test_text_in_an_option_needs_quotes(run_kale):
    assert "Text needs quotes" in run_kale("check", "--config", "rules.cycle=hint").stderr


def test_a_file_with_sections_of_others_is_no_slip(run_kale, workspace):
    (workspace / "pyproject.toml").write_text("[tool.kale]\nkfp_host = 'x'\n[tool.ruff]\n")
    assert run_kale("check", "diamond.ipynb").returncode == 0


def test_notebooks_with_errors_keep_no_others_from_being_compiled(run_kale, workspace):
    shutil.copy(workspace / "self-reference.ipynb", workspace / "self-reference-2.ipynb")
    process = run_kale("compile", "diamond.ipynb", "self-reference.ipynb", "self-reference-2.ipynb")
    assert process.returncode == 1 and "compile to the same files" not in process.stderr
    assert len(process.stdout.splitlines()) == 2


def test_compile_says_that_nothing_was_written(run_kale):
    process = run_kale("compile", "self-reference.ipynb")
    assert process.returncode == 1 and process.stderr.endswith("Nothing was written.\n")


def test_compile_can_be_quiet(run_kale):
    process = run_kale("compile", "diamond.ipynb", "--quiet")
    assert process.returncode == 0 and len(process.stdout.splitlines()) == 2
    assert process.stderr == run_kale("compile", "diamond.ipynb", "--quiet", "--stdout").stderr


def test_what_fixes_would_leave_is_no_contradiction(run_kale):
    process = run_kale("check", "--diff", "self-reference.ipynb")
    assert process.returncode == 1 and process.stderr == "Would fix 1 problem in 1 notebook.\n"


def test_what_fixes_would_leave_is_counted(run_kale):
    process = run_kale("check", "--diff", "self-reference.ipynb", "cyclic-tags.ipynb")
    assert "Would leave 3 errors in 2 notebooks.\n" in process.stderr, process.stderr


def test_suggested_fixes_can_be_marked(run_kale, workspace):
    (workspace / "copies").mkdir()
    for name in ("1.ipynb", "2.ipynb"):
        shutil.copy(workspace / "diamond.ipynb", workspace / "copies" / name)
    plain = run_kale("check", "copies")
    marked = run_kale("check", "copies", "--unsafe-fixes")
    assert plain.stdout.endswith("2 fixable with `--fix --unsafe-fixes`.\n") and "[*]" not in plain.stdout
    assert marked.stdout.count("KALE332 [warning] [*]") == 2
    assert marked.stdout.endswith("[*] 2 fixable with `--fix --unsafe-fixes`.\n")


def test_what_concerns_a_folder_is_with_its_notebook(run_kale, workspace):
    for name in ("a.ipynb", "c.ipynb"):
        shutil.copy(workspace / "diamond.ipynb", workspace / name)
    shutil.copy(workspace / "self-reference.ipynb", workspace / "b.ipynb")
    lines = run_kale("check", "a.ipynb", "b.ipynb", "c.ipynb").stdout.splitlines()
    assert [line.split(":")[0] for line in lines[:3]] == ["a.ipynb", "b.ipynb", "c.ipynb"]
    report = run_kale("check", "a.ipynb", "b.ipynb", "c.ipynb", "--output-format", "junit").stdout
    assert report.count("<testsuite ") == 3 and report.count("<testcase ") == 3


def test_standard_input_can_be_left_out(run_kale, workspace):
    text = (workspace / "self-reference.ipynb").read_text()
    name = ["--stdin-filename", "venv/x.ipynb"]
    assert run_kale("check", "-", *name, stdin=text).returncode == 1
    assert run_kale("check", "-", *name, "--force-exclude", stdin=text).returncode == 0
    assert run_kale("check", "-", *name, "--force-exclude", "--fix", stdin=text).stdout == text


def test_python_starts_the_program_of_its_package(tmp_path):
    package = REPOSITORY / "EditorClients" / "jupyterlab"
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "kale-lsp").symlink_to(KALE_LSP)
    environment = {**os.environ, "PYTHONPATH": str(package), "PATH": f"{programs}:{os.environ['PATH']}"}
    command = [sys.executable, "-m", "kale_lsp", "--version"]
    process = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert process.stdout.startswith("kale-lsp "), process.stderr
