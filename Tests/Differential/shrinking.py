"""Makes a notebook smaller as long as something stays true of it."""

import copy
import itertools


def shrunk(notebook, is_interesting, most=1500):
    """The smallest notebook found for which `is_interesting` still holds, after `most` questions at the latest."""
    questions = 0
    is_smaller = True
    while is_smaller:
        is_smaller = False
        # What was tried in vain is tried again only in the next round.
        tried = 0
        while (change := next(itertools.islice(changes(notebook), tried, None), None)) and questions < most:
            smaller = copy.deepcopy(notebook)
            change(smaller)
            questions += 1
            if is_interesting(smaller):
                notebook, is_smaller = smaller, True
            else:
                tried += 1
    return notebook


def changes(notebook):
    """Functions that each take one thing away from a copy of the notebook, large things first."""
    for index in range(len(notebook.cells)):
        yield lambda copy, index=index: copy.cells.pop(index)
    for path in notebook.siblings:
        yield lambda copy, path=path: copy.siblings.pop(path)
    if isinstance(notebook.configuration, dict):
        for key, value in notebook.configuration.items():
            yield lambda copy, key=key: copy.configuration.pop(key)
            for smaller in smaller_values(value):
                yield lambda copy, key=key, smaller=smaller: copy.configuration.update({key: smaller})
    if notebook.version != (4, 4):
        yield lambda copy: setattr(copy, "version", (4, 4))
    if notebook.metadata:
        yield lambda copy: copy.metadata.clear()
    for index, cell in enumerate(notebook.cells):
        for name, value in smaller_parts(cell):
            yield lambda copy, index=index, name=name, value=value: setattr(copy.cells[index], name, value)


def smaller_values(value):
    """Smaller ones of a value in the configuration: one element of a list, or the only element with a key less."""
    if isinstance(value, list) and len(value) > 1:
        yield from ([element] for element in value)
    if isinstance(value, list) and len(value) == 1 and isinstance(value[0], dict):
        for part in value[0]:
            yield [{name: item for name, item in value[0].items() if name != part}]


def smaller_parts(cell):
    """Pairs of a part of the cell and a smaller value for it."""
    if cell.id is not None:
        yield "id", None
    if cell.metadata:
        yield "metadata", {}
    if isinstance(cell.tags, list):
        for tag in range(len(cell.tags)):
            yield "tags", cell.tags[:tag] + cell.tags[tag + 1 :]
    if isinstance(cell.source, str):
        yield from (("source", source) for source in smaller_sources(cell.source))


def smaller_sources(source):
    if source:
        yield ""
    lines = source.split("\n")
    for start, end in parts(len(lines)):
        yield "\n".join(lines[:start] + lines[end:])
    for number, line in enumerate(lines):
        if line.startswith(" "):
            yield "\n".join(lines[:number] + [rest.removeprefix("    ") for rest in lines[number:]])
        for start, end in parts(len(line)):
            yield "\n".join([*lines[:number], line[:start] + line[end:], *lines[number + 1 :]])


def parts(length):
    """Ranges below a length, overlapping by half, long ones first."""
    size = length // 2 or length
    while size:
        for start in range(0, length - size + 1, max(size // 2, 1)):
            yield start, start + size
        size //= 2
