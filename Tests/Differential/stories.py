"""Notebooks that run from top to bottom: the stories of hazards.toml and sound.toml, told with names of chance."""

import pathlib
import re
import string
import tomllib

from notebooks import Cell, Notebook

HERE = pathlib.Path(__file__).resolve().parent

STEP_NAMES = "clean download evaluate export join load merge prepare report sample score split test train".split()
VALUE_NAMES = "counts labels limits model paths result rows scale table total values weights x_train dataset".split()
FUNCTION_NAMES = ["add_offset", "apply", "compute", "model_of", "normalise", "transform"]
CLASS_NAMES = ["Estimator", "Point", "Record", "_Holder"]
PARAMETER_NAMES = ["batch", "epochs", "LIMIT", "n_rows"]

# Harmless statements for any step; `$n` is a name that nothing else has.
FILLERS = [
    "$n = [number * 2 for number in range(3)]",
    "for $n in range(2):\n    print($n)",
    "def $n(first, *rest, key=None, **options):\n    inner = [first, *rest]\n    return inner, key, options",
    'print(f"at {1 + 1:>4}")',
    "$n = {'a': 1}\n$n['a'] += 1",
    "try:\n    $n = int('12')\nexcept ValueError as $n:\n    raise\nfinally:\n    pass",
    "import collections as $n",
    "$n = lambda first: first + 1\nassert $n(1) == 2",
    "class $n:\n    size = 3\n    def area(self):\n        return self.size ** 2",
    "if ($n := 4) > 3:\n    pass",
    "# nothing to do here",
    "$n = sum(part for row in [[1], [2]] for part in row)",
]
FILLER_SHARE = 0.4
HANDED_ON_SHARE = 0.3


def read_stories(name):
    """Pairs of a story and one of its variants: every story's first, then every story's second, and so on."""
    with open(HERE / f"{name}.toml", "rb") as file:
        stories = tomllib.load(file)["story"]
    pairs = [(turn, story, variant) for story in stories for turn, variant in enumerate(story.get("variants", [{}]))]
    return [(story, variant) for _, story, variant in sorted(pairs, key=lambda pair: pair[0])]


HAZARDS = read_stories("hazards")
SOUND = read_stories("sound")


def told(number, choice):
    """Notebook `number` of a series: hazards and sound ones in turn, each variant once before any comes again."""
    stories = SOUND if number % 2 else HAZARDS
    story, variant = stories[number // 2 % len(stories)]
    names = chance_names(choice)
    text = string.Template(string.Template(story["text"]).safe_substitute(variant)).substitute(names)
    cells = list(cells_of(text))
    add_fillers(cells, choice)
    if choice.random() < HANDED_ON_SHARE:
        hand_on(cells, choice)
    return Notebook(cells, metadata={"story": story["name"]})


def chance_names(choice):
    steps = sorted(choice.sample(STEP_NAMES, 4))
    values = choice.sample(VALUE_NAMES, 3)
    functions = choice.sample(FUNCTION_NAMES, 2)
    return {
        **dict(zip("abcd", steps)),
        **dict(zip("xyz", values)),
        **dict(zip("fg", functions)),
        "k": choice.choice(CLASS_NAMES),
        "p": choice.choice(PARAMETER_NAMES),
    }


def cells_of(text):
    for part in re.split(r"^# %%", text, flags=re.MULTILINE)[1:]:
        tags, _, source = part.partition("\n")
        yield Cell(source.rstrip("\n"), tags.split() or None)


def add_fillers(cells, choice):
    for number, cell in enumerate(cells):
        if is_step(cell) and choice.random() < FILLER_SHARE:
            filler = string.Template(choice.choice(FILLERS)).substitute(n=f"filler_{number}")
            cell.source = f"{filler}\n{cell.source}"


def hand_on(cells, choice):
    """Gives the first step a value that each step right after it checks."""
    steps = [cell for cell in cells if is_step(cell)]
    first, *others = steps
    made = choice.choice(["[1, 2, 3]", "{'a': 1}", "'text'", "(1.5, None)"])
    first.source = f"handed_on = {made}\n{first.source}"
    for cell in others:
        if f"prev:{first.tags[0].removeprefix('step:')}" in cell.tags:
            cell.source = f"assert handed_on == {made}\n{cell.source}"


def is_step(cell):
    return isinstance(cell.tags, list) and bool(cell.tags) and cell.tags[0].startswith("step:")
