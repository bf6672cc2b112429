"""This machine as a place for runs: processes, folders, the cache, and what all steps depend on."""

import base64
import contextlib
import errno
import json
import os
import shutil

from . import graph, imports, keys, orders, requirements, scratch
from .events import Impossible
from .scheduler import Run
from .store import Store


class Machine:
    """Carries out a request."""

    def __init__(self, request, host):
        self.request, self.events = request, host.events
        self._host = host
        self.jobs = request["jobs"] or os.cpu_count() or 1
        self.store = Store(request, host.events, host.stop)
        self.environment = {"folder": request["directory"], **keys.environment(request["runtime"])}
        # What steps call: those of the pipeline, and those of the run.
        self._every_call, self._calls = {}, {}
        self._launcher = self._is_prepared = None

    @property
    def results(self):
        return self.store.results

    # Runs

    def run_all(self):
        """Carries out the runs of the request, one behind the other."""
        spec, runs = self.request["spec"], self.request["runs"]
        wanted = [self.selected(graph.tasks(spec, arguments)) for arguments in runs]
        commands = [task.container["command"] for task in wanted[0].values()]
        problem = requirements.problem(commands, self.request.get("optional", ()))
        if problem:
            raise Impossible(problem)
        self.check_output()
        for number, tasks in enumerate(wanted):
            self.events.run = number
            self.events.send("plan", tasks=list(tasks))
            self._set_calls(graph.tasks(spec, runs[number]), tasks)
            run = Run(tasks, self, self.request)
            is_well = run.finish()
            self.store.keep_last(run.last)
            self.copy_outputs(run, number if len(runs) > 1 else None)
            if is_well and self.request["shell"]:
                self.write_shell(run, graph.tasks(spec, runs[0])[self.request["shell"]])
            if is_well:
                self.events.send("succeeded", url=None)
            else:
                self.events.send("failed", message="The pipeline failed.")

    def _set_calls(self, every_task, tasks):
        """Reads what the steps of a run call."""
        self._every_call = {name: keys.Call(task) for name, task in every_task.items()}
        orders.assign(self._every_call, self.results.last(self.request["notebook"]))
        self._calls = {name: self._every_call[name] for name in tasks}

    def selected(self, tasks):
        """The tasks that the request wants, in the order in which they could run."""
        targets = self.request["until"]
        if self.request["shell"]:
            targets = tasks[self.request["shell"]].after
        elif targets is None:
            return tasks
        return {name: tasks[name] for name in graph.needed(tasks, targets)}

    def check_output(self):
        """Finds out before hours of steps whether something can be written to the folder that the person named."""
        folder = self.request["output"]
        if folder is None:
            return
        with self._writing_output():
            os.makedirs(folder, exist_ok=True)
            if not os.access(folder, os.W_OK):
                raise OSError(errno.EACCES, os.strerror(errno.EACCES), folder)

    def copy_outputs(self, run, number):
        """Copies what the steps have made to the folder that the person named."""
        folder = self.request["output"]
        if folder is None:
            return
        for name, entry in run.entries.items():
            target = os.path.join(folder, *([str(number)] if number is not None else []), name)
            shutil.rmtree(target, ignore_errors=True)
            with self._writing_output():
                shutil.copytree(os.path.join(entry.folder, "outputs"), target, copy_function=self._copy_output)
                if entry.report:
                    shutil.copyfile(entry.report, os.path.join(target, "report.html"))

    def _copy_output(self, source, target):
        with self._writing_output():  # `copytree` would go on after an error of the system
            return shutil.copy2(source, target)

    @contextlib.contextmanager
    def _writing_output(self):
        try:
            yield
        except OSError as error:
            folder = self.request["output"]
            raise Impossible(f"The results cannot be written to {error.filename or folder}: {error.strerror or error}. Set "
                             "`--output` to a folder that has room and that you can write to.") from None

    def write_shell(self, run, task):
        """Says how to begin a step at a prompt; and, if it failed the last time in this state, where."""
        call, _, key = run.call(task, self._every_call[task.name])
        folder = os.path.join(self.request["scratch"], "shell")
        os.makedirs(os.path.join(folder, "scratch"))
        failed = run.last.get(task.name, {}).get("failed")
        work = {
            **self.work(task, call, folder, run.entries), "runtime": self.request["runtime"],
            "failed": failed if failed and failed["key"] == key else None, "run_folder": self.request["scratch"],
        }
        with open(os.path.join(self.request["scratch"], "shell.json"), "w", encoding="utf-8") as file:
            json.dump(work, file)
        scratch.leave(self.request["scratch"])

    # Steps

    def call(self, task):
        return self._calls[task.name]

    @property
    def launcher(self):
        """What starts processes, begun when the first step has to run."""
        if self._launcher is None:
            self._launcher = self._host.launcher(self.request, self._imports_of(self._every_call))
        return self._launcher

    @property
    def lifeline(self):
        return self._host.lifeline

    def _imports_of(self, calls):
        """The code of steps whose imports the warm process may make: none where code may prepare imports."""
        if self._is_prepared is None:
            sources = {source for call in self._every_call.values() for _, source in call.cells}
            # Modules of the notebook's folder are not imported ahead, and those behind them may depend on what they do.
            for call in self._every_call.values():
                sources.update(content.decode(errors="replace")
                               for path, content in keys.files_of(call).items() if path.endswith(".py"))
            self._is_prepared = imports.is_prepared(sources)
        return [] if self._is_prepared else list(dict.fromkeys(
            source for call in calls.values() for _, source in call.cells))

    def prepare(self, names, folder):
        """Has the imports of steps made that come later, while others run."""
        sources = self._imports_of({name: self._calls[name] for name in names})
        if sources and self.jobs > 1 and (os.cpu_count() or 1) > 1:
            with contextlib.suppress(OSError):  # the steps make their imports themselves
                self.launcher.prepare(os.path.join(folder, "scratch", "imports.json"), sources, self.request["directory"])

    def prepare_everything(self, path):
        """Has the imports of all steps made when nothing runs. They are in the file, which is read then."""
        self.launcher.prepare(path, self._imports_of(self._every_call), self.request["directory"])

    @property
    def keeps_results(self):
        return self.request["cache"] is not None

    def outputs_for_people(self, entry, task):
        """The outputs of a task that are used whether or not a step takes them."""
        if self.request["output"] is not None or self.request["shell"]:
            return [(task, output) for output in entry.manifest["outputs"]]
        report = entry.manifest["report"]
        return [(task, report)] if report else []

    def folder_for(self, task, call, entries):
        """A new folder for a step, which becomes its entry in the cache, with the file that says what the step is."""
        def write():
            folder = self.store.new_folder()
            with open(os.path.join(folder, "work.json"), "w", encoding="utf-8") as file:
                json.dump(self.work(task, call, folder, entries), file)
            return folder

        return self.store.writing(write)

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
        files = keys.files_of(call)
        arguments.pop("files", None)
        return {
            "arguments": arguments,
            "files": {path: base64.b64encode(content).decode() for path, content in files.items()},
            "directory": self.request["directory"],
            "scratch": os.path.join(folder, "scratch"),
            "outputs": {name: paths[name] for name in call.outputs},
            "environment": task.environment,
            "own": [self.request["scratch"], self.request["cache"] or self.request["scratch"]],
            "result": os.path.join(folder, "result.json"),
            "imports": self._imports_of({task.name: call}),
        }

    def result(self, folder):
        """What a step's process has said in the end; None if it could not."""
        try:
            with open(os.path.join(folder, "result.json"), encoding="utf-8") as file:
                return json.load(file)
        except (OSError, ValueError):
            return None

    def place(self, folder):
        """The cell and line of the statement that a step has begun last; None for each where that is not known."""
        try:
            with open(os.path.join(folder, "scratch", "place.json"), encoding="utf-8") as file:
                cell, line = json.load(file)
        except (OSError, ValueError):
            return {"cell": None, "line": None}
        return {"cell": cell, "line": line}

    def keep_report(self, running):
        """Keeps the report of a step that has failed. Gives its path; None if there is none."""
        name = running.call.report
        path = name and os.path.join(running.folder, "outputs", name)
        if not path or not os.path.exists(path):
            return None
        return self.store.keep_report(running.task.name, path)

    # Waiting

    def wait(self, run):
        """Waits until something happens to the steps that run, and passes it on."""
        outputs = run.outputs
        for descriptor in self._host.wait([*self.launcher.descriptors, *outputs], run.patience):
            if descriptor in outputs:
                run.read(outputs[descriptor])
        run.show_bars()
        for name, status in self.launcher.ended():
            run.ended(name, status)
