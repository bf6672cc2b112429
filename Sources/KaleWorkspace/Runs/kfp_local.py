"""Runs a compiled pipeline on this machine, with the KFP SDK. Standard input and output: see run_driver.py.

{"action": "run", "pipeline": YAML, "arguments": {NAME: VALUE}, "scratch": FOLDER, "artifacts": FOLDER,
 "directory": FOLDER, "isolated": BOOL, "verbose": BOOL}     `directory`: where the code of the steps runs
"""

import glob
import io
import logging
import os
import re
import sys
import tempfile
import threading

from run_driver import LONGEST, Failed, Impossible, StepOutput, load_sdk
from run_requirements import is_satisfied, pip_install, requirements

# A step may print without end. No more of that is kept in memory: lines, and characters of a report.
MOST_LINES = 50_000
LONGEST_REPORT = 8_000_000


class TaskPrinter(io.TextIOBase):
    """What the SDK prints to: sends each line as output of the task that the printing thread is busy with."""

    # The SDK puts these in front of what a step prints, and prints lines of dashes between the tasks.
    INDENT = " " * 4
    RULE = re.compile(r"-{20,}$")

    def __init__(self, tasks):
        self._tasks = tasks
        self._parts = threading.local()

    def writable(self):
        return True

    def write(self, text):
        *lines, rest = (getattr(self._parts, "rest", "") + text).split("\n")
        # A line that is too long for one event comes in several, and one without end before it has ended.
        whole = len(rest) // LONGEST * LONGEST
        self._parts.rest = rest[whole:]
        for line in [*lines, *([rest[:whole]] if whole else [])]:
            if line.startswith(self.INDENT):
                line = line[len(self.INDENT) :]
            if not self.RULE.match(line):
                for start in range(0, len(line) or 1, LONGEST):
                    self._tasks.print(line[start : start + LONGEST])
        return len(text)


class Tasks(logging.Filter):
    """Follows the tasks of a run: the SDK says in its log when it begins one and how one ended."""

    BEGINS = re.compile(r"Executing task '(.+)'$")
    ENDS = re.compile(r"Task '(.+)' finished with status (\w+)$")
    RETRIES = re.compile(r"Task (\S+) failed \(attempt .*")

    def __init__(self, events, verbose, artifacts=None):
        super().__init__()
        self._events = events
        self._verbose = verbose
        self._artifacts = artifacts
        # A folder that is kept has those of earlier runs too.
        self._earlier = set(os.listdir(artifacts)) if artifacts and os.path.isdir(artifacts) else set()
        self._current = threading.local()
        self.failed = []
        self._begun = set()

    def filter(self, record):
        text = StepOutput.COLOUR.sub("", record.getMessage())
        begins, ends = self.BEGINS.match(text), self.ENDS.match(text)
        if begins:
            self._begin(begins.group(1))
        elif ends:
            self._end(ends.group(1), ends.group(2) == "SUCCESS")
        elif self.RETRIES.match(text):
            self._events.send("output", task=self._task, text=text)
        elif record.levelno >= logging.WARNING or self._verbose:
            self._events.send("output", task=None, text=text)
        return False

    def print(self, line):
        output = getattr(self._current, "output", None) or StepOutput(self._verbose)
        wanted = output.wanted(line)
        if wanted is not None:
            if len(self._printed) < MOST_LINES:
                self._printed.add(wanted)
            self._events.send("output", task=self._task, text=wanted)

    @property
    def _task(self):
        return getattr(self._current, "task", None)

    @property
    def _printed(self):
        if not hasattr(self._current, "printed"):
            self._current.printed = set()
        return self._current.printed

    def skip_others(self, spec):
        """Says of the tasks of a pipeline that have not begun that they will not."""
        for executor in spec.get("deploymentSpec", {}).get("executors", {}):
            task = executor.removeprefix("exec-")
            if task not in self._begun:
                self._events.send("state", task=task, state="skipped")

    def _begin(self, task):
        self._begun.add(task)
        self._current.task = task
        self._current.output = StepOutput(self._verbose)
        self._current.printed = set()
        self._events.send("state", task=task, state="running")

    def _end(self, task, succeeded):
        # A step of which so much was shown is one whose lines reach the log.
        for line in self._reported(task) if len(self._printed) < MOST_LINES else ():
            if line not in self._printed:
                self._events.send("output", task=task, text=line)
        if succeeded:
            self.failed = [failed for failed in self.failed if failed != task]
        else:
            self.failed.append(task)
        self._events.send("state", task=task, state="done" if succeeded else "failed")
        self._current.task = None

    def _reported(self, task):
        """What a step's own code printed, from its report: Kale loses it on the way to the log."""
        if self._artifacts is None:
            return
        pattern = os.path.join(glob.escape(self._artifacts), "*", glob.escape(task), "*_html_report")
        for path in glob.glob(pattern):
            if os.path.relpath(path, self._artifacts).split(os.sep)[0] in self._earlier:
                continue
            with open(path, encoding="utf-8", errors="replace") as file:
                for text in re.findall(r"<pre[^>]*>\n(.*?)\n*</pre>", file.read(LONGEST_REPORT), re.DOTALL):
                    yield from text.split("\n")


