"""This machine as a place for runs: processes, folders, the cache, and what all steps depend on."""

import base64
import json
import os
import select
import shutil
import signal

from . import graph, imports, keys, requirements
from .launcher import ForkingLauncher, SpawningLauncher, can_fork
from .processes import adopt_orphans, stop_descendants
from .results import Results
from .scheduler import Run

DEFAULT_LIMIT = 5 << 30


class Machine:
    """Carries out a request."""

    def __init__(self, request, events, program_folder, stop):
        self.request, self.events = request, events
        self._program_folder, self._stop = program_folder, stop
        self.jobs = request["jobs"] or os.cpu_count() or 1
        self.results = self.open_results()
        stop.folders.append(self.results.staging)
        self.environment = {"folder": request["directory"], **keys.environment(request["runtime"])}
        self._calls = {}
        self._launcher = None
        self._count = 0
        adopt_orphans()
        # Steps end when this does.
        self.lifeline, self._lifeline_end = os.pipe()
        self._wakeup, self._wakeup_end = os.pipe()
        os.set_blocking(self._wakeup, False)
        os.set_blocking(self._wakeup_end, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self._wakeup_end, warn_on_full_buffer=False)

    def close(self):
        """Ends what is left of steps, and tidies up."""
        signal.set_wakeup_fd(-1)
        stop_descendants()
        self.results.close()

    def open_results(self):
        """The person's cache; one that goes with the run where nothing is to be kept, or nothing can be."""
        limit, scratch = self.request["cache_limit"] or DEFAULT_LIMIT, os.path.join(self.request["scratch"], "cache")
        if self.request["cache"]:
            try:
                return Results(self.request["cache"], self.request["key"], limit)
            except OSError as error:
                place = error.filename or self.request["cache"]
                self.events.send("output", task=None, text=f"Nothing is kept for later runs: {place}: {error.strerror}.")
        return Results(scratch, None, limit)

    # Runs

    def run_all(self):
        """Carries out the runs of the request, one behind the other."""
        spec, runs = self.request["spec"], self.request["runs"]
        wanted = [self.selected(graph.tasks(spec, arguments)) for arguments in runs]
        requirements.check(wanted[0])
        for number, tasks in enumerate(wanted):
            self.events.run = number
            self.events.send("plan", tasks=list(tasks))
            self._calls = {name: keys.Call(task) for name, task in tasks.items()}
            run = Run(tasks, self, self.request)
            is_well = run.finish()
            self.results.keep_last(self.request["notebook"], run.last)
            self.copy_outputs(run, number if len(runs) > 1 else None)
            if is_well and self.request["shell"]:
                self.write_shell(run, graph.tasks(spec, runs[0])[self.request["shell"]])
            if is_well:
                self.events.send("succeeded", url=None)
            else:
                self.events.send("failed", message="The pipeline failed.")

    def selected(self, tasks):
        """The tasks that the request wants, in the order in which they could run."""
        targets = self.request["until"]
        if self.request["shell"]:
            targets = tasks[self.request["shell"]].after
        elif targets is None:
            return tasks
        return {name: tasks[name] for name in graph.needed(tasks, targets)}

    def copy_outputs(self, run, number):
        """Copies what the steps have made to the folder that the person named."""
        folder = self.request["output"]
        if folder is None:
            return
        for name, entry in run.entries.items():
            target = os.path.join(folder, *([str(number)] if number is not None else []), name)
            shutil.rmtree(target, ignore_errors=True)
            shutil.copytree(os.path.join(entry.folder, "outputs"), target)
            if entry.report:
                shutil.copyfile(entry.report, os.path.join(target, "report.html"))

    def write_shell(self, run, task):
        """Says how to begin a step at a prompt; and, if it failed the last time in this state, where."""
        call, _, key = run.call(task, keys.Call(task))
        folder = os.path.join(self.request["scratch"], "shell")
        os.makedirs(os.path.join(folder, "scratch"))
        failed = run.last.get(task.name, {}).get("failed")
        work = {
            **self.work(task, call, folder, run.entries), "runtime": self.request["runtime"],
            "failed": failed if failed and failed["key"] == key else None, "run_folder": self.request["scratch"],
        }
        with open(os.path.join(self.request["scratch"], "shell.json"), "w", encoding="utf-8") as file:
            json.dump(work, file)

    # Steps

    def call(self, task):
        return self._calls[task.name]

    @property
    def launcher(self):
        """What starts processes, begun when the first step has to run."""
        if self._launcher is None:
            fork = self.request["fork"]
            if fork if fork is not None else can_fork():
                self._launcher = ForkingLauncher(self.request["runtime"], [], self._forget)
            else:
                path = os.path.join(self.request["scratch"], "kale_lsp_runtime.py")
                with open(path, "w", encoding="utf-8") as file:
                    file.write(self.request["runtime"])
                self._launcher = SpawningLauncher(path, self._program_folder)
        return self._launcher

    def _forget(self):
        """Closes in the warm process what keeps others from seeing that the runner has ended."""
        self.events.close_in_child()
        self.results.close_in_child()
        for descriptor in (self.lifeline, self._lifeline_end, self._wakeup, self._wakeup_end):
            os.close(descriptor)
        null = os.open(os.devnull, os.O_RDONLY)
        os.dup2(null, 0)
        os.close(null)

    def folder_for(self, task, attempt):
        """A new folder for a step, which becomes its entry in the cache."""
        self._count += 1
        folder = os.path.join(self.results.staging, f"{self._count}")
        os.makedirs(os.path.join(folder, "scratch"))
        os.mkdir(os.path.join(folder, "outputs"))
        return folder

    def work(self, task, call, folder, entries):
        """What the process of a step is told, in the form that `worker.run` describes."""
        paths = {name: entries[producer].path(output) for name, (producer, output) in task.artifacts.items()}
        paths.update((name, os.path.join(folder, "outputs", name)) for name in call.outputs)

        def plain(value):
            if isinstance(value, keys.Artifact):
                return paths[value.key]
            if isinstance(value, dict):
                return {key: plain(item) for key, item in value.items()}
            return value

        arguments = {key: plain(value) for key, value in call.arguments.items() if key != "metrics_artifact"}
        files = {path: value if isinstance(value, bytes) else unwrapped(value).encode()
                 for path, value in (arguments.pop("files", None) or {}).items()}
        every_source = [source for other in self._calls.values() for _, source in other.cells]
        # Modules of the notebook's folder are not imported ahead, and those behind them may depend on what they do.
        every_source += [content.decode(errors="replace") for path, content in files.items() if path.endswith(".py")]
        return {
            "arguments": arguments,
            "files": {path: base64.b64encode(content).decode() for path, content in files.items()},
            "directory": self.request["directory"],
            "scratch": os.path.join(folder, "scratch"),
            "outputs": {name: paths[name] for name in call.outputs},
            "environment": task.environment,
            "own": [self.request["scratch"], self.results.folder],
            "result": os.path.join(folder, "result.json"),
            "imports": [] if imports.is_prepared(every_source) else [source for _, source in call.cells],
        }

    def result(self, folder):
        """What a step's process has said in the end; None if it could not."""
        try:
            with open(os.path.join(folder, "result.json"), encoding="utf-8") as file:
                return json.load(file)
        except (OSError, ValueError):
            return None

    def keep_report(self, running):
        """Keeps the report of a step that has failed. Gives its path; None if there is none."""
        name = running.call.report
        path = name and os.path.join(running.folder, "outputs", name)
        if not path or not os.path.exists(path):
            return None
        return self.results.keep_report(self.request["notebook"], running.task.name, path)

    # Waiting

    def wait(self, run):
        """Waits until something happens to the steps that run, and passes it on."""
        outputs = run.outputs
        waiting = [0, self._wakeup, *self.launcher.descriptors, *outputs]
        ready, _, _ = select.select(waiting, [], [])
        if 0 in ready and not os.read(0, 4096):
            self._stop()
        for descriptor in ready:
            if descriptor in outputs:
                run.read(outputs[descriptor])
        if self._wakeup in ready:
            os.read(self._wakeup, 4096)
        for name, status in self.launcher.ended():
            run.ended(name, status)


def unwrapped(text):
    """A file's text without the line feeds at both ends that its literal adds."""
    return text.removeprefix("\n").removesuffix("\n")
