"""The local runner, imported once for all runs, with what the process that makes imports begins with."""

import importlib
import sys
import tempfile

import local_runs

with tempfile.TemporaryDirectory() as folder:
    runner = local_runs.package(folder)
    for path in sorted(local_runs.RUNNER.glob("[!_]*.py")):
        importlib.import_module(f"{runner.__name__}.{path.stem}")
runner.imports.import_for_every_step()
