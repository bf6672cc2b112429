"""Starts warm_runner.py, and asks it for runs of pipelines and notebooks."""

import json
import os
import pathlib
import subprocess
import sys
import warnings

PROGRAM = pathlib.Path(__file__).resolve().parent / "warm_runner.py"


class Runner:
    """A process that runs pipelines and notebooks. What it and they print is in the file `log`."""

    def __init__(self, folder, *arguments):
        self._folder = folder
        self._arguments = arguments
        self.log = folder / "runner.log"
        self._start()

    def _start(self):
        programs = os.pathsep.join([os.path.dirname(sys.executable), os.environ.get("PATH", "")])
        variables = {"IPYTHONDIR": str(self._folder / "ipython"), "PATH": programs, "PYTHONWARNINGS": "ignore"}
        with open(self.log, "ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, str(PROGRAM), *self._arguments],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                env=os.environ | variables,
                text=True,
            )

    def run(self, **request):
        """What went wrong, or None. A process that has ended since the last run, say for want of memory, is replaced."""
        if self._process.poll() is not None:
            warnings.warn(f"between two runs, {self._ending()}", stacklevel=2)
            self._start()
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"in a run, {self._ending()}")
        return json.loads(line)["failure"]

    def _ending(self):
        """How the process ended, and what it printed last."""
        status = self._process.wait()
        tail = self.log.read_bytes()[-4000:].decode(errors="replace")
        return f"the process for runs ended with status {status}:\n{tail}"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self._process.poll() is None:
            self._process.stdin.close()
            self._process.wait()
