"""A disk without room for results: the run goes on without keeping them, or says what it needs."""

import local_runs
import pytest
from test_local_runs import CELLS, Notebook, states

# Has the runner, and the steps that it forks, find no room for some files below a folder.
FULL = """
import errno, os, re, sys


def refuse(event, arguments):
    path, _, flags = arguments if event == "open" else ("", "", 0)
    if isinstance(path, str) and path.startswith(FOLDER) and flags & (os.O_WRONLY | os.O_RDWR) and re.search(FILES, path):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), path)


sys.addaudithook(refuse)
"""
SENTENCE = "No space left on device. `kale-lsp cache clear` removes the results of earlier runs."


@pytest.fixture
def full_disk(tmp_path):
    """Makes a notebook whose runner finds no room for files with names of a pattern, in the cache or anywhere."""

    def make(files, in_cache=True):
        notebook = Notebook(tmp_path, CELLS)
        folder = str(notebook.runner.cache if in_cache else tmp_path)
        full = FULL.replace("FOLDER", repr(folder)).replace("FILES", repr(files))
        notebook.runner.program = full + local_runs.PROGRAM
        return notebook

    return make


PROBE = r"|/staging/\w{16}(/\w+)?$"


@pytest.mark.parametrize("files", [
    r"\.lock$", r"work\.json$", r"values\.bin$", r"state\.json$", r"html_report$", r"result\.json$" + PROBE,
    r"manifest\.json$", r"last\.json$",
])
def test_a_run_goes_on_without_the_cache(full_disk, files):
    run = full_disk(files).run(fork=True)
    assert run.states == states("done", "done", "done"), run.errors
    assert run.output("train-step") == "model 5\n"
    texts = [event["text"] for event in run.of("output") if event["task"] is None]
    assert len(texts) == 1 and texts[0].startswith("Nothing is kept for later runs: ") and texts[0].endswith(SENTENCE)
    assert "Traceback" not in run.errors + str(run.events)


@pytest.mark.parametrize("files", [r"\.lock$", r"work\.json$", r"manifest\.json$"])
def test_a_run_that_has_no_room_at_all_ends(full_disk, files):
    run = full_disk(files, in_cache=False).run()
    assert run.error["event"] == "impossible"
    assert run.error["message"].startswith("The results of steps cannot be written: ")
    assert run.error["message"].endswith(SENTENCE)
    assert "Traceback" not in run.errors + str(run.events)


def test_a_step_that_has_no_room_at_all_fails(full_disk):
    run = full_disk(r"values\.bin$", in_cache=False).run(fork=True)
    assert run.states == states("failed", "skipped", "skipped")
    assert run.error["message"].startswith("its results cannot be written: ")
    assert "Traceback" not in run.errors + str(run.events)


def test_outputs_that_have_no_room(full_disk, tmp_path):
    run = full_disk(r"/results/.*values\.bin$", in_cache=False).run(output=str(tmp_path / "results"))
    assert run.states == states("done", "done", "done")
    assert run.error["event"] == "impossible"
    assert run.error["message"].startswith(f"The results cannot be written to {tmp_path}/results/load-step/")
    assert run.error["message"].endswith(
        "No space left on device. Set `--output` to a folder that has room and that you can write to.")
    assert "Traceback" not in run.errors + str(run.events)


def test_a_folder_for_outputs_that_cannot_be_made(tmp_path):
    (tmp_path / "file").write_text("")
    run = Notebook(tmp_path, CELLS).run(output=str(tmp_path / "file" / "results"))
    assert not run.states  # no step has run for nothing
    assert run.error["message"].startswith(f"The results cannot be written to {tmp_path}/file/results: Not a directory.")
    assert "Traceback" not in run.errors + str(run.events)
