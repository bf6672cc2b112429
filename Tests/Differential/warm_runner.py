#!/usr/bin/env python3
"""Runs compiled pipelines with kfp.local, and notebooks with nbclient, and starts no interpreter anew for them.

A step of a local run starts three interpreters, for pip, KFP's executor and the Jupyter kernel, and two of them import
Kale: five of its seconds. Here one process imports all of it once, and executors and kernels are forks of it. What they
do then is what they do anywhere. What this leaves out is the shell command around the executor: test_run_pipeline.py
of the end-to-end tests runs it.

A request a line on standard input, its answer on the next line of standard output:

    {"pipeline": path, "arguments": {…}, "folder": where it may work}
    {"notebook": path, "folder": …}

The answer is {"failure": null or a text}. With the argument --cold, every step gets interpreters of its own after all.
"""

import asyncio
import builtins
import faulthandler
import json
import os
import pathlib
import re
import sys
import tempfile
import types
import warnings

import ipykernel.ipkernel  # noqa: F401
import kfp.dsl.executor_main
import nbclient
import nbformat
from ipykernel import kernelapp
from jupyter_client.provisioning import local_provisioner
from kale import marshal  # noqa: F401
from kale.common import jputils
from kfp import components, local
from kfp.local import subprocess_task_handler

PRELOADED = ["numpy", "pandas", "sklearn.linear_model"]
# Where Kale's steps leave their data unless the notebook says otherwise.
MARSHAL_FOLDER = "/tmp/marshal"
# A local run has another in its place, which indents what tasks print.
PRINT = builtins.print
ANSI_CODE = re.compile("\x1b\\[[0-9;]*m")


class ForkedKernel:
    """A kernel in a fork of this process: what jupyter_client wants of a `subprocess.Popen`."""

    stdin = stdout = stderr = None
    # Those of this process.
    started = []

    def __init__(self, command, env=None, cwd=None, **_):
        self.returncode = None
        self.pid = os.fork()
        if self.pid == 0:
            run_in_fork(lambda: self.become_kernel(command, env or dict(os.environ), cwd))
        self.started.append(self)
        # So that a signal to the kernel's group cannot reach ours, whoever of the two is first.
        os.setpgid(self.pid, self.pid)

    @staticmethod
    def become_kernel(command, env, cwd):
        os.setpgid(0, 0)
        ForkedKernel.started.clear()
        os.environ.clear()
        os.environ.update(env)
        if cwd is not None:
            os.chdir(cwd)
        # The loop that the fork was made in belongs to the other process.
        asyncio.set_event_loop(asyncio.new_event_loop())
        kernelapp.launch_new_instance(command[command.index("ipykernel_launcher") + 1 :])

    def poll(self):
        if self.returncode is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.returncode = os.waitstatus_to_exitcode(status)
        return self.returncode

    def wait(self):
        if self.returncode is None:
            _, status = os.waitpid(self.pid, 0)
            self.returncode = os.waitstatus_to_exitcode(status)
        return self.returncode

    def send_signal(self, number):
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self):
        self.send_signal(9)

    def terminate(self):
        self.send_signal(15)


def run_in_fork(action):
    """Never returns: ends the process with the status that the action ends with."""
    status = 1
    try:
        # The requests on standard input are for the process that forked.
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        os.close(nothing)
        action()
        status = 0
    except SystemExit as leaving:
        status = leaving.code if isinstance(leaving.code, int) else int(leaving.code is not None)
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status & 0xFF)


def run_executor(full_command, env_vars=None):
    """In place of the process that KFP's subprocess runner starts for a task."""
    [launcher] = [index for index, part in enumerate(full_command) if "kfp.dsl.executor_main" in part]
    program, *arguments = full_command[launcher + 1 :]
    pid = os.fork()
    if pid == 0:
        run_in_fork(lambda: become_executor(program, arguments, env_vars or {}))
    _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status)


def become_executor(program, arguments, variables):
    builtins.print = PRINT
    os.environ.update(variables, _KFP_RUNTIME="true")
    # Kale waits a second for output that has long been read.
    jputils.time = types.SimpleNamespace(sleep=lambda _: None)
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "ephemeral_component.py"
        path.write_text(program, encoding="utf-8")
        sys.argv = ["executor_main", "--component_module_path", str(path), *arguments]
        try:
            kfp.dsl.executor_main.executor_main()
        finally:
            # A kernel ends when it sees that its parent has; here it cannot see it, and Kale does not end it.
            for kernel in ForkedKernel.started:
                kernel.kill()
                kernel.wait()


def run_pipeline(path, arguments, folder):
    text = pathlib.Path(path).read_text(encoding="utf-8")
    private = folder / "pipeline.yaml"
    private.write_text(text.replace(MARSHAL_FOLDER, str(folder / "marshal")), encoding="utf-8")
    local.init(runner=local.SubprocessRunner(use_venv=False), pipeline_root=str(folder / "artifacts"))
    components.load_component_from_file(str(private))(**arguments)


def run_notebook(path, folder):
    notebook = nbformat.read(path, as_version=4)
    try:
        nbclient.NotebookClient(notebook, timeout=None, resources={"metadata": {"path": str(folder)}}).execute()
    finally:
        nbformat.write(notebook, folder / "executed.ipynb")


def answer(request):
    folder = pathlib.Path(request["folder"])
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["KALE_STATES"] = str(folder / "states.jsonl")
    try:
        if "pipeline" in request:
            run_pipeline(request["pipeline"], request["arguments"], folder)
        else:
            run_notebook(request["notebook"], folder)
    except BaseException as failure:  # runners raise whatever the code raises
        lines = ANSI_CODE.sub("", str(failure)).strip().splitlines()
        return lines[-1] if lines else repr(failure)
    return None


def main():
    faulthandler.enable()
    warnings.simplefilter("ignore")
    for module in PRELOADED:
        try:
            __import__(module)
        except ImportError:
            pass
    if "--cold" not in sys.argv:
        local_provisioner.launch_kernel = ForkedKernel
        subprocess_task_handler.run_local_subprocess = run_executor
    # What steps print goes to standard error; standard output is for answers.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    for line in sys.stdin:
        answers.write(json.dumps({"failure": answer(json.loads(line))}) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
