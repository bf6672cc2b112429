#!/usr/bin/env python3
"""Makes the wheel of kale-lsp out of a built binary, this folder's package and its JupyterLab extension.

    python build_wheel.py --binary ../../.build/release/kale-lsp --output dist

It is also the build backend that pyproject.toml names, for `pip wheel .` and `pip install .`; the binary is the
release build of this checkout then, or what the environment variable KALE_LSP_BINARY names. Needs Python 3.11,
and nothing else.
"""

import argparse
import base64
import hashlib
import json
import os
import pathlib
import platform
import re
import shutil
import stat
import subprocess
import sys
import tempfile
import tomllib
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
RELEASE_BINARY = HERE.parent.parent / ".build" / "release" / "kale-lsp"
LABEXTENSION = "share/jupyter/labextensions/kale-lsp"

# Where shells look for completions.
COMPLETIONS = {
    "bash": "share/bash-completion/completions/kale-lsp",
    "fish": "share/fish/vendor_completions.d/kale-lsp.fish",
    "zsh": "share/zsh/site-functions/_kale-lsp",
}

# The same files make the same wheel: zip entries carry one time, the earliest that zip knows.
TIMESTAMP = (1980, 1, 1, 0, 0, 0)


class Wheel:
    """A wheel that is being written: its members, and their hashes for RECORD."""

    def __init__(self, path, metadata_folder):
        self.archive = zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9)
        self.metadata_folder = metadata_folder
        self.records = []

    def add(self, name, content, executable=False):
        data = content.encode() if isinstance(content, str) else content
        entry = zipfile.ZipInfo(name, TIMESTAMP)
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.external_attr = (stat.S_IFREG | (0o755 if executable else 0o644)) << 16
        self.archive.writestr(entry, data)
        digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
        self.records.append(f"{name},sha256={digest},{len(data)}")

    def close(self):
        record = f"{self.metadata_folder}/RECORD"
        self.add(record, "\n".join([*self.records, f"{record},,"]) + "\n")
        self.archive.close()


