"""The program that kale-lsp starts: reads a request, runs it, and ends with all that it has started.

Standard input is one line, the request, and stays open for as long as the run is wanted. When it ends, or on SIGTERM,
everything is stopped.

    {"action": "run", "spec": PIPELINE SPEC, "runtime": TEXT, "runs": [{INPUT: VALUE, …}, …], "notebook": PATH,
     "directory": FOLDER, "scratch": FOLDER, "cache": FOLDER or null, "key": PATH or null, "cache_limit": BYTES,
     "output": FOLDER or null, "jobs": NUMBER or null, "until": [TASK, …] or null, "anew": [TASK, …],
     "fork": BOOL or null, "shell": TASK or null, "steps": {TASK: NAME, …},
     "optional": [REQUIREMENT, …], "stay": BOOL}

`optional` lists the packages that the code can do without. Cells run in `directory`. Only the tasks in `until` and those
that they depend on run. The tasks in `anew` run even if their results are cached. For `shell`, the runner computes
the inputs of that task, and SCRATCH/shell.json says how to start it.

With `stay` the program goes on after the run, if it has a warm process to keep: it sends the event `idle`, and the next line
is another request. If something that it depends on has changed by then, it ends without an event.
"""

import json
import os
import shutil
import signal
import sys

from .events import Events, Impossible
from .processes import stop_descendants


def main():
    program_folder = sys.path.pop(0)
    # Where kale-lsp was started.
    folder = os.environ.pop("KALE_LSP_FOLDER", "/")
    if sys.argv[2:3] == ["shell"]:
        from .shell import open_shell

        open_shell(sys.argv[3])
        return
    events = Events()
    request = json.loads(read_line(0))
    stop = Stop(request["scratch"])
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    try:
        from .host import Host

        Host(events, program_folder, folder, stop).serve(request, read_line)
    except Impossible as problem:
        events.send("impossible", message=str(problem))
    except BrokenPipeError:
        stop()  # kale-lsp is gone


class Stop:
    """Ends the program with all that it has started. `folders` go with it."""

    def __init__(self, scratch):
        self.folders = [scratch]

    def __call__(self, *_):
        stop_descendants()
        for folder in self.folders:
            shutil.rmtree(folder, ignore_errors=True)
        os._exit(128 + signal.SIGTERM)


def read_line(descriptor):
    """The first line of a descriptor, and nothing behind it."""
    data = bytearray()
    while not data.endswith(b"\n"):
        block = os.read(descriptor, 1 << 20)
        if not block:
            break
        data += block
    return bytes(data)
