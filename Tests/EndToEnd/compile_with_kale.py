#!/usr/bin/env python3
"""Compiles a notebook with the Kale that is installed, into the folder it runs in.

usage: compile_with_kale.py NOTEBOOK.ipynb

Prints the path of the pipeline spec on the last line of standard output.
"""

import os
import sys

from kale import Compiler
from kale.common import kfputils
from kale.processors import NotebookProcessor


def compile_(path):
    processor = NotebookProcessor(path)
    pipeline = processor.run()
    script = Compiler(pipeline, processor.get_imports_and_functions()).compile()
    return os.path.abspath(kfputils.compile_pipeline(script, pipeline.config.pipeline_name))


if __name__ == "__main__":
    notebook = sys.argv[1]
    # Kale reads the command line too.
    sys.argv = ["kale"]
    print(compile_(notebook))
