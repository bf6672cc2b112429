"""A Python that starts with modules imported: the KFP SDK and Kale take another Python seconds of a processor each time.

It is a program that a test may start as it would `sys.executable`, with `-c CODE` or a script. A process that has imported
them forks, and the fork goes on as that program: with its arguments, environment, folder, standard streams and group of
processes. What it does then is what it does in any Python. A test about the start of a program, or about signals, takes
`sys.executable`.
"""

import atexit
import contextlib
import gc
import marshal
import os
import runpy
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import types

# The program: it hands everything to the process that forks, and ends as the fork does. kale-lsp first starts a Python that
# is to start itself once more (RunDriver.swift), which needs nothing. The first lines are for a shell, as the path of a Python
# may have spaces; Python takes them for a text. All imports are of modules in C: `os`, `signal` and `socket` would take twice
# as long as the rest.
CLIENT = """#!/bin/sh
'''exec' "{python}" -IS "$0" "$@"
' '''
import _signal, _socket, marshal, posix, sys

arguments = sys.argv[1:]
if arguments[:3] == ["-I", "-S", "-c"]:
    sys.executable = __file__
    sys.argv = arguments[2:3] + arguments[4:]
    exec(arguments[3], {{"__name__": "__main__"}})
asked = _socket.socket(_socket.AF_UNIX)
try:
    asked.connect({address!r})
except ConnectionRefusedError:
    print("The process that forks has ended: this Python makes the imports itself.", file=sys.stderr)
    posix.execv({python!r}, [{python!r}, *arguments])
streams = b"".join(number.to_bytes(4, sys.byteorder) for number in (0, 1, 2))
asked.sendmsg([b"3"], [(_socket.SOL_SOCKET, _socket.SCM_RIGHTS, streams)])
asked.sendall(marshal.dumps((arguments, posix.environ, posix.getcwd(), posix.getpgrp())))
asked.shutdown(_socket.SHUT_WR)
said = b""


def number_said():
    global said
    while b"\\n" not in said:
        said += asked.recv(64) or sys.exit("The process that forks has ended.")
    line, _, said = said.partition(b"\\n")
    return int(line)


process = number_said()
for number in (_signal.SIGINT, _signal.SIGTERM):
    _signal.signal(number, lambda number, _: posix.kill(process, number))
status = number_said()
if status < 0:
    _signal.signal(-status, _signal.SIG_DFL)
    posix.kill(posix.getpid(), -status)
posix._exit(status)
"""


@contextlib.contextmanager
def warm_python(*modules, folder="", **variables):
    """The path of the program, which works until the end of the context. The modules may be in a folder of their own.

    `variables` of the environment are those that matter when Python starts.
    """
    # The address of a socket may not be long.
    own = tempfile.mkdtemp(prefix="kale-", dir="/tmp")
    address, program = os.path.join(own, "socket"), os.path.join(own, "python")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(address)
        listening.listen(64)
        with open(program, "w", encoding="utf-8") as file:
            file.write(CLIENT.format(python=sys.executable, address=address))
        os.chmod(program, 0o755)
        # Nothing that is read at an import may lead to a server, or through a proxy.
        environment = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
        forking = subprocess.Popen(
            [sys.executable, __file__, str(listening.fileno()), str(folder), *modules],
            pass_fds=[listening.fileno()],
            stdin=subprocess.DEVNULL,
            env=environment | {"HOME": own, "KUBECONFIG": os.path.join(own, "none")} | variables,
        )
    try:
        yield program
    finally:
        forking.kill()
        forking.wait()
        shutil.rmtree(own)


def serve(listening):
    # What imports have made is out of sight of the garbage collector of forks, which would copy all of it.
    gc.freeze()
    # Nobody waits for those that are forked here.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        asked, _ = listening.accept()
        if os.fork() == 0:
            listening.close()
            look_after(asked)
        asked.close()


def look_after(asked):
    """Forks the process that is asked for, and tells its number and its end. Never returns."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    _, streams, _, _ = socket.recv_fds(asked, 1, 3)
    arguments, environment, folder, group = marshal.loads(asked.makefile("rb").read())
    process = os.fork()
    if process == 0:
        asked.close()
        become(arguments, environment, folder, group, streams)
    for stream in streams:
        os.close(stream)
    with contextlib.suppress(OSError):  # that has no reader any more
        asked.sendall(f"{process}\n".encode())
        _, status = os.waitpid(process, 0)
        asked.sendall(f"{os.waitstatus_to_exitcode(status)}\n".encode())
    os._exit(0)


def become(arguments, environment, folder, group, streams):
    """Never returns: goes on as the Python that was started with the arguments."""
    status = 1
    try:
        # In another session there is no such group.
        with contextlib.suppress(PermissionError):
            os.setpgid(0, group)
        for number, stream in enumerate(streams):
            os.dup2(stream, number)
            os.close(stream)
        os.chdir(folder)
        os.environ.clear()
        os.environb.update(environment)
        # Of these, imports have noted what they were.
        time.tzset()
        tempfile.tempdir = None
        run(arguments)
        status = 0
    except SystemExit as leaving:
        if isinstance(leaving.code, str):
            print(leaving.code, file=sys.stderr)
        status = leaving.code if isinstance(leaving.code, int) else int(leaving.code is not None)
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        threading._shutdown()
        atexit._run_exitfuncs()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status & 0xFF)


def run(arguments):
    named = [folder for folder in os.environ.get("PYTHONPATH", "").split(os.pathsep) if folder]
    if arguments[0] == "-c":
        sys.argv = arguments[:1] + arguments[2:]
        sys.path[:1] = ["", *named]
        sys.modules["__main__"] = types.ModuleType("__main__")
        exec(compile(arguments[1], "<string>", "exec"), sys.modules["__main__"].__dict__)
    else:
        sys.argv = arguments
        sys.path[:1] = [os.path.dirname(os.path.abspath(arguments[0])), *named]
        runpy.run_path(arguments[0], run_name="__main__")


if __name__ == "__main__":
    sys.path.insert(0, sys.argv[2])
    for module in sys.argv[3:]:
        __import__(module)
    del sys.path[0]
    serve(socket.socket(fileno=int(sys.argv[1])))
