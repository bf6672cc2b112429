"""Runs the tasks of a pipeline: each when those before it are done, side by side, from the cache where nothing changed."""

import errno
import os
import re
import shutil
import signal
import time

from . import graph, keys, reads
from .events import LONGEST
from .results import FOREIGN

# What a terminal obeys: colours, titles, other character sets, and characters that have no picture.
COLOUR = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b[ -/]*[0-~]|[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f-\x9f]"
)
MOST_AT_ONCE = 1 << 16
# Seconds between two texts of a progress bar.
BAR_INTERVAL = 0.1
# The bytes of the longest text that counts as one.
LONGEST_BAR = 1000


class Running:
    """A step that runs: its task, what its results will be kept by, and its output so far."""

    def __init__(self, task, call, ingredients, key, folder, output, attempt):
        self.task, self.call, self.ingredients, self.key = task, call, ingredients, key
        self.folder, self.output, self.attempt = folder, output, attempt
        self.begin = time.monotonic()
        self.rest = b""
        # The text of a line that has not ended, when one was passed on last, and the one that is to be.
        self.bar, self.bar_shown, self.bar_waiting = "", 0.0, None

    def take_bar(self):
        """Takes what is there of a line that has not ended, as progress bars have it."""
        # Of a line that was written over, no more is kept than what is left of it.
        text = self.rest.rstrip(b"\r")
        self.rest = text.rpartition(b"\r")[2] + self.rest[len(text):]
        if len(self.rest) > LONGEST_BAR:
            return
        bar = shown(self.rest)
        if bar and bar != self.bar:
            if not self.bar:
                self.bar_shown = time.monotonic()
            self.bar = self.bar_waiting = bar


