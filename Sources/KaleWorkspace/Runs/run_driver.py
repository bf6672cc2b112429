"""Runs a compiled pipeline for kale-lsp, with the KFP SDK of the Python that this is started with.

kale-lsp starts it as `python -c PROGRAM`, in an empty folder, and speaks with it in lines of JSON. It imports nothing from
the folder that it is started in, nor from the notebook's: a file beside a notebook may be called `json.py`.

Standard input is one line, the request, and stays open for as long as the run is wanted: when it ends, or on
SIGTERM, everything that was started is stopped.

    {"action": "run", "pipeline": YAML, "arguments": {NAME: VALUE}, "scratch": FOLDER, "artifacts": FOLDER,
     "directory": FOLDER, "isolated": BOOL, "verbose": BOOL}     `directory`: where the code of the steps runs
    {"action": "submit", "pipeline": YAML, "arguments": {NAME: VALUE}, "scratch": FOLDER, "name": NAME,
     "host": URL or null, "experiment": NAME or null, "directory": FOLDER}     `directory`: kale-lsp's own

Standard output has an event a line:

    {"event": "state", "task": TASK, "state": "running" | "done" | "failed"}
    {"event": "output", "task": TASK or null, "text": LINE}
    {"event": "succeeded", "url": URL or null}        the last one, of a run that went well
    {"event": "failed", "message": SENTENCE}          the last one, of a run that did not
    {"event": "impossible", "message": SENTENCE}      the last one, of a run that could not be begun
"""

import sys

# `python -c` puts the working directory first, as an empty text, and PYTHONPATH may name folders that are relative to it.
# `sys` itself is part of the interpreter. The other imports follow this line on purpose.
sys.path[:] = [folder for folder in sys.path if folder.startswith("/")]
# Where compiled modules are looked for, from PYTHONPYCACHEPREFIX.
if not (sys.pycache_prefix or "/").startswith("/"):
    sys.pycache_prefix = None

import glob
import io
import json
import logging
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import threading
import time
import urllib.parse
import urllib.request
import warnings

# The first SDK that runs pipelines on this machine.
OLDEST_SDK = (2, 7)


class Impossible(Exception):
    """The run cannot be begun; the text says why and what to do."""


class Failed(Exception):
    """The run did not go well; the text says why."""


# --- Speaking with kale-lsp ---------------------------------------------------------------------------------


# Characters of a text in an event. kale-lsp reads no line of more than a mebibyte, and a character may take twelve bytes.
LONGEST = 80_000
# A step may print without end. No more of that is kept in memory: lines, and characters of a report.
MOST_LINES = 50_000
LONGEST_REPORT = 8_000_000


class Events:
    """Writes events. What others print to standard output, C code too, goes to standard error instead."""

    def __init__(self):
        sys.stdout.flush()
        self._descriptor = os.dup(1)
        os.dup2(2, 1)
        self._lock = threading.Lock()

    def send(self, event, **fields):
        fields = {key: value[:LONGEST] if isinstance(value, str) else value for key, value in fields.items()}
        # What others print to the same place need not end its line.
        rest = ("\n" + json.dumps({"event": event, **fields}) + "\n").encode("ascii")
        with self._lock:
            while rest:
                rest = rest[os.write(self._descriptor, rest) :]


