"""Makes a notebook smaller as long as something stays true of it."""

import copy
import itertools


def shrunk(notebook, is_interesting, most=1500):
    """The smallest notebook found for which `is_interesting` still holds, after `most` questions at the latest."""
    questions = itertools.count()
    changed = True
    while changed:
        changed = False
        for smaller in candidates(notebook):
            if next(questions) >= most:
                return notebook
            if is_interesting(smaller):
                notebook, changed = smaller, True
                break
    return notebook


def candidates(notebook):
    """Notebooks with one thing less, large things first."""
    for index in range(len(notebook.cells)):
        yield changed(notebook, lambda copy: copy.cells.pop(index))
    for path in notebook.siblings:
        yield changed(notebook, lambda copy: copy.siblings.pop(path))
    if isinstance(notebook.configuration, dict):
        for key in notebook.configuration:
            yield changed(notebook, lambda copy: copy.configuration.pop(key))
            yield from smaller_values(notebook, key)
    if notebook.version != (4, 4):
        yield changed(notebook, lambda copy: setattr(copy, "version", (4, 4)))
    if notebook.metadata:
        yield changed(notebook, lambda copy: copy.metadata.clear())
    for index, cell in enumerate(notebook.cells):
        yield from smaller_cells(notebook, index, cell)


def smaller_values(notebook, key):
    value = notebook.configuration[key]
    if isinstance(value, list) and len(value) > 1:
        for element in value:
            yield changed(notebook, lambda copy: copy.configuration.update({key: [element]}))
    if isinstance(value, list) and len(value) == 1 and isinstance(value[0], dict):
        for part in value[0]:
            rest = [{name: item for name, item in value[0].items() if name != part}]
            yield changed(notebook, lambda copy: copy.configuration.update({key: rest}))


def smaller_cells(notebook, index, cell):
    def with_cell(**values):
        def change(copy):
            for name, value in values.items():
                setattr(copy.cells[index], name, value)

        return changed(notebook, change)

    if cell.id is not None:
        yield with_cell(id=None)
    if cell.metadata:
        yield with_cell(metadata={})
    if isinstance(cell.tags, list):
        for tag in range(len(cell.tags)):
            yield with_cell(tags=cell.tags[:tag] + cell.tags[tag + 1 :])
    if isinstance(cell.source, str):
        for source in smaller_sources(cell.source):
            yield with_cell(source=source)


def smaller_sources(source):
    lines = source.split("\n")
    if source:
        yield ""
    size = len(lines) // 2
    while size:
        for start in range(0, len(lines), size):
            yield "\n".join(lines[:start] + lines[start + size :])
        size //= 2
    for number, line in enumerate(lines):
        indent = len(line) - len(line.lstrip(" "))
        if indent:
            yield "\n".join(lines[:number] + [rest[4:] if rest[:4] == "    " else rest for rest in lines[number:]])
        for start, end in shorter_parts(line):
            yield "\n".join([*lines[:number], line[:start] + line[end:], *lines[number + 1 :]])


def shorter_parts(line):
    """Ranges of a line that may go: from every start a few lengths, long ones first."""
    size = max(len(line) // 2, 1) if line else 0
    while size:
        for start in range(0, len(line) - size + 1, max(size // 2, 1)):
            yield start, start + size
        size //= 2


def changed(notebook, change):
    smaller = copy.deepcopy(notebook)
    change(smaller)
    return smaller
