#!/usr/bin/env python3
"""Compares what kale-lsp and jupytext read from notebooks that jupytext wrote as text, and ends with status 1 if they differ.

jupytext writes each notebook in five formats and reads its own text again. kale-lsp reads the same cells with the same
tags from the text, finds the same in it, and draws the same graph; and where it puts a notebook right, it makes the same
notebook of the text as of the `.ipynb`.

Run it with a Python that has jupytext. The binary is the release build of this checkout, or $KALE_LSP.

    python jupytext_agree.py --count 500
    python jupytext_agree.py --seed 17 --count 1 --keep /tmp/kept
"""

import argparse
import collections
import concurrent.futures
import dataclasses
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import warnings

import jupytext
import nbformat
from jupytext.formats import long_form_one_format

import comparison
import notebook_generator
import stories

FORMATS = {"percent": "py:percent", "light": "py:light", "hydrogen": "py:hydrogen", "markdown": "md", "myst": "md:myst"}
SAMPLES = sorted((comparison.REPOSITORY / "protocol-fixtures" / "notebooks").glob("*.ipynb"))
BATCH = 10
# One in so many notebooks is a story that runs, and no heap of code.
STORY_SHARE = 5
MAGICS = ["%matplotlib inline", "!ls data", "%%bash\nls", "files = !ls", "%%time\nx = 1", "len?", "ls data"]
MAGICS += ["%%html\n<b>x</b>"]
PROSE = ["# Heading\n\nText.", "Text with\n\n```python\nx = 1\n```\n\nand more.", "a  \nb", "* a\n* b\n\n  c"]
PROSE += ["# %% no cell", "%magic?"]


@dataclasses.dataclass
class Difference:
    name: str
    format: str
    found: str

    def __str__(self):
        return f"{self.name} as {self.format}: {self.found}"


@dataclasses.dataclass
class Outcome:
    counts: collections.Counter = dataclasses.field(default_factory=collections.Counter)
    differences: list[Difference] = dataclasses.field(default_factory=list)

    def add(self, other):
        self.counts.update(other.counts)
        self.differences += other.differences


