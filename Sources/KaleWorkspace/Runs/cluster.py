"""Submits, schedules and uploads a pipeline with the KFP SDK, and follows its run. Standard input and output: see
run_driver.py.

    {"action": "submit", "pipeline": YAML, "arguments": {NAME: VALUE}, "name": NAME, "experiment": NAME or null,
     "run_name": NAME or null, "cached": BOOL, "wait": BOOL, "verbose": BOOL, …}
    {"action": "schedule", the same without "wait" and "verbose", "cron": TEXT or null, "interval": SECONDS or null,
     "max_concurrency": NUMBER, "catchup": BOOL, …}
    {"action": "upload", "pipeline": YAML, "name": NAME, …}
    {"action": "list_schedules", …}
    {"action": "remove_schedule", "schedule": NAME or ID, …}

Each has also "scratch", "host" and "namespace" (or null), and "directory", kale-lsp's own. Besides the usual events there
are these:

    {"event": "started", "id": ID, "url": URL or null, "stop": SHELL COMMAND}       a run that is followed
    {"event": "schedule", "id": ID, "name": NAME, "cron": TEXT or null, "interval": SECONDS or null, "enabled": BOOL,
     "experiment": NAME or null, "max_concurrency": NUMBER, "catchup": BOOL, "created": TIME or null}
"""

import json
import os
import shlex
import sys
import time

from cluster_follow import Follower
from cluster_server import TOKEN, Doing, Server
from run_driver import Impossible

# --- Submitting ---------------------------------------------------------------------------------------------


def submit(request, events):
    server = Server(request)
    experiment = experiment_id(request, server, events)
    name = request["run_name"] or named_now(request["name"])
    with Doing("start a run", server):
        run = server.client.run_pipeline(
            experiment, name, pipeline_package_path=package(request), params=request["arguments"]
        )
    url = server.link(f"runs/details/{run.run_id}")
    if url is None:
        events.send("output", task=None, text=f"Run ID: {run.run_id}")
    if not request["wait"]:
        events.send("succeeded", url=url)
        return
    events.send("started", id=run.run_id, url=url, stop=stop_command(server, run.run_id))
    if url:
        events.send("output", task=None, text=f"Started: {url}")
    Follower(server, run.run_id, request, events, url).follow()


def named_now(name):
    return f"{name} {time.strftime('%Y-%m-%d %H-%M-%S')}"


def stop_command(server, run):
    arguments = [f"host={server.host!r}"] if server.host else []
    if server.token:
        arguments.append(f"existing_token=os.environ[{TOKEN!r}]")
    code = f"import kfp, os; kfp.Client({', '.join(arguments)}).terminate_run({run!r})"
    return f"{shlex.quote(sys.executable)} -c {shlex.quote(code)}"


def package(request):
    """The file with the pipeline, as the SDK wants it."""
    path = os.path.join(request["scratch"], "pipeline.yaml")
    text = request["pipeline"]
    with open(path, "w", encoding="utf-8") as file:
        file.write(text if request.get("cached", True) else without_cache(text))
    return path


def without_cache(text):
    """The pipeline with KFP's cache off for every task: the SDK forgets those of nested pipelines."""
    import yaml

    documents = list(yaml.load_all(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader)))
    for dag in dags(documents[0]):
        for task in dag["tasks"].values():
            task["cachingOptions"] = {}
    return yaml.dump_all(documents, Dumper=getattr(yaml, "CSafeDumper", yaml.SafeDumper), sort_keys=False)


def dags(spec):
    found = [spec["root"]["dag"]]
    return found + [
        component["dag"] for component in spec.get("components", {}).values() if "dag" in component
    ]


def experiment_id(request, server, events):
    name = os.environ.get("KF_PIPELINES_OVERRIDE_EXPERIMENT_NAME") or request["experiment"]
    name = name or os.environ.get("KF_PIPELINES_DEFAULT_EXPERIMENT_NAME")
    if not name:
        raise Impossible(
            "No experiment is set. Set `--experiment`, or `experiment_name` in the notebook's configuration."
        )
    with Doing(f"use the experiment `{name}`", server):
        experiment = existing_experiment(name, server)
        if experiment is None:
            experiment = server.client.create_experiment(name, namespace=server.namespace)
            events.send("output", task=None, text=f"Created the experiment `{name}`.")
    if experiment.storage_state == "ARCHIVED":
        raise Impossible(
            f"The experiment `{name}` is archived. Restore it in KFP's user interface, or set another `--experiment`."
        )
    return experiment.experiment_id


def existing_experiment(name, server):
    try:
        return server.client.get_experiment(experiment_name=name, namespace=server.namespace)
    except ValueError as error:
        if str(error).startswith("No experiment"):
            return None
        raise


# --- Schedules and versions ---------------------------------------------------------------------------------


