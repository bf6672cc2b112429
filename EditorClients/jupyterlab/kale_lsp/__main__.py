"""`python -m kale_lsp` is the program `kale-lsp` of the same environment."""

import os
import sys

from kale_lsp import find_kale_lsp

program = find_kale_lsp()
if program is None:
    sys.exit("kale_lsp: the program kale-lsp is neither in this package nor on PATH. Install the package again.")
os.execv(program, [program, *sys.argv[1:]])
