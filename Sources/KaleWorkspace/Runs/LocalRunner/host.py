"""The process that kale-lsp started, as it lasts from one run to the next: its pipes, and the warm process.

A server may keep it between the runs of a notebook. It runs no cells itself, nor does the warm process, so that all that
outlasts a run is imports; and those only where nothing that they depend on has changed.
"""

import json
import os
import select
import signal
import sys
import sysconfig

from . import keys, scratch
from .files import stamp
from .launcher import ForkingLauncher, SpawningLauncher, can_fork
from .machine import Machine
from .processes import adopt_orphans, halt_descendants, has_children, memory_of, send, stop_descendants

# Files that say which Python a name on the PATH stands for, in the folder where it is started and those around it.
VERSION_FILES = (".python-version", ".tool-versions")
# A warm process that takes more is not kept.
MOST_MEMORY = 1 << 30
# How often that is looked at while it may still make imports, and the seconds between.
MEMORY_CHECKS, MEMORY_INTERVAL = 12, 5


class Host:
    """Carries out one request after the other."""

    def __init__(self, events, program_folder, folder, stop):
        """`folder` is where kale-lsp was started."""
        self.events, self.stop = events, stop
        self._program_folder, self._folder = program_folder, folder
        self._launcher = self._runtime = self._identity = None
        # The folder of this program, which is that of the first request, and that of the last one.
        self._folders = []
        self._machine = None
        adopt_orphans()
        # Steps end when this does.
        self.lifeline, self._lifeline_end = os.pipe()
        self._wakeup, self._wakeup_end = os.pipe()
        os.set_blocking(self._wakeup, False)
        os.set_blocking(self._wakeup_end, False)
        for number in (signal.SIGCHLD, signal.SIGCONT):
            signal.signal(number, lambda *_: None)
        signal.signal(signal.SIGTSTP, self._pause)
        signal.set_wakeup_fd(self._wakeup_end, warn_on_full_buffer=False)

    def serve(self, request, read_line):
        """Carries out a request, and those that follow while kale-lsp keeps this process."""
        try:
            while request is not None:
                if not self._carry_out(request) or not request.get("stay") or not self._is_current():
                    return
                self.events.send("idle")
                request = self._next_request(read_line)
                if not self._is_current():
                    return  # kale-lsp starts another one
        finally:
            signal.set_wakeup_fd(-1)
            stop_descendants()

    def _carry_out(self, request):
        """Carries out a request, and ends what its steps have left. Gives whether there is a warm process worth keeping."""
        self.stop.folders = [request["scratch"]]
        self._folders[1:] = [scratch.hold(request["scratch"])]
        scratch.remove_abandoned(os.path.dirname(request["scratch"]))
        self._machine = Machine(request, self)
        try:
            self._machine.run_all()
            if request.get("stay"):
                # Whatever changes next is to run at once.
                self._machine.prepare_everything(os.path.join(self._program_folder, "imports.json"))
        finally:
            kept = self._launcher.process if self._launcher is not None else None
            stop_descendants(kept=kept)
            self._machine.store.close()
        return kept is not None and self._has_warm_process() and not has_children(kept)

    # Between runs

    def _is_current(self):
        """Whether a new process would import the same."""
        return self._identity == identity(self._folder)

    def _next_request(self, read_line):
        """The next request; None if kale-lsp wants no more, or the warm process has ended or grown too large."""
        checks = MEMORY_CHECKS
        while True:
            ready, _, _ = select.select([0, self._wakeup], [], [], MEMORY_INTERVAL if checks else None)
            checks = max(checks - 1, 0)
            if 0 in ready:
                line = read_line(0)
                # The warm process may have ended just before; kale-lsp then has another program carry out the request.
                return json.loads(line) if line.endswith(b"\n") and self._has_warm_process() else None
            self._clear_wakeup()
            if not self._has_warm_process():
                return None

    def _has_warm_process(self):
        """Whether the warm process goes on and is small enough."""
        return 0 < memory_of(self._launcher.process) < MOST_MEMORY

    # For a run

    def launcher(self, request, sources):
        """What starts processes of steps. `sources` is all code whose imports a step of the run may make."""
        is_forking = request["fork"] if request["fork"] is not None else can_fork()
        if not is_forking:
            path = os.path.join(request["scratch"], "kale_lsp_runtime.py")
            with open(path, "w", encoding="utf-8") as file:
                file.write(request["runtime"])
            return SpawningLauncher(path, self._program_folder)
        if self._launcher is None or self._runtime != request["runtime"]:
            if self._launcher is not None:
                self._launcher.close()
            self._runtime = request["runtime"]
            self._identity = self._identity or identity(self._folder)
            self._launcher = ForkingLauncher(self._runtime, [], self._forget)
        else:
            self._launcher.check(os.path.join(request["scratch"], "imports.json"), sources, request["directory"])
        return self._launcher

    def wait(self, descriptors, seconds):
        """Waits until something can be read or a process ends, or for some seconds. Gives what can be read."""
        ready, _, _ = select.select([0, self._wakeup, *descriptors], [], [], seconds)
        if 0 in ready and not os.read(0, 4096):
            self.stop()
        self._clear_wakeup()
        return ready

    def _clear_wakeup(self):
        """Gives the signals that have come, as bytes."""
        try:
            return os.read(self._wakeup, 4096)
        except BlockingIOError:
            return b""

    def _pause(self, *_):
        """Halts all steps when this program is suspended, until it is continued."""
        halted = halt_descendants(None)
        while signal.SIGCONT not in self._clear_wakeup():
            ready, _, _ = select.select([0, self._wakeup], [], [])
            if 0 in ready and not os.read(0, 4096):
                self.stop()
        send(halted, signal.SIGCONT)
        os.write(self._wakeup_end, bytes(1))  # for what has ended just before

    def _forget(self):
        """Closes in the warm process what keeps others from seeing that this one has ended."""
        self.events.close_in_child()
        self._machine.store.close_in_child()
        for lock in self._folders:
            lock.close()
        for descriptor in (self.lifeline, self._lifeline_end, self._wakeup, self._wakeup_end):
            os.close(descriptor)
        null = os.open(os.devnull, os.O_RDONLY)
        os.dup2(null, 0)
        os.close(null)


def identity(folder):
    """What this process and imports depend on: Python, its packages, and which Python is started in a folder."""
    paths = [sys.executable, os.path.join(sys.prefix, "pyvenv.cfg"), os.path.join(sysconfig.get_path("stdlib"), "os.py")]
    paths.append(os.path.join(os.environ.get("PYENV_ROOT") or os.path.expanduser("~/.pyenv"), "version"))
    while True:
        paths += [os.path.join(folder, name) for name in VERSION_FILES]
        if folder == os.path.dirname(folder):
            return keys.packages(), [stamp(path) for path in paths]
        folder = os.path.dirname(folder)
