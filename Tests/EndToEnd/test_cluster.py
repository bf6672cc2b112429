"""`kale-lsp run --submit` and `kale-lsp schedule`: the KFP SDK of these tests speaks with a server of their own."""

import importlib
import json
import re
import signal
import subprocess
import sys
import types

import pytest

from conftest import KALE_LSP, REPOSITORY
from kfp_fixtures import lines
from kfp_server import Frame, pod
from small_notebook import write_notebook

RUNS, SCHEDULES = "/apis/v2beta1/runs", "/apis/v2beta1/recurringruns"


# --- A run --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("source", ["option", "notebook", "KF_PIPELINES_ENDPOINT", "KFP_ENDPOINT"])
def test_a_run_is_started(submit, workspace, server, source, monkeypatch):
    host = ["--host", server.url] if source == "option" else []
    if source == "notebook":
        write_notebook(workspace / "small.ipynb", kfp_host=server.url)
    elif source != "option":
        monkeypatch.setenv(source, server.url)
    process = submit("--param", "extra=5", "--experiment", "trial", host=host)
    (run,) = server.runs
    assert lines(process) == [
        "Created the experiment `trial`.",
        f"Started: {server.url}/#/runs/details/{run}",
    ]
    (body,) = server.sent("POST", RUNS)
    assert body["display_name"].startswith("small ") and body["runtime_config"]["parameters"] == {"extra": 5}
    assert "first-step" in body["pipeline_spec"]["pipeline_spec"]["root"]["dag"]["tasks"]


def test_the_experiment_is_the_notebooks_and_is_used_again(submit, server):
    known = server.add_experiment("small")
    assert lines(submit("--run-name", "my run"))[0].startswith("Started: ")
    (body,) = server.sent("POST", RUNS)
    assert body["experiment_id"] == known["experiment_id"] and body["display_name"] == "my run"


@pytest.mark.parametrize("uses_cache", [True, False])
def test_kfps_cache_is_off_in_nested_pipelines_too(submit, workspace, server, uses_cache):
    write_notebook(workspace / "inner.ipynb")
    value = json.loads((workspace / "small.ipynb").read_text())
    value["cells"][2] |= {
        "metadata": {"tags": ["notebook:inner"], "notebook_path": "inner.ipynb"},
        "source": "",
    }
    (workspace / "small.ipynb").write_text(json.dumps(value))
    process = submit(*([] if uses_cache else ["--no-cache"]))
    assert process.returncode == 0, process.stderr
    spec = server.sent("POST", RUNS)[0]["pipeline_spec"]
    spec = spec.get("pipeline_spec", spec)
    dags = [spec["root"]["dag"], *(part["dag"] for part in spec["components"].values() if "dag" in part)]
    options = [task["cachingOptions"] for dag in dags for task in dag["tasks"].values()]
    assert len(dags) > 1 and len(options) > 3
    assert all(option == ({"enableCache": True} if uses_cache else {}) for option in options)


# --- Following ----------------------------------------------------------------------------------------------


def test_a_run_is_followed_to_its_end(submit, server):
    first, second = "first-step", "second-step"
    server.frames = [
        Frame("PENDING"),
        Frame("RUNNING", {first: "RUNNING"}),
        Frame("RUNNING", {first: "SUCCEEDED", second: "RUNNING"}),
        Frame("SUCCEEDED", {first: "SUCCEEDED", second: "SUCCEEDED"}),
    ]
    server.logs[pod(second)] = (
        "I0101 10:00:00.280 1 launcher_v2.go:187] publish success.\n"
        "[KFP Executor 2026-01-01 10:00:00,280 INFO]: Looking for component `second_step`\nsum 21\n"
    )
    output = lines(submit("--wait"))
    (run,) = server.runs
    assert output[:2] == ["Created the experiment `small`.", f"Started: {server.url}/#/runs/details/{run}"]
    shown = [line.split(" after ")[0] for line in output[2:-1]]
    assert shown == ["first: running", "first: done", "second: running", "second | sum 21", "second: done"]
    assert output[-1].startswith("Succeeded in ")


