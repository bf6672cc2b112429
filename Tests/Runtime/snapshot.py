"""Writes what the variables of a namespace are, so that two of them can be compared. Changes none of them."""

import json
import re
import sys
import types

LIMIT = 4000


def take(path):
    """Writes what the variables of the main module are."""
    namespace = vars(sys.modules["__main__"])
    numpy = sys.modules.get("numpy")
    state = numpy.random.get_state() if numpy else None
    variables = {}
    for name, value in list(namespace.items()):
        if name.startswith("_") or name in ("In", "Out", "get_ipython", "exit", "quit", "open") or (
                type(value).__name__ == "ZMQInteractiveShell"):
            continue
        try:
            variables[name] = describe(value)
        except Exception as error:
            variables[name] = f"{type(value).__name__}: {type(error).__name__}"
    if state is not None:
        numpy.random.set_state(state)
    with open(path, "w") as file:
        json.dump(variables, file)


def describe(value, depth=0):
    kind = type(value)
    name = f"{kind.__module__}.{kind.__qualname__}"
    if depth > 4:
        return name
    if kind in (str, int, float, bool, bytes, type(None), complex):
        return re.sub("(?<=/tmp/)[a-z-]*[a-z0-9_]{8}", "", f"{name} {value!r}"[:LIMIT])
    if kind in (list, tuple):
        return [name] + [describe(item, depth + 1) for item in value[:200]]
    if kind in (set, frozenset):
        return [name] + sorted(str(describe(item, depth + 1)) for item in value)
    if isinstance(value, dict):
        return [name] + [[describe(key, depth + 1), describe(item, depth + 1)] for key, item in list(value.items())[:200]
                         if not re.search(r"_time_?$", str(key) if isinstance(key, str) else "")]
    if isinstance(value, types.ModuleType):
        return f"module {value.__name__}"
    if isinstance(value, type):
        return f"class {value.__module__}.{value.__qualname__} {sorted(set(vars(value)) - {'__slotnames__'}) if value.__module__ == '__main__' else ''}"
    if isinstance(value, types.FunctionType):
        return f"function {value.__qualname__} {value.__code__.co_code.hex() if value.__module__ == '__main__' else ''}"
    module = kind.__module__.partition(".")[0]
    if name == "numpy.random._generator.Generator":
        return [name, str(value.bit_generator.state)]
    if name == "numpy.random.mtrand.RandomState":
        return [name, str(value.get_state())]
    if module == "numpy" and hasattr(value, "dtype"):
        if value.dtype == object:
            return [name, str(value.shape), [describe(item, depth + 1) for item in value.ravel()[:200].tolist()]]
        return [name, str(value.dtype), str(value.shape), repr(value.tolist())[:LIMIT]]
    if module == "pandas" and hasattr(value, "to_csv"):
        return [name, value.to_csv()[:LIMIT], str(getattr(value, "dtypes", ""))]
    if hasattr(value, "__dict__") and kind.__module__ == "__main__" or module == "sklearn":
        return [name, describe(dict(vars(value)), depth + 1)]
    text = re.sub(r"Thread-\d+|(?<=\))[0-9A-F]{10,}| at 0x[0-9a-fA-F]+|id=\d+|0x[0-9a-fA-F]+|-?\d{12,}", "", repr(value))
    return [name, text[:LIMIT]]
