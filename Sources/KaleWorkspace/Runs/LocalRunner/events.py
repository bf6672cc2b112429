"""What the runner tells kale-lsp: an event a line, as JSON.

    {"event": "plan", "run": R, "tasks": [TASK, …]}       the first one of a run: the tasks that it consists of
    {"event": "state", "run": R, "task": TASK, "state": "running", "reason": WHY or null}
    {"event": "state", "run": R, "task": TASK, "state": "done" | "failed" | "cached" | "skipped", "seconds": S or null}
    {"event": "output", "run": R, "task": TASK or null, "text": LINE}
    {"event": "progress", "run": R, "task": TASK, "text": LINE}     a line that has not ended and will be written over
    {"event": "metric", "run": R, "task": TASK, "name": NAME, "value": NUMBER}
    {"event": "artifact", "run": R, "task": TASK, "kind": "report", "name": NAME, "path": PATH}
    {"event": "error", "run": R, "task": TASK, "cell": NUMBER or null, "line": NUMBER or null, "message": TEXT}
    {"event": "succeeded", "run": R, "url": null}         the last one of a run that went well
    {"event": "failed", "run": R, "message": SENTENCE}    the last one of a run that did not
    {"event": "impossible", "message": SENTENCE}          nothing could be run
    {"event": "idle", "run": R}                           nothing is left of the request, and another one can be sent

`R` counts the runs of a sweep, from 0. A cell is its number in the notebook, from 1, and a line its number in the cell.
"""

import json
import os

# Characters of a text: kale-lsp reads no line of more than a mebibyte, and a character may take twelve bytes.
LONGEST = 80_000


def shortened(text):
    return text if len(text) <= LONGEST else text[:LONGEST - 1] + "…"


class Impossible(Exception):
    """Nothing can be run; the text says why and what to do."""


class Events:
    """Writes events to the standard output that the process was started with.

    What else is printed goes to standard error, that of C code too.
    """

    def __init__(self):
        self._descriptor = os.dup(1)
        os.dup2(2, 1)
        self.run = 0

    def send(self, event, **fields):
        """Writes an event. Raises BrokenPipeError if kale-lsp is gone."""
        fields = {key: shortened(value) if isinstance(value, str) else value for key, value in fields.items()}
        # What others print to the same place need not end its line.
        rest = ("\n" + json.dumps({"event": event, "run": self.run, **fields}) + "\n").encode("ascii")
        while rest:
            rest = rest[os.write(self._descriptor, rest):]

    def close_in_child(self):
        """Lets go of kale-lsp's pipe in a process that was forked."""
        os.close(self._descriptor)
