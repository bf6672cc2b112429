"""What the program says of itself: help, versions, mistyped words, completions and the manual page."""

import os
import pty
import re
import shutil
import subprocess

import pytest

from conftest import KALE_LSP

COMMANDS = ["serve", "check", "fix", "graph", "compile", "run", "shell", "cache", "schedule", "rules", "rule", "config"]
DEVELOPERS = ["names", "cells", "toml", "runtime", "manual"]


def run(*arguments, **options):
    return subprocess.run(
        [KALE_LSP, *arguments], capture_output=True, text=True, encoding="utf-8", timeout=60, **options
    )


@pytest.mark.parametrize(
    "command",
    [[], *([name] for name in COMMANDS + DEVELOPERS), ["cache", "clear"], ["schedule", "list"], ["schedule", "remove"]],
    ids=" ".join,
)
def test_help_fits_a_terminal(command):
    process = run(*command, "--help", env=os.environ | {"COLUMNS": "80"})
    assert process.returncode == 0
    assert [line for line in process.stdout.splitlines() if len(line) > 80] == []


def test_help_lists_what_users_need():
    text = run("--help").stdout
    for name in COMMANDS:
        assert re.search(rf"^  {name}\b", text, re.MULTILINE), name
    for name in DEVELOPERS:
        assert not re.search(rf"^  {name}\b", text, re.MULTILINE), name


@pytest.mark.parametrize(
    "arguments, message",
    [
        (["chekc"], "Unknown command `chekc`. Did you mean `check`?"),
        (["comple", "train.ipynb"], "Unknown command `comple`. Did you mean `compile`?"),
        (["frobnicate"], "Unknown command `frobnicate`. Run `kale-lsp --help` to list the commands."),
        (["cache", "claer"], "Unknown command `claer`. Did you mean `clear`?"),
        (["schedule", "x"], "Unknown command `x`. Run `kale-lsp schedule --help` to list the commands."),
    ],
)
def test_mistyped_commands_get_a_suggestion(arguments, message):
    process = run(*arguments)
    assert (process.returncode, process.stdout) == (2, "")
    assert process.stderr == f"kale-lsp: {message}\n"


@pytest.mark.parametrize(
    "arguments, option",
    [(["check", ".", "--strct"], "--strict"), (["compile", "n.ipynb", "--outptu", "x"], "--output")],
)
def test_mistyped_options_get_a_suggestion(arguments, option):
    process = run(*arguments)
    assert process.returncode == 2
    assert f"Did you mean `{option}`?" in process.stderr


def test_a_path_in_place_of_a_command_is_checked(workspace):
    names = ["cyclic-tags.ipynb", "diamond.ipynb"]
    expected = run("check", *names, cwd=workspace)
    assert expected.returncode == 1
    actual = run(*names, cwd=workspace)
    assert (actual.returncode, actual.stdout) == (expected.returncode, expected.stdout)
    missing = run("missing.ipynb", cwd=workspace)
    assert missing.returncode == 2
    assert "missing.ipynb" in missing.stderr


def test_alone_on_a_terminal_it_says_what_to_try():
    main, side = pty.openpty()
    process = subprocess.run([KALE_LSP], stdin=side, capture_output=True, text=True, timeout=60)
    os.close(side)
    os.close(main)
    assert process.returncode == 0
    assert process.stdout.startswith("kale-lsp ")
    assert "kale-lsp check" in process.stdout and "kale-lsp --help" in process.stdout


def test_alone_without_a_terminal_it_serves():
    process = subprocess.run([KALE_LSP], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60)
    assert (process.returncode, process.stdout) == (1, "")


def test_the_version_has_the_name_and_may_have_a_commit():
    assert re.fullmatch(r"kale-lsp \d+\.\d+\.\d+( \([0-9a-f]{12}\))?\n", run("--version").stdout)


# --- completions --------------------------------------------------------------------------------------------

# What each shell is told to print: the words that may follow `kale-lsp ch` and `kale-lsp check --str`.
BASH = """
source "$1"
words() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_LINE="$*"; COMP_POINT=${#COMP_LINE}; COMPREPLY=()
  "$(complete -p kale-lsp | sed 's/.*-F \\([^ ]*\\) .*/\\1/')" kale-lsp "${@: -1}" "${@: -2:1}"; echo "${COMPREPLY[@]}"; }
words kale-lsp ch
words kale-lsp check --str
"""
FISH = """
source $argv[1]
complete -C 'kale-lsp ch' | string replace -r '\\t.*' ''
complete -C 'kale-lsp check --str' | string replace -r '\\t.*' ''
"""


@pytest.mark.parametrize("shell, script", [("bash", BASH), ("fish", FISH)])
def test_shells_complete_commands_and_options(shell, script, tmp_path):
    program = shutil.which(shell)
    if program is None:
        pytest.fail(f"{shell} is not installed (on Debian: apt-get install {shell})")
    completions = tmp_path / "completions"
    completions.write_text(run("--generate-completion-script", shell).stdout, encoding="utf-8")
    (tmp_path / "try").write_text(script, encoding="utf-8")
    variables = os.environ | {"PATH": f"{KALE_LSP.parent}:{os.environ['PATH']}", "HOME": str(tmp_path)}
    process = subprocess.run(
        [program, tmp_path / "try", completions], capture_output=True, text=True, env=variables, timeout=60
    )
    assert process.stdout.split() == ["check", "--strict"], process.stderr


def test_zsh_accepts_the_completion_script(tmp_path):
    program = shutil.which("zsh")
    if program is None:
        pytest.fail("zsh is not installed (on Debian: apt-get install zsh)")
    completions = tmp_path / "_kale-lsp"
    completions.write_text(run("--generate-completion-script", "zsh").stdout, encoding="utf-8")
    check = f"fpath=({tmp_path} $fpath); autoload -Uz compinit; compinit -u -d {tmp_path}/dump; whence -w _kale-lsp; "
    process = subprocess.run(
        [program, "-f", "-c", check + 'echo "$_comps[kale-lsp]"; zsh -n ' + str(completions)],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert process.stdout.split("\n")[:2] == ["_kale-lsp: function", "_kale-lsp"], process.stderr
    assert process.stderr == ""


# --- the manual page ----------------------------------------------------------------------------------------


def test_the_manual_page_has_every_command_and_option():
    page = run("manual").stdout
    assert page.startswith(".TH KALE\\-LSP 1")
    for name in COMMANDS:
        assert f".SS kale\\-lsp {name}" in page, name
    for name in DEVELOPERS:
        assert f".SS kale\\-lsp {name}" not in page, name
    assert "\\fB\\-\\-output\\-format\\fR" in page


def test_the_manual_page_is_well_formed(tmp_path):
    program = shutil.which("mandoc")
    if program is None:
        pytest.fail("mandoc is not installed (on Debian: apt-get install mandoc)")
    path = tmp_path / "kale-lsp.1"
    path.write_text(run("manual").stdout, encoding="utf-8")
    process = subprocess.run([program, "-T", "lint", "-W", "error", path], capture_output=True, text=True)
    assert process.stdout == ""
