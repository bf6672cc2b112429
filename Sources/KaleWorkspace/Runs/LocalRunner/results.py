"""The results of steps, kept by what they depend on.

    CACHE/entries/KEY/NAME/manifest.json    what the results are, in the form of `Entry`
                           manifest.mac     a code of the manifest that only this person can make
                           outputs/OUTPUT   an output of the step, a file or a folder
                           report.html      the report, the same file as the output, for people to open
    CACHE/staging/NAME/                     what a run is making; it holds a lock on NAME.lock as long as it runs
    CACHE/last/NOTEBOOK.json                what the steps of a notebook depended on the last time
    CACHE/lock                              shared by runs, exclusive for those that remove entries

An entry comes into being whole, by a rename, and goes away whole, by another one. The code, an HMAC, is made with a key that
is kept elsewhere, and every file's digest is in the manifest: an entry that somebody else has written or changed is not used.
"""

import collections
import contextlib
import fcntl
import hashlib
import hmac
import json
import os
import secrets
import shutil
import stat

from .files import changed_file, digest_of
from .keys import key_of
from .variables import changed_variable

MOST_VARIANTS = 8
KEY_LENGTH = 32  # bytes, of the key of entries
# Why what is in the cache is not used.
FOREIGN = "its results in the cache were not written by you and are ignored"


class Entry:
    """The results of a step: the folder `outputs`, and what `manifest.json` says.

    `ingredients` by name; `files`, those that the step read and wrote; `outputs` by name, each with `digest`, `files`
    (digests by path), their `stamps` and `metadata`; `metrics` by name; `report`, the output that is one; `seconds` that the step took.
    """

    def __init__(self, folder, manifest):
        self.folder = folder
        self.manifest = manifest

    def path(self, output):
        return os.path.join(self.folder, "outputs", output)

    @property
    def report(self):
        """The path of the step's report, whose name ends as browsers expect; None if there is none."""
        name = self.manifest["report"]
        path = name and self.path(name)
        if not path or not os.path.exists(path):
            return None
        shown = os.path.join(self.folder, "report.html")
        try:
            if not os.path.exists(shown):
                os.link(path, shown)
            return shown if os.path.samefile(path, shown) else path
        except OSError:
            return path

    def is_whole(self, output):
        """Whether the bytes of an output are those that the step wrote."""
        files = self.manifest["outputs"][output]["files"]
        return contents(self.path(output)) == files


    def is_plausible(self):
        """Whether the outputs are what the step wrote, as far as that shows without reading all of them."""
        return all(stamps(self.path(output), known["files"]) == known["stamps"] or self.is_whole(output)
                   for output, known in self.manifest["outputs"].items())


def stamps(path, files):
    """The size and time of each file of an output; None of those that are not there."""
    found = {}
    for name in files:
        try:
            status = os.stat(os.path.join(path, name) if name else path)
            found[name] = [status.st_size, status.st_mtime_ns]
        except OSError:
            found[name] = None
    return found


def contents(path):
    """The digests of an output's files by path; that of a single file by the empty path."""
    if not os.path.isdir(path):
        return {"": digest_of(path)} if os.path.exists(path) else {}
    found = {}
    for folder, _, names in os.walk(path):
        for name in names:
            file = os.path.join(folder, name)
            found[os.path.relpath(file, path)] = digest_of(file)
    return found


def output_digest(path, files):
    """A digest of what an output means. What a state has for tracebacks and warnings alone does not count."""
    files = dict(files)
    state = os.path.join(path, "state.json")
    if "state.json" in files:
        with open(state, encoding="utf-8") as file:
            content = json.load(file)
        for name in ("sources", "reads"):
            content.pop(name, None)
        files["state.json"] = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
    return hashlib.sha256(json.dumps(files, sort_keys=True).encode()).hexdigest()


