"""Finds steps that read a value without what others, beside them, changed in it. Where a step joins the two, it says so."""

import json
import os

from . import graph


def missed_changes(tasks, entries, call, runtime):
    """Yields tasks and what to warn of them, when a run has ended. `entries` are the results, by name of the task."""
    parts = {}
    for task in tasks.values():
        parts.setdefault(id(task.siblings), []).append(task)
    for part in parts.values():
        before = set().union(*(task.after for task in part))
        if sum(task.name not in before for task in part) < 2:
            continue  # one step has seen all
        calls = {call(task).arguments["order"]: (task.name, call(task).arguments) for task in part}
        states = [state_of(task, tasks, calls, entries) for task in part]
        known = part_of(runtime)
        missed = known["missed_changes"](states, known["merged_reads"](states))
        for (change, reader), names in sorted(missed.items()):
            (_, changing), (name, reading) = calls[change], calls[reader]
            yield name, known["missed_change_text"](changing["step"], reading["step"], names)


def state_of(task, tasks, calls, entries):
    """The state that a task has left; of one that failed, what it was to read."""
    order, arguments = next((order, arguments) for order, (name, arguments) in calls.items() if name == task.name)
    if task.name in entries:
        path = os.path.join(entries[task.name].path(arguments["state"].key), "state.json")
        with open(path, encoding="utf-8") as file:
            return json.load(file)
    before = set(graph.needed(tasks, task.after))
    after = [other for other, (name, _) in calls.items() if name in before]
    read = {"names": sorted(arguments.get("takes") or ()), "made": [], "after": after}
    return {"order": order, "entries": {}, "reads": {order: read}}


def part_of(runtime):
    """The part of the runtime that compares states. All of it would take longer to compile than some steps run."""
    _, heading, rest = runtime.partition("\n# --- What steps read that others changed")
    namespace = {}
    exec(compile((heading + rest).partition("\n\n\n# --- ")[0], "kale_lsp_runtime.py", "exec"), namespace)
    return namespace
