"""Notebooks as data scientists write them, no two alike, for the benchmarks of whole folders.

Each is a chain of experiments on a table: every cell goes on with the table, the model or the results of a cell above it.
Half of the code cells define a function or a class. A tagged notebook is a pipeline; an untagged one has the same cells
and is an ordinary notebook.
"""

import json
import random

IMPORTS = """\
import json
import os
from dataclasses import dataclass, field

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, f1_score
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
"""
FUNCTIONS = '''\
@dataclass
class Trial:
    """One fitted model, and how good it is."""

    name: str
    score: float
    settings: dict = field(default_factory=dict)

    def better_than(self, other):
        return other is None or self.score > other.score


class {Table}Window:
    def __init__(self, size={number}):
        self.size = size
        self.rows = []

    def push(self, row):
        self.rows.append(row)
        if len(self.rows) > self.size:
            self.rows.pop(0)
        return sum(self.rows) / len(self.rows)


def clip(values, low={low}, high={high}):
    """Returns the values between two bounds."""
    return [min(max(value, low), high) for value in values]
'''
PARAMETERS = "epochs = {number}\nrate = {low}\nseason = '{column}'\n"
FIRST = '''\
# Made up here, so that the notebook needs no file.
generator = np.random.default_rng({number})
{table}_0 = pd.DataFrame({{
    "{column}": generator.normal(size={rows}),
    "{other}": generator.uniform({low}, {high}, size={rows}),
    "group": generator.choice(["north", "south", "east"], size={rows}),
}})
{table}_0["target"] = ({table}_0["{column}"] + {table}_0["{other}"] > {low}).astype(int)
trials_0 = [Trial(season, rate, {{"epochs": epochs}})]
{table}_0.head()
'''

BODIES = [
    '''\
# Smooth the readings before anything else looks at them.
window_{i} = {Table}Window(size={number})
{table}_{i} = {table}_{j}.copy()
{table}_{i}["smooth_{i}"] = [window_{i}.push(value) for value in {table}_{i}["{column}"]]
trials_{i} = trials_{j}
print(f"{{season}}: {{len({table}_{i})}} rows, mean {{{table}_{i}['smooth_{i}'].mean():.3f}}")
''',
    '''\
class {Table}Scaler{i}:
    """Scales one column, and remembers how."""

    def __init__(self, column, factor={low}):
        self.column = column
        self.factor = factor
        self.center = None

    def fit(self, frame):
        self.center = frame[self.column].mean()
        self.spread = frame[self.column].std()
        return self

    def transform(self, frame):
        result = frame.copy()
        result[self.column] = (result[self.column] - self.center) / (self.spread or 1.0) * self.factor
        return result

    def fit_transform(self, frame):
        return self.fit(frame).transform(frame)


scaler_{i} = {Table}Scaler{i}("{other}", factor={high})
{table}_{i} = scaler_{i}.fit_transform({table}_{j})
trials_{i} = trials_{j} + [Trial("scaled {i}", {low}, {{"column": scaler_{i}.column}})]
''',
    '''\
features_{i} = {table}_{j}[["{column}", "{other}"]]
X_train_{i}, X_test_{i}, y_train_{i}, y_test_{i} = train_test_split(
    features_{i}, {table}_{j}["target"], test_size={low}, random_state={number}
)
model_{i} = make_pipeline(StandardScaler(), LogisticRegression(max_iter={rows}, C={high}))
model_{i}.fit(X_train_{i}, y_train_{i})
predicted_{i} = model_{i}.predict(X_test_{i})
score_{i} = float(accuracy_score(y_test_{i}, predicted_{i}))
trials_{i} = trials_{j} + [Trial("logistic {i}", score_{i}, {{"C": {high}}})]
{table}_{i} = {table}_{j}
print(f"accuracy {{score_{i}:.3f}}, f1 {{f1_score(y_test_{i}, predicted_{i}):.3f}}")
''',
    '''\
fig_{i}, ax_{i} = plt.subplots(figsize=({number}, 4))
ax_{i}.hist({table}_{j}["{column}"], bins={number}, alpha={low}, label="{column}")
ax_{i}.scatter({table}_{j}["{column}"], {table}_{j}["{other}"], s=4)
ax_{i}.set_title("{column} and {other}")
ax_{i}.legend()
plt.tight_layout()
plt.show()
{table}_{i} = {table}_{j}[{table}_{j}["{column}"].abs() < {high}].reset_index(drop=True)
trials_{i} = list(trials_{j})
''',
    '''\
def summarise_{i}(frame, column="{column}", weight={low}):
    """Returns the weighted statistics of each group."""
    groups = frame.groupby("group")[column]
    result = groups.agg(["mean", "std", "count"])
    result["weighted"] = result["mean"] * weight
    for name, rows in groups:
        if rows.max() > {high}:
            result.loc[name, "weighted"] = np.nan
        elif len(rows) < {number}:
            continue
    return result.fillna(0.0).sort_values("weighted")


summary_{i} = summarise_{i}({table}_{j})
{table}_{i} = {table}_{j}.merge(summary_{i}[["weighted"]], left_on="group", right_index=True, suffixes=("", "_{i}"))
trials_{i} = trials_{j}
display(summary_{i})
''',
    '''\
class {Table}Search{i}:
    def __init__(self, depths, trials):
        self.depths = depths
        self.trials = list(trials)
        self.best = None

    def run(self, frame):
        columns = ["{column}", "{other}"]
        for depth in self.depths:
            forest = RandomForestClassifier(n_estimators={number}, max_depth=depth, random_state={number})
            forest.fit(frame[columns], frame["target"])
            trial = Trial(f"forest {{depth}}", forest.score(frame[columns], frame["target"]), {{"depth": depth}})
            self.trials.append(trial)
            if trial.better_than(self.best):
                self.best = trial
        return self.trials


search_{i} = {Table}Search{i}(range(2, {number}), trials_{j})
trials_{i} = search_{i}.run({table}_{j})
{table}_{i} = {table}_{j}.assign(depth=search_{i}.best.settings["depth"])
''',
    '''\
{table}_{i} = {table}_{j}.copy()
{table}_{i}["square"] = np.square({table}_{i}["{column}"])
{table}_{i}["ratio_{i}"] = clip({table}_{i}["square"] / ({table}_{i}["{other}"].abs() + {low}))
{table}_{i} = {table}_{i}.dropna().drop_duplicates(subset=["{column}"])
for epoch in range(epochs):
    spread_{i} = {table}_{i}["square"].std() / (epoch + 1)
    if spread_{i} < 1e-6:
        break
trials_{i} = trials_{j}
''',
    '''\
best_{i} = None
for trial in trials_{j}:
    if trial.better_than(best_{i}):
        best_{i} = trial
report_{i} = {{"name": best_{i}.name, "score": round(best_{i}.score, 3), "rows": len({table}_{j})}}
path_{i} = os.path.join("/tmp", f"{table}_{i}_{{season}}.json")
with open(path_{i}, "w") as file:
    json.dump(report_{i}, file, indent=2)
trials_{i} = sorted(trials_{j}, key=lambda trial: trial.score)[-{number}:]
{table}_{i} = {table}_{j}
report_{i}
''',
]
TABLES = ["sales", "sensor", "housing", "flights", "patients", "energy", "orders", "weather", "traffic", "yields"]
COLUMNS = ["price", "volume", "reading", "delay", "pressure", "income", "speed", "load", "rainfall", "age", "mass"]
PROSE = "## Experiment {i}\n\nWhat becomes of the *{table}* so far: {column} beside {other}.\n"


