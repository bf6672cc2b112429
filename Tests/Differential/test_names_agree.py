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
from names_agree import LINE_SHARE

SEED = 1
FILES = 250
BROKEN_FILES = 150


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


@pytest.mark.skipif(not judges.IS_EXACT, reason="other Pythons have other syntax errors")
def test_lines_of_syntax_errors(installed_files, tmp_path):
    choice = random.Random(SEED)
    paths = [str(tmp_path / f"broken{number}.py") for number in range(BROKEN_FILES)]
    for path in paths:
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(broken_files.broken_text(installed_files, choice))
    outcome = comparison.compare_all(paths, os.cpu_count())
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
