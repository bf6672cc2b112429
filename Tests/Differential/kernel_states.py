"""An IPython extension: after each cell, writes what every variable of the kernel is to the file $KALE_STATES.

A line a cell: {"cell": its source, "failure": what it raised or null, "state": {name: description}}. A description is a
text or a nested list of texts, the same for values that are equal, in whichever process they are.
"""

import json
import os
import re
import sys
import types

ADDRESS = re.compile(r" at 0x[0-9a-f]+")
# IPython's, for what was put in and what came out, and those of a compiled step.
KERNELS_OWN = re.compile(r"_|__+|_i+|_i?\d+|_[doi]h|_exit_code|_kale_.*")
DEEPEST = 6


def load_ipython_extension(shell):
    shell.events.register("post_run_cell", lambda result: write(shell, result))


def write(shell, result):
    failure = result.error_in_exec or result.error_before_exec
    record = {
        "cell": result.info.raw_cell,
        "failure": None if failure is None else f"{type(failure).__name__}: {failure}",
        "state": state(shell),
    }
    with open(os.environ["KALE_STATES"], "ab", buffering=0) as file:
        file.write(json.dumps(record).encode() + b"\n")


def state(shell):
    hidden = {*shell.user_ns_hidden, "In", "Out", "exit", "quit", "get_ipython", "open"}
    names = sorted(name for name in shell.user_ns if name not in hidden and not KERNELS_OWN.fullmatch(name))
    return {name: describe(shell.user_ns[name]) for name in names}


def describe(value, depth=0):
    kind = f"{type(value).__module__}.{type(value).__qualname__}"
    if depth > DEEPEST:
        return [kind]
    numpy = sys.modules.get("numpy")
    if numpy and isinstance(value, numpy.ndarray | numpy.generic):
        # Kale loads a number of NumPy's as an array without dimensions.
        kind = kind if value.ndim else "number of NumPy's"
        return [kind, str(value.dtype), describe(value.tolist(), depth + 1)]
    if value is None or isinstance(value, bool | int | float | complex | str | bytes):
        return [kind, repr(value)]
    if isinstance(value, dict):
        return [kind, *([describe(key, depth + 1), describe(item, depth + 1)] for key, item in value.items())]
    if isinstance(value, list | tuple):
        return [kind, *(describe(item, depth + 1) for item in value)]
    if isinstance(value, set | frozenset):
        return [kind, *sorted((describe(item, depth + 1) for item in value), key=repr)]
    if isinstance(value, types.ModuleType):
        return [kind, value.__name__]
    if isinstance(value, types.FunctionType):
        code = value.__code__
        return [kind, value.__name__, code.co_code.hex(), list(code.co_names), describe(value.__defaults__, depth + 1)]
    if isinstance(value, type):
        return [kind, value.__name__, sorted(name for name in vars(value) if not name.startswith("__"))]
    return described_object(value, kind, depth)


def described_object(value, kind, depth):
    pandas = sys.modules.get("pandas")
    if pandas and isinstance(value, pandas.DataFrame | pandas.Series):
        types_of_columns = str(value.dtypes)
        return [kind, types_of_columns, describe(value.to_dict(), depth + 1), describe(list(value.index), depth + 1)]
    if type(value).__module__ == "__main__":
        return [kind, describe(vars(value), depth + 1)]
    return [kind, ADDRESS.sub("", repr(value))]
