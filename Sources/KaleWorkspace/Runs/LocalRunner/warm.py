"""The warm process: it makes imports once, and forks a process for each step."""

import gc
import json
import os
import select
import signal
import socket

from . import imports, worker


def serve(connection, runtime_source, excluded):
    """Does what the runner asks for, until that is gone. Does not return."""
    try:
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGCHLD, signal.SIGTSTP, signal.SIGCONT):
            signal.signal(number, signal.SIG_DFL)
        WarmProcess(connection, runtime_source, excluded).serve()
    except imports.Spoiled as spoiled:
        connection.sendall(json.dumps([None, spoiled.args[0]]).encode() + b"\n")
        os._exit(0)
    except BaseException:
        import traceback

        traceback.print_exc()
        os._exit(1)


class WarmProcess:
    """Takes messages of the runner, each [KIND, NAME, PATH] with a file that says more:

    start      start the step NAME, whose work is in the file. Two descriptors come with it.
    check      end if imports were made that the code in the file does not make, or that have changed
    prepare    make the imports of the code in the file while there is nothing else to do
    """

    def __init__(self, connection, runtime_source, excluded):
        self._connection = connection
        self._runtime = worker.load_runtime(runtime_source)
        self._warmer = imports.Warmer(excluded)
        # Imports for later.
        self._later = []
        self._descriptors = []

    def serve(self):
        rest = b""
        while True:
            if self._later and not select.select([self._connection], [], [], 0)[0]:
                self._warmer.warm([self._later.pop(0)])
                continue
            data, descriptors, _, _ = socket.recv_fds(self._connection, 1 << 16, 64)
            if not data:
                os._exit(0)
            self._descriptors += descriptors
            *lines, rest = (rest + data).split(b"\n")
            for line in lines:
                self._take(*json.loads(line))

    def _take(self, kind, name, path):
        try:
            with open(path, encoding="utf-8") as file:
                content = json.load(file)
        except FileNotFoundError:
            if kind != "prepare":
                raise
            return  # the step beside which there was time for it has ended, and its folder is gone
        if kind == "start":
            lifeline, output, *self._descriptors = self._descriptors
            self._start(name, content, lifeline, output)
            return
        statements = imports.statements(*content)
        if kind == "prepare":
            self._later += statements
            return
        self._later = []
        if not self._warmer.is_current(statements):
            os._exit(0)

    def _start(self, name, work, lifeline, output):
        self._warmer.warm(imports.statements(work.pop("imports"), work["directory"]))
        gc.freeze()
        told, tell = os.pipe()
        between = os.fork()
        if not between:
            process = os.fork()
            if process:
                os.write(tell, str(process).encode())
                os._exit(0)
            become_step(self._connection, told, tell, lifeline, output)
            worker.run(work, self._runtime, self._warmer.files.opened())
        os.close(tell)
        status = os.waitpid(between, 0)[1]
        # Nothing is told if somebody has killed the process in between.
        process = int(os.read(told, 32) or -(status or signal.SIGKILL))
        for descriptor in (told, lifeline, output):
            os.close(descriptor)
        self._connection.sendall(json.dumps([name, process]).encode() + b"\n")


def become_step(connection, told, tell, lifeline, output):
    """Makes this process one that has nothing of the warm process but its memory.

    What imports have made stays out of sight of the garbage collector, which would copy all of it.
    """
    os.setsid()
    os.dup2(lifeline, 0)
    os.dup2(output, 1)
    os.dup2(output, 2)
    connection.close()
    for descriptor in (told, tell, lifeline, output):
        os.close(descriptor)
    signal.signal(signal.SIGINT, signal.default_int_handler)
