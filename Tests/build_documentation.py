#!/usr/bin/env python3
"""Builds the DocC documentation of every target, and fails on a warning or on a declaration without a comment.

usage: Tests/build_documentation.py [--output FOLDER] [-- OPTION...]

    --output FOLDER   keeps the documentation there, to be shown by a web server; without it, nothing is kept
    OPTION            options of `swift build`, those of a build that is there already for example

The symbol graphs of Swift tell what is declared and commented. They have what the targets declare for others, that is
`package` and `public`; the executable declares nothing. docs/contributing/testing.md has the rule for comments.
"""

import argparse
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.parse

REPOSITORY = pathlib.Path(__file__).resolve().parent.parent
EXTRACTED = ["-minimum-access-level", "package", "-skip-synthesized-members"]


def faults(graph):
    """What is wrong with the comments of a symbol graph: for each fault its place and a sentence, in order."""
    written = [symbol for symbol in graph["symbols"] if "location" in symbol]  # others are made by the compiler
    return sorted((place(symbol), sentence) for symbol in written if (sentence := fault(symbol)))


def fault(symbol):
    """What is wrong with the comment of a declaration; None where nothing is."""
    name = ".".join(symbol["pathComponents"])
    comment = symbol.get("docComment")
    if comment is None:
        return f"`{name}` has no comment" if needs_comment(symbol) else None
    if comment.get("uri") != symbol["location"]["uri"]:  # that of a protocol's requirement
        return None
    lines = [line["text"].strip() for line in comment["lines"]]
    if not any(lines) or lines[0].startswith("- "):
        return f"the comment of `{name}` does not begin with a summary"
    if throws(symbol) and is_source(symbol) and not any(line.startswith("- Throws:") for line in lines):
        return f"the comment of `{name}` does not say what is thrown: `- Throws:`"
    return None


def needs_comment(symbol):
    """Whether a declaration says too little by itself: all but a case without associated values, whose name says all."""
    return symbol["kind"]["identifier"] != "swift.enum.case" or "(" in declaration(symbol)


def throws(symbol):
    """Whether a function or initializer throws errors of its own."""
    if symbol["kind"]["identifier"] not in ("swift.func", "swift.method", "swift.type.method", "swift.init"):
        return False
    # What stands in brackets are parameters, which may throw too.
    depth = 0
    outside = ""
    for character in declaration(symbol):
        depth += (character == "(") - (character == ")")
        outside += character if depth == 0 else ""
    return "throws" in re.findall(r"\w+", outside.split("->")[0])


def declaration(symbol):
    return "".join(fragment["spelling"] for fragment in symbol["declarationFragments"])


def is_source(symbol):
    """Whether a symbol is part of the program. Functions for tests throw whatever makes the test fail."""
    return not place(symbol)[0].startswith("Tests/")


def place(symbol):
    """The file, relative to the repository where it is inside, and the line, counted from 1."""
    location = symbol["location"]
    path = urllib.parse.unquote(urllib.parse.urlparse(location["uri"]).path)
    return path.removeprefix(f"{REPOSITORY}/"), location["position"]["line"] + 1


def extract_graphs(package, options=()):
    """Builds a package and extracts the symbol graphs of its targets; their files.

    `swift package dump-symbol-graph` would build a release again, which takes minutes."""
    swift(package, "build", "--build-tests", *options)
    built = pathlib.Path(swift(package, "build", *options, "--show-bin-path").strip())
    graphs = built / "symbol-graphs"
    shutil.rmtree(graphs, ignore_errors=True)
    graphs.mkdir()
    target = json.loads(swift(package, "-print-target-info"))["target"]["triple"]
    for module in modules(package, options):
        places = ["-I", str(built / "Modules"), "-target", target, *sdk(), "-output-dir", str(graphs)]
        swift(package, "symbolgraph-extract", "-module-name", module, *places, *EXTRACTED)
    return sorted(graphs.glob("*.symbols.json"))


def modules(package, options):
    """The modules of a package's targets, without tests and plugins, which nothing can import."""
    description = json.loads(swift(package, "package", *options, "describe", "--type", "json"))
    return sorted(target["c99name"] for target in description["targets"] if target["type"] not in ("test", "plugin"))


def sdk():
    """The options that name the SDK of macOS."""
    if not shutil.which("xcrun"):
        return []
    return ["-sdk", subprocess.run(["xcrun", "--show-sdk-path"], stdout=subprocess.PIPE, text=True).stdout.strip()]


def swift(package, *arguments):
    """What a command of Swift prints; ends the program if it fails."""
    done = subprocess.run(["swift", *arguments], cwd=package, stdout=subprocess.PIPE, text=True)
    if done.returncode != 0:
        sys.exit(f"{done.stdout}error: `swift {' '.join(arguments)}` has failed")
    return done.stdout


def find_docc():
    """The path of DocC, which comes with Swift and need not be on PATH."""
    found = shutil.which("docc")
    if found is None and shutil.which("xcrun"):
        found = subprocess.run(["xcrun", "--find", "docc"], stdout=subprocess.PIPE, text=True).stdout.strip()
    if not found and shutil.which("swift"):
        found = shutil.which("docc", path=str(pathlib.Path(shutil.which("swift")).resolve().parent))
    return found or sys.exit("error: docc is not installed; it comes with Swift")


def build(graphs, output, name="kale-lsp"):
    """Builds the documentation of symbol graphs under a name; whether DocC had nothing to complain of."""
    with tempfile.TemporaryDirectory() as folder:
        for path in graphs:
            shutil.copy(path, folder)
        options = ["--fallback-display-name", name, "--fallback-bundle-identifier", name]
        options += ["--additional-symbol-graph-dir", folder, "--output-dir", output, "--warnings-as-errors"]
        return subprocess.run([find_docc(), "convert", *options]).returncode == 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--output", type=pathlib.Path)
    parser.add_argument("swift_options", nargs="*", metavar="OPTION")
    options = parser.parse_args()
    graphs = extract_graphs(REPOSITORY, options.swift_options)
    parsed = [json.loads(path.read_text(encoding="utf-8")) for path in graphs]
    found = [fault for graph in parsed for fault in faults(graph)]
    for (path, line), sentence in found:
        print(f"{path}:{line}: error: {sentence}")
    with tempfile.TemporaryDirectory() as folder:
        is_clean = build(graphs, options.output or folder)
    print(f"{sum(len(graph['symbols']) for graph in parsed)} declarations, {len(found)} without a proper comment")
    sys.exit(bool(found) or not is_clean)


if __name__ == "__main__":
    main()