class StepOutput:
    """Picks out of what a step prints the lines that a person wants: their own, and errors.

    KFP and Kale say much about themselves around them.
    """

    NOISE = re.compile(
        r"\[KFP Executor |\[IPKernelApp\]|\d{4}-\d\d-\d\d [\d:]+ Kale \S+ +\[(INFO|DEBUG)\]|\d+\.\d\ds - "
        r"|.*RuntimeWarning: (coroutine .* was never awaited|Enable tracemalloc )"
    )
    KALE_ERROR = re.compile(r"\d{4}-\d\d-\d\d [\d:]+ Kale \S+ +\[(?:ERROR|WARNING)\] *")
    COLOUR = re.compile("\x1b\\[[0-9;]*m")

    def __init__(self, verbose):
        self._verbose = verbose
        self._is_inside_input = False
        self._is_inside_warning = False

    def wanted(self, line):
        """The line as it is to be shown; None for one that is not."""
        line = self.COLOUR.sub("", line).rstrip()
        if self._verbose:
            return line
        if self._is_inside_input:
            self._is_inside_input = line != "}"
            return None
        if self.NOISE.match(line):
            self._is_inside_input = line.endswith("Got executor_input:")
            self._is_inside_warning = line.endswith("never awaited")
            return None
        # Python shows the line of code below a warning.
        was_inside_warning, self._is_inside_warning = self._is_inside_warning, False
        if not line or was_inside_warning and line.startswith("  "):
            return None
        return self.KALE_ERROR.sub("", line)


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
        first, *others = text.split("\n")
        rest = getattr(self._parts, "rest", "")
        # Of a line without end no more is kept than can be shown.
        lines = [rest + first[: LONGEST - len(rest)], *others]
        self._parts.rest = lines.pop()[:LONGEST]
        for line in lines:
            if line.startswith(self.INDENT):
                line = line[len(self.INDENT) :]
            if not self.RULE.match(line):
                self._tasks.print(line)
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

    def _begin(self, task):
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


# --- Stopping -----------------------------------------------------------------------------------------------


def processes():
    """The parent of every process there is."""
    if os.path.exists("/proc/self/stat"):
        for name in filter(str.isdigit, os.listdir("/proc")):
            try:
                with open(f"/proc/{name}/stat", "rb") as file:
                    # The program's name, in parentheses, may hold anything.
                    state, parent = file.read().rpartition(b")")[2].split()[:2]
            except OSError:
                continue
            if state != b"Z":
                yield int(name), int(parent)
    else:
        listing = subprocess.Popen(["ps", "-A", "-o", "pid=,ppid=,state="], stdout=subprocess.PIPE, text=True)
        for line in listing.communicate()[0].splitlines():
            process, parent, state = line.split(None, 2)
            # It lists itself too.
            if int(process) != listing.pid and not state.startswith("Z"):
                yield int(process), int(parent)


def descendants():
    """Every process that this one has started, and those they have: Jupyter kernels leave the group."""
    children = {}
    for process, parent in processes():
        children.setdefault(parent, []).append(process)
    found, waiting = [], [os.getpid()]
    while waiting:
        below = children.get(waiting.pop(), [])
        found += below
        waiting += below
    return found


def stop_descendants(patience=2.0):
    """Ends all processes that the run has started: first asks them to, then makes them."""
    running = set()
    for signal_, limit in ((signal.SIGTERM, patience), (signal.SIGKILL, patience)):
        running |= set(descendants())
        for process in running:
            try:
                os.kill(process, signal_)
            except OSError:
                pass
        deadline = time.monotonic() + limit
        while time.monotonic() < deadline:
            # Those that this process has started itself stay until it has asked how they ended.
            try:
                while os.waitpid(-1, os.WNOHANG)[0]:
                    pass
            except OSError:
                pass
            running &= {process for process, _ in processes()}
            if not running and not descendants():
                return
            time.sleep(0.05)


class Lifeline(threading.Thread):
    """Waits until kale-lsp no longer wants the run, or is gone."""

    def __init__(self, scratch):
        super().__init__(daemon=True)
        self._scratch = scratch
        self._is_stopping = False

    def run(self):
        while os.read(0, 4096):
            pass
        self.stop()

    def stop(self, *_):
        self._is_stopping = True
        self._clean_up()
        os._exit(128 + signal.SIGTERM)

    def end(self):
        """Ends a run that is over, or leaves that to the thread that does so already."""
        if self._is_stopping:
            self.join()
        self._clean_up()

    def _clean_up(self):
        stop_descendants()
        shutil.rmtree(self._scratch, ignore_errors=True)


# --- The SDK ------------------------------------------------------------------------------------------------


