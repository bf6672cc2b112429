"""Compares notebooks, run from top to bottom, with their pipelines as kale-lsp compiles them: every print, and every
variable after each step.

usage: truth.py --kale-lsp BINARY [--local] [--json FILE] FOLDER [NOTEBOOK...]
       truth.py --kale-lsp BINARY --generated COUNT [--seed FIRST] FOLDER

The folder is copied; nothing is written to it. With `--generated`, notebooks of the generator of pipeline_runs.py are
written to the folder first. Needs jupyter_client and ipykernel for the notebooks.
"""

import argparse
import difflib
import json
import pathlib
import queue
import re
import shutil
import subprocess
import sys
import tempfile
import traceback

import local_runs
from compiled import CompiledPipeline

HERE = pathlib.Path(__file__).resolve().parent
# What is printed around a step's output. The local runner shows no control characters.
BEGIN, END = "<<the step begins>>", "<<the step ends>>"


def snapshot_cell(path):
    # A step that mentions `globals` loads more than it needs.
    return (f"import sys as _s; _s.path.append({str(HERE)!r}); import snapshot as _snapshot; "
            f"_s.path.pop(); _snapshot.take({str(path)!r})\ndel _s, _snapshot")


def source_of(cell):
    return cell["source"] if isinstance(cell["source"], str) else "".join(cell["source"])


def run_notebook(cells, folder, scratch):
    """The output and the variables after each code cell, by index; and the error that ended the run."""
    from jupyter_client.manager import start_new_kernel

    manager, client = start_new_kernel(kernel_name="python3", cwd=str(folder), stderr=subprocess.DEVNULL)
    results, error = {}, None
    try:
        for index, cell in cells:
            output, failure = execute(client, source_of(cell), store_history=True)
            if failure:
                error = (index, failure)
                break
            path = scratch / f"notebook-{index}.json"
            execute(client, snapshot_cell(path))
            results[index] = output, json.loads(path.read_text())
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    return results, error


def execute(client, source, store_history=False):
    """What a cell prints and displays, and its error."""
    request = client.execute(source, store_history=store_history)
    output, failure = [], None
    while True:
        try:
            message = client.get_iopub_msg(timeout=600)
        except queue.Empty:
            raise SystemExit("the kernel does not answer") from None
        if message["parent_header"].get("msg_id") != request:
            continue
        kind, content = message["msg_type"], message["content"]
        if kind == "stream" and content["name"] == "stdout":
            output.append(content["text"])
        elif kind in ("execute_result", "display_data"):
            output.append(content["data"].get("text/plain", "") + "\n")
        elif kind == "error":
            failure = f"{content['ename']}: {content['evalue']}"
        elif kind == "status" and content["execution_state"] == "idle":
            return "".join(output), failure


def graph_of(binary, notebook):
    result = subprocess.run([binary, "graph", str(notebook), "--output-format", "json"], capture_output=True, text=True)
    return json.loads(result.stdout)


def run_pipeline(binary, notebook, graph, folder, scratch):
    """The output and variables of each step, and what failed."""
    compiled = scratch / "compiled"
    process = subprocess.run(
        [binary, "compile", "--ignore", "KALE", str(notebook), "--output", str(compiled), "--output-format", "yaml"],
        capture_output=True, text=True,
    )
    if process.returncode:
        return {}, ("compile", process.stdout + process.stderr)
    [spec] = compiled.glob("*.yaml")
    pipeline = CompiledPipeline(spec)
    names = {pipeline.names[step["name"].replace("_", "-") + "-step"]: step["name"]
             for step in sorted(graph["steps"], key=lambda step: step["cells"][0])}
    results = {}
    for task in pipeline.order(list(names)):
        path = scratch / f"{task}.json"
        result = pipeline.run(
            task, scratch / "artifacts", folder, before=[(9997, r'print("\x02")')],
            after=[(9998, r'print("\x03", end="")'), (9999, snapshot_cell(path))])
        if result.status:
            return results, (names[task], result.errors.strip()[-1500:])
        output = result.output.partition("\x02")[2].partition("\x03")[0].lstrip("\n")
        results[names[task]] = output, json.loads(path.read_text()), result.errors
    return results, None


def run_locally(binary, notebook, graph, folder, scratch, runner=None, **options):
    """The same by the local runner of `kale-lsp run`."""
    try:
        spec = local_runs.compiled(binary, notebook, scratch / "compiled")
    except RuntimeError as error:
        return {}, ("compile", str(error))
    runner = runner or local_runs.LocalRunner(scratch)
    # What libraries print to standard error is no output of a cell.
    before = [(9997, f'__import__("os").dup2(__import__("os").open("/dev/null", 1), 2); print({BEGIN!r})')]
    after = [(9998, f'print({END!r}, end="")'), (9999, snapshot_cell(scratch / "STEP.json"))]
    run = runner.run(spec, notebook, before=before, after=after, **options)
    shown = {f"{step['name'].replace('_', '-')}-step": step["name"] for step in graph["steps"]}
    names = {task["componentRef"]["name"].partition("-")[2]: shown[task["taskInfo"]["name"]]
             for task in spec["root"]["dag"]["tasks"].values()}
    results = {}
    for task, state in run.states.items():
        if state == "failed":
            return results, (task, str(run.error) + run.errors)
        if state == "done":
            output = run.output(task).partition(BEGIN)[2].partition(END)[0].lstrip("\n")
            results[names[task]] = output, json.loads((scratch / f"{names[task]}.json").read_text()), ""
    return results, None if results else ("run", str(run.error) + run.errors)


