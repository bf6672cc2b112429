"""Tells jupyter-lsp how the server is started."""

import os
import sys

from kale_lsp import find_kale_lsp

# No kernel's language: the JupyterLab extension connects to the server by its name. A server that claims Python
# would take the place of the person's Python server, since JupyterLab starts one server a language.
LANGUAGES = ["kale-notebook"]

# What pipelines are run with: Jupyter's own environment, unless the person has named another.
PYTHON = "KALE_LSP_PYTHON"

# jupyter-lsp does not notice that a server has ended, and keeps the connections to it. So a shell waits for the server and
# says so in its place. It passes on the signal by which jupyter-lsp ends a server.
ENDED = '{"jsonrpc":"2.0","method":"kale/ended"}'
LAUNCHER = f"""
trap 'kill $!; exit' TERM
exec 3<&0
"$0" serve <&3 3<&- &
wait $!
printf 'Content-Length: {len(ENDED)}\\r\\n\\r\\n%s' '{ENDED}'
"""


def language_server_specs(manager):
    """What the entry point `jupyter_lsp_spec_v1` is asked for; empty where the program is missing."""
    program = find_kale_lsp()
    if program is None:
        return {}
    return {
        "kale-lsp": {
            "version": 2,
            "display_name": "kale-lsp",
            "argv": ["/bin/sh", "-c", LAUNCHER, program],
            "languages": LANGUAGES,
            "mime_types": ["application/x-ipynb+json"],
            "env": {PYTHON: os.environ.get(PYTHON, sys.executable).replace("$", "$$")},
            "requires_documents_on_disk": False,
            "urls": {"home": "https://github.com/kale-lsp/kale-lsp"},
        }
    }
