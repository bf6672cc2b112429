"""The local runner between the runs of a server: what is kept, and that nothing stale is."""

import os
import sys
import time

import pytest
import serving
from test_local_runs import CELLS, KALE_LSP, Notebook, descendants_of_a_run, states

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only there steps are forked")


@pytest.fixture
def notebook(tmp_path, monkeypatch):
    monkeypatch.setenv("KALE_TEST_RUN", str(tmp_path))
    return Notebook(tmp_path, CELLS)


class Staying:
    """A process that stays."""

    def __init__(self, notebook, **options):
        self.notebook = notebook
        self.process, _ = notebook.start(stay=True, **options)

    def rest(self):
        return self.notebook.runner.rest(self.process)

    def again(self, **options):
        self.notebook.runner.begin_again(self.process, self.notebook.spec, self.notebook.path, **options)
        return self.rest()

    @property
    def warm(self):
        """The processes below it, while nothing runs."""
        return list(serving.processes_below(self.process.pid))

    def close(self):
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()
        self.process.stderr.close()


@pytest.fixture
def staying(notebook):
    started = []

    def start(**options):
        started.append(Staying(notebook, **options))
        return started[-1]

    yield start
    for process in started:
        process.close()
    assert not descendants_of_a_run(notebook.scratch)


def test_the_warm_process_is_kept(notebook, staying):
    process = staying()
    assert process.rest().states == states("done", "done", "done")
    [warm] = process.warm
    notebook.cells[3] += "\nprint('more')"
    run = process.again()
    assert run.status is None and run.states == states("cached", "cached", "done")
    assert run.output("train-step") == "model 5\nmore\n"
    assert process.warm == [warm]


def test_a_run_that_fails_leaves_a_warm_process(notebook, staying):
    notebook.cells[2] = "step:clean prev:load\nkept = rows\nlost"
    process = staying()
    assert process.rest().states == states("done", "failed", "skipped")
    [warm] = process.warm
    notebook.cells[2] = "step:clean prev:load\nkept = rows"
    assert process.again().states == states("cached", "done", "done")
    assert process.warm == [warm]


def test_a_run_from_the_cache_alone_leaves_a_warm_process(notebook, staying):
    notebook.run()
    process = staying()
    assert process.rest().states == states("cached", "cached", "cached")
    [warm] = process.warm
    notebook.cells[3] += "\nprint('more')"
    assert process.again().states == states("cached", "cached", "done")
    assert process.warm == [warm]


def test_imports_of_all_steps_are_made_after_a_run(notebook, packages, staying):
    (packages / "special.py").write_text(f"import os\nos.mkdir({str(packages / 'imported')!r})\n")
    notebook.cells = ["step:a\nprint(1)", "step:b prev:a\nimport special\nprint(2)"]
    process = staying(until=["a-step"])
    assert process.rest().states == {"a-step": "done"}
    deadline = time.monotonic() + 20
    while not (packages / "imported").exists():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_what_steps_leave_is_ended_between_runs(notebook, staying):
    notebook.cells[1] += ("\nimport subprocess, sys\nsubprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'],"
                          " start_new_session=True)")
    process = staying()
    assert process.rest().states["load-step"] == "done"
    assert len(process.warm) == 1


def test_it_ends_with_its_input(notebook, staying):
    process = staying()
    process.rest()
    process.close()
    assert process.process.returncode == 0


@pytest.fixture
def packages(notebook, tmp_path, monkeypatch):
    """A folder with packages, on PYTHONPATH."""
    folder = tmp_path / "packages"
    folder.mkdir()
    monkeypatch.setenv("PYTHONPATH", str(folder))
    notebook.kale_lsp = {"package_names": {"special": None, "other": None}}
    (folder / "special.py").write_text("value = 1\n")
    (folder / "other.py").write_text("")
    notebook.cells = ["step:a\nimport special\nprint(special.value)"]
    return folder


def test_a_module_that_has_changed_is_imported_again(notebook, packages, staying):
    process = staying()
    assert process.rest().output("a-step") == "1\n"
    [warm] = process.warm
    (packages / "special.py").write_text("value = 22\n")
    assert process.again().output("a-step") == "22\n"
    assert process.warm != [warm]


def test_a_file_that_an_import_has_read_is_read_again(notebook, packages, staying):
    """And counts as one that the step has read."""
    settings = packages / "special.cfg"
    (packages / "special.py").write_text(f"value = open({str(settings)!r}).read()\n")
    settings.write_text("1")
    process = staying()
    assert process.rest().output("a-step") == "1\n"
    assert process.again().states == {"a-step": "cached"}
    settings.write_text("2")
    run = process.again()
    assert run.output("a-step") == "2\n"
    assert run.reasons["a-step"] == "special.cfg changed"


def test_an_import_that_the_notebook_no_longer_makes_is_gone(notebook, packages, staying):
    notebook.cells = ["step:a\nimport special\nimport other\nimport sys\nprint('other' in sys.modules)"]
    process = staying()
    assert process.rest().output("a-step") == "True\n"
    notebook.cells = ["step:a\nimport special\nimport sys\nprint('other' in sys.modules)"]
    assert process.again().output("a-step") == "False\n"
    [warm] = process.warm
    notebook.cells = ["step:a\nimport special\nimport other\nimport sys\nprint('other' in sys.modules)\n1"]
    assert process.again().output("a-step") == "True\n1\n"
    assert process.warm == [warm]


