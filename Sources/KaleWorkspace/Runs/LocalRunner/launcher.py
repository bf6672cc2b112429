"""Starts the processes of steps: forks of a warm process where that is safe, else each anew."""

import json
import os
import signal
import socket
import subprocess
import sys

from .processes import collect
from .warm import serve


class SpawningLauncher:
    """Starts a new Python for each step."""

    def __init__(self, runtime_path, program_folder):
        self._runtime_path, self._program_folder = runtime_path, program_folder
        self._names = {}

    # What can be read when something has happened, besides the signal SIGCHLD.
    descriptors = ()

    def prepare(self, path, sources, directory):
        """Does nothing: a new process imports what it needs."""

    def start(self, name, work_path, lifeline, output):
        """Starts the step in a file: it reads from `lifeline`, which ends with the run, and writes to `output`."""
        program = (
            "import sys; sys.path[:] = [sys.argv[1]] + [p for p in sys.path if p.startswith('/')]; "
            "from kale_lsp_runner import worker; del sys.path[0]; worker.main(*sys.argv[2:])"
        )
        process = subprocess.Popen(
            [sys.executable, "-c", program, self._program_folder, work_path, self._runtime_path],
            stdin=lifeline, stdout=output, stderr=output, start_new_session=True,
        )
        process.returncode = 0  # `collect` waits for it
        self._names[process.pid] = name

    def ended(self):
        """The steps that have ended since it was asked last, each with its wait status."""
        return [(self._names.pop(process), status) for process, status in collect() if process in self._names]


class ForkingLauncher:
    """Has a warm process, which makes imports once, fork a process for each step. Linux only.

    The warm process is another one than the runner's, so that the runner can pass on output, and stop, while it imports.
    The processes of steps become children of the runner, which adopts orphans.
    """

    def __init__(self, runtime, excluded, forget):
        """`excluded` are imports that are left to steps. `forget` closes what only the runner needs, in a new process."""
        self._runtime, self._forget = runtime, forget
        self.excluded = list(excluded)
        self._names, self._early, self._lost = {}, {}, []
        # What was sent to the warm process, and has not started yet: messages and descriptors by step.
        self._pending = {}
        self.process = 0
        self._begin()

    def _begin(self):
        self._socket, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        self._rest = b""
        self.process = os.fork()
        if not self.process:
            self._forget()
            self._socket.close()
            serve(theirs, self._runtime, self.excluded)
        theirs.close()

    @property
    def descriptors(self):
        """What can be read when something has happened, besides the signal SIGCHLD."""
        return (self._socket.fileno(),)

    def check(self, path, sources, directory):
        """Has a warm process end that has made imports which this code does not make, or which have changed."""
        self._send_imports("check", path, sources, directory)

    def prepare(self, path, sources, directory):
        """Has the warm process make imports for steps that come later, when it has nothing else to do."""
        self._send_imports("prepare", path, sources, directory)

    def start(self, name, work_path, lifeline, output):
        """Starts the step in a file: it reads from `lifeline`, which ends with the run, and writes to `output`."""
        self._pending[name] = (work_path, os.dup(lifeline), os.dup(output))
        self._send_step(name)

    def _send_step(self, name):
        path, *descriptors = self._pending[name]
        self._send(["start", name, path], descriptors)

    def _send_imports(self, kind, path, sources, directory):
        with open(path, "w", encoding="utf-8") as file:
            json.dump([sources, directory], file)
        self._send([kind, None, path], [])

    def _send(self, message, descriptors):
        try:
            socket.send_fds(self._socket, [json.dumps(message).encode() + b"\n"], descriptors)
        except OSError:
            pass  # it has ended, and another one will get it

    def close(self):
        """Ends the warm process."""
        self._socket.close()
        try:
            os.kill(self.process, signal.SIGKILL)
            os.waitpid(self.process, 0)
        except OSError:
            pass

    def ended(self):
        """The steps that have ended since it was asked last, each with its wait status."""
        self._receive()
        ended, self._lost = self._lost, []
        for process, status in collect():
            if process == self.process:
                ended += self._begin_again(status)
            else:
                self._early[process] = status
        for process in self._early.keys() & self._names.keys():
            ended.append((self._names.pop(process), self._early.pop(process)))
        return ended

    def _receive(self):
        """Reads what the warm process says: which process a step has, or which import has spoiled it."""
        while True:
            try:
                data = self._socket.recv(1 << 16, socket.MSG_DONTWAIT)
            except OSError:
                return
            if not data:
                return
            *lines, self._rest = (self._rest + data).split(b"\n")
            for line in lines:
                name, what = json.loads(line)
                if name is None:
                    self.excluded.append(what)
                    continue
                self._let_go(name)
                if what < 0:  # it was killed before it had a process of its own
                    self._lost.append((name, -what))
                else:
                    self._names[what] = name

    def _begin_again(self, status):
        """Starts another warm process, after an import has spoiled the last one. Steps fail if it was ended otherwise."""
        self._receive()
        self._socket.close()
        lost = [] if os.WIFEXITED(status) and os.WEXITSTATUS(status) == 0 else list(self._pending)
        for name in lost:
            self._let_go(name)
        self._begin()
        for name in self._pending:
            self._send_step(name)
        return [(name, status) for name in lost]

    def _let_go(self, name):
        for descriptor in self._pending.pop(name)[1:]:
            os.close(descriptor)


def can_fork():
    """Whether this machine has what forks need: a process's threads and adopted orphans."""
    return sys.platform == "linux" and os.path.isdir("/proc/self/task") and hasattr(socket, "send_fds")