def make_wheel(binary, folder):
    """Writes the wheel into `folder` and gives its file name."""
    project = tomllib.loads((HERE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    version = version_of(binary)
    program = stripped(binary)
    tag = f"py3-none-{platform_tag(program)}"
    name = f"kale_lsp-{version}-{tag}.whl"
    folder.mkdir(parents=True, exist_ok=True)
    wheel = Wheel(folder / name, f"kale_lsp-{version}.dist-info")
    for path in sorted((HERE / "kale_lsp").glob("*.py")):
        wheel.add(f"kale_lsp/{path.name}", path.read_bytes())
    wheel.add(f"kale_lsp-{version}.data/scripts/kale-lsp", program, executable=True)
    for path, content in labextension_files(version):
        wheel.add(f"kale_lsp-{version}.data/data/{LABEXTENSION}/{path}", content)
    for path, content in shell_files(binary):
        wheel.add(f"kale_lsp-{version}.data/data/{path}", content)
    for path, content in metadata_files(project, version, tag):
        wheel.add(f"{wheel.metadata_folder}/{path}", content)
    wheel.close()
    return name


def version_of(binary):
    answer = subprocess.run([binary, "--version"], capture_output=True, text=True, check=True, timeout=30)
    # The name comes first, and the commit last.
    version = answer.stdout.removeprefix("kale-lsp ").split(" (")[0].strip()
    if not re.fullmatch(r"\d+(\.\d+)*((a|b|rc)\d+)?(\.dev\d+)?", version):
        sys.exit(f"{binary} reports version {version!r}, which is not a valid Python package version.")
    return version


def stripped(binary):
    """The program without symbols for debugging, which are more than half of it."""
    strip = shutil.which("strip")
    if strip is None:
        sys.exit("`strip` is missing: install binutils (Linux) or the command line tools (macOS).")
    with tempfile.TemporaryDirectory() as folder:
        copy = pathlib.Path(folder) / "kale-lsp"
        shutil.copyfile(binary, copy)
        subprocess.run([strip, *(["-x"] if sys.platform == "darwin" else []), copy], check=True)
        return copy.read_bytes()


def platform_tag(program):
    """The platforms that the program runs on, as wheels name them.

    On Linux these are the newest glibc that the program asks for, or, where it asks for none since it is static, all that
    pip knows.
    """
    machine = platform.machine()
    if sys.platform == "darwin":
        # The oldest system that Package.swift builds for.
        return f"macosx_15_0_{machine}"
    needed = {(int(major), int(minor)) for major, minor in re.findall(rb"\0GLIBC_(\d+)\.(\d+)", program)}
    if not needed:
        return f"manylinux_2_17_{machine}.musllinux_1_1_{machine}"
    major, minor = max(needed)
    return f"manylinux_{major}_{minor}_{machine}"


def shell_files(binary):
    """Paths, from the folder of an environment, and contents of completions and the manual page."""
    for shell, path in COMPLETIONS.items():
        yield path, output_of([binary, "--generate-completion-script", shell])
    yield "share/man/man1/kale-lsp.1", output_of([binary, "manual"])


def output_of(command):
    return subprocess.run(command, capture_output=True, check=True, timeout=30).stdout


def labextension_files(version):
    """Paths and contents of the extension.

    Its modules are in a folder named by their hash, so that a browser cannot mix those of two versions.
    """
    root = HERE / "labextension"
    modules = sorted(path for path in (root / "static").rglob("*") if path.is_file())
    digest = hashlib.sha256()
    for path in modules:
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    static = f"static/{digest.hexdigest()[:16]}"
    package = json.loads((root / "package.json").read_text(encoding="utf-8"))
    package["version"] = version
    build = package["jupyterlab"]["_build"]
    build["load"] = static + build["load"].removeprefix("static")
    yield "package.json", json.dumps(package, indent=2) + "\n"
    # Which version the settings are of; JupyterLab looks for it under this name.
    yield "schemas/kale-lsp/package.json.orig", json.dumps(package, indent=2) + "\n"
    for path in sorted((root / "schemas").rglob("*.json")):
        yield path.relative_to(root).as_posix(), path.read_bytes()
    yield "install.json", (root / "install.json").read_bytes()
    for path in modules:
        yield f"{static}/{path.relative_to(root / 'static').as_posix()}", path.read_bytes()


def metadata_files(project, version, tag):
    """Names and contents of the files of `.dist-info`."""
    yield "METADATA", metadata(project, version)
    python, abi, platforms = tag.split("-")
    tags = "".join(f"Tag: {python}-{abi}-{each}\n" for each in platforms.split("."))
    yield "WHEEL", f"Wheel-Version: 1.0\nGenerator: kale-lsp\nRoot-Is-Purelib: false\n{tags}"
    groups = project["entry-points"].items()
    yield (
        "entry_points.txt",
        "\n".join(
            line
            for group, points in groups
            for line in [f"[{group}]", *(f"{name} = {target}" for name, target in points.items()), ""]
        ),
    )
    yield "licenses/LICENSE", (HERE.parent.parent / "LICENSE").read_bytes()


def metadata(project, version):
    fields = [
        ("Metadata-Version", "2.4"),
        ("Name", project["name"]),
        ("Version", version),
        ("Summary", project["description"]),
        ("License-Expression", project["license"]),
        ("License-File", "LICENSE"),
        ("Requires-Python", project["requires-python"]),
        ("Keywords", ",".join(project["keywords"])),
    ]
    fields += [("Classifier", classifier) for classifier in project["classifiers"]]
    fields += [("Project-URL", f"{label}, {url}") for label, url in project["urls"].items()]
    for extra, requirements in project["optional-dependencies"].items():
        fields.append(("Provides-Extra", extra))
        fields += [("Requires-Dist", f'{requirement}; extra == "{extra}"') for requirement in requirements]
    fields.append(("Description-Content-Type", "text/markdown"))
    readme = (HERE / project["readme"]).read_text(encoding="utf-8")
    return "\n".join(f"{name}: {value}" for name, value in fields) + "\n\n" + readme


def binary_to_pack(path):
    binary = pathlib.Path(path).absolute()
    if not os.access(binary, os.X_OK):
        sys.exit(
            f"{binary} is not there. Build it first:\n"
            "    swift build -c release --product kale-lsp"
        )
    return binary


# What pip asks of a build backend (PEP 517, PEP 660 aside: an extension in development is linked by hand).


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    binary = (config_settings or {}).get("binary") or os.environ.get("KALE_LSP_BINARY") or RELEASE_BINARY
    return make_wheel(binary_to_pack(binary), pathlib.Path(wheel_directory))


def build_sdist(sdist_directory, config_settings=None):
    raise NotImplementedError("kale-lsp is built from a checkout of its repository, by Swift.")


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--binary", default=RELEASE_BINARY, help="the kale-lsp binary (default: %(default)s)")
    parser.add_argument(
        "--output", type=pathlib.Path, default=HERE / "dist", help="the output folder (default: %(default)s)"
    )
    options = parser.parse_args()
    print(options.output / make_wheel(binary_to_pack(options.binary), options.output))


if __name__ == "__main__":
    main()