def notebook_of(seed):
    """The notebook of a seed, with magics and prose that jupytext has rules for."""
    if seed % STORY_SHARE == 0:
        notebook = stories.told(seed // STORY_SHARE, random.Random(f"story {seed}"))
    else:
        notebook = notebook_generator.generated(seed)
    choice = random.Random(f"jupytext {seed}")
    for cell in notebook.cells:
        if not isinstance(cell.source, str):
            continue
        if cell.kind == "code" and choice.random() < 0.15:
            magic = choice.choice(MAGICS)
            cell.source = magic if magic.startswith("%%") else f"{magic}\n{cell.source}"
        elif cell.kind == "code" and choice.random() < 0.1:
            cell.source = cell.source.replace("\n", "\n\n", 1) + choice.choice(["", '\ns = """\n# %%\n```\n"""'])
        elif cell.kind != "code" and choice.random() < 0.7:
            cell.source = choice.choice(PROSE)
    return notebook


def run(*arguments):
    return subprocess.run([comparison.KALE_LSP, *map(str, arguments)], capture_output=True, text=True, encoding="utf-8")


def cells(paths):
    result = run("cells", *paths)
    if result.stderr:
        raise RuntimeError(result.stderr)
    return [{key: value for key, value in json.loads(line).items() if key != "path"} for line in result.stdout.splitlines()]


def findings(paths):
    """What is found in each file, but for where in the file."""
    result = run("check", "--output-format", "json", "--ignore", "same-output", *paths)
    found = {str(path): [] for path in paths}
    for finding in json.loads(result.stdout):
        del finding["fileRange"]
        # Where the file says it depends on the form.
        del finding["location"]
        for fix in finding["fixes"]:
            fix.pop("edits", None)
        found[finding.pop("path")].append(finding)
    return [found[str(path)] for path in paths]


def graph(path):
    drawn = json.loads(run("graph", "--output-format", "json", path).stdout)
    del drawn["notebook"]
    return drawn


def written(source, name, folder):
    """The notebook as text in each format, and as jupytext reads each text again."""
    pairs = {}
    for label, format_name in FORMATS.items():
        description = long_form_one_format(format_name)
        description["notebook_metadata_filter"] = "kubeflow_notebook"
        try:
            text = jupytext.writes(nbformat.reads(source, as_version=4), fmt=description)
            text.encode()
            if label == "myst" and len(text.splitlines()) != text.count("\n"):
                # jupytext counts these lines in two ways, and reads the end of one cell as another.
                continue
            back = jupytext.reads(text, fmt=description)
        except Exception:
            # A notebook that jupytext cannot write or read.
            continue
        text_path = folder / f"{name}-{label}{description['extension']}"
        text_path.write_text(text, encoding="utf-8", newline="")
        notebook_path = folder / f"{name}-{label}.ipynb"
        nbformat.write(back, notebook_path)
        pairs[label] = (text_path, notebook_path)
    return pairs


def compare(name, source, folder):
    outcome = Outcome(collections.Counter(notebooks=1))
    pairs = written(source, name, folder)
    if not pairs:
        outcome.counts["not written by jupytext"] += 1
        return outcome
    texts, notebooks = [pair[0] for pair in pairs.values()], [pair[1] for pair in pairs.values()]
    read, expected = cells(texts), cells(notebooks)
    found, wanted = findings(texts), findings(notebooks)
    for index, label in enumerate(pairs):
        outcome.counts["texts"] += 1
        problem = difference_of(read[index], expected[index])
        if problem is None and found[index] != wanted[index]:
            problem = f"findings {found[index]} for {wanted[index]}"
        if problem is None and graph(texts[index]) != graph(notebooks[index]):
            problem = "another graph"
        if problem is None and any(finding["fixes"] for finding in wanted[index]):
            problem = repair_difference(*pairs[label], outcome.counts)
        if problem is not None:
            outcome.differences.append(Difference(name, label, problem))
    return outcome


def difference_of(ours, theirs):
    if ours["configuration"] != theirs["configuration"]:
        return f"configuration {ours['configuration']} for {theirs['configuration']}"
    for number, (one, other) in enumerate(zip(ours["cells"], theirs["cells"])):
        if one != other:
            return f"cell {number} is {one} for {other}"
    if len(ours["cells"]) != len(theirs["cells"]):
        return f"{len(ours['cells'])} cells for {len(theirs['cells'])}"
    return None


def repair_difference(text_path, notebook_path, counts):
    """What differs where both files are put right and jupytext reads the text again."""
    before = text_path.read_bytes(), notebook_path.read_bytes()
    run("fix", notebook_path)
    run("fix", text_path)
    after = text_path.read_bytes(), notebook_path.read_bytes()
    if before[1] == after[1]:
        return None
    if before[0] == after[0]:
        counts["texts that could not be put right"] += 1
        return None
    counts["texts put right"] += 1
    again = text_path.with_suffix(".again.ipynb")
    fmt = "md" if text_path.suffix == ".md" else "py"
    nbformat.write(jupytext.reads(text_path.read_text(encoding="utf-8"), fmt=fmt), again)
    found = difference_of(*cells([again, notebook_path]))
    return found and f"put right, {found}"


def source_of(seed):
    return json.dumps(notebook_of(seed).content())


def compare_batch(seeds):
    warnings.simplefilter("ignore")
    total = Outcome()
    with tempfile.TemporaryDirectory() as folder:
        for seed in seeds:
            total.add(compare(f"seed-{seed}", source_of(seed), pathlib.Path(folder)))
    return total


def compare_samples():
    warnings.simplefilter("ignore")
    total = Outcome()
    with tempfile.TemporaryDirectory() as folder:
        for path in SAMPLES:
            # Notebooks beside it are referred to.
            total.add(compare(path.stem, path.read_text(encoding="utf-8"), pathlib.Path(folder)))
    return total


def compare_all(seeds, jobs):
    total = compare_samples()
    batches = [seeds[start : start + BATCH] for start in range(0, len(seeds), BATCH)]
    with concurrent.futures.ProcessPoolExecutor(jobs) as pool:
        for outcome in pool.map(compare_batch, batches):
            total.add(outcome)
    return total


def summary(outcome):
    counts = ", ".join(f"{count} {what}" for what, count in outcome.counts.items())
    kinds = collections.Counter(difference.format for difference in outcome.differences)
    return f"{counts}; {len(outcome.differences)} differ {dict(kinds) or ''}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--seed", type=int, default=0, help="the first notebook's (default: %(default)s)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="processes (default: one a core)")
    parser.add_argument("--keep", type=pathlib.Path, help="a folder to leave the first notebook's files in")
    options = parser.parse_args()
    sys.stdout.reconfigure(errors="backslashreplace")
    if options.keep:
        options.keep.mkdir(parents=True, exist_ok=True)
        outcome = compare(f"seed-{options.seed}", source_of(options.seed), options.keep)
    else:
        outcome = compare_all(range(options.seed, options.seed + options.count), options.jobs)
    for difference in outcome.differences:
        print(difference)
    print(summary(outcome))
    if outcome.differences:
        sys.exit(1)


if __name__ == "__main__":
    main()