class Run:
    """One run of a pipeline with values of its parameters."""

    def __init__(self, tasks, machine, request):
        self._machine, self._events = machine, machine.events
        self._names = request["steps"]
        self._tasks = tasks
        # Of the tasks that could start, the one that comes first in the notebook does.
        self._waiting = sorted(tasks, key=lambda name: machine.call(tasks[name]).arguments["order"])
        self._anew = set(request["anew"])
        self._running = {}  # by name
        self._entries = {}  # results by name of the task
        self._verified = set()  # outputs whose bytes are those that their step wrote: task and output
        self._successors, self._prepared = {}, set()
        # For each task, the parameters that functions mention which later tasks may call.
        self._mentioned_later = {}
        for task in tasks.values():
            own = machine.call(task).mentioned_later
            self._mentioned_later[task.name] = own.union(*(self._mentioned_later[name] for name in task.after))
            for before in task.after:
                self._successors.setdefault(before, []).append(task.name)
        self._spoiled = set()
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
        self._warn_of_missed_changes()
        return not self._failed

    def _warn_of_missed_changes(self):
        begun = {name: task for name, task in self._tasks.items() if name in self._entries or name in self._failed}
        for name, sentence in reads.missed_changes(begun, self._entries, self._machine.call, self._machine.request["runtime"]):
            self._events.send("output", task=name, text=f"Warning: {sentence}")

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
        has_begun = True
        while has_begun:
            has_begun = False
            for name in list(self._waiting):
                if len(self._running) >= self._machine.jobs:
                    return
                if name in self._waiting and self._tasks[name].after <= self._entries.keys():
                    self._waiting.remove(name)
                    self._begin(self._tasks[name])
                    has_begun = True

    def call(self, task, call=None):
        """What the task calls, what it depends on, and the key of that."""
        call = call or self._machine.call(task)
        digests = {}
        for name, (producer, output) in task.artifacts.items():
            digests[name] = self._entries[producer].manifest["outputs"][output]["digest"]
        mentioned = call.mentioned.union(*(self._mentioned_later[name] for name in task.after))
        ingredients = keys.ingredients(task, call, mentioned, digests, self._machine.environment)
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
        if entry is not None:
            self._entries[task.name] = entry
            if self._are_whole(self._machine.outputs_for_people(entry, task.name)):
                self._take(task, entry)
                return
            del self._entries[task.name]
            results.remove(entry)
            why = FOREIGN
        producers = self._spoiled_inputs(task)
        if producers:
            self._run_again(producers)
            self._waiting.append(task.name)
        else:
            self._start(task, call, ingredients, key, why or self._reason(task, ingredients), 0)

    def _are_whole(self, outputs):
        """Whether outputs, each the name of its task and its own, are those that steps of this person wrote."""
        for task, output in outputs:
            if (task, output) not in self._verified:
                if not self._entries[task].is_whole(output):
                    return False
                self._verified.add((task, output))
        return True

    def _spoiled_inputs(self, task):
        """The tasks whose results in the cache this one would load, and which are not as they were written.

        Results are looked at here, because most of a run that is cached nobody loads.
        """
        return {producer for producer, output in task.artifacts.values() if not self._are_whole([(producer, output)])}

    def _run_again(self, producers):
        """Runs tasks after all that were taken from the cache, and what was taken from there because of them."""
        for name in producers:
            self._machine.results.remove(self._entries[name])
        for name in list(self._entries):
            if name in producers or not producers.isdisjoint(graph.needed(self._tasks, [name])):
                del self._entries[name]
                self._waiting.append(name)
        self._spoiled |= producers
        self._verified = {(task, output) for task, output in self._verified if task in self._entries}

    def _take(self, task, entry):
        self._entries[task.name] = entry
        self._last[task.name] = self._known(task, entry.manifest["ingredients"])
        self._tell_results(task, entry)
        self._events.send("state", task=task.name, state="cached", seconds=None)

    def _known(self, task, ingredients, **failed):
        """What later runs find out about a step of this one."""
        return {"ingredients": ingredients, "order": self._machine.call(task).arguments["order"], **failed}

    def _reason(self, task, ingredients):
        """Why a step runs, in words."""
        if task.name in self._spoiled:
            return FOREIGN
        last = self._last.get(task.name)
        if last is None:
            return "first run" if self._machine.keeps_results else "caching is off"
        why = keys.changes(last["ingredients"], ingredients, self._names)
        if why is None:
            return "it failed" if last.get("failed") else "the cache no longer has its results"
        return why

    def _start(self, task, call, ingredients, key, why, attempt):
        folder = self._machine.folder_for(task, call, self._entries)
        launcher = self._machine.launcher  # before the pipe, which it must not inherit
        read, write = os.pipe()
        os.set_blocking(read, False)
        self._events.send("state", task=task.name, state="running", reason=why)
        self._running[task.name] = Running(task, call, ingredients, key, folder, read, attempt)
        launcher.start(task.name, os.path.join(folder, "work.json"), self._machine.lifeline, write)
        os.close(write)
        self._machine.prepare(self._take_unprepared_after(task.name), folder)

    def _take_unprepared_after(self, name):
        """The tasks after one that may have to run because of it, each once, the next ones first."""
        found = [name]
        for before in found:
            later = [after for after in self._successors.get(before, ()) if after not in self._prepared]
            self._prepared.update(later)
            found += later
        return [after for after in found[1:] if after in self._waiting]

    # What happens while steps run

    @property
    def patience(self):
        """For how many seconds nothing needs to be done until something happens; None for any time."""
        waiting = [running.bar_shown for running in self._running.values() if running.bar_waiting is not None]
        return max(min(waiting) + BAR_INTERVAL - time.monotonic(), 0) if waiting else None

    def show_bars(self):
        """Passes on what steps show that will be written over, not too often."""
        now = time.monotonic()
        for name, running in self._running.items():
            if running.bar_waiting is not None and now - running.bar_shown >= BAR_INTERVAL:
                self._events.send("progress", task=name, text=running.bar_waiting)
                running.bar_waiting, running.bar_shown = None, now

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
        if lines:
            running.bar, running.bar_waiting = "", None
        running.take_bar()
        while len(running.rest) > LONGEST:
            end = end_of_character(running.rest, LONGEST)
            self._print(running, running.rest[:end])
            running.rest, running.bar_waiting = running.rest[end:], None
        return True

    def _print(self, running, line):
        """Passes on a line, in several if it is too long for one."""
        text = shown(line)
        for start in range(0, len(text) or 1, LONGEST):
            self._events.send("output", task=running.task.name, text=text[start:start + LONGEST])

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
        elif self._has_no_room(result):
            self._machine.store.leave_cache(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))
            self._start(
                running.task, running.call, running.ingredients, running.key, "the disk was full", running.attempt)
        elif running.attempt < running.task.retries:
            self._events.send("output", task=name, text=f"Attempt {running.attempt + 1} failed. Trying again.")
            self._start(running.task, running.call, running.ingredients, running.key, "it failed", running.attempt + 1)
        else:
            self._fail(running, result, status, seconds)

    def _has_no_room(self, result):
        """Whether a step has failed because the disk of the cache is full."""
        store = self._machine.store
        return not store.is_own and (store.has_no_room() if result is None else result.get("is_full", False))

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
        entry = self._machine.store.add(running.key, running.folder, manifest)
        self._entries[task.name] = entry
        self._last[task.name] = self._known(task, running.ingredients)
        self._tell_results(task, entry)
        self._events.send("state", task=task.name, state="done", seconds=seconds)

    def _tell_results(self, task, entry):
        # A notebook has `_` where KFP shows `-`.
        variables = self._machine.call(task).arguments.get("metrics") or {}
        for name, value in entry.manifest["metrics"].items():
            self._events.send("metric", task=task.name, name=variables.get(name, name), value=value)
        if entry.report:
            self._events.send(
                "artifact", task=task.name, kind="report", name=entry.manifest["report"], path=entry.report)

    def _fail(self, running, result, status, seconds):
        name = running.task.name
        self._failed.append(name)
        error = result and result["error"]
        if error is None:
            error = {**self._machine.place(running.folder), "message": how_it_ended(status)}
        is_raised = result is not None and result.get("is_raised", False)
        failed = {**error, "key": running.key, "is_raised": is_raised}
        self._last[name] = self._known(running.task, running.ingredients, failed=failed)
        self._events.send("error", task=name, **error)
        report = self._machine.keep_report(running)
        if report:
            self._events.send("artifact", task=name, kind="report", name=running.call.report, path=report)
        self._events.send("state", task=name, state="failed", seconds=seconds)


def end_of_character(text, place):
    """A place in text as bytes at which a character ends: this one, or one before it."""
    ends = (end for end in range(place, place - 4, -1) if text[end] & 0xC0 != 0x80)
    return next(ends, place)  # which is in the middle of something else than text


def shown(line):
    """What a terminal shows of a line. One that was written over, as progress bars do, is what is left of it."""
    return COLOUR.sub("", line.decode("utf-8", "replace")).rstrip("\r").rpartition("\r")[2]


def how_it_ended(status):
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        name = signal.Signals(number).name if number in list(signal.Signals) else str(number)
        cause = " The step may have run out of memory." if number == signal.SIGKILL else ""
        return f"ended by signal {name}.{cause}"
    return f"exited with status {os.waitstatus_to_exitcode(status)}."
