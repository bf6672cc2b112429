"""The folders of runs among temporary files: `kale-lsp-XXXXXX`, with a file `lock` that a run holds while it goes on."""

import contextlib
import fcntl
import os
import re
import shutil

NAME = re.compile(r"kale-lsp-[A-Za-z0-9]{6}")


def hold(folder):
    """Locks the folder of a run. Gives the file that has the lock, which ends with it and with the process."""
    path = os.path.join(folder, "lock")
    file = open(path + ".new", "w", encoding="utf-8")
    fcntl.flock(file, fcntl.LOCK_EX)
    os.rename(file.name, path)  # nobody sees the file before it is locked
    return file


def leave(folder):
    """Leaves the folder to another program, which holds it when it has begun."""
    with contextlib.suppress(OSError):
        os.unlink(os.path.join(folder, "lock"))


def remove_abandoned(parent):
    """Removes the folders of runs of this person that were killed together with kale-lsp."""
    try:
        entries = list(os.scandir(parent))
    except OSError:
        return
    for entry in entries:
        with contextlib.suppress(OSError):
            if not NAME.fullmatch(entry.name) or entry.stat(follow_symlinks=False).st_uid != os.getuid():
                continue
            if not entry.is_dir(follow_symlinks=False):
                continue
            descriptor = os.open(os.path.join(entry.path, "lock"), os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(entry.path, ignore_errors=True)
            finally:
                os.close(descriptor)