class Results:
    """A folder of results."""

    def __init__(self, folder, key_file, limit):
        self.folder, self._limit = folder, limit
        self._used = set()
        for name in ("entries", "staging", "last"):
            os.makedirs(os.path.join(folder, name), mode=0o700, exist_ok=True)
        self._key = read_key(key_file) if key_file else secrets.token_bytes(KEY_LENGTH)
        self._lock = open(os.path.join(folder, "lock"), "a", opener=open_at_once)
        fcntl.flock(self._lock, fcntl.LOCK_SH)
        self._remove_abandoned()
        self.staging = os.path.join(folder, "staging", secrets.token_hex(8))
        self._staging_lock = hold(self.staging + ".lock")
        os.mkdir(self.staging, 0o700)

    def close(self):
        """Removes the oldest entries where there are too many, and what was not finished."""
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self._shrink()
        except OSError:
            pass  # another run uses them
        finally:
            shutil.rmtree(self.staging, ignore_errors=True)
            os.unlink(self.staging + ".lock")
            self._staging_lock.close()
            self._lock.close()

    def close_in_child(self):
        """Lets go of the locks in a process that was forked."""
        self._lock.close()
        self._staging_lock.close()

    def find(self, key):
        """The entry with this key whose files are as they were. Else why there is none, or None where there never was."""
        why = None
        folder = os.path.join(self.folder, "entries", key)
        for name in listing(folder):
            entry = self._read(os.path.join(folder, name))
            if entry is None or key_of(entry.manifest["ingredients"]) != key:
                why = FOREIGN
                continue
            variable = changed_variable(entry.manifest["files"])
            if variable is not None:
                why = f"variable {variable} changed"
                continue
            changed = changed_file(entry.manifest["files"])
            if changed is None and not entry.is_plausible():
                self.remove(entry)
                why = FOREIGN
                continue
            if changed is None:
                os.utime(os.path.join(entry.folder, "manifest.json"))
                self._used.add(entry.folder)
                return entry, None
            why = f"{os.path.basename(changed)} changed"
        return None, why

    def add(self, key, folder, manifest):
        """Keeps results, whose outputs are in `folder/outputs`. Gives their entry."""
        content = json.dumps(manifest).encode()
        for name, data in (("manifest.json", content), ("manifest.mac", self._code(content).encode())):
            with open(os.path.join(folder, name), "wb") as file:
                file.write(data)
        home = os.path.join(self.folder, "entries", key)
        os.makedirs(home, exist_ok=True)
        path = os.path.join(home, secrets.token_hex(8))
        os.rename(folder, path)
        self._used.add(path)
        return Entry(path, manifest)

    def remove(self, entry):
        """Removes results that are not what a step wrote."""
        self._remove(entry.folder)

    def _remove(self, folder):
        """Removes an entry as a whole: if this process is killed meanwhile, the next run removes what is left."""
        removed = os.path.join(self.staging, f"removed-{secrets.token_hex(8)}")
        try:
            os.rename(folder, removed)
        except OSError:
            removed = folder  # another run has removed it, or it cannot be moved
        shutil.rmtree(removed, ignore_errors=True)

    def last(self, notebook):
        """What the steps of a notebook depended on when they ran last, by step."""
        try:
            return json.loads(read_file(self._last(notebook)))
        except (OSError, ValueError):
            return {}

    def keep_last(self, notebook, steps):
        path = os.path.join(self.staging, "last.json")
        with open(path, "w", encoding="utf-8") as file:
            json.dump(steps, file)
        os.replace(path, self._last(notebook))

    def keep_report(self, notebook, task, path):
        """Keeps the report of a step that failed, until it fails again. Gives its path."""
        kept = f"{self._last(notebook)[: -len('.json')]}-{task}.html"
        shutil.copyfile(path, kept)
        return kept

    def _last(self, notebook):
        return os.path.join(self.folder, "last", hashlib.sha256(os.fsencode(notebook)).hexdigest()[:32] + ".json")

    def _code(self, content):
        return hmac.new(self._key, content, hashlib.sha256).hexdigest()

    def _read(self, folder):
        try:
            content = read_file(os.path.join(folder, "manifest.json"))
            code = read_file(os.path.join(folder, "manifest.mac"))
        except OSError:
            return None
        if not hmac.compare_digest(code, self._code(content).encode()):
            return None
        return Entry(folder, json.loads(content))

    def _remove_abandoned(self):
        """Removes what runs have left that were killed."""
        for name in os.listdir(os.path.join(self.folder, "staging")):
            path = os.path.join(self.folder, "staging", name)
            if not name.endswith(".lock"):
                continue
            try:
                with open(path, "r", opener=open_at_once) as lock:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    shutil.rmtree(path[: -len(".lock")], ignore_errors=True)
                    os.unlink(path)
            except OSError:
                continue  # it is in use, or another run has removed it

    def _shrink(self):
        """Removes the entries that were not used for longest. No other run is there meanwhile."""
        found = []
        for key in os.listdir(os.path.join(self.folder, "entries")):
            home = os.path.join(self.folder, "entries", key)
            names = listing(home)
            for index, name in enumerate(names):
                folder = os.path.join(home, name)
                is_surplus = index < len(names) - MOST_VARIANTS
                found.append((0 if is_surplus else used(folder), folder))
        # Entries share files: what is in several is freed with the last of them.
        files = {folder: sizes(folder) for _, folder in found}
        holders = collections.Counter(file for files_ in files.values() for file in files_)
        total = sum({file: size for files_ in files.values() for file, size in files_.items()}.values())
        for when, folder in sorted(found):
            if total <= self._limit and when:
                break
            if folder not in self._used:
                holders.subtract(files[folder].keys())
                total -= sum(size for file, size in files[folder].items() if not holders[file])
                self._remove(folder)
                if not os.listdir(os.path.dirname(folder)):
                    os.rmdir(os.path.dirname(folder))