def schedule(request, events):
    server = Server(request)
    experiment = experiment_id(request, server, events)
    name = request["run_name"] or request["name"]
    with Doing("create a schedule", server):
        for other in all_schedules(server, experiment):
            if other.display_name == name:
                raise Impossible(
                    f"A schedule `{name}` exists already (ID {other.recurring_run_id}). "
                    "Remove it, or give the run another name."
                )
        created = server.client.create_recurring_run(
            experiment,
            name,
            cron_expression=request["cron"],
            interval_second=request["interval"],
            max_concurrency=request["max_concurrency"],
            no_catchup=not request["catchup"],
            params=request["arguments"],
            pipeline_package_path=package(request),
        )
    url = server.link(f"recurringrun/details/{created.recurring_run_id}")
    events.send("output", task=None, text=f"Created the schedule `{name}` (ID {created.recurring_run_id}).")
    events.send("succeeded", url=url)


def all_schedules(server, experiment=None):
    token = ""
    while True:
        # One or the other: the experiment is in a namespace.
        where = {"experiment_id": experiment} if experiment else {"namespace": server.namespace}
        page = server.client.list_recurring_runs(
            page_token=token, page_size=100, sort_by="created_at desc", **where
        )
        yield from page.recurring_runs or []
        token = page.next_page_token
        if not token:
            return


def list_schedules(request, events):
    server = Server(request)
    experiments = {}
    with Doing("list schedules", server):
        for found in all_schedules(server):
            trigger, experiment = found.trigger, found.experiment_id
            if experiment and experiment not in experiments:
                experiments[experiment] = experiment_name(experiment, server)
            cron = getattr(trigger and trigger.cron_schedule, "cron", None)
            interval = getattr(trigger and trigger.periodic_schedule, "interval_second", None)
            events.send(
                "schedule",
                id=found.recurring_run_id,
                name=found.display_name,
                cron=cron,
                interval=int(interval) if interval else None,
                enabled=found.status != "DISABLED" and found.mode != "DISABLE",
                experiment=experiments.get(experiment),
                max_concurrency=int(found.max_concurrency or 1),
                catchup=not found.no_catchup,
                created=found.created_at.isoformat() if hasattr(found.created_at, "isoformat") else None,
            )
    events.send("succeeded", url=None)


def experiment_name(experiment, server):
    try:
        return server.client.get_experiment(experiment_id=experiment).display_name
    except Exception as error:
        if getattr(error, "status", None) == 404:
            return None
        raise


def remove_schedule(request, events):
    server = Server(request)
    wanted = request["schedule"]
    with Doing("remove a schedule", server):
        known = list(all_schedules(server))
        found = [one for one in known if one.recurring_run_id == wanted]
        found = found or [one for one in known if one.display_name == wanted]
        if not found:
            raise Impossible(
                f"{server.name} has no schedule `{wanted}`. Run `kale-lsp schedule list` to see those that exist."
            )
        if len(found) > 1:
            ids = ", ".join(one.recurring_run_id for one in found)
            raise Impossible(f"{len(found)} schedules are called `{wanted}`. Remove one by its ID: {ids}.")
        server.client.delete_recurring_run(found[0].recurring_run_id)
    name = f"Removed the schedule `{found[0].display_name}` (ID {found[0].recurring_run_id})."
    events.send("output", task=None, text=name)
    events.send("succeeded", url=None)


def upload(request, events):
    server = Server(request)
    name = request["name"]
    with Doing("upload a pipeline", server):
        pipeline = existing_pipeline(name, server)
        if pipeline is None:
            created = server.client.upload_pipeline(package(request), name, namespace=server.namespace)
            page, text = created.pipeline_id, f"Created the pipeline `{name}`."
        else:
            version = named_now(name)
            created = server.client.upload_pipeline_version(package(request), version, pipeline_id=pipeline)
            page = f"{pipeline}/version/{created.pipeline_version_id}"
            text = f"Added the version `{version}` to the pipeline `{name}`."
    events.send("output", task=None, text=text)
    events.send("succeeded", url=server.link(f"pipelines/details/{page}"))


def existing_pipeline(name, server):
    """The ID of the pipeline of a name. The SDK's own function does not ask about a namespace."""
    predicate = {"operation": "EQUALS", "key": "display_name", "stringValue": name}
    found = server.client.list_pipelines(
        page_size=2, filter=json.dumps({"predicates": [predicate]}), namespace=server.namespace
    ).pipelines
    if found and len(found) > 1:
        raise Impossible(f"{server.name} has several pipelines `{name}`. Rename or delete all but one.")
    return found[0].pipeline_id if found else None


ACTIONS = {
    "submit": submit,
    "schedule": schedule,
    "upload": upload,
    "list_schedules": list_schedules,
    "remove_schedule": remove_schedule,
}