def pip_install(*requirements):
    return " ".join(shlex.quote(word) for word in (sys.executable, "-m", "pip", "install", *requirements))


def load_sdk():
    remedy = "or set `--python` or KALE_LSP_PYTHON to a Python that has it."
    wanted = f"kfp>={OLDEST_SDK[0]}.{OLDEST_SDK[1]}"
    try:
        import kfp
    except ImportError as error:
        missing = isinstance(error, ModuleNotFoundError) and error.name == "kfp"
        problem = "does not have the KFP SDK" if missing else f"cannot import the KFP SDK: {error}"
        raise Impossible(f"{sys.executable} {problem}. Install it with `{pip_install(wanted)}`, {remedy}")
    version = re.match(r"(\d+)\.(\d+)", getattr(kfp, "__version__", ""))
    if version is None or tuple(map(int, version.groups())) < OLDEST_SDK:
        found = getattr(kfp, "__version__", "an unknown version")
        raise Impossible(
            f"The KFP SDK of {sys.executable} is too old: {found}. "
            f"Install a newer one with `{pip_install('--upgrade', wanted)}`, {remedy}"
        )
    return kfp


def requirements(spec):
    """What the steps install with pip before they run."""
    found = set()
    for executor in spec.get("deploymentSpec", {}).get("executors", {}).values():
        for word in executor.get("container", {}).get("command", []):
            for arguments in re.findall(r"\bpip install (.*?)\s*(?:&&|$)", word, re.MULTILINE):
                found |= set(install_arguments(arguments))
    return found


def install_arguments(text):
    """The requirements among the arguments of `pip install`."""
    try:
        words = iter(shlex.split(text))
    except ValueError:
        return
    for word in words:
        if word in ("--index-url", "--extra-index-url", "--trusted-host", "--find-links"):
            next(words, None)
        elif not word.startswith("-"):
            yield word


def is_satisfied(requirement):
    """Whether this Python has what is required; true also where that cannot be told."""
    from importlib import metadata

    try:
        from packaging.requirements import Requirement
    except ImportError:
        from pip._vendor.packaging.requirements import Requirement
    try:
        parsed = Requirement(requirement)
    except Exception:
        return True
    if parsed.marker is not None and not parsed.marker.evaluate():
        return True
    try:
        return parsed.specifier.contains(metadata.version(parsed.name), prereleases=True)
    except metadata.PackageNotFoundError:
        return False


def check_packages(spec):
    """Steps would install what is missing, into a Python that is the person's: that is theirs to do."""
    try:
        missing = sorted(name for name in requirements(spec) if not is_satisfied(name))
    except ImportError:
        return
    if missing:
        raise Impossible(
            f"{sys.executable} lacks packages that the steps need: {', '.join(missing)}. "
            f"Install them with `{pip_install(*missing)}`, or use `--isolated` to run each step in its own environment."
        )


# --- Running on this machine --------------------------------------------------------------------------------


