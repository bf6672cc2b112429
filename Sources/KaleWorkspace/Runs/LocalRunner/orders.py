"""Numbers for steps in the order of the notebook that stay the same when another step is inserted or removed.

A state says by such numbers which steps have changed a value. The compiler counts from 1, and with its numbers a new step
would give all steps below it other states.
"""

import bisect

GAP = 1000


def assign(calls, last):
    """Gives the calls of a pipeline numbers in place of the compiler's. `last` is what is known of the last run, by task."""
    notebooks = {}
    for task, call in calls.items():
        places = notebooks.setdefault(call.arguments["notebook"], {})
        places[call.arguments["step"]] = call.arguments["order"]
    known = {}
    for task, call in calls.items():
        if task in last:
            known[call.arguments["notebook"], call.arguments["step"]] = last[task].get("order")
    for notebook, places in notebooks.items():
        steps = sorted(places, key=places.get)
        numbers = dict(zip(steps, numbers_for([known.get((notebook, step)) for step in steps])))
        for call in calls.values():
            if call.arguments["notebook"] == notebook:
                call.arguments["order"] = numbers[call.arguments["step"]]


def numbers_for(known):
    """Increasing numbers, as many as possible of those that are known (None for those that are not)."""
    kept = sorted(increasing(known), reverse=True)
    numbers, before = [], 0
    for place in range(len(known)):
        if kept and kept[-1] == place:
            number = known[kept.pop()]
        else:
            after = known[kept[-1]] if kept else before + 2 * GAP
            number = (before + after) // 2
            if number in (before, after):
                return [GAP * place for place in range(1, len(known) + 1)]
        numbers.append(number)
        before = number
    return numbers


def increasing(numbers):
    """The places of a longest increasing sequence among numbers."""
    lowest, ends, before = [], [], {}
    for place, number in enumerate(numbers):
        if isinstance(number, int) and number > 0:
            length = bisect.bisect_left(lowest, number)
            before[place] = ends[length - 1] if length else None
            lowest[length:length + 1], ends[length:length + 1] = [number], [place]
    found, place = set(), ends[-1] if ends else None
    while place is not None:
        found.add(place)
        place = before[place]
    return found
