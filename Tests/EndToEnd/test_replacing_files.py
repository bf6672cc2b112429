"""What a repository brings along decides nothing about where the command line writes."""

import os
import resource
import shutil
import signal
import subprocess

import pytest

from conftest import KALE_LSP, SAMPLES

WRITING = {
    "check": ["check", "--fix", "n.ipynb"],
    "fix": ["fix", "n.ipynb"],
    "migrate": ["fix", "--migrate", "n.ipynb"],
}


@pytest.fixture
def notebook(tmp_path):
    """A notebook that can be fixed, alone in a folder."""
    folder = tmp_path / "repository"
    folder.mkdir()
    shutil.copy(SAMPLES / "self-reference.ipynb", folder / "n.ipynb")
    return folder / "n.ipynb"


def kale(arguments, folder, before):
    """Runs the command line; `before` is called in its process, which has its number already."""
    return subprocess.run(
        [KALE_LSP, *arguments], cwd=folder, capture_output=True, text=True, preexec_fn=before
    )


@pytest.mark.parametrize("arguments", WRITING.values(), ids=WRITING)
def test_a_planted_link_leads_nowhere(notebook, tmp_path, arguments):
    victim = tmp_path / "victim"
    victim.write_text("precious")
    old = notebook.read_bytes()

    def plant():
        os.symlink(victim, notebook.parent / f".n.ipynb.{os.getpid()}")

    process = kale(arguments, notebook.parent, plant)
    assert process.returncode in (0, 1), process.stderr
    assert victim.read_text() == "precious"
    assert notebook.read_bytes() != old and not notebook.is_symlink()
    assert len(os.listdir(notebook.parent)) == 2


@pytest.mark.parametrize("arguments", WRITING.values(), ids=WRITING)
def test_a_file_that_does_not_fit_leaves_the_old_one_and_nothing_else(notebook, arguments):
    old = notebook.read_bytes()

    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_DFL)  # Python ignores it, and a shell does not
        resource.setrlimit(resource.RLIMIT_FSIZE, (512, 512))

    process = kale(arguments, notebook.parent, limit)
    assert process.returncode == 2 and "n.ipynb cannot be written" in process.stderr
    assert notebook.read_bytes() == old
    assert os.listdir(notebook.parent) == ["n.ipynb"]


def test_a_page_of_the_rules_that_does_not_fit_leaves_nothing(tmp_path):
    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
        resource.setrlimit(resource.RLIMIT_FSIZE, (16, 16))

    process = kale(["rules", "--output", "pages"], tmp_path, limit)
    assert process.returncode == 2 and "cannot be written" in process.stderr
    assert os.listdir(tmp_path / "pages") == []
