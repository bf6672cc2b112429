"""The processes that a run has started, and how all of them are ended."""

import ctypes
import os
import signal
import subprocess
import sys
import time

ADOPT_ORPHANS = 36  # PR_SET_CHILD_SUBREAPER


def adopt_orphans():
    """Becomes the parent of processes whose own parent ends, so that they are found. Linux only."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(ADOPT_ORPHANS, 1, 0, 0, 0)


def all_processes():
    """The parent of every process there is."""
    if os.path.exists("/proc/self/stat"):
        for name in filter(str.isdigit, os.listdir("/proc")):
            try:
                with open(f"/proc/{name}/stat", "rb") as file:
                    # The program's name, in parentheses, may hold anything.
                    state, parent = file.read().rpartition(b")")[2].split()[:2]
            except OSError:
                continue
            if state != b"Z":
                yield int(name), int(parent)
        return
    listing = subprocess.Popen(["ps", "-A", "-o", "pid=,ppid=,state="], stdout=subprocess.PIPE, text=True)
    for line in listing.communicate()[0].splitlines():
        process, parent, state = line.split(None, 2)
        # It lists itself too.
        if int(process) != listing.pid and not state.startswith("Z"):
            yield int(process), int(parent)


def descendants():
    """Every process that this one has started, and those they have, which may have left its group."""
    children = {}
    for process, parent in all_processes():
        children.setdefault(parent, []).append(process)
    found, waiting = [], [os.getpid()]
    while waiting:
        below = children.get(waiting.pop(), [])
        found += below
        waiting += below
    return found


def send(processes, signal_):
    for process in processes:
        try:
            os.kill(process, signal_)
        except OSError:
            pass


def halt_descendants(kept):
    """Halts all processes that this one has started except one, and returns them.

    Otherwise a shell whose program is ended could go on with its next command before it is ended too.
    """
    halted = set()
    while started := set(descendants()) - halted - {kept}:
        send(started, signal.SIGSTOP)
        halted |= started
    return halted


def stop_descendants(patience=1.0, kept=None):
    """Ends all processes that this one has started but for one: first asks them to, then makes them."""
    running = set(descendants()) - {kept}
    if not running:
        return
    for signal_, limit in ((signal.SIGTERM, patience), (signal.SIGKILL, 2.0)):
        running |= halt_descendants(kept)
        send(running, signal_)
        send(running, signal.SIGCONT)
        deadline = time.monotonic() + limit
        while time.monotonic() < deadline:
            collect()
            running &= {process for process, _ in all_processes()}
            if not running and not set(descendants()) - {kept}:
                return
            time.sleep(0.01)


def memory_of(process):
    """The bytes of memory that a process takes; 0 if it has ended."""
    try:
        with open(f"/proc/{process}/statm", "rb") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


def has_children(process):
    return any(parent == process for _, parent in all_processes())


def collect():
    """Takes note of children that have ended: their process and how they ended."""
    ended = []
    while True:
        try:
            process, status = os.waitpid(-1, os.WNOHANG)
        except OSError:
            return ended
        if not process:
            return ended
        ended.append((process, status))
