#!/usr/bin/env python3
"""Compares kale-lsp's pipelines with those of the KFP SDK and of Kale, and ends with status 1 if they differ.

Of each notebook, kale-lsp makes a pipeline spec and a DSL script, for each of the two runtimes. The SDK must load the
spec, and make the same pipeline of the script; and where Kale compiles the notebook, its pipeline must be the same as
the one for its runtime but for what docs/compiled-pipeline.md lists. The notebooks are the samples of protocol-fixtures and notebooks of chance.

Run it with a Python that has kubeflow-kale. The binary is the release build of this checkout, or $KALE_LSP.

    python pipelines_agree.py --count 1000
    python pipelines_agree.py --seed 4711 --count 1 --print
"""

import argparse
import collections
import concurrent.futures
import dataclasses
import json
import os
import pathlib
import sys
import tempfile

import pipeline_deviations
import pipeline_judges
import pipeline_notebooks
from comparison import REPOSITORY

BATCH = 10
SAMPLES = [
    path
    for folder in ("notebooks", "deviations", "migration")
    for path in sorted((REPOSITORY / "protocol-fixtures" / folder).glob("*.ipynb"))
]


@dataclasses.dataclass
class Outcome:
    """What came of some notebooks."""

    counts: collections.Counter = dataclasses.field(default_factory=collections.Counter)
    # How many notebooks each listed deviation from Kale was seen in.
    deviations: collections.Counter = dataclasses.field(default_factory=collections.Counter)
    differences: list[str] = dataclasses.field(default_factory=list)

    def add(self, other):
        self.counts.update(other.counts)
        self.deviations.update(other.deviations)
        self.differences += other.differences


def notebooks(first, count):
    """The samples, then so many notebooks of chance: names, with the seed of those of chance."""
    return [(str(path.relative_to(REPOSITORY)), None) for path in SAMPLES] + [
        (f"seed {seed}", seed) for seed in range(first, first + count)
    ]


def compare_batch(batch):
    outcome = Outcome()
    with tempfile.TemporaryDirectory() as folder:
        for number, (name, seed) in enumerate(batch):
            path = pathlib.Path(folder).resolve() / str(number) / "notebook.ipynb"
            if seed is None:
                path.parent.mkdir()
                path.write_bytes((REPOSITORY / name).read_bytes())
            else:
                pipeline_notebooks.generated(seed).write(path)
            compare(name, path, outcome)
    return outcome


def compare(name, path, outcome):
    outcome.counts["notebooks"] += 1
    for runtime in ("exact", "kale"):
        ours = pipeline_judges.ours(path, runtime)
        if ours is None:
            outcome.counts["not compiled"] += 1
            return
        if not compare_with_script(f"{name} ({runtime})", ours, outcome):
            return
    outcome.counts["compiled"] += 1
    compare_with_kale(name, path, ours, outcome)


def compare_with_script(name, ours, outcome):
    """Compares a pipeline spec with the SDK's of the script; returns whether the SDK made one."""
    try:
        pipeline_judges.load(ours.specification)
        script = pipeline_judges.compiled_by_kfp(ours.script)
    except Exception as refusal:  # the SDK says no in many types
        outcome.differences.append(f"{name}: KFP refuses it: {type(refusal).__name__}: {refusal}"[:600])
        return False
    found = list(pipeline_judges.differences(ours.documents, script))
    outcome.differences += [f"{name}: the script's {difference}" for difference in found]
    return True


def compare_with_kale(name, path, ours, outcome):
    kales = pipeline_judges.kales(path)
    if kales is None:
        return
    outcome.counts["compiled by Kale too"] += 1
    found = list(pipeline_judges.differences(ours.documents, kales))
    reasons = [pipeline_deviations.reason(difference, ours) for difference in found]
    if None in reasons and pipeline_judges.has_own_data_flow(path):
        reasons = ["data-flow"]
    outcome.deviations.update(set(reasons) - {None})
    outcome.differences += [
        f"{name}: Kale's {difference}" for difference, reason in zip(found, reasons) if reason is None
    ]


def compare_all(first, count, jobs):
    everything = notebooks(first, count)
    batches = [everything[start : start + BATCH] for start in range(0, len(everything), BATCH)]
    total = Outcome()
    with concurrent.futures.ProcessPoolExecutor(jobs) as pool:
        for outcome in pool.map(compare_batch, batches):
            total.add(outcome)
    return total


def summary(outcome):
    counts = outcome.counts
    lines = [
        f"{counts['notebooks']} notebooks, {counts['compiled']} compiled and loaded by KFP, "
        f"{counts['compiled by Kale too']} of them compiled by Kale too: {len(outcome.differences)} differences"
    ]
    lines += [f"{count} deviate from Kale's by {name}" for name, count in outcome.deviations.most_common()]
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=150, help="notebooks of chance (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=0, help="the first notebook's (default: %(default)s)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="processes (default: one a core)")
    parser.add_argument("--print", action="store_true", help="print the notebooks of chance, and compare nothing")
    options = parser.parse_args()
    if options.print:
        for seed in range(options.seed, options.seed + options.count):
            print(json.dumps(pipeline_notebooks.generated(seed).content(), indent=1))
        return
    outcome = compare_all(options.seed, options.count, options.jobs)
    for difference in outcome.differences:
        print(difference)
    print(summary(outcome))
    if outcome.differences:
        sys.exit(1)


if __name__ == "__main__":
    main()
