#!/usr/bin/env python3
"""Packs the exact runtime for the pipelines that contain it, and ends with status 1 if the packed file was not current.

Each step of a pipeline is one argument of a program, which Linux limits to 128 KiB, and Kubernetes limits a pipeline as
a whole. Compressed, the runtime takes a third of its size.

    python Tests/Runtime/pack.py            # writes Sources/PipelineCompiler/Runtime/kale_lsp_runtime.base64
    python Tests/Runtime/pack.py --check    # writes nothing
"""

import base64
import pathlib
import sys
import zlib

FOLDER = pathlib.Path(__file__).resolve().parent.parent.parent / "Sources" / "PipelineCompiler" / "Runtime"
SOURCE = FOLDER / "kale_lsp_runtime.py"
PACKED = FOLDER / "kale_lsp_runtime.base64"
COLUMNS = 116


def pack(source):
    """The source, compressed, in lines of base64."""
    text = base64.b64encode(zlib.compress(source, 9)).decode()
    return "".join(text[start : start + COLUMNS] + "\n" for start in range(0, len(text), COLUMNS))


def unpack(text):
    """What a step makes of the lines."""
    return zlib.decompress(base64.b64decode(text))


def is_current():
    return PACKED.is_file() and unpack(PACKED.read_text(encoding="ascii")) == SOURCE.read_bytes()


if __name__ == "__main__":
    current = is_current()
    if not current:
        print(f"{PACKED.name} is not what {SOURCE.name} packs to.")
        if "--check" not in sys.argv:
            PACKED.write_text(pack(SOURCE.read_bytes()), encoding="ascii")
    sys.exit(not current)
