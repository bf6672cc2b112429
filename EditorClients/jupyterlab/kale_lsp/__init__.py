"""kale-lsp, the language server for Kale notebooks, with its JupyterLab extension."""

import shutil
from importlib.metadata import PackageNotFoundError, files


def find_kale_lsp():
    """The path of the program that came with this package, else of one on PATH; None where there is none.

    Jupyter is often started without its environment's programs on PATH, so the package's own files come first.
    """
    try:
        installed = files("kale-lsp") or []
    except PackageNotFoundError:
        installed = []
    for file in installed:
        if file.name == "kale-lsp":
            path = file.locate().resolve()
            if path.is_file():
                return str(path)
    return shutil.which("kale-lsp")
