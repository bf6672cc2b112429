"""What `names_agree.py` finds, on as many files as take about a minute. Needs kubeflow-kale and pyflakes.

KALE_LSP names the binary; the release build of this checkout where it is not set.
"""

import os
import random
import sysconfig
import unicodedata

import pytest

import broken_files
import comparison
import judges
import newer_syntax
import random_programs
from names_agree import LINE_SHARE

SEED = 1
FILES = 250
BROKEN_FILES = 150
PROGRAMS = 600
RUNS = 12


@pytest.fixture(scope="module")
def installed_files():
    """The Python files of this Python's library and of the packages that are installed."""
    if not os.access(comparison.KALE_LSP, os.X_OK):
        pytest.fail(f"{comparison.KALE_LSP} is not there: build it, or name another in KALE_LSP")
    return comparison.python_files([sysconfig.get_path("stdlib"), sysconfig.get_path("purelib")])


def test_names_of_installed_code(installed_files):
    paths = random.Random(SEED).sample(installed_files, FILES)
    outcome = comparison.compare_all(paths, os.cpu_count())
    assert outcome.counts["accepted"] > FILES / 2
    assert [str(difference) for difference in outcome.unexplained] == []


def test_lines_of_syntax_errors(installed_files, tmp_path):
    choice = random.Random(SEED)
    paths = [str(tmp_path / f"broken{number}.py") for number in range(BROKEN_FILES)]
    for path in paths:
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(broken_files.broken_text(installed_files, choice))
    outcome = comparison.compare_all(paths, os.cpu_count())
    # Other Pythons than 3.13 differ in what they take for an error at all, but hardly in where it is.
    if judges.IS_EXACT:
        assert [str(difference) for difference in outcome.unexplained] == []
        assert outcome.counts["rejected"] == BROKEN_FILES
    assert outcome.line_share >= LINE_SHARE, [str(difference) for difference in outcome.other_lines]


def test_every_character_of_identifiers(tmp_path):
    names = ["_" + chr(code) for code in range(0x80, 0x110000) if ("_" + chr(code)).isidentifier()]
    path = tmp_path / "names.py"
    path.write_text("".join(f"{name} = 1\n" for name in names), encoding="utf-8")
    [report] = comparison.our_reports([str(path)]).values()
    assert report["ok"]
    assert set(comparison.normalised(report["candidates"])) == {unicodedata.normalize("NFKC", name) for name in names}


@pytest.mark.parametrize("code, is_right", newer_syntax.snippets())
def test_newer_syntax(code, is_right, tmp_path):
    path = tmp_path / "code.py"
    path.write_text(code + "\n", encoding="utf-8")
    [report] = comparison.our_reports([str(path)]).values()
    assert report["ok"] == is_right


def test_what_is_certain_happens(tmp_path):
    """What is said to happen whenever code runs to its end happens in every such run of random programs."""
    programs = {}
    for seed in range(PROGRAMS):
        path = tmp_path / f"program{seed}.py"
        path.write_text(random_programs.Writer(seed).program(), encoding="utf-8")
        programs[str(path)] = path.read_text(encoding="utf-8")
    reports = comparison.our_reports(list(programs))
    wrong, checked = [], 0
    for path, program in programs.items():
        code = compile(program, path, "exec")
        for seed in range(RUNS):
            run = random_programs.Run(seed)
            if run.execute(code):
                checked += 1
                wrong += [f"{fault}\n{program}" for fault in faults(run, reports[path]["certain"])]
    assert wrong == []
    assert checked > PROGRAMS


def faults(run, certain):
    """What `certain` says and the run, which has come to its end, did not do."""
    yield from (f"{name} is not bound" for name in certain["binds"] if name not in run)
    yield from (f"{name} is not read" for name in certain["reads"] if name not in run.read)
    # What the program binds itself does not say what is done with it.
    foreign = [name for name in (*random_programs.NAMES, *random_programs.FUNCTIONS) if name not in run]
    yield from (f"{name} is not called" for name in certain["calls"] if name in foreign and name not in run.called)
    yield from (f"{name} is not changed" for name in certain["changes"] if name in foreign and name not in run.changed)
    for definition, does in certain["definitions"].items():
        bound = set(run)
        if definition in run and run.call(definition):
            yield from (f"{definition} does not read {name}" for name in does["reads"] if name not in run.read)
            missing = [name for name in does["calls"] if name not in bound and name not in run.called]
            yield from (f"{definition} does not call {name}" for name in missing)
