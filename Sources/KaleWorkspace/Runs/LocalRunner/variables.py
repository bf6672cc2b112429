"""The variables of the environment that a step reads.

Code in C and other processes read variables without Python. Those that the step's code names count: `$DATA` where a
program is started, and those of the time zone or the locale where it calls what depends on them.
"""

import hashlib
import os
import re
import sys
import tempfile

# Modules on the way from a cell to a variable (`os.path.expandvars`, `Path.home`, `%env`).
BETWEEN = {
    "os", "collections.abc", "posixpath", "pathlib", "pathlib._local", "tempfile", "IPython.core.magics.osm",
    "IPython.core.interactiveshell",
}
# A variable in text for a shell.
NAMED = re.compile(r"\$\{?[!#]?([A-Za-z_]\w*)")
# Names of what reads variables in C, and these.
READERS = {
    re.compile(r"\b(localtime|mktime|ctime|asctime|strftime|tz\w*|timezone|altzone|\w*timestamp|astimezone|now|today)\b"):
        ("TZ",),
    re.compile(r"\blocale\b"): (
        "LC_ALL", "LC_COLLATE", "LC_CTYPE", "LC_MESSAGES", "LC_MONETARY", "LC_NUMERIC", "LC_TIME", "LANG", "LANGUAGE",
    ),
}


class Variables:
    """Notes the variables that cells, and modules that are not installed, read from now on."""

    def __init__(self, installed, sources):
        """`installed` are the folders of modules whose reads do not count."""
        self._installed = installed
        self._before, self._read = dict(os.environ), {}
        self._named = set(NAMED.findall("\n".join(sources)))
        self._kind, self._original = type(os.environ), type(os.environ).__getitem__
        tempfile.tempdir = None  # the warm process has looked for it already
        original, note = self._original, self._note_read

        def getitem(environment, key):
            note(environment, key, sys._getframe(1))
            return original(environment, key)

        self._kind.__getitem__ = getitem

    def _note_read(self, environment, key, frame):
        while frame and frame.f_globals.get("__name__") in BETWEEN:
            frame = frame.f_back
        name = frame.f_code.co_filename if frame else ""
        is_own = name.startswith("cell ") or os.path.isabs(name) and not name.startswith(self._installed)
        if isinstance(key, (str, bytes)) and is_own:
            self._note(os.fsdecode(key))

    def _note(self, name):
        now = os.environ._data.get(os.environ.encodekey(name))
        # A value that the step has set itself says nothing of what was there.
        if now is None or os.fsdecode(now) == self._before.get(name):
            self._read[name] = self._before.get(name)

    def note_program(self, words):
        """Notes what a program that starts now may read: the variables that the code and its own command name."""
        for name in self._named.union(*map(NAMED.findall, words)):
            self._note(name)

    def finish(self, sources):
        """A digest of each variable that was read, by name; None for one that was not set. `sources` is all code."""
        self._kind.__getitem__ = self._original
        for reader, names in READERS.items():
            if any(map(reader.search, sources)):
                for name in names:
                    self._note(name)
        return {name: digest_of(value) for name, value in self._read.items()}


def digest_of(value):
    return None if value is None else hashlib.sha256(os.fsencode(value)).hexdigest()


def changed_variable(record):
    """The name of a variable that is no longer as it was; None if all are."""
    for name, digest in record["variables"].items():
        if digest_of(os.environ.get(name)) != digest:
            return name
    return None