def _cell(source, *tags, output=""):
    metadata = {"tags": list(tags)} if tags else {}
    outputs = [{"name": "stdout", "output_type": "stream", "text": [output]}] if output else []
    lines = source.splitlines(keepends=True)
    return {"cell_type": "code", "execution_count": 1, "metadata": metadata, "outputs": outputs, "source": lines}


def _words(generator):
    column, other = generator.sample(COLUMNS, 2)
    numbers = {"number": generator.randint(3, 40), "rows": generator.randint(100, 999)}
    numbers |= {"low": generator.randint(1, 99) / 100, "high": generator.randint(100, 999) / 100}
    return numbers | {"column": column, "other": other}


def notebook(number, cells, tagged, seed=20):
    """Returns the notebook of a number: the same in every run, and another one than that of any other number."""
    generator = random.Random(seed * 1_000_003 + number)
    table = f"{generator.choice(TABLES)}{number}"
    names = {"table": table, "Table": table.capitalize()}

    def fill(template, **more):
        return template.format(**names, **_words(generator), **more)

    def tags(*values):
        return values if tagged else ()

    functions = fill(FUNCTIONS)
    result = [_cell(IMPORTS, *tags("imports")), _cell(functions, *tags("functions"))]
    result.append(_cell(fill(PARAMETERS), *tags("pipeline-parameters")))
    result.append(_cell(fill(FIRST), *tags("step:load")))
    step, index = "load", 0
    while len(result) < cells:
        # Every sixth cell is prose, and every fifth goes on with the step before it.
        if len(result) % 6 == 5:
            text = fill(PROSE, i=index + 1).splitlines(keepends=True)
            result.append({"cell_type": "markdown", "metadata": {}, "source": text})
            continue
        index += 1
        source = fill(generator.choice(BODIES), i=index, j=index - 1)
        output = "".join(f"{generator.random():.6f} " for _ in range(generator.randint(2, 8))) + "\n"
        if len(result) % 5 == 4:
            result.append(_cell(source, output=output))
            continue
        former, step = step, f"experiment_{index}"
        result.append(_cell(source, *tags(f"step:{step}", f"prev:{former}"), output=output))
    # One notebook in ten has a mistake, as it may be.
    if generator.random() < 0.1:
        result[-1] = _cell(f"print({table}_O)\n", *tags("step:print", f"prev:{step}"))
    metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python", "version": "3.11.7"},
    }
    if tagged:
        metadata["kubeflow_notebook"] = {"experiment_name": "benchmarks", "pipeline_name": f"benchmark-{number}"}
    return {"cells": result, "metadata": metadata, "nbformat": 4, "nbformat_minor": 4}


def version(number, cells):
    """A version of one pipeline: another of its cells is changed in each."""
    content = notebook(0, cells, True)
    code = [cell for cell in content["cells"] if cell["cell_type"] == "code"]
    code[number % len(code)]["source"] += [f"\n# version {number}"]
    return content


def write_notebooks(folder, notebooks, make):
    """Writes notebooks, made of their numbers, into a folder, a hundred into each of its folders."""
    for number in range(notebooks):
        path = folder / f"{number // 100:02}" / f"notebook_{number:04}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(make(number), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
