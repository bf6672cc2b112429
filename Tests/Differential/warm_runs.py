"""Starts warm_runner.py, and asks it for runs of pipelines and notebooks."""

import json
import os
import pathlib
import subprocess
import sys

PROGRAM = pathlib.Path(__file__).resolve().parent / "warm_runner.py"


class Runner:
    """A process that runs pipelines and notebooks. What it and they print is in the file `log`."""

    def __init__(self, folder, *arguments):
        programs = os.pathsep.join([os.path.dirname(sys.executable), os.environ.get("PATH", "")])
        variables = {"IPYTHONDIR": str(folder / "ipython"), "PATH": programs, "PYTHONWARNINGS": "ignore"}
        self.log = folder / "runner.log"
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, str(PROGRAM), *arguments],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                env=os.environ | variables,
                text=True,
            )

    def run(self, **request):
        """What went wrong, or None."""
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        return json.loads(line)["failure"] if line else "the runner ended"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait()