def requirements_of(spec):
    """What the steps install with pip before they run."""
    executors = spec.get("deploymentSpec", {}).get("executors", {}).values()
    commands = [executor.get("container", {}).get("command", []) for executor in executors]
    return {requirement for command in commands for requirement in requirements(command)}


def check_packages(spec):
    """Steps would install what is missing, into a Python that is the person's: that is theirs to do."""
    missing = sorted(name for name in requirements_of(spec) if not is_satisfied(name))
    if missing:
        raise Impossible(
            f"{sys.executable} lacks packages that the steps need: {', '.join(missing)}. "
            f"Install them with `{pip_install(*missing)}`, or use `--isolated` to run each step in its own environment."
        )


# --- Running on this machine --------------------------------------------------------------------------------


# What a step's process does first when it has loaded all that runs the step: from then on it is where the notebook is,
# as the notebook's own kernel would be. pip and KFP's executor run before that, in the empty folder, because `python -m`
# puts the working directory first among the folders to import from.
# What KFP and its shells put among temporary files goes with the run; the code of the steps has the person's folder for them.
ENTRY = (
    "import os as _os, tempfile as _tempfile; _os.environ['PWD'] = _os.environ.pop('KALE_LSP_STEP_DIRECTORY'); "
    "_os.chdir(_os.environ['PWD']); _os.environ['TMPDIR'] = _os.environ.pop('KALE_LSP_STEP_TMPDIR'); "
    "_os.environ['TMPDIR'] or _os.environ.pop('TMPDIR'); _tempfile.tempdir = None; del _os, _tempfile"
)
# KFP's command of a component, behind which the component's own code stands.
EXECUTION = '"$program_path/ephemeral_component.py"'


def entering_directory(text):
    """The pipeline with steps whose code begins to run in the notebook's folder."""
    import yaml

    documents = list(yaml.load_all(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader)))
    for executor in documents[0].get("deploymentSpec", {}).get("executors", {}).values():
        command = executor.get("container", {}).get("command", [])
        for index in range(1, len(command)):
            if EXECUTION in command[index - 1]:
                # Its first line is empty.
                command[index] = ENTRY + command[index]
    return yaml.dump_all(documents, Dumper=getattr(yaml, "CSafeDumper", yaml.SafeDumper), sort_keys=False)


def run(request, events):
    load_sdk()
    from google.protobuf import json_format
    from kfp import components, local

    pipeline = components.load_component_from_text(entering_directory(request["pipeline"]))
    spec = json_format.MessageToDict(pipeline.pipeline_spec)
    if not request["isolated"]:
        check_packages(spec)

    tasks = Tasks(events, request["verbose"], request["artifacts"])
    logging.getLogger().addFilter(tasks)
    sys.stdout = sys.stderr = TaskPrinter(tasks)
    # Steps call `pip` by its name, and their code may call other programs of this environment.
    search_path = [os.path.dirname(sys.executable), os.environ.get("PATH", "")]
    os.environ["PATH"] = os.pathsep.join(filter(None, search_path))
    os.environ["KALE_LSP_STEP_DIRECTORY"] = request["directory"]
    os.environ["KALE_LSP_STEP_TMPDIR"] = os.environ.get("TMPDIR", "")
    os.environ["TMPDIR"] = tempfile.tempdir = os.path.join(request["scratch"], "temporary")
    os.mkdir(tempfile.tempdir)
    local.init(
        runner=local.SubprocessRunner(use_venv=request["isolated"]), pipeline_root=request["artifacts"]
    )
    try:
        pipeline(**request["arguments"])
    except Exception as error:
        tasks.skip_others(spec)
        reason = "" if tasks.failed else f" {type(error).__name__}: {StepOutput.COLOUR.sub('', str(error))}"
        raise Failed(f"The pipeline failed.{reason}") from error
    events.send("succeeded", url=None)


ACTIONS = {"run": run}
