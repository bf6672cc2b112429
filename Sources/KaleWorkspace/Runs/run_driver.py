"""What the drivers of runs share: they speak with kale-lsp, and end everything that they have started.

kale-lsp starts a driver as `python -c THIS NAME TEXT …`, in an empty folder, with the names and texts of other modules,
and speaks with it in lines of JSON. The first modules are those that the other engine shares: LocalRunner/processes.py, and
requirements.py. The last one has the ACTIONS: kfp_local.py, or cluster.py. Nothing is imported from
the folder that it is started in, nor from the notebook's: a file beside a notebook may be called `json.py`.

Standard input is one line, the request, and stays open for as long as the run is wanted: when it ends, or on
SIGTERM, everything that was started is stopped. A request has the name of its `action`, and a folder, `scratch`, which is
removed in the end. The modules with the actions describe the rest.

Standard output has an event a line:

    {"event": "state", "task": TASK, "state": "running" | "done" | "failed" | "cached" | "skipped", "seconds"?: NUMBER}
    {"event": "output", "task": TASK or null, "text": LINE}
    {"event": "error", "task": TASK, "message": TEXT}     why a step failed, where its output does not say so
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

import json
import os
import re
import shutil
import signal
import threading
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


# --- Stopping -----------------------------------------------------------------------------------------------


class Lifeline(threading.Thread):
    """Waits until kale-lsp no longer wants the run, or is gone."""

    def __init__(self, scratch):
        super().__init__(daemon=True)
        self._scratch = scratch
        self._is_stopping = False
        # The thread and a signal may stop the run at the same time. Two that remove a folder get in each other's way.
        self._lock = threading.RLock()

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
        from run_processes import stop_descendants

        with self._lock:
            stop_descendants(patience=2.0)
            shutil.rmtree(self._scratch, ignore_errors=True)


# --- The SDK ------------------------------------------------------------------------------------------------


def load_sdk():
    from run_requirements import pip_install

    remedy = "or set `--python`, KALE_LSP_PYTHON or, in VS Code, `kale.python` to a Python that has it."
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


# ------------------------------------------------------------------------------------------------------------


def main(actions):
    """Answers the one request, with the function that `actions` has for it."""
    warnings.simplefilter("ignore")
    events = Events()
    request = json.loads(sys.stdin.buffer.readline())
    lifeline = Lifeline(request["scratch"])
    signal.signal(signal.SIGTERM, lifeline.stop)
    signal.signal(signal.SIGINT, lifeline.stop)
    lifeline.start()
    try:
        answer(actions[request["action"]], request, events)
    except BrokenPipeError:
        pass  # kale-lsp is gone
    finally:
        lifeline.end()


def answer(action, request, events):
    try:
        action(request, events)
    except Impossible as problem:
        events.send("impossible", message=str(problem))
    except Failed as problem:
        events.send("failed", message=str(problem))
    except BrokenPipeError:
        raise
    except Exception as problem:  # whatever the SDK may raise
        events.send("failed", message=f"The KFP SDK failed: {type(problem).__name__}: {problem}")


def load(name, text):
    """A module, which those that are loaded later can import."""
    module = type(sys)(name)
    sys.modules[name] = module
    exec(compile(text, f"{name}.py", "exec"), module.__dict__)
    return module


if __name__ == "__main__":
    sys.modules["run_driver"] = sys.modules["__main__"]
    for name, text in zip(sys.argv[1::2], sys.argv[2::2]):
        last = load(name, text)
    main(last.ACTIONS)
