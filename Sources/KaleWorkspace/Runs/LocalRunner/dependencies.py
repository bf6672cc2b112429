"""The files that a step reads and writes: what its results depend on besides its inputs.

Python says when it opens a file (`sys.addaudithook`). Libraries in C open files without Python: a file that the step's code
names counts as read if it is unchanged afterwards, and as written if it is not.
"""

import hashlib
import os
import re
import site
import sys
import sysconfig

# Where programs and their data are. What is there changes with a package, which counts by itself.
PROGRAMS = tuple(
    os.path.join(os.path.realpath(path), "")
    for path in {
        sys.prefix, sys.base_prefix, *sysconfig.get_paths().values(), site.getusersitepackages(), "/usr", "/lib", "/etc",
    }
)
SYSTEM = ("/proc/", "/dev/", "/sys/")
STRING = re.compile(r"'([^'\n]{1,400})'|\"([^\"\n]{1,400})\"")
WRITING = re.compile("[wax+]")


def digest_of(path):
    """A digest of a file's content, or of the names in a folder; None if there is neither."""
    try:
        if os.path.isdir(path):
            return "folder:" + hashlib.sha256("\0".join(sorted(os.listdir(path))).encode()).hexdigest()
        content = hashlib.sha256()
        with open(path, "rb", buffering=0) as file:
            while block := file.read(1 << 20):
                content.update(block)
        return content.hexdigest()
    except OSError:
        return None


def named_files(sources, directory):
    """The files that exist and that code names, in strings or in lines for the shell."""
    words = set()
    for source in sources:
        words.update(first or second for first, second in STRING.findall(source))
        for line in source.splitlines():
            if line.lstrip().startswith(("!", "%")):
                words.update(line.split())
    paths = {os.path.join(directory, word) for word in words if "\0" not in word and len(word) < 400}
    return {os.path.realpath(path) for path in paths if os.path.isfile(path)}


class Watch:
    """Notes what this process opens from now on."""

    def __init__(self, sources, directory, own_folders):
        self._ignored = PROGRAMS + SYSTEM + tuple(os.path.join(os.path.realpath(path), "") for path in own_folders)
        self._named = {path: digest_of(path) for path in named_files(sources, directory)}
        self._read, self._written = set(), set()
        # Files that were there, and whose content the step used before it changed it.
        self._revised = set()
        self._is_active = True
        sys.addaudithook(self._note)

    def _note(self, event, arguments):
        if not self._is_active or event not in ("open", "os.listdir", "os.scandir"):
            return
        path = arguments[0]
        try:
            path = os.path.realpath("." if path is None else os.fsdecode(path))
        except (TypeError, ValueError):
            return  # a descriptor
        if path.startswith(self._ignored) or "__pycache__" in path:
            return
        if event != "open":
            # Python looks through the folder of the notebook for modules.
            if "importlib" not in sys._getframe(1).f_code.co_filename:
                self._read.add(path)
        elif not is_writing(*arguments[1:]):
            self._read.add(path)
        elif path not in self._written:
            self._written.add(path)
            if path in self._read or keeps_content(*arguments[1:]) and os.path.exists(path):
                self._revised.add(path)

    def finish(self):
        """What the results depend on: `read` and `written`, digests by path, and `revised`, files that were both."""
        self._is_active = False
        modules = {getattr(module, "__file__", None) for module in list(sys.modules.values())}
        modules = {os.path.realpath(path) for path in modules if isinstance(path, str) and os.path.isabs(path)}
        read = self._read | {path for path in modules if not path.startswith(self._ignored)}
        after = {path: digest_of(path) for path in {*read, *self._written, *self._named}}
        written = self._written | {path for path, digest in self._named.items() if digest != after[path]}
        read = (read | self._named.keys()) - written
        # A folder that the step writes into lists what it wrote.
        read -= {os.path.dirname(path) for path in written}
        return {
            "read": {path: after[path] for path in read},
            "written": {path: after[path] for path in written if after[path] is not None},
            "revised": sorted(path for path in self._revised if after[path] is not None),
        }


def is_writing(mode, flags):
    """Whether a file is opened to write, by the arguments of the event `open`."""
    if isinstance(mode, str):
        return WRITING.search(mode) is not None
    return isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR) != 0


def keeps_content(mode, flags):
    """Whether a file that is opened to write keeps what is in it."""
    if isinstance(mode, str):
        return "w" not in mode
    return isinstance(flags, int) and not flags & os.O_TRUNC


def changed_file(record):
    """The path of a file that is no longer as it was after a step had read or written it; None if all are."""
    for kind in ("read", "written"):
        for path, digest in record[kind].items():
            if digest_of(path) != digest:
                return path
    return None
