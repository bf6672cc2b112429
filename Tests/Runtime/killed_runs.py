"""Kills runs of the local runner at random moments, by themselves and in a language server, and checks that nothing wrong is
left of them.

usage: killed_runs.py --kale-lsp BINARY [--runs COUNT] [--seed SEED]

After each run: no process of it is left, and every entry of the cache is whole. After every tenth: the next run gives the
right values.
"""

import argparse
import os
import pathlib
import random
import signal
import sys
import tempfile
import time

import local_runs
import serving
import test_local_runs

CELLS = [
    "imports\nimport random",
    "step:load\nrows = list(range({size}))",
    "step:left prev:load\nleft = [row * 2 for row in rows]",
    "step:right prev:load\nimport subprocess, sys\nright = sum(rows)\n"
    "print(subprocess.run([sys.executable, '-c', 'print(6 * 7)'], capture_output=True, text=True).stdout)",
    "step:join prev:left prev:right\nprint('sum', sum(left) + right)",
]


def kill(process, scratch, chance):
    """Kills the runner, a process that it has started, or the connection to kale-lsp."""
    target = chance.choice(["runner", "step", "server", "stop"])
    if target == "step":
        others = [pid for pid in test_local_runs.descendants_of_a_run(scratch) if pid != process.pid]
        if others:
            try:
                os.kill(chance.choice(others), signal.SIGKILL)
            except OSError:
                pass
    elif target == "server":
        process.stdin.close()
        process.stdout.close()
    else:
        process.send_signal(signal.SIGKILL if target == "runner" else signal.SIGTERM)
    return target


def kill_in_server(binary, notebook, chance):
    """Has a server run the pipeline, once or several times in the same process, and kills it or what it has started."""
    target = chance.choice(["server", "program", "step", "stop", "exit"])
    server = serving.Server(
        binary, notebook.path, KALE_LSP_PYTHON=sys.executable, XDG_CACHE_HOME=str(notebook.scratch / "xdg"),
        XDG_DATA_HOME=str(notebook.scratch / "xdg"))
    for _ in range(chance.choice([0, 0, 1, 2])):
        server.run(step="right")
    number = server.begin_run(step="right")
    time.sleep(chance.uniform(0, 1.2))
    below = list(serving.processes_below(server.process.pid))
    if target == "server":
        server.process.kill()
    elif target == "exit":
        server.process.stdin.close()
    elif target == "stop":
        server.tell("$/cancelRequest", {"id": number})
    elif below:
        try:
            os.kill(below[0] if target == "program" else chance.choice(below), signal.SIGKILL)
        except OSError:
            pass
    if target in ("stop", "program", "step"):
        try:
            server.answer(number)
        except RuntimeError:
            pass  # the run was stopped, or its program killed
        # The next run of the same server is right.
        if not server.run(step="right")["succeeded"]:
            target += ", and the next run failed"
        server.process.kill()
    server.process.stdout.read()
    server.process.wait()
    if not server.process.stdin.closed:
        try:
            server.process.stdin.close()
        except BrokenPipeError:
            pass
    server.process.stdout.close()
    return f"in a server, {target}"


def end(process):
    for stream in (process.stdout, process.stderr, process.stdin):
        if not stream.closed:
            stream.read() if stream is not process.stdin else stream.close()
    process.wait()
    for stream in (process.stdout, process.stderr):
        stream.close()


def wait_until_gone(scratch):
    deadline = time.monotonic() + 20
    while found := test_local_runs.descendants_of_a_run(scratch):
        if time.monotonic() > deadline:
            return found
        time.sleep(0.01)
    return []


def wrong_entries(runner):
    """Entries of the cache that a run would use although they are not what a step left."""
    results = local_runs.package(runner.folder).results
    cache = results.Results(str(runner.cache), str(runner.key), 1 << 40)
    wrong = []
    for folder in runner.cache.glob("entries/*/*"):
        entry = cache._read(str(folder))
        if entry is None or not all(entry.is_whole(output) for output in entry.manifest["outputs"]):
            wrong.append(folder)
    cache.close()
    return wrong


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--kale-lsp", required=True)
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    test_local_runs.KALE_LSP = options.kale_lsp
    with tempfile.TemporaryDirectory() as folder:
        failures = check(pathlib.Path(folder), options.runs, random.Random(options.seed))
    print(*failures, sep="\n")
    sys.exit(f"{len(failures)} failures" if failures else None)


def check(folder, runs, chance):
    """What went wrong in a number of runs."""
    os.environ["KALE_TEST_RUN"] = str(folder)
    notebook = test_local_runs.Notebook(folder, CELLS)
    runner = notebook.runner
    # Where a server keeps them.
    runner.cache, runner.key = folder / "xdg" / "kale-lsp" / "runs", folder / "xdg" / "kale-lsp" / "cache-key"
    specs = {}
    failures = []
    for number in range(runs):
        size = chance.choice([5, 6, 7])
        if size not in specs:
            notebook.cells = [cell.replace("{size}", str(size)) for cell in CELLS]
            specs[size] = notebook.spec
        cache = {"cache_limit": chance.choice([None, 100_000])}
        if number % 10 == 9:
            run = notebook.runner.run(specs[size], notebook.path, **cache)
            expected = f"sum {3 * sum(range(size))}\n"
            if "failed" in run.states.values() or run.states["join-step"] == "done" and run.output("join-step") != expected:
                failures.append(f"run {number}: {run.events} {run.errors}")
        elif number % 3 == 1:
            notebook.cells = [cell.replace("{size}", str(size)) for cell in CELLS]
            notebook.write()
            target = kill_in_server(test_local_runs.KALE_LSP, notebook, chance)
            if (left := wait_until_gone(folder)) or "failed" in target:
                failures.append(f"run {number}: {target} killed, left: {left}")
        else:
            process, _ = notebook.runner.start(specs[size], notebook.path, anew=["right-step"], **cache)
            time.sleep(chance.uniform(0, 1.2))
            target = kill(process, folder, chance)
            end(process)
            if left := wait_until_gone(folder):
                failures.append(f"run {number}: {target} killed, left: {left}")
        failures += [f"run {number}: wrong entry {entry}" for entry in wrong_entries(notebook.runner)]
        if number % 50 == 49:
            print(f"{number + 1} runs, {len(failures)} failures", *failures, sep="\n", flush=True)
    if list((notebook.runner.cache / "staging").iterdir()):
        failures.append("something is left in staging")
    return failures


if __name__ == "__main__":
    main()
