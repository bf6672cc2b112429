"""Runs a pipeline spec that kale-lsp compiled, without KFP: a process for each step, as a backend starts one.

Steps run one at a time. Of those that may run next, the one that is last in the notebook does: what a step needs without
saying so is then missing.
"""

import json
import pathlib
import subprocess
import sys

import steps
import yaml

# Executes a step's program with stand-ins for `kfp`, and with cells of the caller's around the step's own.
EXECUTOR = """
import json, os, sys, types

class Artifact:
    def __class_getitem__(cls, _):
        return cls

    def __init__(self, path):
        self.path, self.metadata = path, {}

    def log_metric(self, name, value):
        self.metadata[name] = value

kfp, dsl = types.ModuleType("kfp"), types.ModuleType("kfp.dsl")
kfp.dsl = dsl
for name in ("Artifact", "Dataset", "HTML", "Input", "Metrics", "Model", "Output"):
    setattr(dsl, name, Artifact)
sys.modules.update({"kfp": kfp, "kfp.dsl": dsl})

with open(sys.argv[1]) as file:
    spec = json.load(file)
namespace = {"__name__": "__main__"}
exec(spec["source"], namespace)
runtime = namespace["_kale_runtime"]()
steps_own = runtime.run_step

def run_step(**arguments):
    cells = [*map(tuple, spec["before"]), *arguments.pop("cells"), *map(tuple, spec["after"])]
    steps_own(cells=cells, **arguments)

runtime.run_step = run_step
namespace["_kale_runtime"] = lambda: runtime
os.chdir(spec["folder"])
artifacts = {name: Artifact(path) for name, path in spec["artifacts"].items()}
namespace[spec["function"]](**artifacts, **spec["parameters"])
"""


class Step:
    """What became of a step."""

    def __init__(self, completed):
        self.status = completed.returncode
        self.output = completed.stdout
        self.errors = completed.stderr


class CompiledPipeline:
    """A pipeline spec without pipelines inside it."""

    def __init__(self, path):
        [self.spec, *_] = yaml.safe_load_all(pathlib.Path(path).read_text(encoding="utf-8"))
        self.tasks = self.spec["root"]["dag"]["tasks"]
        # The names that people see are those of the steps; KFP makes others of them for its tasks.
        self.names = {task["taskInfo"]["name"]: name for name, task in self.tasks.items()}

    def order(self, names):
        """The names of tasks in an order that the spec allows, given those names in the order of the notebook."""
        done, waiting = [], [name for name in names if name in self.tasks]
        while waiting:
            ready = [name for name in waiting if set(self.tasks[name].get("dependentTasks", [])) <= set(done)]
            done.append(ready[-1])
            waiting.remove(ready[-1])
        return done

    def run(self, name, artifacts, folder, before=(), after=(), python=sys.executable):
        """Runs a task whose predecessors have run."""
        task = self.tasks[name]
        component = self.spec["components"][task["componentRef"]["name"]]
        container = self.spec["deploymentSpec"]["executors"][component["executorLabel"]]["container"]
        own = pathlib.Path(artifacts) / name
        own.mkdir(parents=True)
        paths = {output: str(own / output) for output in component.get("outputDefinitions", {}).get("artifacts", {})}
        for key, source in task.get("inputs", {}).get("artifacts", {}).items():
            source = source["taskOutputArtifact"]
            paths[key] = str(pathlib.Path(artifacts) / source["producerTask"] / source["outputArtifactKey"])
        spec = {
            "source": container["command"][-1], "function": container["args"][-1], "folder": str(folder),
            "artifacts": paths, "parameters": self.parameters(task), "before": before, "after": after,
        }
        (own / "spec.json").write_text(json.dumps(spec))
        return Step(subprocess.run(
            [steps.executor_python(python), "-c", EXECUTOR, str(own / "spec.json")],
            cwd=own, capture_output=True, text=True,
        ))

    def parameters(self, task):
        """The values of a task's parameters: the defaults of the pipeline's."""
        inputs = self.spec["root"].get("inputDefinitions", {}).get("parameters", {})
        return {
            key: self.value(inputs[source["componentInputParameter"]])
            for key, source in task.get("inputs", {}).get("parameters", {}).items()
        }

    @staticmethod
    def value(definition):
        value = definition["defaultValue"]
        return int(value) if definition["parameterType"] == "NUMBER_INTEGER" else value
