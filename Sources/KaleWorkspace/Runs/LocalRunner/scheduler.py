"""Runs the tasks of a pipeline: each when those before it are done, side by side, from the cache where nothing changed."""

import os
import re
import shutil
import signal
import time

from . import graph, keys
from .events import LONGEST

# What a terminal obeys: colours, titles, other character sets, and characters that have no picture.
COLOUR = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b[ -/]*[0-~]|[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f-\x9f]"
)
MOST_AT_ONCE = 1 << 16


class Running:
    """A step that runs: its task, what its results will be kept by, and its output so far."""

    def __init__(self, task, call, ingredients, key, folder, output, attempt):
        self.task, self.call, self.ingredients, self.key = task, call, ingredients, key
        self.folder, self.output, self.attempt = folder, output, attempt
        self.begin = time.monotonic()
        self.rest = b""


class Run:
    """One run of a pipeline with values of its parameters."""

    def __init__(self, tasks, machine, request):
        self._machine, self._events = machine, machine.events
        self._names = request["steps"]
        self._tasks = tasks
        self._waiting = list(tasks)
        self._anew = set(request["anew"])
        self._running = {}  # by name
        self._entries = {}  # results by name of the task
        self._failed = []
        self._last = machine.results.last(request["notebook"])

    def finish(self):
        """Runs all. Gives whether it went well."""
        while self._waiting or self._running:
            self._begin_ready()
            if not self._running:
                break  # what waits comes after a step that failed
            self._machine.wait(self)
        for task in self._tasks:
            if task not in self._entries and task not in self._failed:
                self._events.send("state", task=task, state="skipped", seconds=None)
        return not self._failed

    @property
    def last(self):
        return self._last

    @property
    def entries(self):
        return self._entries

    @property
    def outputs(self):
        return {running.output: running for running in self._running.values() if running.output is not None}

    def _begin_ready(self):
        for name in list(self._waiting):
            if len(self._running) >= self._machine.jobs:
                return
            if self._tasks[name].after <= self._entries.keys():
                self._waiting.remove(name)
                self._begin(self._tasks[name])

    def call(self, task, call=None):
        """What the task calls, what it depends on, and the key of that."""
        call = call or self._machine.call(task)
        digests = {}
        for name, (producer, output) in task.artifacts.items():
            digests[name] = self._entries[producer].manifest["outputs"][output]["digest"]
        before = [self._machine.call(self._tasks[name]) for name in graph.needed(self._tasks, task.after)]
        ingredients = keys.ingredients(task, call, before, digests, self._machine.environment)
        return call, ingredients, keys.key_of(ingredients)

    def _begin(self, task):
        call, ingredients, key = self.call(task)
        results = self._machine.results
        entry, why = (None, None)
        if task.name in self._anew:
            why = "asked for"
        elif not task.is_cacheable:
            why = "caching is off"
        else:
            entry, why = results.find(key)
        if entry is not None and all(entry.is_whole(output) for output in entry.manifest["outputs"]):
            self._take(task, entry)
            return
        self._start(task, call, ingredients, key, why or self._reason(task, ingredients), 0)

    def _take(self, task, entry):
        self._entries[task.name] = entry
        self._last[task.name] = {"ingredients": entry.manifest["ingredients"]}
        self._tell_results(task, entry)
        self._events.send("state", task=task.name, state="cached", seconds=None)

    def _reason(self, task, ingredients):
        """Why a step runs, in words."""
        last = self._last.get(task.name)
        if last is None:
            return "first run"
        why = keys.changes(last["ingredients"], ingredients, self._names)
        if why is None:
            return "it failed" if last.get("failed") else "the cache no longer has its results"
        return why

    def _start(self, task, call, ingredients, key, why, attempt):
        folder = self._machine.folder_for(task, attempt)
        work = self._machine.work(task, call, folder, self._entries)
        launcher = self._machine.launcher  # before the pipe, which it must not inherit
        read, write = os.pipe()
        os.set_blocking(read, False)
        self._events.send("state", task=task.name, state="running", reason=why)
        self._running[task.name] = Running(task, call, ingredients, key, folder, read, attempt)
        launcher.start(
            task.name, os.path.join(folder, "work.json"), work, self._machine.lifeline, write)
        os.close(write)

    # What happens while steps run

    def read(self, running):
        """Passes on what a step has printed."""
        try:
            data = os.read(running.output, MOST_AT_ONCE)
        except BlockingIOError:
            return False
        if not data:
            self._close(running)
            return False
        *lines, running.rest = (running.rest + data).split(b"\n")
        for line in lines:
            self._print(running, line)
        if len(running.rest) > LONGEST:
            self._print(running, running.rest)
            running.rest = b""
        return True

    def _print(self, running, line):
        text = COLOUR.sub("", line.decode("utf-8", "replace")).rstrip("\r")
        # A line that was written over, as progress bars do, is what is left of it.
        text = text.rpartition("\r")[2]
        self._events.send("output", task=running.task.name, text=text)

    def _close(self, running):
        if running.output is not None:
            if running.rest:
                self._print(running, running.rest)
            os.close(running.output)
            running.output = None

    def ended(self, name, status):
        """Takes the results of a step whose process has ended."""
        running = self._running.pop(name)
        while running.output is not None and self.read(running):
            pass
        self._close(running)
        result = self._machine.result(running.folder)
        seconds = time.monotonic() - running.begin
        if status == 0 and result is not None and "outputs" in result:
            self._done(running, result, seconds)
        elif running.attempt < running.task.retries:
            self._events.send("output", task=name, text=f"Attempt {running.attempt + 1} failed. Trying again.")
            self._start(running.task, running.call, running.ingredients, running.key, "it failed", running.attempt + 1)
        else:
            self._fail(running, result, status, seconds)

    def _done(self, running, result, seconds):
        task = running.task
        manifest = {
            "ingredients": running.ingredients, "outputs": result["outputs"], "metrics": result["metrics"],
            "files": result["files"], "seconds": seconds, "report": running.call.report,
        }
        for name in ("work.json", "result.json", "scratch"):
            path = os.path.join(running.folder, name)
            shutil.rmtree(path, ignore_errors=True) if os.path.isdir(path) else os.unlink(path)
        if result["files"]["revised"]:
            # It would find another file the next time.
            manifest["files"]["read"][result["files"]["revised"][0]] = "revised"
        entry = self._machine.results.add(running.key, running.folder, manifest)
        self._entries[task.name] = entry
        self._last[task.name] = {"ingredients": running.ingredients}
        self._tell_results(task, entry)
        self._events.send("state", task=task.name, state="done", seconds=seconds)

    def _tell_results(self, task, entry):
        for name, value in entry.manifest["metrics"].items():
            self._events.send("metric", task=task.name, name=name, value=value)
        if entry.report:
            self._events.send(
                "artifact", task=task.name, kind="report", name=entry.manifest["report"], path=entry.report)

    def _fail(self, running, result, status, seconds):
        name = running.task.name
        self._failed.append(name)
        error = result and result["error"]
        if error is None:
            error = {"cell": None, "line": None, "message": how_it_ended(status)}
        self._last[name] = {"ingredients": running.ingredients, "failed": {**error, "key": running.key}}
        self._events.send("error", task=name, **error)
        report = self._machine.keep_report(running)
        if report:
            self._events.send("artifact", task=name, kind="report", name=running.call.report, path=report)
        self._events.send("state", task=name, state="failed", seconds=seconds)


def how_it_ended(status):
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        name = signal.Signals(number).name if number in list(signal.Signals) else str(number)
        cause = " The step may have run out of memory." if number == signal.SIGKILL else ""
        return f"It was ended by signal {name}.{cause}"
    return f"It exited with status {os.waitstatus_to_exitcode(status)}."
