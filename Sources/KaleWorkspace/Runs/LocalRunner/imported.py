"""The files that imports have read in the warm process: a change of one of them is a change of what was imported."""

import gc
import io
import os
import sys
import time

from .dependencies import PROGRAMS, SYSTEM, is_writing, module_files
from .files import stamp

# Stamps have the time of the kernel's last tick.
TICK = 50_000_000
CACHE = os.path.join(os.path.realpath(os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")), "")


class ImportedFiles:
    """Notes the files of modules, and those that Python opens meanwhile."""

    def __init__(self):
        self._stamps, self._opened = {}, {}
        self._known = set()
        self._is_active = self._has_written = False
        sys.addaudithook(self._note)

    def _note(self, event, arguments):
        if not self._is_active or event != "open" or not isinstance(arguments[0], (str, bytes)):
            return
        if is_writing(*arguments[1:]):
            self._has_written = True
            return
        path = os.path.realpath(os.fsdecode(arguments[0]))
        if not path.startswith((*PROGRAMS, *SYSTEM, CACHE)) and "__pycache__" not in path:
            self._opened[path] = stamp(path)

    def begin(self):
        """Begins to note. To be called before an import."""
        self._begin, self._is_active, self._has_written = time.time_ns() - TICK, True, False

    def end(self):
        """Ends to note. Gives whether a file that can be written to is still open."""
        self._is_active = False
        for name in sys.modules.keys() - self._known:
            path = getattr(sys.modules[name], "__file__", None)
            if isinstance(path, str):
                known = stamp(path)
                # What was imported may have been there before.
                self._stamps[path] = None if known and known[3] > self._begin else known
        self._known = set(sys.modules)
        module_files()  # steps know them then
        return self._has_written and any(map(is_written_to, gc.get_objects()))

    def are_unchanged(self):
        return all(stamp(path) == known for path, known in self._stamps.items()) and len(self.opened()) == len(self._opened)

    def opened(self):
        """The files that are no modules and still as they were when they were read."""
        return {path: known for path, known in self._opened.items() if stamp(path) == known}


def is_written_to(value):
    """Whether something is an open file whose content a fork would have twice."""
    try:
        return issubclass(type(value), (io.BufferedWriter, io.BufferedRandom)) and value.fileno() > 2
    except ValueError:
        return False  # it is closed
