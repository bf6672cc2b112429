"""The warm process: it makes imports once, and forks a process for each step."""

import gc
import json
import os
import signal
import socket

from . import imports, worker


def serve(connection, runtime_source, excluded):
    """Forks a process for each step that the runner asks for, until it is gone. Does not return."""
    try:
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGCHLD):
            signal.signal(number, signal.SIG_DFL)
        runtime = worker.load_runtime(runtime_source)
        warmer = imports.Warmer(excluded)
        rest = b""
        received = []
        while True:
            data, descriptors, _, _ = socket.recv_fds(connection, 1 << 16, 64)
            if not data:
                os._exit(0)
            received += descriptors
            *lines, rest = (rest + data).split(b"\n")
            for line in lines:
                name, path = json.loads(line)
                lifeline, output, *received = received
                start(connection, warmer, runtime, name, path, lifeline, output)
    except BaseException:
        import traceback

        traceback.print_exc()
        os._exit(1)


def start(connection, warmer, runtime, name, path, lifeline, output):
    with open(path, encoding="utf-8") as file:
        work = json.load(file)
    try:
        warmer.warm(imports.statements(work.pop("imports"), work["directory"]))
    except imports.Spoiled as spoiled:
        connection.sendall(json.dumps([None, spoiled.args[0]]).encode() + b"\n")
        os._exit(0)
    gc.freeze()
    told, tell = os.pipe()
    between = os.fork()
    if not between:
        process = os.fork()
        if process:
            os.write(tell, str(process).encode())
            os._exit(0)
        become_step(connection, told, tell, lifeline, output)
        worker.run(work, runtime)
    os.close(tell)
    os.waitpid(between, 0)
    process = int(os.read(told, 32))
    for descriptor in (told, lifeline, output):
        os.close(descriptor)
    connection.sendall(json.dumps([name, process]).encode() + b"\n")


def become_step(connection, told, tell, lifeline, output):
    """Makes this process one that has nothing of the warm process but its memory."""
    os.setsid()
    os.dup2(lifeline, 0)
    os.dup2(output, 1)
    os.dup2(output, 2)
    connection.close()
    for descriptor in (told, tell, lifeline, output):
        os.close(descriptor)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    gc.unfreeze()