def open_at_once(path, flags):
    """Opens a file without waiting: a pipe in its place would block until something writes to it."""
    return os.open(path, flags | os.O_NONBLOCK, 0o600)


def read_file(path):
    """Returns the bytes of a regular file. Raises OSError for anything else."""
    with open(path, "rb", opener=open_at_once) as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(f"{path} is not a file")
        return file.read()


def hold(path):
    """A new file that this process has a lock on."""
    while True:
        file = open(path, "a", opener=open_at_once)
        fcntl.flock(file, fcntl.LOCK_EX)
        try:
            if os.stat(path).st_ino == os.fstat(file.fileno()).st_ino:
                return file
        except OSError:
            pass  # another run took it for an abandoned one
        file.close()


def listing(folder):
    """The entries of a key, in the order in which they were used."""
    try:
        return sorted(os.listdir(folder), key=lambda name: used(os.path.join(folder, name)))
    except OSError:
        return []


def used(folder):
    try:
        return os.stat(os.path.join(folder, "manifest.json")).st_mtime_ns
    except OSError:
        return 0


def sizes(folder):
    """The bytes that the files of a folder take on the disk, by file, whatever names it has."""
    found = {}
    for parent, _, names in os.walk(folder):
        for name in names:
            with contextlib.suppress(OSError):
                status = os.lstat(os.path.join(parent, name))
                found[status.st_dev, status.st_ino] = status.st_blocks * 512
    return found


def read_key(path):
    """Returns the person's key. A missing key, or one that others can guess or read, is replaced by a new one."""
    try:
        key, status = read_file(path), os.stat(path)
        if len(key) >= KEY_LENGTH and status.st_uid == os.geteuid() and not status.st_mode & 0o077:
            return key
        os.unlink(path)
    except OSError:
        pass
    new = f"{path}.{secrets.token_hex(4)}"
    try:
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secrets.token_bytes(KEY_LENGTH))
        # Where two runs begin at once, the first one's key is that of both.
        with contextlib.suppress(FileExistsError):
            os.link(new, path)
    except OSError as error:
        raise OSError(error.errno, error.strerror, error.filename or path) from None
    finally:
        with contextlib.suppress(OSError):
            os.unlink(new)
    return read_file(path)
