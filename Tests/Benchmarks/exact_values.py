"""Times saving and loading large values: the exact runtime, `kale.marshal` and joblib.

usage: exact_values.py [--megabytes 1024] [--folder FOLDER] [--only NAME]

Needs numpy, pandas and joblib, and kubeflow-kale for `kale.marshal`. Each measurement is a process of its own. `load` is
the time until the value can be used, `and read` until each of its bytes was read once. Memory is the peak beyond that
of the imports, as a multiple of the value. The page cache is dropped before loading if the system allows it.
"""

import argparse
import json
import pathlib
import resource
import shutil
import subprocess
import sys
import tempfile
import time

RUNTIME = pathlib.Path(__file__).resolve().parents[2] / "Sources" / "PipelineCompiler" / "Runtime"


def make(kind, megabytes):
    import numpy as np
    import pandas as pd

    rows = megabytes * 131072 // 8
    if kind == "array":
        return np.random.default_rng(1).random(megabytes * 131072)
    if kind == "table":
        return pd.DataFrame(np.random.default_rng(1).random((8, rows)).T, columns=list("abcdefgh"), copy=False)
    return pd.DataFrame({"a": np.arange(rows // 8), "s": ["text %d" % (i % 1000) for i in range(rows // 8)]})


def total(value):
    return float(value.sum()) if hasattr(value, "dtype") else float(value.select_dtypes("number").sum().sum())


class Exact:
    def __init__(self, folder):
        sys.path.insert(0, str(RUNTIME))
        import types

        import kale_lsp_runtime

        self.runtime, self.folder = kale_lsp_runtime, folder
        self.module = types.ModuleType("__main__")

    def save(self, value):
        saver = self.runtime.Saver(self.module, {}, self.folder, {})
        dump = saver.dump([value])
        assert not self.runtime.shared_segments([dump])
        with open(f"{self.folder}/{'0' * 32}.bin", "wb") as file:
            record = self.runtime.write_dump(file, dump)
        record["file"] = f"{'0' * 32}.bin"
        pathlib.Path(self.folder, "record.json").write_text(json.dumps(record))

    def load(self):
        blobs = self.runtime.Blobs()
        blobs.add(self.folder, {"x": json.loads(pathlib.Path(self.folder, "record.json").read_text())})
        return blobs.load("x", None)[0]


class Kale:
    def __init__(self, folder):
        from kale import marshal

        self.marshal = marshal
        marshal.set_data_dir(folder)

    def save(self, value):
        self.marshal.save(value, "value")

    def load(self):
        return self.marshal.load("value")


class Joblib:
    def __init__(self, folder):
        import joblib

        self.joblib, self.path = joblib, f"{folder}/value.joblib"

    def save(self, value):
        self.joblib.dump(value, self.path)

    def load(self):
        return self.joblib.load(self.path)


WAYS = {"exact": Exact, "kale.marshal": Kale, "joblib": Joblib}


def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def child(way, action, kind, megabytes, folder):
    import numpy  # noqa: F401
    import pandas  # noqa: F401

    store = WAYS[way](folder)
    result = {}
    if action == "save":
        value = make(kind, megabytes)
        before = peak()
        begin = time.perf_counter()
        store.save(value)
        result["seconds"] = time.perf_counter() - begin
        subprocess.run(["sync", folder])
        result["synced"] = time.perf_counter() - begin
        result["memory"] = 1 + (peak() - before) / megabytes  # beside the value itself
        result["total"] = total(value)
    else:
        before = peak()
        begin = time.perf_counter()
        value = store.load()
        result["seconds"] = time.perf_counter() - begin
        loaded = peak()
        result["total"] = total(value)
        result["read"] = time.perf_counter() - begin
        result["memory"] = (loaded - before) / megabytes
        result["memory_read"] = (peak() - before) / megabytes
    print(json.dumps(result))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--megabytes", type=int, default=1024)
    parser.add_argument("--folder")
    parser.add_argument("--only", choices=WAYS)
    parser.add_argument("--child", nargs=4)
    options = parser.parse_args()
    if options.child:
        return child(*options.child[:3], options.megabytes, options.child[3])
    print(f"{'':22}{'way':14}{'save':>8}{'on disk':>9}{'memory':>8}{'load':>9}{'and read':>10}{'memory':>8}{'read':>7}")
    for kind in ("table", "array", "text table"):
        for way in [options.only] if options.only else WAYS:
            folder = tempfile.mkdtemp(dir=options.folder)
            run = [sys.executable, __file__, "--megabytes", str(options.megabytes), "--child", way]
            try:
                results = []
                for action in ("save", "load"):
                    drop_caches()
                    done = subprocess.run([*run, action, kind, folder], capture_output=True, text=True)
                    if done.returncode:
                        raise RuntimeError(done.stderr.strip().splitlines()[-1])
                    results.append(json.loads(done.stdout.splitlines()[-1]))
                saved, loaded = results
                assert abs(saved["total"] - loaded["total"]) <= 1e-9 * abs(saved["total"]), "other values"
                print(f"{kind:22}{way:14}{saved['seconds']:7.2f}s{saved['synced']:8.2f}s{saved['memory']:7.2f}x"
                      f"{loaded['seconds']:8.3f}s{loaded['read']:9.2f}s{loaded['memory']:7.2f}x{loaded['memory_read']:6.2f}x",
                      flush=True)
            except RuntimeError as error:
                print(f"{kind:22}{way:14}{error}", flush=True)
            finally:
                shutil.rmtree(folder)


def drop_caches():
    try:
        subprocess.run(["sync"])
        pathlib.Path("/proc/sys/vm/drop_caches").write_text("3")
    except OSError:
        pass


if __name__ == "__main__":
    main()
