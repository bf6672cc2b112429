"""A prompt in the state in which a step begins, or in which it failed."""

import json
import os
import shutil
import sys

from . import worker


def open_shell(path):
    """Opens IPython for the step that a file describes, as `Machine.write_shell` has written it."""
    with open(path, encoding="utf-8") as file:
        work = json.load(file)
    runtime = worker.load_runtime(work["runtime"])
    hash_seed = os.environ.pop("PYTHONHASHSEED", "random")
    os.environ.update(work["environment"])
    worker.resolve_python_path(work["directory"])
    os.chdir(work["directory"])
    try:
        step = runtime.Step(worker.specification(work, runtime), hash_seed)
        prompt(step, begin(step, work["failed"]), runtime)
    finally:
        shutil.rmtree(work["run_folder"], ignore_errors=True)


def begin(step, failed):
    """Brings a step to its beginning, or to where it failed. Gives what to say of it."""
    step.spec["report"] = None
    cells, step.spec["cells"] = step.spec["cells"], step.spec["cells"]
    step.begin()
    name = step.name
    if failed is None or failed["cell"] is None:
        listed = ", ".join(str(number) for number, _ in cells)
        return f"Step `{name}` begins here. Its cells: {listed}."
    for number, source in cells:
        if step.shell.run(number, source) is not None:
            return f"Step `{name}` failed in cell {number}. `%debug` opens the line that raised the error."
    return f"Step `{name}` failed the last time, and did not now. This is its end."


def prompt(step, banner, runtime):
    from IPython.terminal.interactiveshell import TerminalInteractiveShell

    for name in ("stdout", "stderr"):
        setattr(sys, name, getattr(sys, f"__{name}__"))
    runtime.restore_hooks()
    TerminalInteractiveShell.clear_instance()
    shell = TerminalInteractiveShell(user_module=step.module, banner1="", confirm_exit=False)
    shell.history_manager.enabled = False
    print(banner)
    shell.mainloop()
