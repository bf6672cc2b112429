"""Where the results of a run are: in the person's cache, or in a folder of the run where that takes nothing."""

import os
import shutil
import tempfile

from .events import Impossible
from .files import is_full
from .results import Results

DEFAULT_LIMIT = 5 << 30
CLEAR = "`kale-lsp cache clear` removes the results of earlier runs."


class Store:
    """The results of a run. If the cache takes no more, because the disk is full for example, the run goes on without it."""

    def __init__(self, request, events, stop):
        """`stop.folders` go with the program if it is stopped."""
        self._request, self._events, self._stop = request, events, stop
        self._count = 0
        self._opened = []
        self.results = None
        # Whether the results go with the run.
        self.is_own = not request["cache"]
        if request["cache"]:
            try:
                self._open(request["cache"], request["key"])
            except OSError as error:
                self.leave_cache(error)
        else:
            self._open_own()

    def _open(self, folder, key):
        self.results = Results(folder, key, self._request["cache_limit"] or DEFAULT_LIMIT)
        self._opened.append(self.results)
        self._stop.folders.append(self.results.staging)

    def _open_own(self):
        try:
            self._open(os.path.join(self._request["scratch"], "cache"), None)
        except OSError as error:
            raise impossible(error, self._request["scratch"]) from None

    def leave_cache(self, error):
        """Puts what comes into the run's own folder, because the cache does not take it.

        Raises Impossible if that is in use already.
        """
        if self.is_own:
            raise impossible(error, self.results.folder)
        cause = reason(error, self._request["cache"])
        self._events.send("output", task=None, text=f"Nothing is kept for later runs: {cause}")
        self.is_own = True
        self._open_own()

    def writing(self, write):
        """Calls a function that writes to the results, once more without the cache if that fails."""
        try:
            return write()
        except OSError as error:
            self.leave_cache(error)
        try:
            return write()
        except OSError as error:
            raise impossible(error, self.results.folder) from None

    def new_folder(self):
        """A new folder for a step, which becomes its entry."""
        self._count += 1
        folder = os.path.join(self.results.staging, f"{self._count}")
        for name in ("scratch", "outputs"):
            os.makedirs(os.path.join(folder, name))
        return folder

    def add(self, key, folder, manifest):
        """Keeps the results in a folder of a step. Gives their entry."""
        def add():
            nonlocal folder
            if not folder.startswith(os.path.join(self.results.staging, "")):
                self._count += 1
                folder = shutil.move(folder, os.path.join(self.results.staging, f"{self._count}"))
            return self.results.add(key, folder, manifest)

        return self.writing(add)

    def keep_last(self, steps):
        """Keeps what the steps depended on, for the reasons that later runs give."""
        try:
            self.results.keep_last(self._request["notebook"], steps)
        except OSError as error:
            if not self.is_own:
                self.leave_cache(error)

    def keep_report(self, task, path):
        """Keeps the report of a step that has failed. Gives its path; None if that is not possible."""
        try:
            return self.results.keep_report(self._request["notebook"], task, path)
        except OSError:
            return None

    def has_no_room(self):
        """Whether not even a small file can be written: a step could not say then why it has failed."""
        try:
            with tempfile.TemporaryFile(dir=self.results.staging) as file:
                file.write(bytes(1 << 16))
        except OSError as error:
            return is_full(error)
        return False

    def close(self):
        for results in self._opened:
            results.close()

    def close_in_child(self):
        """Lets go of the locks in a process that was forked."""
        for results in self._opened:
            results.close_in_child()


def reason(error, folder):
    """What the operating system says, and what to do."""
    path = error.filename or folder
    is_of_cache = is_full(error) and os.path.join(path, "").startswith(os.path.join(folder, ""))
    return f"{path}: {error.strerror or error}." + (f" {CLEAR}" if is_of_cache else "")


def impossible(error, folder):
    return Impossible(f"The results of steps cannot be written: {reason(error, folder)}")
