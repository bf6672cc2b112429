"""Runs a pipeline spec that kale-lsp compiled by the local runner, as kale-lsp starts it."""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
RUNNER = ROOT / "Sources" / "KaleWorkspace" / "Runs" / "LocalRunner"
RUNTIME = ROOT / "Sources" / "PipelineCompiler" / "Runtime" / "kale_lsp_runtime.py"
PROGRAM = (
    "import sys; sys.path[:] = [sys.argv[1]] + [p for p in sys.path if p.startswith('/')]; "
    "from kale_lsp_runner.main import main; main()"
)
# Those of the environment that kale-lsp sets.
VARIABLES = {"PYTHONHASHSEED": "0"}
# A Python that starts runs of which a test sees no more than the events, where there is one. It has imported `runner_code`.
WARM_PYTHON = None
# Has each step run cells of the caller's around its own.
AROUND = """

_specification = specification


def specification(folder, notebook, step, order, cells, state, **options):
    before, after = AROUND
    after = [(number, source.replace("STEP", step)) for number, source in after]
    return _specification(folder, notebook, step, order, [*before, *cells, *after], state, **options)
"""


class LocalRun:
    """A run that has ended: its events, and its exit status."""

    def __init__(self, events, status, errors):
        self.events, self.status, self.errors = events, status, errors

    def of(self, event, task=None, run=0):
        return [item for item in self.events if item["event"] == event and item["run"] == run
                and (task is None or item["task"] == task)]

    def output(self, task):
        return "\n".join(event["text"] for event in self.of("output", task)) + "\n"

    @property
    def states(self):
        """The last state of each task."""
        return {event["task"]: event["state"] for event in self.of("state")}

    @property
    def reasons(self):
        return {event["task"]: event["reason"] for event in self.of("state") if event["state"] == "running"}

    @property
    def error(self):
        return next((event for event in self.events if event["event"] in ("error", "impossible")), None)


class LocalRunner:
    """The runner with a cache of its own."""

    def __init__(self, folder, python=sys.executable):
        self.folder, self.python = pathlib.Path(folder), str(python)
        self.cache, self.key = self.folder / "cache", self.folder / "data" / "cache-key"
        self.program = PROGRAM

    def request(self, spec, notebook, scratch, before=(), after=(), **options):
        runtime = RUNTIME.read_text(encoding="utf-8")
        if before or after:
            runtime += AROUND.replace("AROUND", repr((list(before), list(after))), 1)
        names = [name[len("comp-"):] for name in spec["components"]]
        return {
            "action": "run", "spec": spec, "runtime": runtime, "runs": [{}], "notebook": str(notebook),
            "directory": str(pathlib.Path(notebook).parent), "scratch": str(scratch), "cache": str(self.cache),
            "key": str(self.key), "cache_limit": None, "output": None, "jobs": None, "until": None, "anew": [],
            "fork": None, "shell": None, "stay": False, "steps": dict(zip(names, names)), **options,
        }

    def start(self, spec, notebook, python=None, **options):
        """Starts a run, by another Python if one is given. Gives its process, whose output has the events, and its folder."""
        scratch = pathlib.Path(tempfile.mkdtemp(prefix="run-", dir=self.folder))
        (scratch / "empty").mkdir()
        shutil.copytree(RUNNER, scratch / "program" / "kale_lsp_runner", ignore=shutil.ignore_patterns("__pycache__"))
        request = self.request(spec, notebook, scratch, **options)
        process = subprocess.Popen(
            [python or self.python, "-c", self.program, str(scratch / "program")], cwd=scratch / "empty",
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, **VARIABLES},
        )
        process.stdin.write(json.dumps(request).encode() + b"\n")
        process.stdin.flush()
        return process, scratch

    def begin_again(self, process, spec, notebook, **options):
        """Has a process that has stayed carry out another run. Gives the run's folder."""
        scratch = pathlib.Path(tempfile.mkdtemp(prefix="run-", dir=self.folder))
        process.stdin.write(json.dumps(self.request(spec, notebook, scratch, stay=True, **options)).encode() + b"\n")
        process.stdin.flush()
        return scratch

    @staticmethod
    def rest(process):
        """The rest of a run by a process that stays. Its status is None unless the process has ended."""
        events = []
        for line in process.stdout:
            if line.strip():
                events.append(json.loads(line))
                if events[-1]["event"] == "idle":
                    return LocalRun(events, None, "")
        process.wait()
        return LocalRun(events, process.returncode, "")

    def run(self, spec, notebook, **options):
        is_as_imported = self.python == sys.executable and self.program == PROGRAM
        process, scratch = self.start(spec, notebook, python=WARM_PYTHON if is_as_imported else None, **options)
        output, errors = process.stdout.read(), process.stderr.read()
        status = process.wait()
        process.stdin.close()
        process.stdout.close()
        process.stderr.close()
        shutil.rmtree(scratch, ignore_errors=True)
        events = [json.loads(line) for line in output.splitlines() if line]
        return LocalRun(events, status, errors.decode())


def package(folder):
    """The runner's package, from a copy under its name."""
    home = pathlib.Path(folder) / "package"
    if not home.exists():
        shutil.copytree(RUNNER, home / "kale_lsp_runner", ignore=shutil.ignore_patterns("__pycache__"))
    sys.path.insert(0, str(home))
    try:
        import kale_lsp_runner.imports
        import kale_lsp_runner.results
        import kale_lsp_runner.scratch
    finally:
        sys.path.remove(str(home))
    return kale_lsp_runner


def compiled(binary, notebook, folder, *options):
    """The spec of a notebook's pipeline."""
    process = subprocess.run(
        [str(binary), "compile", "--ignore", "KALE", *options, str(notebook), "--output", str(folder),
         "--output-format", "yaml"],
        capture_output=True, text=True,
    )
    if process.returncode:
        raise RuntimeError(process.stdout + process.stderr)
    [spec] = pathlib.Path(folder).glob("*.yaml")
    return next(yaml.safe_load_all(spec.read_text(encoding="utf-8")))
