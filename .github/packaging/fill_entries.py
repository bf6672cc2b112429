#!/usr/bin/env python3
"""Writes the entries for package managers with the version of a release in them, ready to be sent.

    python .github/packaging/fill_entries.py --tag v0.1.0 --source source.tar.gz --output entries

Below `--output` each entry has the path that it has here. `--source` is the archive of the tag's sources, whose hash
Homebrew wants. SchemaStore also gets the schema of configuration files, which `kale-lsp rules` writes.
"""

import argparse
import hashlib
import json
import pathlib

HERE = pathlib.Path(__file__).resolve().parent
SCHEMA = HERE.parent.parent / "docs" / "rules" / "kale-lsp.schema.json"
ENTRIES = ("homebrew", "mason", "nvim-lspconfig", "schemastore")


def filled_entries(version, source):
    """Paths and texts of the entries."""
    values = {"@VERSION@": version, "@SOURCE_SHA256@": hashlib.sha256(source).hexdigest()}
    for folder in ENTRIES:
        for path in sorted(file for file in (HERE / folder).iterdir() if file.is_file()):
            text = path.read_text(encoding="utf-8")
            for name, value in values.items():
                text = text.replace(name, value)
            yield path.relative_to(HERE), text
    # Its `$id` is the address at which the store publishes it.
    schema = SCHEMA.read_text(encoding="utf-8")
    yield pathlib.Path("schemastore", json.loads(schema)["$id"].rpartition("/")[2]), schema


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--tag", required=True, help="the tag of the release, such as v0.1.0")
    parser.add_argument("--source", type=pathlib.Path, required=True, help="the archive of the tag's sources")
    parser.add_argument("--output", type=pathlib.Path, required=True, help="the output folder")
    options = parser.parse_args()
    for path, text in filled_entries(options.tag.removeprefix("v"), options.source.read_bytes()):
        target = options.output / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
        print(target)


if __name__ == "__main__":
    main()