# What a step's process does first when it has loaded all that runs the step: from then on it is where the notebook is,
# as the notebook's own kernel would be. pip and KFP's executor run before that, in the empty folder, because `python -m`
# puts the working directory first among the folders to import from.
ENTRY = (
    "import os as _os; _os.environ['PWD'] = _os.environ.pop('KALE_LSP_STEP_DIRECTORY'); "
    "_os.chdir(_os.environ['PWD']); del _os"
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
    kfp = load_sdk()
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
    local.init(
        runner=local.SubprocessRunner(use_venv=request["isolated"]), pipeline_root=request["artifacts"]
    )
    try:
        pipeline(**request["arguments"])
    except Exception as error:
        reason = "" if tasks.failed else f" {type(error).__name__}: {StepOutput.COLOUR.sub('', str(error))}"
        raise Failed(f"The pipeline failed.{reason}") from error
    events.send("succeeded", url=None)


# --- Running on a server ------------------------------------------------------------------------------------


def submit(request, events):
    kfp = load_sdk()
    try:
        # A path in the environment, such as that of KUBECONFIG, is relative to where kale-lsp was started.
        os.chdir(request["directory"])
    except OSError:
        pass
    host = request["host"] or os.environ.get("KF_PIPELINES_ENDPOINT")
    if host:
        host = host if "://" in host else f"https://{host}"
        check_reachable(host)
    path = os.path.join(request["scratch"], "pipeline.yaml")
    with open(path, "w", encoding="utf-8") as file:
        file.write(request["pipeline"])
    sys.stdout = sys.stderr = io.StringIO()  # The SDK prints links that only a notebook can show.
    try:
        client = kfp.Client(host=host)
        started = client.create_run_from_pipeline_package(
            path,
            arguments=request["arguments"],
            run_name=f"{request['name']} {time.strftime('%Y-%m-%d %H-%M-%S')}",
            experiment_name=request["experiment"],
        )
    except Exception as error:
        raise Impossible(submission_problem(error, host)) from error
    interface = os.environ.get("KF_PIPELINES_UI_ENDPOINT") or host
    url = f"{interface.rstrip('/')}/#/runs/details/{started.run_id}" if interface else None
    if url is None:
        events.send("output", task=None, text=f"Run ID: {started.run_id}")
    events.send("succeeded", url=url)


def check_reachable(host):
    """Says soon where there is no server. Behind a proxy that cannot be told."""
    try:
        parts = urllib.parse.urlsplit(host)
        address = (parts.hostname, parts.port or (443 if parts.scheme == "https" else 80))
    except ValueError as error:
        raise Impossible(f"{host} is not a valid URL: {error}.") from error
    if parts.hostname is None:
        raise Impossible(f"{host} is not a valid URL: it has no host.")
    if parts.scheme in urllib.request.getproxies() and not urllib.request.proxy_bypass(parts.hostname):
        return
    try:
        socket.create_connection(address, timeout=10).close()
    except OSError as error:
        raise Impossible(
            f"Cannot connect to a KFP server at {host}: {error.strerror or error}. "
            "Check that the URL is correct and the server is running."
        ) from error


def submission_problem(error, host):
    status = getattr(error, "status", None)
    if status in (401, 403):
        return (
            f"The KFP server at {host} requires authentication (status {status}). "
            "kale-lsp has no credentials: log in with the KFP SDK, or use a port that needs no login."
        )
    if status is not None:
        return f"The KFP server at {host} rejected the run (status {status}): {server_message(error)}"
    if host is None:
        return (
            "No KFP server is set, and the SDK found none. "
            "Set `--host`, `kfp_host` in the notebook's configuration, or KF_PIPELINES_ENDPOINT."
        )
    return f"Cannot submit the run to the KFP server at {host}: {type(error).__name__}: {error}"


def server_message(error):
    body = getattr(error, "body", None) or getattr(error, "reason", None) or "no reason given"
    if isinstance(body, bytes):
        body = body.decode("utf-8", "replace")
    try:
        parsed = json.loads(body)
        return parsed.get("error") or parsed.get("message") or body
    except (ValueError, AttributeError, TypeError):
        return body


# ------------------------------------------------------------------------------------------------------------


def main():
    warnings.simplefilter("ignore")
    events = Events()
    request = json.loads(sys.stdin.buffer.readline())
    lifeline = Lifeline(request["scratch"])
    signal.signal(signal.SIGTERM, lifeline.stop)
    signal.signal(signal.SIGINT, lifeline.stop)
    lifeline.start()
    try:
        answer(request, events)
    except BrokenPipeError:
        pass  # kale-lsp is gone
    finally:
        lifeline.end()


def answer(request, events):
    try:
        {"run": run, "submit": submit}[request["action"]](request, events)
    except Impossible as problem:
        events.send("impossible", message=str(problem))
    except Failed as problem:
        events.send("failed", message=str(problem))
    except BrokenPipeError:
        raise
    except Exception as problem:  # whatever the SDK may raise
        events.send("failed", message=f"The KFP SDK failed: {type(problem).__name__}: {problem}")


if __name__ == "__main__":
    main()
