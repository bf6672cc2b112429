"""Reads the pages of the documentation and runs what is in them.

A fenced block is run by what it is, which its info string and the comment in front of it say:

    ```console                   `$ ` lines are run in a shell, and what follows each is what it prints
    ```sh                        commands; each must end with status 0, or 1 for findings
    ```json, ```toml, ```yaml    must be well-formed
    ```lua                       is executed by Neovim
    <!-- file: NAME -->          the block is written into a file that later blocks of the page use; a percent notebook into
                                 an `.ipynb` file is converted
    <!-- notebook: clean -->     a percent notebook in which `kale-lsp check` finds nothing
    <!-- notebook: COMMAND -->   a percent notebook; the next block is what `kale-lsp COMMAND` prints for it
    <!-- output: COMMAND -->     what another command prints for the last notebook
    <!-- excerpt: COMMAND -->    lines that the command prints for it, in this order, others between them
    <!-- prints: COMMAND -->     what a shell command prints
    <!-- metadata -->            metadata of a notebook in which `kale-lsp check` then finds nothing
    <!-- not run: REASON -->     is not run here

In what a command prints, a line `…` stands for any number of lines. Notebooks need no header: the commands are told to
ignore that the configuration is missing, or get one that is the same for all.
"""

import dataclasses
import json
import os
import pathlib
import re
import shutil
import subprocess
import tomllib

import jupytext
import yaml

FENCE = re.compile(r"^(\s*)(`{3,})([^\s`]*)\s*$")
COMMENT = re.compile(r"^\s*<!--\s*(.*?)\s*-->\s*$")
DIRECTIVES = ("file", "notebook", "output", "excerpt", "prints", "metadata", "not run")
FINDING = re.compile(r" KALE\d{3} ")
# What `sh` and `console` blocks may start: nothing that builds, installs or reaches the network.
COMMANDS = {"kale-lsp", "cat", "cd", "cp", "echo", "grep", "head", "ls", "mkdir", "tail"}
ELISION = "…"
HEADER = """\
# ---
# jupyter:
#   kubeflow_notebook:
#     pipeline_name: houses
#     experiment_name: housing
# ---
"""


@dataclasses.dataclass
class Block:
    """A fenced block: `first` and `last` are the page's line numbers of its content, from 0, `last` excluded."""

    language: str
    directive: str
    argument: str
    lines: list[str]
    first: int
    last: int
    indent: str

    @property
    def text(self):
        return "".join(line + "\n" for line in self.lines)


def blocks(text):
    """The fenced blocks of a page in Markdown, in order."""
    found, lines = [], text.split("\n")
    number = 0
    while number < len(lines):
        fence = FENCE.match(lines[number])
        number += 1
        if not fence:
            continue
        indent, ticks, language = fence.groups()
        first = number
        while number < len(lines) and lines[number].strip() != ticks:
            number += 1
        content = [line.removeprefix(indent) for line in lines[first:number]]
        found.append(Block(language, *directive_above(lines, first - 1), content, first, number, indent))
        number += 1
    return found


def directive_above(lines, fence):
    """The directive of the comment in front of a fence, and its argument; empty strings where there is none."""
    above = fence - 1
    while above >= 0 and not lines[above].strip():
        above -= 1
    comment = COMMENT.match(lines[above]) if above >= 0 else None
    if comment:
        name, _, argument = comment.group(1).partition(":")
        if name in DIRECTIVES:
            return name, argument.strip()
    return "", ""


def matches(expected, actual):
    """Whether lines are those expected, where an elision stands for any number of them."""
    expected, actual = trimmed(expected), trimmed(actual)
    if ELISION not in expected:
        return expected == actual
    head, tail = expected.index(ELISION), expected[::-1].index(ELISION)
    if actual[:head] != expected[:head] or (tail and actual[-tail:] != expected[-tail:]):
        return False
    rest = iter(actual[head : len(actual) - tail])
    return len(actual) >= head + tail and all(line in rest for line in expected[head:-tail or None] if line != ELISION)