def test_a_module_of_the_notebooks_folder_goes_first(notebook, packages, staying):
    process = staying()
    assert process.rest().output("a-step") == "1\n"
    (notebook.folder / "special.py").write_text("value = 3\n")
    assert process.again(anew=["a-step"]).output("a-step") == "3\n"


def test_a_module_of_the_notebooks_folder_is_never_kept(notebook, staying):
    (notebook.folder / "helper.py").write_text("value = 1\n")
    notebook.cells = ["step:a\nimport helper\nprint(helper.value)"]
    process = staying()
    assert process.rest().output("a-step") == "1\n"
    (notebook.folder / "helper.py").write_text("value = 2\n")
    assert process.again().output("a-step") == "2\n"


@pytest.mark.parametrize("change", ["installed", "removed", "installed again", "path"])
def test_it_ends_when_packages_have_changed(notebook, packages, staying, change):
    record = packages / "special-1.dist-info" / "RECORD"
    record.parent.mkdir()
    record.write_text("special.py")
    process = staying()
    process.rest()
    if change == "installed":
        (packages / "new-1.dist-info").mkdir()
    elif change == "removed":
        record.unlink()
        record.parent.rmdir()
    elif change == "path":
        (packages / "new.pth").write_text("/nowhere\n")
    else:
        os.utime(record, ns=(1, 1))
    run = process.again()
    assert run.status == 0 and not run.events


def test_an_import_that_keeps_a_file_open_is_left_to_the_step(notebook, packages, tmp_path):
    log = tmp_path / "log.txt"
    (packages / "special.py").write_text(f"file = open({str(log)!r}, 'a')\nprint('loaded', file=file)\nvalue = 1\n")
    notebook.cells = ["step:a\nimport special\nprint(special.value)"]
    assert notebook.run().output("a-step") == "1\n"
    assert log.read_text() == "loaded\n"


# --- In a server ------------------------------------------------------------------------------------------------


@pytest.fixture
def server(notebook, tmp_path):
    notebook.write()
    started = serving.Server(
        KALE_LSP, notebook.path, KALE_LSP_PYTHON=sys.executable, XDG_CACHE_HOME=str(tmp_path / "cache"),
        XDG_DATA_HOME=str(tmp_path / "data"))
    yield started
    if started.process.poll() is None:
        started.end()
    wait_until(lambda: not descendants_of_a_run(notebook.scratch))


def wait_until(condition):
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def change(server, notebook, source):
    notebook.cells[3] = "step:train prev:clean\n" + source
    notebook.write()
    server.change(notebook.path.read_text())


def below(server):
    return serving.processes_below(server.process.pid)


def test_a_server_keeps_the_warm_process_of_an_open_notebook(server, notebook):
    assert server.run()["succeeded"]
    kept = below(server)
    assert len(kept) == 2
    change(server, notebook, "print(sum(kept) + 1)")
    assert server.run()["succeeded"]
    assert "train | 6" in server.output
    assert below(server).keys() == kept.keys()
    server.close_notebook()
    wait_until(lambda: not below(server))


def test_a_run_that_is_stopped_leaves_nothing(server, notebook):
    server.run()
    change(server, notebook, "import time\nprint('begun', flush=True)\ntime.sleep(600)")
    number = server.begin_run()
    while not any("begun" in text for text in server.output):
        server.notifications.append(server._receive())
    server.tell("$/cancelRequest", {"id": number})
    with pytest.raises(RuntimeError):
        server.answer(number)
    wait_until(lambda: not below(server))
    change(server, notebook, "print('after')")
    assert server.run()["succeeded"]
    assert "train | after" in server.output


@pytest.mark.parametrize("what", ["both", "warm"])
def test_a_program_that_has_died_is_started_again(server, notebook, what):
    server.run()
    kept = sorted(below(server))
    for process in kept if what == "both" else kept[1:]:
        os.kill(process, 9)
    change(server, notebook, "print('again')")
    assert server.run()["succeeded"]
    assert "train | again" in server.output


def test_nothing_outlives_a_server_that_is_killed(server, notebook):
    server.run()
    assert below(server)
    server.process.kill()
    server.process.wait()
    server.close()
    wait_until(lambda: not descendants_of_a_run(notebook.scratch))
    assert not [path for path in (notebook.scratch / "cache").glob("kale-lsp/runs/staging/*")]


def test_no_more_than_two_programs_wait(server, notebook, tmp_path):
    paths = [tmp_path / "notebooks" / f"n{number}.ipynb" for number in range(3)]
    server.run()
    for path in paths:
        path.write_text(notebook.path.read_text())
        server.tell("textDocument/didOpen", {"textDocument": {
            "uri": path.as_uri(), "languageId": "json", "version": 0, "text": path.read_text()}})
        server.run(uri=path.as_uri(), step="load")
    wait_until(lambda: len(below(server)) == 4)
