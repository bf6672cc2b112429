"""What the results of a step depend on besides its inputs: the files that it reads and writes, and variables.

Python says when it opens a file (`sys.addaudithook`). Libraries in C and other processes open files without Python: a file
that the step's code names counts as read if it is unchanged afterwards, and as written if it is not. Where they may open
others, all files around the notebook count.
"""

import os
import re
import site
import sys
import sysconfig
import time

from .files import beginning_of, digest_of, files_below, named_files, names_by_folder, stamp
from .variables import Variables

# Where programs and their data are. What is there changes with a package, which counts by itself.
PROGRAMS = tuple(
    os.path.join(os.path.realpath(path), "")
    for path in {
        sys.prefix, sys.base_prefix, *sysconfig.get_paths().values(), site.getusersitepackages(), "/usr", "/lib", "/etc",
    }
)
SYSTEM = ("/proc/", "/dev/", "/sys/")
WRITING = re.compile("[wax+]")
# Libraries that open files without Python, at paths that code need not name.
BLIND = {"h5py", "tables", "netCDF4", "pyarrow.dataset", "polars", "duckdb", "cv2", "rasterio", "soundfile"}
# Events of Python (`sys.audit`): those that start a process, whose arguments name files, and the others that count.
STARTING = {"subprocess.Popen", "os.system", "os.fork", "os.forkpty", "os.posix_spawn", "os.exec", "os.spawn"}
NAMING = {"subprocess.Popen", "os.system", "sqlite3.connect"}
EVENTS = {*STARTING, *NAMING, "open", "os.listdir", "os.scandir", "os.mkdir", "os.rename"}


class Watch:
    """Notes what this process opens from now on."""

    def __init__(self, sources, directory, own_folders, earlier=()):
        """`earlier` are files that imports read before, with what was known of them then."""
        self._ignored = PROGRAMS + SYSTEM + tuple(os.path.join(os.path.realpath(path), "") for path in own_folders)
        self._directory, self._begin = directory, time.time_ns()
        self._named = {path: stamp(path) for path in named_files(sources, directory)}
        self._around = {path: stamp(path) for path in files_below(directory)}
        self._read, self._written = dict(earlier), set()  # those that are read with what was known of them then
        # Files that were there, and whose content the step used before it changed it.
        self._revised = set()
        # Files to whose end the step writes, as to a log, and does nothing else with them.
        self._appended = set()
        self._has_started = False
        self._sources, self._variables = sources, Variables(self._ignored, sources)
        self._is_active = True
        sys.addaudithook(self._note)

    def _note(self, event, arguments):
        if not self._is_active or event not in EVENTS:
            return
        words = words_of(event, arguments) if event in NAMING else ()
        if event in STARTING:
            self._has_started = True
            self._variables.note_program(words)
        if event in NAMING:
            self._note_words(words, arguments[2] if event == "subprocess.Popen" else None)
        elif event not in STARTING:
            self._note_path(event, arguments)

    def _note_path(self, event, arguments):
        path = arguments[1 if event == "os.rename" else 0]
        try:
            name = os.path.abspath("." if path is None else os.fsdecode(path))
            path = os.path.realpath(name)
        except (TypeError, ValueError):
            return  # a descriptor
        if path.startswith(self._ignored) or "__pycache__" in path:
            return
        if event in ("os.mkdir", "os.rename"):
            self._written.add(path)
        elif event != "open":
            # Python looks through the folder of the notebook for modules.
            if "importlib" not in sys._getframe(2).f_code.co_filename:
                self._note_read(name, path)
        elif not is_writing(*arguments[1:]):
            self._note_read(name, path)
        elif path not in self._written | self._read.keys() and is_appending(*arguments[1:]):
            self._appended.add(path)
        elif path not in self._appended or not is_appending(*arguments[1:]):
            self._note_written(path, keeps_content(*arguments[1:]))

    def _note_written(self, path, keeps):
        if path in self._written:
            return
        self._written.add(path)
        if path in self._read or path in self._appended or keeps and os.path.exists(path):
            self._revised.add(path)
        self._appended.discard(path)

    def _note_read(self, *paths):
        # By the name that the code has for it, too: a link may lead elsewhere the next time.
        for path in paths:
            if path in self._appended:
                self._note_written(path, keeps=True)
            if path not in self._read:
                self._read[path] = stamp(path)

    def _note_words(self, words, folder):
        """Takes the words of a command, and the path of a database, for names of files."""
        home = os.fsdecode(folder) if isinstance(folder, (str, bytes, os.PathLike)) else "."
        for word in words:
            for part in {word, *word.split()}:
                path = os.path.abspath(os.path.join(home, part))
                if "\0" not in path and len(part) < 400 and path not in self._named:
                    self._named[path] = stamp(path)

    def finish(self):
        """What the results depend on.

        `read` and `written` are digests by path, `appended` digests and sizes of files that only grew, `variables` those of
        variables by name, and `revised` files that were both read and changed, by the step or by others while it ran.
        """
        self._is_active = False
        if self._has_started or not BLIND.isdisjoint(sys.modules):
            self._named = {**dict.fromkeys(files_below(self._directory)), **self._around, **self._named}
        named = {path: known for path, known in self._named.items() if not self._is_ignored(path)}
        changed = {os.path.realpath(path) for path, known in named.items()
                   if known != stamp(path) and path not in self._read and not os.path.isdir(path)}
        appended = {path for path in self._appended if os.path.isfile(path)}
        written = {path for path in (self._written | changed) - appended if os.path.exists(path)}
        modules = self._modules()
        sources = [*self._sources, *(text_of(path) for path in modules if path.endswith(".py"))]
        made = written | appended
        read = {path for path in {*self._read, *modules, *named} if os.path.realpath(path) not in made}
        revised = {path for path in self._revised if os.path.exists(path)}
        revised |= {path for path in read & self._read.keys()
                    if not os.path.isdir(path) and self._read[path] != stamp(path)}
        revised |= {path for path in modules if (stamp(path) or (0,) * 5)[3] > self._begin}
        names = names_by_folder(made)
        return {
            "read": {path: digest_of(path, names.get(os.path.realpath(path), ())) for path in read},
            "appended": {path: beginning_of(path) for path in appended},
            "written": {path: "folder" if os.path.isdir(path) else digest_of(path) for path in written},
            "revised": sorted(revised),
            "variables": self._variables.finish(sources),
        }

    def _is_ignored(self, path):
        return os.path.realpath(path).startswith(self._ignored)

    def _modules(self):
        """The files of modules that are not installed."""
        return {path for path in module_files() if not path.startswith(self._ignored)}


