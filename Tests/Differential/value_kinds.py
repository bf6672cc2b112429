#!/usr/bin/env python3
"""What becomes of values in Kale's next step, and of what that does with them, beside what kale-lsp says of it.

    python value_kinds.py        # prints the rows of which kale-lsp says something else than what happens

A row is a value and what the next step does with it, as `value`: that fails, or gives something else, or it does not.
Values of packages that are not installed are left out.
"""

import json
import pathlib
import subprocess
import sys
import tempfile

import __main__
from kale import marshal

from comparison import KALE_LSP
from marshalled_values import ends_well, is_installed
from notebooks import Cell, Notebook

RULES = {"unmarshallable-output", "plain-array", "unloadable-value", "class-identity"}
IMPORTS = {
    "numpy": "import numpy as np",
    "pandas": "import pandas as pd",
    "sklearn": "from sklearn.base import BaseEstimator, TransformerMixin\n"
    "from sklearn.linear_model import Ridge\nfrom sklearn.metrics import accuracy_score, make_scorer\n"
    "from sklearn.model_selection import GridSearchCV\n"
    "from sklearn.pipeline import Pipeline, make_pipeline\nfrom sklearn.preprocessing import FunctionTransformer, StandardScaler",
    "scipy": "from scipy import stats",
    "matplotlib": "import matplotlib\nmatplotlib.use('Agg')\nimport matplotlib.pyplot as plt",
    "json": "import dataclasses\nimport decimal\nimport enum\nimport json\nimport statistics",
}
DEFINITIONS = """
class Plain:
    pass
class Child(Plain):
    pass
@dataclasses.dataclass
class Point:
    x: int = 1
class Color(enum.Enum):
    RED = 1
class Holder:
    def __init__(self, color):
        self.color = color
@dataclasses.dataclass
class Colored:
    color: Color = None
class Registry:
    known = []
    def __init__(self):
        Registry.known.append(self)
class Scaler(BaseEstimator, TransformerMixin):
    def fit(self, X, y=None):
        return self
    def transform(self, X):
        return X
def square(X):
    return X ** 2
def average(values):
    return np.mean(values)
def rounded(number):
    return round(number, 2)
frame = pd.DataFrame({"name": ["a", "b"], "price": [1.0, 2.5], "count": [1, 2]})
"""
# What fails, or gives something else: kale-lsp must say so.
BAD = """
frame["price"].mean() ## round(value, 2)
frame["price"].max() ## round(value, 2)
frame["price"].iloc[0] ## round(value, 2)
frame.loc[0, "price"] ## round(value, 2)
frame.price.median() ## round(value)
(frame["price"] * 2).std() ## round(value, 2)
np.mean([1.0, 2.0]) ## round(value, 2)
np.sqrt(2.0) ## round(value, 2)
np.array([1.5, 2.5])[0] ## round(value)
np.array([1.5, 2.5]).sum() ## round(value)
np.float64(1.5) ## json.dumps(value)
np.mean([1.0, 2.0]) ## json.dumps({"mean": value})
np.mean([1.0, 2.0]) ## json.dumps([1, value])
np.mean([1.0, 2.0]) ## isinstance(value, float)
np.mean([1.0, 2.0]) ## hash(value)
np.mean([1.0, 2.0]) ## value.is_integer()
np.mean([1.0, 2.0]) ## decimal.Decimal(value)
np.mean([1.0, 2.0]) ## statistics.mean([value, 1.0])
np.argmax([1, 2]) ## {value: 1}[1] if hash(value) else 0
average([1.0, 2.0]) ## round(value, 2)
np.mean([1.0, 2.0]) ## rounded(value)
stats.ttest_ind([1.0, 2.0, 3.0], [2.0, 3.0, 5.0]).pvalue ## round(value, 3)
stats.pearsonr([1.0, 2.0, 3.0], [2.0, 3.0, 5.0])[0] ## round(value, 3)
np.array(["a", "b"])[0] ## value.upper()
np.random.default_rng(0).choice(["a", "b"]) ## value.upper()
np.random.default_rng(0).integers(1, 3) ## round(value)
np.sum([1, 1]) ## frame.head(value)
max([np.mean([1.0]), np.mean([2.0])]) ## round(value)
frame.mean(numeric_only=True)["price"] ## round(value, 2)
frame.groupby("name")["price"].mean()["a"] ## round(value, 2)
frame[["price", "count"]].corr().loc["price", "count"] ## round(value, 2)
np.poly1d([1, 2]) ## value(1)
np.matrix([[1, 2], [3, 4]]) ## (value * value).tolist()
np.tanh ## value(0.5)
np.linalg.norm ## value([3, 4])
np.array([1, "a"], dtype=object) ## len(value)
np.array([Plain()]) ## len(value)
frame.values ## len(value)
frame.to_numpy() ## len(value)
plt.subplots(1, 2)[1] ## len(value)
plt.subplots(2, 2)[1] ## len(value)
Color.RED ## value.name
[Color.RED] ## len(value)
{"color": Color.RED} ## len(value)
list(Color) ## len(value)
Holder(Color.RED) ## value.color.name
Colored() ## value.color
Registry() ## bool(value)
pd.Series([Plain()]) ## len(value)
pd.DataFrame({"a": [Plain()]}) ## len(value)
frame["count"].map(lambda number: Point(number)) ## len(value)
FunctionTransformer(square) ## bool(value)
FunctionTransformer(lambda X: X) ## bool(value)
make_pipeline(FunctionTransformer(square), Ridge()) ## bool(value)
Pipeline([("scale", Scaler()), ("fit", Ridge())]) ## len(value)
GridSearchCV(Ridge(), {"alpha": [1]}, scoring=make_scorer(square)) ## bool(value)
Scaler() ## bool(value)
Plain() ## isinstance(value, Plain)
Child() ## isinstance(value, Plain)
Plain() ## type(value) is Plain
[Plain()] ## all(isinstance(part, Plain) for part in value)
Point(1) ## value == Point(1)
"""
# What gives the same: kale-lsp must say nothing.
GOOD = """
frame["price"].mean() ## f"{value:.2f}"
frame["price"].mean() ## str(value)
frame["price"].mean() ## round(float(value), 2)
frame["price"].mean() ## round(value * 100, 2)
frame["price"].mean() ## value > 1 and value * 2
frame["price"].mean() ## np.round(value, 2) + 1
float(frame["price"].mean()) ## round(value, 2)
frame["price"].mean().item() ## json.dumps(value)
round(frame["price"].mean()) ## json.dumps(value)
len(frame) ## round(value)
frame["price"].nunique() ## json.dumps(value)
frame["name"].iloc[0] ## value.upper()
max(frame["price"]) ## round(value, 2)
frame["price"].to_dict()[0] ## round(value, 2)
np.random.default_rng(0).random() ## round(value, 2)
np.array(["a", "b"]) ## len(value)
accuracy_score([1, 0], [1, 1]) ## round(value, 2)
accuracy_score([1, 0], [1, 1]) ## isinstance(value, float)
Ridge().fit([[1], [2]], [1, 2]).score([[1], [2]], [1, 2]) ## round(value, 2)
frame[["price", "count"]].values ## value.tolist()
frame["price"].to_numpy() ## value.tolist()
np.array([1.5, 2.5]) ## value.round(1).tolist()
np.arange(3) ## isinstance(value, np.ndarray)
{"mean": np.mean([1.0, 2.0])} ## round(value["mean"], 2)
[np.mean([1.0, 2.0])] ## round(value[0], 2)
{"f": np.tanh} ## value["f"](0.5)
{"poly": np.poly1d([1, 2])} ## value["poly"](1)
plt.subplots()[1] ## bool(value)
plt.subplots(1, 1)[1] ## bool(value)
plt.subplots(1, 2)[1].tolist() ## len(value)
Color.RED.value ## value
Color.RED.name ## value
Plain() ## isinstance(value, object)
Plain() ## bool(value)
Point(1) ## value.x
Point(1) ## dataclasses.asdict(value)
[FunctionTransformer(square)] ## len(value)
[Scaler()] ## len(value)
make_pipeline(StandardScaler(), Ridge()) ## len(value)
FunctionTransformer(np.log1p) ## bool(value)
pd.DataFrame([Point(1), Point(2)]) ## len(value)
pd.DataFrame({"a": [1, 2]}) ## len(value)
pd.Series([{"a": 1}]) ## len(value)
square ## value(3)
"""