def trimmed(lines):
    """Lines without the blanks behind them, and without blank lines at the end."""
    lines = [line.rstrip() for line in lines]
    while lines and not lines[-1]:
        lines.pop()
    return lines


def with_header(text):
    """A percent notebook with a configuration: its own, or else the one of all examples."""
    return text if text.startswith("# ---") else HEADER + text


def write_notebook(path, text):
    """Writes a percent notebook as an `.ipynb` file."""
    notebook = jupytext.reads(text, fmt="py:percent")
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    jupytext.write(notebook, path, fmt="ipynb")


class Page:
    """Runs the blocks of one page, in a folder of its own, and collects what is wrong."""

    def __init__(self, path, folder, program, neovim):
        self.path, self.folder, self.program, self.neovim = path, folder, program, neovim
        self.source = path.read_text(encoding="utf-8")
        self.current = folder
        self.faults, self.replacements = [], []
        self.ran = self.not_run = 0
        self.notebook = None
        self.awaited = None

    def run(self):
        for block in blocks(self.source):
            number = block.first
            try:
                self.run_block(block)
            except (AssertionError, ValueError, yaml.YAMLError) as error:
                self.faults.append(f"{self.path.name}:{number}: {error}")
        if self.awaited:
            self.faults.append(f"{self.path.name}: no block has the output of `kale-lsp {self.awaited}`")

    def run_block(self, block):
        if block.directive == "not run":
            assert block.argument, "`not run` needs a reason"
            self.not_run += 1
            return
        self.ran += 1
        awaited, self.awaited = self.awaited, None
        if awaited and not block.directive:
            return self.compare(block, block.lines, self.kale(awaited))
        assert not awaited, f"the output of `kale-lsp {awaited}` is missing"
        handler = getattr(self, "run_" + (block.directive or block.language), None)
        assert handler, f"nothing runs a block of {block.language or 'no language'}, and no mark says why"
        handler(block)

    def compare(self, block, expected, actual, first=None):
        """Notes what a command prints where it is not what the page says."""
        if matches(expected, actual):
            return
        first = block.first if first is None else first
        indented = [(block.indent + line).rstrip() for line in trimmed(actual)]
        self.replacements.append((first, first + len(expected), indented))
        actual = "\n".join("  " + line for line in trimmed(actual))
        raise AssertionError(f"the page says something else than what is printed:\n{actual}")

    def renewed(self):
        """The page with what its commands print now."""
        lines = self.source.split("\n")
        for first, last, actual in sorted(self.replacements, reverse=True):
            lines[first:last] = actual
        return "\n".join(lines)

    # What the directives and the languages do

    def run_file(self, block):
        path = self.current / block.argument
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix == ".ipynb" and block.language == "python":
            write_notebook(path, block.text)
        else:
            path.write_text(block.text, encoding="utf-8")

    def run_notebook(self, block):
        self.notebook = block.text
        if block.argument == "clean":
            found = [line for line in self.kale("check") if FINDING.search(line)]
            assert not found, "findings in a notebook that should have none:\n" + "\n".join(found)
        else:
            self.awaited = block.argument

    def run_output(self, block):
        self.compare(block, block.lines, self.kale(block.argument))

    def run_prints(self, block):
        self.compare(block, block.lines, self.shell(block.argument)[1])

    def run_excerpt(self, block):
        rest = iter(line.strip() for line in self.kale(block.argument))
        for line in block.lines:
            assert line.strip() == ELISION or line.strip() in rest, f"not printed, or not in this order: {line}"

    def run_metadata(self, block):
        metadata = json.loads(block.text)
        configuration = metadata.setdefault("kubeflow_notebook", {})
        configuration.setdefault("pipeline_name", "houses")
        configuration.setdefault("experiment_name", "housing")
        cell = {"cell_type": "code", "id": "a", "metadata": {"tags": ["step:load"]}, "source": "print(1)"}
        cell |= {"execution_count": None, "outputs": []}
        content = {"cells": [cell], "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
        (self.current / "metadata.ipynb").write_text(json.dumps(content), encoding="utf-8")
        # The files that an example names need not exist.
        _, printed = self.shell("kale-lsp check metadata.ipynb --ignore unshipped-file")
        assert not any(FINDING.search(line) for line in printed), "\n".join(printed)

    def run_console(self, block):
        starts = [index for index, line in enumerate(block.lines) if line.startswith("$ ")]
        assert starts[:1] == [0], "a console block begins with a command"
        faults = []
        for start, end in zip(starts, [*starts[1:], len(block.lines)]):
            _, printed = self.shell(block.lines[start][2:])
            try:
                self.compare(block, block.lines[start + 1 : end], printed, first=block.first + start + 1)
            except AssertionError as fault:
                faults.append(f"{block.lines[start]}: {fault}")
        assert not faults, "\n".join(faults)

    def run_sh(self, block):
        for command in block.text.replace("\\\n", " ").splitlines():
            status, printed = self.shell(command)
            assert status in (0, 1), f"`{command}` ends with status {status}:\n" + "\n".join(printed)

    def run_json(self, block):
        json.loads(block.text)

    def run_toml(self, block):
        tomllib.loads(block.text)

    def run_yaml(self, block):
        list(yaml.safe_load_all(block.text))

    def run_lua(self, block):
        path = self.folder / "page.lua"
        path.write_text(block.text, encoding="utf-8")
        load = "lua local ok, fault = pcall(dofile, 'page.lua'); if not ok then print(fault) vim.cmd.cquit() end"
        options = ["--headless", "-u", "NONE", "-i", "NONE"]
        status, printed = self.process([str(self.neovim), *options, "-c", load, "-c", "qa"])
        assert status == 0 and not trimmed(printed), "\n".join(printed)

    # Processes

    def kale(self, command):
        """What `kale-lsp COMMAND` prints on standard output for the last notebook."""
        assert self.notebook is not None, "no notebook stands above"
        is_compiled = command.startswith("compile")
        text = with_header(self.notebook) if is_compiled else self.notebook
        (self.current / "notebook.py").write_text(text, encoding="utf-8")
        ignored = "" if is_compiled else " --ignore missing-configuration"
        status, printed = self.shell(f"kale-lsp {command} notebook.py{ignored} 2>stderr.txt")
        assert status in (0, 1), (self.current / "stderr.txt").read_text(encoding="utf-8")
        return printed

    def shell(self, command):
        """Runs a command and gives its status and the lines that it prints, the folder of the page as `~`."""
        program = command.split(maxsplit=1)[0] if command.strip() else "echo"
        assert program in COMMANDS, f"`{program}` is not run here, and no mark says why"
        if program == "cd":
            self.current = (self.current / command.removeprefix("cd ").split("#")[0].strip()).resolve()
            return 0, []
        return self.process(["bash", "-c", command])

    def process(self, arguments):
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("KALE_", "PIP_"))}
        environment |= {"HOME": str(self.folder), "NO_COLOR": "1", "LC_ALL": "C.UTF-8"}
        environment["PATH"] = f"{self.program_folder()}:{environment['PATH']}"
        process = subprocess.run(
            arguments,
            cwd=self.current,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )
        return process.returncode, process.stdout.replace(str(self.folder), "~").splitlines()

    def program_folder(self):
        """A folder that has kale-lsp by this name, wherever the program under test is and whatever it is called."""
        folder = self.folder / ".local" / "bin"
        if not folder.exists():
            folder.mkdir(parents=True)
            (folder / "kale-lsp").symlink_to(pathlib.Path(self.program))
        return folder


def prepare_folder(folder, samples):
    """Puts the samples where a clone of the repository has them."""
    shutil.copytree(samples, folder / "protocol-fixtures" / "notebooks")