def words_of(event, arguments):
    """The words of a command that is started, or the path of a database that is opened."""
    words = arguments[1 if event == "subprocess.Popen" else 0]
    words = [words] if isinstance(words, (str, bytes, os.PathLike)) else words or ()
    return [os.fsdecode(word) for word in words if isinstance(word, (str, bytes, os.PathLike))]


def text_of(path):
    """The text of a module; none if it cannot be read any more."""
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read()
    except OSError:
        return ""


def module_files(known={}):
    """The files of modules. Those that `known` has from the warm process need no look at the disk."""
    paths = {getattr(module, "__file__", None) for module in list(sys.modules.values())}
    for path in paths - known.keys():
        if isinstance(path, str) and os.path.isabs(path):
            known[path] = real_path(path)
    return {known[path] for path in paths & known.keys()}


def real_path(path, folders={}):
    """The path without links. `folders` has those of folders, most of which have many modules."""
    if os.path.islink(path):
        return os.path.realpath(path)
    folder, name = os.path.split(path)
    if folder not in folders:
        folders[folder] = os.path.realpath(folder)
    return os.path.join(folders[folder], name)


def is_writing(mode, flags):
    """Whether a file is opened to write, by the arguments of the event `open`."""
    if isinstance(mode, str):
        return WRITING.search(mode) is not None
    return isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR) != 0


def is_appending(mode, flags):
    """Whether a file is opened to write to its end alone."""
    if isinstance(mode, str):
        return "a" in mode and "+" not in mode
    return isinstance(flags, int) and flags & os.O_APPEND != 0 and flags & (os.O_RDWR | os.O_TRUNC) == 0


def keeps_content(mode, flags):
    """Whether a file that is opened to write keeps what is in it."""
    if isinstance(mode, str):
        return "w" not in mode
    return isinstance(flags, int) and not flags & os.O_TRUNC