def rows(text):
    """Pairs of a value and a use."""
    return [tuple(row.split(" ## ")) for row in text.strip().splitlines()]


def is_same(value, use, folder):
    """Whether the use gives in the next step what it gives in the first."""
    folder.mkdir()
    wanted, found = folder / "wanted", folder / "found"

    def save():
        first = vars(__main__)
        exec("\n".join(IMPORTS.values()) + DEFINITIONS + f"\nvalue = {value}", first)
        wanted.write_text(repr(eval(use, first)))
        marshal.save(first["value"], "value")

    def load():
        second = vars(__main__)
        second["value"] = marshal.load("value")
        exec("\n".join(IMPORTS.values()) + DEFINITIONS, second)
        found.write_text(repr(eval(use, second)))

    return ends_well(save, folder) and ends_well(load, folder) and wanted.read_text() == found.read_text()


def told(pairs, folder):
    """For each pair whether kale-lsp says something of it."""
    paths = []
    for number, (value, use) in enumerate(pairs):
        cells = [
            Cell("\n".join(IMPORTS.values()), ["imports"]),
            Cell(DEFINITIONS.strip(), ["functions"]),
            Cell(f"value = {value}", ["step:make"]),
            Cell(f"print({use})", ["step:take", "prev:make"]),
        ]
        paths.append(str(Notebook(cells).write(folder / f"{number}.ipynb")))
    command = [str(KALE_LSP), "check", "--runtime", "kale", "--output-format", "json", *paths]
    process = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True)
    found = {pathlib.Path(finding["path"]).name for finding in json.loads(process.stdout) if finding["name"] in RULES}
    return [f"{number}.ipynb" in found for number in range(len(pairs))]


def misjudged():
    """A sentence for each row of which kale-lsp says something else than what happens."""
    bad, good = rows(BAD), rows(GOOD)
    # So that the forks need not import anything.
    exec("\n".join(IMPORTS.values()), {})
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name).resolve()
        said = told(bad + good, folder)
        for number, (value, use) in enumerate(bad + good):
            is_bad = number < len(bad)
            if is_same(value, use, folder / f"value{number}") == is_bad:
                yield f"{use} of {value} {'gives the same' if is_bad else 'fails or gives something else'}"
            if said[number] != is_bad:
                yield f"kale-lsp says {'nothing' if is_bad else 'something'} of {use} of {value}"


def main():
    if not all(map(is_installed, IMPORTS)):
        return print("NumPy, pandas, scikit-learn, SciPy and matplotlib are needed")
    found = list(misjudged())
    print(*found, sep="\n", end="\n" if found else "")
    print(f"{len(rows(BAD))} uses that differ, {len(rows(GOOD))} that do not: {len(found)} misjudged")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