@pytest.mark.parametrize("address", ["/apis/v1alpha1", "/k8s"])
def test_logs_are_found_where_the_server_has_them(submit, server, address):
    server.log_address = address
    server.frames = [Frame("SUCCEEDED", {"first-step": "SUCCEEDED", "second-step": "SUCCEEDED"})]
    server.logs[pod("first-step")] = "hello"
    assert "first | hello" in lines(submit("--wait"))


def test_a_run_that_fails_has_status_1_and_names_the_step(submit, server):
    server.frames = [Frame("FAILED", {"first-step": "FAILED"}, error="task first-step failed")]
    server.logs[pod("first-step")] = "ValueError: bad\nStep `first` failed in cell 2, line 1.\n"
    process = submit("--wait")
    assert "first | ValueError: bad" in lines(process, status=1)
    assert process.stderr.endswith("kale-lsp: Step `first` failed in cell 2: ValueError: bad\n")


def test_a_run_that_fails_without_steps_says_why(submit, server):
    server.frames = [Frame("FAILED", error="no such service account")]
    process = submit("--wait")
    assert process.returncode == 1
    assert process.stderr.endswith("kale-lsp: The run failed. no such service account\n")


def test_a_run_that_is_terminated_has_status_1(submit, server):
    server.frames = [
        Frame("RUNNING", {"first-step": "RUNNING"}),
        Frame("CANCELED", {"first-step": "CANCELED"}),
    ]
    process = submit("--wait")
    assert "first: failed" in " ".join(lines(process, status=1)) and "terminated" in process.stderr


def test_a_server_that_is_away_for_a_moment_is_waited_for(submit, server):
    server.frames = [Frame("RUNNING", {"first-step": "RUNNING"}), Frame("SUCCEEDED")]
    looks = iter([False, True])

    def watch(method, path):
        is_look = method == "GET" and path.startswith(f"{RUNS}/")
        server.refusals = {("GET", RUNS): (503, "")} if is_look and next(looks, False) else {}

    server.watcher = watch
    output = lines(submit("--wait"))
    assert any("is not available (status 503)" in line for line in output) and output[-1].startswith(
        "Succeeded"
    )


def test_a_token_that_expires_while_a_run_is_followed_is_told(submit, server, monkeypatch):
    server.token = "secret"
    monkeypatch.setenv("KFP_EXISTING_TOKEN", "secret")
    server.frames = [Frame("RUNNING", {"first-step": "RUNNING"})]

    def watch(method, path):
        if method == "GET" and path.startswith(f"{RUNS}/"):
            server.token = "another"

    server.watcher = watch
    process = submit("--wait")
    assert process.returncode == 1
    assert (
        "rejected the token in KFP_EXISTING_TOKEN" in process.stderr and "The run goes on: " in process.stderr
    )


def test_ctrl_c_stops_following_and_says_how_to_stop_the_run(server, notebook):
    server.frames = [Frame("RUNNING", {"first-step": "RUNNING"})]
    command = [
        KALE_LSP,
        "run",
        notebook,
        "--python",
        sys.executable,
        "--submit",
        "--wait",
        "--host",
        server.url,
    ]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    while "first: running" not in (line := process.stdout.readline()):
        assert line
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate()
    (run,) = server.runs
    assert process.returncode == 128 + signal.SIGINT
    assert f"It goes on: {server.url}/#/runs/details/{run}" in errors and "choose Terminate" in errors
    assert not server.sent("POST", f"{RUNS}/{run}:terminate")
    # The command that it names does it.
    subprocess.run(errors.splitlines()[-1], shell=True, check=True, capture_output=True)
    assert server.sent("POST", f"{RUNS}/{run}:terminate")


@pytest.fixture
def follower(monkeypatch):
    """The module that follows runs."""
    monkeypatch.syspath_prepend(REPOSITORY / "Sources" / "KaleWorkspace" / "Runs")
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    return importlib.import_module("cluster_follow")


