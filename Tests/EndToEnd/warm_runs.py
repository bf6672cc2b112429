"""Runs of pipelines by a process that stays, see Tests/Differential/warm_runner.py."""

import json
import os
import pathlib
import subprocess
import sys

PROGRAM = pathlib.Path(__file__).resolve().parent.parent / "Differential" / "warm_runner.py"


class Runner:
    """Runs pipelines with kfp.local, each step a fork of one process that has imported Kale."""

    def __init__(self, folder):
        self._folder, self._count = folder, 0
        self._log = folder / "log"
        programs = os.pathsep.join([os.path.dirname(sys.executable), os.environ.get("PATH", "")])
        variables = {"IPYTHONDIR": str(folder / "ipython"), "PATH": programs, "PYTHONWARNINGS": "ignore"}
        with open(self._log, "wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, str(PROGRAM)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                env=os.environ | variables,
                text=True,
            )

    def run(self, spec):
        """What went wrong, or None; and what the steps printed."""
        start = self._log.stat().st_size
        self._count += 1
        request = {"pipeline": str(spec), "arguments": {}, "folder": str(self._folder / str(self._count))}
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        failure = json.loads(line)["failure"] if line else "the runner ended"
        return failure, self._log.read_bytes()[start:].decode(errors="replace")

    def close(self):
        self._process.stdin.close()
        self._process.wait()
