"""The tasks of a pipeline, from KFP's pipeline spec: pipelines inside the pipeline are unfolded.

The messages are those of pipeline_spec.proto, as JSON.
"""

from .events import Impossible

NUMBERS = {"NUMBER_INTEGER": int, "NUMBER_DOUBLE": float}


class Task:
    """A container that runs. `name` is that of its component without `comp-`, by which kale-lsp speaks of it."""

    def __init__(self, name, container, parameters, artifacts, after, siblings, spec):
        self.name = name
        self.container = container
        # Values of its input parameters, by name.
        self.parameters = parameters
        # Where its input artifacts come from: task and output, by name.
        self.artifacts = artifacts
        # The tasks that it runs after.
        self.after = after
        # What is known of the graph that it is a part of: the pipeline, or one inside it.
        self.siblings = siblings
        self.is_cacheable = spec.get("cachingOptions", {}).get("enableCache", False)
        self.retries = int(spec.get("retryPolicy", {}).get("maxRetryCount", 0))

    @property
    def source(self):
        """The program of the component, and the name of the function in it that is called."""
        arguments = self.container.get("args", [])
        return self.container["command"][-1], arguments[arguments.index("--function_to_execute") + 1]

    @property
    def environment(self):
        """The variables of the container except HOME: on this machine, steps have the person's own home folder."""
        variables = {variable["name"]: variable.get("value", "") for variable in self.container.get("env", [])}
        variables.pop("HOME", None)
        return variables


def tasks(spec, arguments):
    """The tasks of a pipeline by name, each behind those that it runs after. `arguments` are its inputs' values."""
    found = {}
    values = parameters_of(spec["root"], arguments)
    unfold(spec, spec["root"]["dag"], values, {}, set(), found)
    return found


def parameters_of(component, given):
    """The values of a component's parameters: those that are given, else the defaults."""
    values = {}
    for name, definition in component.get("inputDefinitions", {}).get("parameters", {}).items():
        if name in given:
            value = given[name]
        elif "defaultValue" in definition:
            value = definition["defaultValue"]
        else:
            raise Impossible(f"Parameter `{name}` has no value. Set it with `--param {name}=VALUE`.")
        # A spec has one kind of number.
        values[name] = NUMBERS.get(definition.get("parameterType"), lambda other: other)(value)
    return values


def unfold(spec, dag, values, inputs, after, found):
    """Adds the tasks of a graph to `found`.

    `inputs` are the graph's input artifacts, and `after` the tasks that all of it runs after. Returns for each task of the
    graph what it consists of and its outputs.
    """
    pending, parts = dict(dag["tasks"]), {}
    while pending:
        ready = [name for name, task in pending.items() if parts.keys() >= set(task.get("dependentTasks", ()))]
        if not ready:
            raise Impossible("The steps of the pipeline wait for each other.")
        for name in ready:
            parts[name] = unfold_task(spec, pending.pop(name), values, inputs, after, parts, found)
    return parts


def unfold_task(spec, task, values, inputs, after, parts, found):
    name = task["componentRef"]["name"]
    component = spec["components"][name]
    sources = task.get("inputs", {})
    given = {key: parameter(source, values) for key, source in sources.get("parameters", {}).items()}
    artifacts = {key: artifact(source, inputs, parts) for key, source in sources.get("artifacts", {}).items()}
    behind = after.union(*(parts[other].tasks for other in task.get("dependentTasks", ())))
    parameters = parameters_of(component, given)
    if "dag" in component:
        inner = unfold(spec, component["dag"], parameters, artifacts, behind, found)
        outputs = {
            key: inner[selected["producerSubtask"]].outputs[selected["outputArtifactKey"]]
            for key, output in component["dag"].get("outputs", {}).get("artifacts", {}).items()
            for selected in output["artifactSelectors"]
        }
        return Part(set().union(*(part.tasks for part in inner.values())), outputs)
    container = spec["deploymentSpec"]["executors"][component["executorLabel"]]["container"]
    short = name[len("comp-"):] if name.startswith("comp-") else name
    found[short] = Task(short, container, parameters, artifacts, behind, parts, task)
    outputs = component.get("outputDefinitions", {}).get("artifacts", {})
    return Part({short}, {key: (short, key) for key in outputs})


class Part:
    """A task of a graph, unfolded: the tasks that it consists of, and where its outputs come from."""

    def __init__(self, tasks, outputs):
        self.tasks = tasks
        self.outputs = outputs


def parameter(source, values):
    if "componentInputParameter" in source:
        return values[source["componentInputParameter"]]
    if "runtimeValue" in source:
        return source["runtimeValue"]["constant"]
    raise Impossible("A step takes a parameter from another step, which only a cluster can do.")


def artifact(source, inputs, parts):
    if "componentInputArtifact" in source:
        return inputs[source["componentInputArtifact"]]
    output = source["taskOutputArtifact"]
    return parts[output["producerTask"]].outputs[output["outputArtifactKey"]]


def needed(found, targets):
    """The tasks that these tasks need, themselves included, in the order of `found`."""
    wanted, waiting = set(), list(targets)
    while waiting:
        name = waiting.pop()
        if name not in wanted:
            wanted.add(name)
            waiting += found[name].after
    return [name for name in found if name in wanted]
