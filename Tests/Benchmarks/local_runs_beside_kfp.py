"""Measures runs of a 5-step notebook by the embedded engine beside `kfp.local`, in turns.

usage: local_runs_beside_kfp.py --kale-lsp BINARY --python PYTHON [--turns COUNT]

The Python needs kfp, pandas, scikit-learn, dill and ipython. A turn runs, each once: all steps by kfp.local, all steps by
the embedded engine with an empty cache, the pipeline after one cell has changed from a terminal and in a server that has run
it before, and the unchanged pipeline. Prints the medians, and how many times faster than kfp.local each is.
"""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "Runtime"))
import serving

CELLS = [
    ("imports", "import numpy as np\nimport pandas as pd\nfrom sklearn.ensemble import RandomForestClassifier\n"
                "from sklearn.metrics import accuracy_score\nfrom sklearn.model_selection import train_test_split"),
    ("pipeline-parameters", "trees = 20"),
    ("step:load", "rng = np.random.default_rng(0)\n"
                  "df = pd.DataFrame({'a': rng.normal(size=2000), 'b': rng.normal(size=2000)})\n"
                  "df['y'] = (df.a + df.b > 0).astype(int)"),
    ("step:clean prev:load", "clean = df.dropna()"),
    ("step:features prev:clean", "clean['c'] = clean.a * clean.b\nX_train, X_test, y_train, y_test = train_test_split("
                                 "clean[['a', 'b', 'c']], clean.y, random_state=0)"),
    ("step:train prev:features", "model = RandomForestClassifier(n_estimators=trees, random_state=0)\n"
                                 "model.fit(X_train, y_train)\nprint('turn {turn}')"),
    ("step:evaluate prev:train", "accuracy = float(accuracy_score(y_test, model.predict(X_test)))"),
    ("pipeline-metrics", "print(accuracy)"),
]


def notebook(turn):
    cells = [{
        "cell_type": "code", "metadata": {"tags": tags.split()}, "source": source.replace("{turn}", turn), "outputs": [],
        "execution_count": None} for tags, source in CELLS]
    metadata = {"kubeflow_notebook": {"pipeline_name": "p", "experiment_name": "e"}}
    return json.dumps({"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 4})


class Turns:
    def __init__(self, binary, python, folder):
        self.binary, self.folder = binary, folder
        self.path = folder / "notebook.ipynb"
        self.path.write_text(notebook("0"))
        self.environment = {
            "KALE_LSP_PYTHON": python, "XDG_CACHE_HOME": str(folder / "cache"), "XDG_DATA_HOME": str(folder / "data")}
        self.times = {}

    def note(self, name, begin):
        self.times.setdefault(name, []).append(time.monotonic() - begin)

    def run(self, name, *options, **environment):
        begin = time.monotonic()
        subprocess.run(
            [self.binary, "run", str(self.path), *options], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env={**os.environ, **self.environment, **environment})
        self.note(name, begin)

    def turn(self, number, server):
        self.run("kfp.local", "--engine", "kfp")
        self.run("all steps", XDG_CACHE_HOME=str(self.folder / f"cache-{number}"))
        self.path.write_text(notebook(f"{number} in a terminal"))
        self.run("one cell changed")
        self.run("nothing changed")
        server.change(notebook(f"{number} in a server"))
        begin = time.monotonic()
        assert server.run()["succeeded"]
        self.note("one cell changed, in a server", begin)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--kale-lsp", required=True)
    parser.add_argument("--python", required=True)
    parser.add_argument("--turns", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        turns = Turns(options.kale_lsp, options.python, pathlib.Path(folder))
        server = serving.Server(options.kale_lsp, turns.path, **turns.environment)
        server.run()
        for number in range(options.turns):
            turns.turn(number, server)
        server.end()
    slow = statistics.median(turns.times["kfp.local"])
    for name, times in turns.times.items():
        fast = statistics.median(times)
        print(f"{name:30} {fast:7.2f} s   {slow / fast:5.1f} times as fast")


if __name__ == "__main__":
    main()