def test_tasks_of_one_name_are_told_apart_by_their_parents_where_the_server_names_them(follower):
    def dag(**tasks):
        return {
            "dag": {"tasks": {name: {"componentRef": {"name": f"comp-{to}"}} for name, to in tasks.items()}}
        }

    spec = {
        "root": dag(a="a", b="b"),
        "components": {"comp-a": dag(scale="scale"), "comp-b": dag(scale="scale-2")},
    }
    spec["components"] |= {"comp-scale": {}, "comp-scale-2": {}}
    tasks = follower.tasks_by_name(json.dumps(spec))
    assert tasks == {"scale": ("a", "scale"), "scale-2": ("b", "scale")}

    def details(with_parents):
        rows = [("1", "a", None), ("2", "b", None), ("3", "scale", "1"), ("4", "scale", "2")]
        return [
            types.SimpleNamespace(
                task_id=id_, display_name=name, parent_task_id=parent if with_parents else None
            )
            for id_, name, parent in rows
        ]

    for with_parents, expected in [(True, ["4"]), (False, ["3", "4"])]:
        all_ = details(with_parents)
        by_name = {"scale": all_[2:]}
        found = follower.matching(("b", "scale"), by_name, {one.task_id: one for one in all_})
        assert [one.task_id for one in found] == expected


def test_a_step_that_kfp_had_results_of_is_told(submit, server):
    server.frames = [Frame("SUCCEEDED", {"first-step": "CACHED", "second-step": "SUCCEEDED"})]
    output = lines(submit("--wait"))
    assert not any("first: running" in line for line in output)
    assert "second: running" in output


# --- Schedules ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("0 6 * * *", "0 0 6 * * *"),
        ("*/15 8-17 * * MON-FRI", "0 */15 8-17 * * MON-FRI"),
        ("0 0 * * 7", "0 0 0 * * 0"),
        ("0 0 * * 5-7", "0 0 0 * * 0,5,6"),
        ("30 0 6 1 jan ?", "30 0 6 1 jan ?"),
        ("@daily", "@daily"),
    ],
)
def test_a_cron_expression_is_sent_as_kfp_reads_it(submit, server, written, sent):
    process = submit("--schedule", written)
    (id_,) = server.schedules
    link = f"{server.url}/#/recurringrun/details/{id_}"
    assert lines(process)[1:] == [f"Created the schedule `small` (ID {id_}).", f"Scheduled: {link}"]
    (body,) = server.sent("POST", SCHEDULES)
    assert body["trigger"] == {"cron_schedule": {"cron": sent}}
    assert (body["max_concurrency"], body["no_catchup"], body["mode"]) == (1, True, "ENABLE")


@pytest.mark.parametrize(
    ("written", "seconds"), [("30m", 1800), ("1h", 3600), ("1d", 86400), ("1h30m", 5400)]
)
def test_an_interval_is_sent_in_seconds(submit, server, written, seconds):
    options = ["--schedule-every", written, "--max-concurrency", "3", "--catchup", "--param", "extra=2"]
    assert lines(submit(*options, "--run-name", "often"))
    (body,) = server.sent("POST", SCHEDULES)
    assert body["trigger"] == {"periodic_schedule": {"interval_second": seconds}}
    assert (body["display_name"], body["max_concurrency"], body["no_catchup"]) == ("often", 3, False)
    assert body["runtime_config"]["parameters"] == {"extra": 2}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--schedule", "0 6 * *"], "expected five fields"),
        (["--schedule", "61 6 * * *"], "the minute must be from 0 to 59"),
        (["--schedule", "0 6 L * *"], "the day of month must be from 1 to 31"),
        (["--schedule", "@every 1h"], "Use `--schedule-every 1h`"),
        (["--schedule-every", "90"], "not a valid interval"),
        (["--schedule-every", "0s"], "not a valid interval"),
        (["--schedule", "@daily", "--max-concurrency", "11"], "must be from 1 to 10, got 11"),
        (["--schedule", "@daily", "--wait"], "--wait cannot be combined with --schedule"),
        (["--catchup"], "require --schedule"),
        (["--upload", "--run-name", "x"], "cannot be combined with --upload"),
        (["--upload", "--param", "x=1"], "--param cannot be combined with --upload"),
        (["--schedule-every", "-1h"], "not a valid interval"),
    ],
)
def test_what_makes_no_sense_is_refused_before_anything_is_sent(submit, server, arguments, message):
    process = submit(*arguments)
    assert process.returncode == 2 and message in process.stderr and not process.stdout
    assert not server.requests