def compare(path, binary, root, run_pipeline=run_pipeline):
    document = json.loads(path.read_text())
    cells = [(i, cell) for i, cell in enumerate(document["cells"]) if cell["cell_type"] == "code"]
    graph = graph_of(binary, path)
    if not graph.get("steps"):
        return "no steps", "kale-lsp finds no step"
    outcome, detail = "equal", ""
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        expected, error = run_notebook(cells, copy_of(root, scratch), scratch)
        if error:
            outcome, detail = "notebook fails", f"cell {error[0] + 1}: {error[1]}"
        folder = copy_of(root, scratch)
        shutil.copy(path, folder)
        found, failure = run_pipeline(binary, folder / path.name, graph, folder, scratch)
        if failure:
            return ("both fail" if error else "fails"), f"{detail} step {failure[0]}: {failure[1]}"
        differences = []
        warned = "".join(errors for *_, errors in found.values())
        for step in graph["steps"]:
            ours = [index for index in step["cells"] if index in dict(cells)]
            if not all(index in expected for index in ours):
                continue
            printed = normal("".join(expected[index][0] for index in ours))
            output, variables, _ = found[step["name"]]
            if printed != normal(output):
                differences.append(f"step {step['name']} prints\n" + "\n".join(
                    difflib.unified_diff(printed.splitlines(), normal(output).splitlines(), "notebook", "pipeline", "", "", 0)))
            theirs = expected[ours[-1]][1]
            sources = "".join(source_of(document["cells"][index]) for index in ours)
            for name in sorted(theirs):
                if is_of_another_branch(name, step, graph, sources, expected, document):
                    continue
                if name in variables and variables[name] != theirs[name]:
                    differences.append(f"step {step['name']}, `{name}`: notebook {str(theirs[name])[:300]}, "
                                       f"pipeline {str(variables[name])[:300]}")
        if differences:
            said = " [warned]" if "ran in parallel" in warned else ""
            outcome, detail = "other values" + said, "\n".join(differences)
    return outcome, detail


def is_of_another_branch(name, step, graph, sources, expected, document):
    """Whether a step does not mention a variable that an earlier one changed which it does not run after.

    By its tags the step starts from the state of another branch, and nothing in it tells the difference.
    """
    if re.search(rf"\b{re.escape(name)}\b", sources):
        return False
    before, steps = set(), {other["name"]: other for other in graph["steps"]}
    waiting = list(step["previous"])
    while waiting:
        other = waiting.pop()
        if other not in before:
            before.add(other)
            waiting += steps[other]["previous"]
    return any(
        re.search(rf"\b{re.escape(name)}\b", source_of(document["cells"][index]))
        for other in graph["steps"] if other["name"] not in before and other["cells"][0] < step["cells"][0]
        for index in other["cells"] if index in expected)


def generate(folder, seeds):
    """Writes generated notebooks, with the values of the notebook's parameters; returns their paths."""
    sys.path.append(str(HERE.parent / "Differential"))
    import runnable_pipelines

    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for seed in seeds:
        paths.append(folder / f"generated-{seed}.ipynb")
        runnable_pipelines.generated(seed).notebook.write(paths[-1])
    return paths


def copy_of(root, scratch):
    """A new copy of the folder, in the same place for both runs."""
    folder = scratch / "notebooks"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(root, folder, ignore=shutil.ignore_patterns("*.ipynb", ".kale"))
    for path in [folder, *folder.rglob("*")]:
        path.chmod(path.stat().st_mode | 0o200)
    return folder


def normal(text):
    text = re.sub(r"0x[0-9a-f]+", "0x", text).replace("\r\n", "\n")
    text = re.sub(r"(?m)^(CPU times|Wall time|Compiler time).*\n?", "", text)
    return text.strip()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--kale-lsp", required=True)
    parser.add_argument("--json")
    parser.add_argument("--local", action="store_true", help="run pipelines by the local runner")
    parser.add_argument("--generated", type=int, default=0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("notebooks", nargs="*")
    options = parser.parse_args()
    generate(options.folder, range(options.seed, options.seed + options.generated))
    notebooks = sorted(path for path in options.folder.glob("*.ipynb")
                       if not options.notebooks or any(path.name.startswith(name) for name in options.notebooks))
    counts, rows = {}, []
    for path in notebooks:
        try:
            outcome, detail = compare(path, options.kale_lsp, options.folder,
                                      run_locally if options.local else run_pipeline)
        except Exception:
            outcome, detail = "driver failed", traceback.format_exc()
        counts[outcome] = counts.get(outcome, 0) + 1
        rows.append({"notebook": path.name, "outcome": outcome, "detail": detail})
        print(f"{path.name}: {outcome}", flush=True)
        if detail:
            print("    " + detail.replace("\n", "\n    "), flush=True)
    print(", ".join(f"{count} {outcome}" for outcome, count in sorted(counts.items())), f"of {len(notebooks)}")
    if options.json:
        pathlib.Path(options.json).write_text("".join(json.dumps(row) + "\n" for row in rows))


if __name__ == "__main__":
    main()
