"""The program, in Python, that has the KFP SDK run a pipeline: its parts by themselves."""

import importlib
import subprocess
import sys
import time
from types import SimpleNamespace

import pytest

from conftest import REPOSITORY

FOLDER = REPOSITORY / "Sources" / "KaleWorkspace" / "Runs"


@pytest.fixture(scope="module")
def driver():
    """What all drivers share."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(FOLDER)
        patch.setattr(sys, "dont_write_bytecode", True)
        driver = importlib.import_module("run_driver")
        for name in ("processes", "requirements"):
            text = (FOLDER / "LocalRunner" / f"{name}.py").read_text(encoding="utf-8")
            patch.setitem(sys.modules, f"run_{name}", driver.load(f"run_{name}", text))
        yield driver


@pytest.fixture(scope="module")
def local_driver(driver):
    """What runs pipelines on this machine."""
    return importlib.import_module("kfp_local")


STEP_OUTPUT = """\
[KFP Executor 2026-01-01 10:00:00,280 INFO]: Looking for component `first_step`
[KFP Executor 2026-01-01 10:00:00,282 INFO]: Got executor_input:
{
    "inputs": {
    }
}
2026-01-01 10:00:01 Kale jputils:242          [INFO]     ---------- Running user code... ----------


/x/kale/common/jputils.py:273: RuntimeWarning: coroutine 'start' was never awaited
  km.start_kernel(extra_arguments=ep.extra_arguments)
RuntimeWarning: Enable tracemalloc to get the object allocation traceback
[IPKernelApp] WARNING | Kernel is running over TCP without encryption.
0.00s - Debugger warning: It seems that frozen modules are being used
my own line
  my own line, indented
{"mine": true}
2026-01-01 10:00:02 Kale jputils:342          [ERROR]    Error: \x1b[31mKeyError\x1b[0m: 'a'
2026-01-01 10:00:02 Kale jputils:342          [ERROR]
"""


def test_of_a_steps_output_the_persons_lines_and_errors_are_shown(driver):
    output = driver.StepOutput(verbose=False)
    shown = [line for line in map(output.wanted, STEP_OUTPUT.splitlines()) if line]
    assert shown == ["my own line", "  my own line, indented", '{"mine": true}', "Error: KeyError: 'a'"]


def test_all_of_it_is_shown_to_those_who_ask(driver):
    output = driver.StepOutput(verbose=True)
    assert len([output.wanted(line) for line in STEP_OUTPUT.splitlines()]) == STEP_OUTPUT.count("\n")


@pytest.mark.parametrize(
    ("arguments", "requirements"),
    [
        ("--quiet --no-warn-script-location 'kfp==2.17.0' pandas", ["kfp==2.17.0", "pandas"]),
        ("--index-url https://x/simple --trusted-host x 'a>=1,<2'", ["a>=1,<2"]),
        ("--extra-index-url https://y --quiet", []),
        ("'unclosed", []),
    ],
)
def test_requirements_are_told_from_options(local_driver, arguments, requirements):
    assert list(sys.modules["run_requirements"].install_arguments(arguments)) == requirements


def test_the_requirements_of_steps_are_found(local_driver):
    command = (
        "if x; then\n    apt-get install python3-pip\nfi\n"
        'python3 -m pip install --quiet \'a==1\' b && "$0" "$@"\n'
    )
    executors = {"exec-a": {"container": {"command": ["sh", "-c", command]}}, "exec-b": {}}
    assert local_driver.requirements_of({"deploymentSpec": {"executors": executors}}) == {"a==1", "b"}


@pytest.mark.parametrize(
    ("requirement", "is_satisfied"),
    [
        ("pytest", True),
        ("PyTest>=1", True),
        ("pytest<1", False),
        ("no-such-package-at-all", False),
        ("no-such-package-at-all; python_version < '3'", True),
        ("not a requirement!", True),
    ],
)
def test_it_knows_what_this_python_has(local_driver, requirement, is_satisfied):
    assert local_driver.is_satisfied(requirement) == is_satisfied


NEST = """
import subprocess, sys, time
child = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1, flush=True); time.sleep(10**6)"
subprocess.Popen([sys.executable, "-c", child], start_new_session=True)
time.sleep(10**6)
"""


def test_processes_are_stopped_that_leave_the_group_and_will_not_hear(driver):
    parent = subprocess.Popen([sys.executable, "-c", NEST], stdout=subprocess.PIPE)
    assert parent.stdout.readline()  # the one below it ignores the signal by now
    processes = sys.modules["run_processes"]
    below = processes.descendants()
    assert parent.pid in below
    processes.stop_descendants(patience=0.5)
    while set(below) & set(dict(processes.all_processes())):
        time.sleep(0.05)


def test_events_are_told_from_what_is_printed():
    code = (
        f"import os, sys; sys.dont_write_bytecode = True; sys.path.insert(0, {str(FOLDER)!r}); import run_driver\n"
        "events = run_driver.Events()\n"
        "print('printed', flush=True); os.system('echo from below')\n"
        "events.send('output', text='größe \\udc80')\n"
    )
    process = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert process.stdout == "\n" + r'{"event": "output", "text": "gr\u00f6\u00dfe \udc80"}' + "\n"
    assert process.stderr == "printed\nfrom below\n"


class Kept:
    """Stands in for what sends events, or prints."""

    def __init__(self):
        self.lines = []

    def send(self, _, **fields):
        self.lines.append(fields.get("text"))

    def print(self, line):
        self.lines.append(line)


def test_a_line_without_end_is_not_kept_and_not_lost(local_driver):
    tasks = Kept()
    printer = local_driver.TaskPrinter(tasks)
    for _ in range(1000):
        printer.write("x" * 1000)
        assert len(printer._parts.rest) < local_driver.LONGEST
    printer.write("\nnext\n" + "y" * 10 * local_driver.LONGEST + "z")
    lengths = [len(line) for line in tasks.lines]
    assert lengths == [80_000] * 12 + [40_000, 4] + [80_000] * 10
    assert printer._parts.rest == "z"


def test_lines_without_end_are_not_kept(local_driver):
    events = Kept()
    tasks = local_driver.Tasks(events, verbose=False)
    tasks._begin("a")
    for number in range(local_driver.MOST_LINES + 1000):
        tasks.print(f"line {number}")
    assert len(events.lines) == local_driver.MOST_LINES + 1001
    assert len(tasks._printed) == local_driver.MOST_LINES


def test_tasks_that_do_not_begin_are_skipped(local_driver):
    sent = []
    tasks = local_driver.Tasks(SimpleNamespace(send=lambda event, **fields: sent.append((event, fields))), verbose=False)
    tasks._begin("a-step")
    tasks._end("a-step", False)
    tasks.skip_others({"deploymentSpec": {"executors": {"exec-a-step": {}, "exec-b-step": {}}}})
    assert sent[-2:] == [("state", {"task": "a-step", "state": "failed"}), ("state", {"task": "b-step", "state": "skipped"})]


def test_the_longest_event_fits_into_a_line(driver, capfd):
    events = driver.Events.__new__(driver.Events)
    events._descriptor, events._lock = 1, driver.threading.Lock()
    events.send("output", task="t", text="\N{GRINNING FACE}" * 2 * driver.LONGEST)
    written = capfd.readouterr().out
    assert written.endswith("\n") and len(written) < 1 << 20