@pytest.mark.parametrize(
    "arguments", [["--host", "http://x"], ["--wait"], ["--upload"], ["--schedule", "@daily"]]
)
def test_options_for_a_server_require_submit(run_kale, notebook, arguments):
    process = run_kale("run", notebook, *arguments)
    assert process.returncode == 2 and f"{arguments[0]} requires --submit" in process.stderr


def test_a_schedule_is_not_created_twice(submit, server):
    assert lines(submit("--schedule", "@daily"))
    process = submit("--schedule", "0 6 * * *")
    assert process.returncode == 2 and "A schedule `small` exists already (ID " in process.stderr
    assert len(server.schedules) == 1


def test_schedules_are_listed_and_removed(submit, schedule, server):
    assert schedule("list").stdout == "No schedules.\n"
    for name, times in {
        "a": ["--schedule", "0 6 * * *"],
        "b": ["--schedule-every", "90m"],
        "c": ["--schedule", "@daily"],
    }.items():
        assert lines(submit("--run-name", name, *times, "--experiment", "x"))
    ids = {one["display_name"]: id_ for id_, one in server.schedules.items()}
    server.schedules[ids["c"]]["status"] = "DISABLED"
    listed = schedule("list").stdout.splitlines()
    assert [line.split() for line in listed] == [
        ["NAME", "TIMES", "STATE", "ID"],
        ["a", "0", "6", "*", "*", "*", "enabled", ids["a"]],
        ["b", "every", "1h30m", "enabled", ids["b"]],
        ["c", "@daily", "disabled", ids["c"]],
    ]
    assert all(len(line) <= 80 for line in listed)
    value = json.loads(schedule("list", "--output-format", "json").stdout)
    assert [one["name"] for one in value] == ["a", "b", "c"]
    assert [one["times"] for one in value] == ["0 6 * * *", "every 1h30m", "@daily"]
    assert (
        value[1]["everySeconds"] == 5400 and value[0]["cron"] == "0 6 * * *" and value[0]["experiment"] == "x"
    )
    assert schedule("remove", "a").stdout == f"Removed the schedule `a` (ID {ids['a']}).\n"
    assert schedule("remove", ids["b"]).returncode == 0
    assert list(server.schedules) == [ids["c"]]
    process = schedule("remove", "a")
    assert process.returncode == 2 and "has no schedule `a`" in process.stderr


def test_a_name_of_several_schedules_removes_none(submit, schedule, server):
    for experiment in ("x", "y"):
        assert lines(submit("--schedule", "@daily", "--experiment", experiment))
    process = schedule("remove", "small")
    assert process.returncode == 2 and all(id_ in process.stderr for id_ in server.schedules)
    assert len(server.schedules) == 2


# --- Uploads ------------------------------------------------------------------------------------------------


def test_a_pipeline_is_uploaded_and_then_a_version_of_it(submit, server):
    assert lines(submit("--upload"))[0] == "Created the pipeline `small`."
    (pipeline,) = server.pipelines
    text, link = lines(submit("--upload"))
    (version,) = server.versions
    assert re.fullmatch("Added the version `small .*` to the pipeline `small`.", text)
    assert link == f"Uploaded: {server.url}/#/pipelines/details/{pipeline}/version/{version}"
    assert not server.experiments and not server.runs
