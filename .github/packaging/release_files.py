#!/usr/bin/env python3
"""Makes the files of a release for one platform out of the release build: an archive of the program, and the wheel.

    python .github/packaging/release_files.py --platform linux-x64 --output release

The archive holds the program without symbols for debugging, its licence, its completions and its manual page. Needs
Python 3.11, `strip`, and nothing else.
"""

import argparse
import gzip
import importlib.util
import io
import pathlib
import sys
import tarfile

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]


def wheel_builder():
    """The script that makes wheels, as a module: it is that of the Python package and is not installed."""
    path = REPOSITORY / "EditorClients" / "jupyterlab" / "build_wheel.py"
    specification = importlib.util.spec_from_file_location("build_wheel", path)
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def make_archive(path, members):
    """Writes a `.tar.gz` of `(name, content, mode)`. The same members make the same archive: all have one time."""
    with open(path, "wb") as file, gzip.GzipFile(filename="", fileobj=file, mode="wb", mtime=0) as compressed:
        with tarfile.open(fileobj=compressed, mode="w") as archive:
            for name, content, mode in members:
                entry = tarfile.TarInfo(name)
                entry.size = len(content)
                entry.mode = mode
                archive.addfile(entry, io.BytesIO(content))


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--platform", required=True, help="the platform in the archive's name, such as linux-x64")
    parser.add_argument("--binary", help="the kale-lsp binary (default: the release build)")
    parser.add_argument("--tag", help="the tag of the release; it must be the program's version after a v")
    parser.add_argument("--output", type=pathlib.Path, required=True, help="the output folder")
    options = parser.parse_args()
    builder = wheel_builder()
    binary = builder.binary_to_pack(options.binary or builder.RELEASE_BINARY)
    version = builder.version_of(binary)
    if options.tag and options.tag != f"v{version}":
        sys.exit(f"The tag is {options.tag}, but the program has version {version}.")
    options.output.mkdir(parents=True, exist_ok=True)
    print(options.output / builder.make_wheel(binary, options.output))
    archive = options.output / f"kale-lsp-{options.platform}.tar.gz"
    make_archive(
        archive,
        [
            ("kale-lsp", builder.stripped(binary), 0o755),
            ("LICENSE", (REPOSITORY / "LICENSE").read_bytes(), 0o644),
            *((name, content, 0o644) for name, content in builder.shell_files(binary)),
        ],
    )
    print(archive)


if __name__ == "__main__":
    main()
