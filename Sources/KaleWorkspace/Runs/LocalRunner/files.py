"""What is known of files: digests of their content, and stamps that tell whether they were changed."""

import errno
import hashlib
import os
import re
import sys

STRING = re.compile(r"'([^'\n]{1,400})'|\"([^\"\n]{1,400})\"")
# No more files are looked at before each step, by name and around the notebook.
MOST_NAMED = 10_000
MOST_AROUND = 2_000


def is_full(error):
    """Whether an error means that a disk has no room, or a person no more of it."""
    return isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)


def digest_of(path, without=()):
    """A digest of a file's content, or of the names in a folder but for some; None if there is neither."""
    try:
        if os.path.isdir(path):
            names = sorted(set(os.listdir(path)) - set(without))
            return "folder:" + hashlib.sha256("\0".join(names).encode("utf-8", "surrogateescape")).hexdigest()
        if not os.path.isfile(path):
            return None  # a pipe would wait for a writer
        with open(path, "rb", buffering=0) as file:
            return hash_of(file)
    except OSError:
        return None


def hash_of(file, size=sys.maxsize):
    """The hash of no more than `size` bytes of an open file."""
    content = hashlib.sha256()
    while block := file.read(min(size, 1 << 20)):
        content.update(block)
        size -= len(block)
    return content.hexdigest()


def beginning_of(path, size=None):
    """The size of the beginning of a file and a digest of it, by default of the whole file; None if the file is shorter."""
    try:
        with open(path, "rb", buffering=0) as file:
            size = os.fstat(file.fileno()).st_size if size is None else size
            content = hash_of(file, size)
            return [size, content] if file.tell() == size else None
    except OSError:
        return None


def stamp(path):
    """What tells that a file was changed, without reading it; None if there is no file.

    A file whose content is put back counts as changed.
    """
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns


def named_files(sources, directory):
    """The files that code names, in strings or in lines for the shell, whether or not they exist."""
    words = set()
    for source in sources:
        words.update(first or second for first, second in STRING.findall(source))
        for line in source.splitlines():
            if line.lstrip().startswith(("!", "%")):
                words.update(line.split())
    paths = {os.path.abspath(os.path.join(directory, word)) for word in words if "\0" not in word and len(word) < 400}
    found = {path for path in paths if not os.path.isdir(path)}
    here = os.path.join(os.path.realpath(directory), "")
    for path in paths - found:
        # A reader in C may be given a folder. That of the notebook, or one around it, is no data set.
        if not here.startswith(os.path.join(os.path.realpath(path), "")):
            found.update(files_below(path, MOST_NAMED - len(found)))
    return found


def files_below(directory, most=MOST_AROUND):
    """The files of a folder that are not hidden, no more than `most`."""
    found = []
    for folder, folders, names in os.walk(directory):
        folders[:] = [name for name in folders if not name.startswith(".") and name not in ("__pycache__", "node_modules")]
        found += [os.path.join(folder, name) for name in names if not name.startswith(".")]
        if len(found) >= most:
            break
    return found[:max(most, 0)]


def names_by_folder(paths):
    """The names of files by the folders that they are in."""
    found = {}
    for path in paths:
        found.setdefault(os.path.dirname(path), set()).add(os.path.basename(path))
    return found


def changed_file(record):
    """The path of a file that is no longer as it was after a step had read or written it; None if all are."""
    for path, digest in record["written"].items():
        if digest != ("folder" if os.path.isdir(path) else digest_of(path)):
            return path
    appended = record.get("appended", {})
    for path, known in appended.items():
        if known is None or beginning_of(path, known[0]) != known:
            return path
    made = names_by_folder([*record["written"], *appended])
    for path, digest in record["read"].items():
        if digest_of(path, made.get(os.path.realpath(path), ())) != digest:
            return path
    return None
