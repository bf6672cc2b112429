"""A prompt in the state in which a step begins, or in which it failed."""

import json
import linecache
import os
import shutil
import sys

from . import scratch, worker


def open_shell(path):
    """Opens IPython for the step that a file describes, as `Machine.write_shell` has written it."""
    with open(path, encoding="utf-8") as file:
        work = json.load(file)
    lock = scratch.hold(work["run_folder"])
    runtime = worker.load_runtime(work["runtime"])
    hash_seed = os.environ.pop("PYTHONHASHSEED", "random")
    os.environ.update(work["environment"])
    worker.resolve_python_path(work["directory"])
    os.chdir(work["directory"])
    try:
        step = runtime.Step(worker.specification(work, runtime), hash_seed)
        prompt(step, begin(step, work["failed"], runtime))
    finally:
        shutil.rmtree(work["run_folder"], ignore_errors=True)
        lock.close()


def begin(step, failed, runtime):
    """Brings a step to its beginning, or to where it failed. Gives what to say of it."""
    try:
        step.begin()
    except runtime.Failure as failure:
        return show(step, failure.error, str(failure))
    # What the step's code does not name, too.
    with step.report.paused():
        step.state.remember(step.state.load_needed({"globals"}))
    cells = step.spec["cells"]
    if failed is None or not failed["is_raised"]:
        listed = ", ".join(str(number) for number, _ in cells)
        return f"Step `{step.name}` starts here. It runs cell{'s' if len(cells) > 1 else ''} {listed}."
    for number, source in cells:
        error = step.shell.run(number, source)
        if error is not None:
            return show(step, error, f"Step `{step.name}` failed in cell {number}.")
    return f"Step `{step.name}` failed in its last run, but not now. This is its end."


def show(step, error, sentence):
    """Leaves an error where `%debug` finds it."""
    if error is None:
        return sentence
    # pdb looks for the lines of a file by its absolute path.
    for name in [name for name in linecache.cache if name.startswith("cell ")]:
        linecache.cache[os.path.abspath(name)] = linecache.cache[name]
    sys.last_type, sys.last_value, sys.last_traceback = type(error), error, error.__traceback__
    sys.last_exc = error
    return f"{sentence} `%debug` opens the line that raised the error."


def prompt(step, sentence):
    for name in ("stdout", "stderr"):
        setattr(sys, name, getattr(sys, f"__{name}__"))
    # It looks for a terminal when it is imported.
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.terminal.interactiveshell import TerminalInteractiveShell
    from traitlets.config import Config

    config = Config()
    config.HistoryManager.enabled = False
    config.TerminalInteractiveShell.confirm_exit = False
    # Key bindings ask `get_ipython()`, which must not be the step's.
    before = InteractiveShell._instance
    if before is not None:
        type(before).clear_instance()
    shell = TerminalInteractiveShell.instance(user_module=step.module, banner1="", config=config)
    print(sentence)
    shell.mainloop()
