"""Compares `kale-lsp names` with the judges, file by file and in parallel."""

import collections
import concurrent.futures
import dataclasses
import functools
import json
import os
import pathlib
import subprocess
import tempfile
import tomllib
import unicodedata

import judges

HERE = pathlib.Path(__file__).resolve().parent
REPOSITORY = HERE.parent.parent
KALE_LSP = pathlib.Path(os.environ.get("KALE_LSP", REPOSITORY / ".build" / "release" / "kale-lsp")).absolute()

BATCH_BYTES = 1_000_000


@dataclasses.dataclass
class Difference:
    path: str
    field: str
    ours: object
    theirs: object
    # Why it is no mistake of ours; None while nobody knows.
    reason: str | None = None

    def __str__(self):
        return f"{self.path}: {self.field}: ours {self.ours}, theirs {self.theirs}" + (
            f" ({self.reason})" if self.reason else ""
        )


@dataclasses.dataclass
class Outcome:
    """What came of some files."""

    counts: collections.Counter = dataclasses.field(default_factory=collections.Counter)
    differences: list[Difference] = dataclasses.field(default_factory=list)
    # Syntax errors on another line than CPython's.
    other_lines: list[Difference] = dataclasses.field(default_factory=list)

    def add(self, other):
        self.counts.update(other.counts)
        self.differences += other.differences
        self.other_lines += other.other_lines

    @property
    def unexplained(self):
        return [difference for difference in self.differences if difference.reason is None]

    @property
    def line_share(self):
        """The share of rejected files whose error stands on CPython's line."""
        lines = self.counts["line"]
        return 1 - len(self.other_lines) / lines if lines else 1.0


def explained_differences():
    """Pairs of path ending and field, with the reason why they may differ."""
    with open(HERE / "explained.toml", "rb") as file:
        entries = tomllib.load(file).get("difference", [])
    return {(entry["path"], field): entry["reason"] for entry in entries for field in entry["fields"]}


def python_files(paths):
    """The Python files that arguments name: files as they are, folders for all below them."""
    found = []
    for path in map(pathlib.Path, paths):
        found += sorted(map(str, path.rglob("*.py"))) if path.is_dir() else [str(path)]
    return [path for path in found if os.path.isfile(path)]


def batches(paths):
    """The paths in groups of about as many bytes."""
    batch, size = [], 0
    for path in paths:
        batch.append(path)
        size += os.path.getsize(path)
        if size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def our_reports(paths):
    """What `kale-lsp names` prints, by path."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as list_file:
        list_file.write("\n".join(paths))
        list_file.flush()
        command = [str(KALE_LSP), "names", "--files-from", list_file.name]
        process = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=True)
    # Only line feeds end a report: JSON leaves other line separators as they are.
    lines = process.stdout.decode("utf-8").split("\n")
    return {report["path"]: report for report in map(json.loads, filter(None, lines))}


def compare(paths, explained):
    """The outcome of one batch."""
    outcome = Outcome()
    reports = our_reports(paths)
    for path in paths:
        outcome.counts["files"] += 1
        outcome.counts["bytes"] += os.path.getsize(path)
        try:
            compare_file(path, reports[path], outcome)
        except judges.Unjudged:
            outcome.counts["unjudged"] += 1
    for difference in outcome.differences:
        for (ending, field), reason in explained.items():
            if difference.reason is None and difference.field == field and difference.path.endswith(ending):
                difference.reason = reason
    return outcome


def compare_file(path, ours, outcome):
    text = judges.read_text(path)
    error = judges.rejection(text)
    if error is None and ours["ok"]:
        outcome.counts["accepted"] += 1
        compare_names(path, ours, judges.names(text), outcome)
    elif error is not None and not ours["ok"]:
        outcome.counts["rejected"] += 1
        compare_errors(path, ours, error, outcome)
    elif error is not None and not judges.IS_EXACT:
        # Syntax newer than this judge, it may be.
        raise judges.Unjudged(error.message)
    else:
        theirs = "accepted" if error is None else f"line {error.line}: {error.message}"
        verdict = "accepted" if ours["ok"] else f"line {ours['line']}: {ours['message']}"
        outcome.differences.append(Difference(path, "verdict", verdict, theirs))


def compare_errors(path, ours, error, outcome):
    if error.line is None:
        return
    outcome.counts["line"] += 1
    if ours["line"] != error.line:
        outcome.other_lines.append(
            Difference(path, "line", f"{ours['line']}: {ours['message']}", f"{error.line}: {error.message}")
        )
        return
    outcome.counts["column"] += ours["column"] == error.column
    outcome.counts["message"] += ours["message"] == error.message


def compare_names(path, ours, theirs, outcome):
    for field in judges.FIELDS:
        value, opinion = normalised(ours[field]), theirs[field]
        outcome.counts[f"{field} Kale fails"] += opinion.own is None
        expected = opinion.kept_from_tripping if opinion.own is None else opinion.own
        if value != expected:
            reason = "Kale trips" if value == opinion.kept_from_tripping else None
            outcome.differences.append(Difference(path, field, *only_different(value, expected), reason))
    # Kale fails on functions that it cannot print, and those alone.
    fails = "fails" if theirs["functions"].own is None else None
    if (ours["unprintable"] is None) != (fails is None):
        outcome.differences.append(Difference(path, "unprintable", ours["unprintable"], fails))


def normalised(value):
    """Names in the one spelling that Python has for them: we leave accents as they are written."""
    if isinstance(value, dict):
        return {unicodedata.normalize("NFKC", name): normalised(names) for name, names in value.items()}
    return sorted(unicodedata.normalize("NFKC", name) for name in value)


def only_different(ours, theirs):
    """Those parts of two values that the other has not."""
    if isinstance(ours, dict):
        names = [name for name in ours | theirs if ours.get(name) != theirs.get(name)]
        return {name: ours.get(name) for name in names}, {name: theirs.get(name) for name in names}
    return [name for name in ours if name not in theirs], [name for name in theirs if name not in ours]


def compare_all(paths, jobs):
    """The outcome of all files, `jobs` batches at a time."""
    explained = explained_differences()
    total = Outcome()
    with concurrent.futures.ProcessPoolExecutor(jobs) as pool:
        for outcome in pool.map(functools.partial(compare, explained=explained), batches(paths)):
            total.add(outcome)
    return total
