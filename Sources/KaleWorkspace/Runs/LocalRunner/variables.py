"""The variables of the environment that a step reads."""

import hashlib
import os
import sys

# Code of Python's own on the way from a cell to a variable (`os.getenv`, `os.environ.get`).
BETWEEN = {os.__file__, "<frozen os>", "<frozen _collections_abc>", sys.modules["_collections_abc"].__file__}


class Variables:
    """Notes the variables that cells, and modules that are not installed, read from now on."""

    def __init__(self, installed):
        """`installed` are the folders of modules whose reads do not count."""
        self._installed = installed
        self._before, self._read = dict(os.environ), {}
        self._kind, self._original = type(os.environ), type(os.environ).__getitem__
        original, note = self._original, self._note

        def getitem(environment, key):
            note(environment, key, sys._getframe(1))
            return original(environment, key)

        self._kind.__getitem__ = getitem

    def _note(self, environment, key, frame):
        while frame and frame.f_code.co_filename in BETWEEN:
            frame = frame.f_back
        name = frame.f_code.co_filename if frame else ""
        is_own = name.startswith("cell ") or os.path.isabs(name) and not name.startswith(self._installed)
        if isinstance(key, str) and is_own:
            now = environment._data.get(environment.encodekey(key))
            # A value that the step has set itself says nothing of what was there.
            if now is None or os.fsdecode(now) == self._before.get(key):
                self._read[key] = self._before.get(key)

    def finish(self):
        """A digest of each variable that was read, by name; None for one that was not set."""
        self._kind.__getitem__ = self._original
        return {name: digest_of(value) for name, value in self._read.items()}


def digest_of(value):
    return None if value is None else hashlib.sha256(os.fsencode(value)).hexdigest()


def changed_variable(record):
    """The name of a variable that is no longer as it was; None if all are."""
    for name, digest in record["variables"].items():
        if digest_of(os.environ.get(name)) != digest:
            return name
    return None
