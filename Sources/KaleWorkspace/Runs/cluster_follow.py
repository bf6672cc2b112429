"""Follows a run on a Kubeflow Pipelines server: the states of its steps, and what they print."""

import re
import time

from cluster_server import problem
from run_driver import Failed, Impossible, StepOutput


class Follower:
    """Reports what becomes of a run until it ends."""

    ENDS = ("SUCCEEDED", "FAILED", "ERROR", "CANCELED", "SKIPPED")
    OVER = ("done", "failed", "cached")
    # Seconds between two looks: soon after something has happened, and later less often.
    SOONEST, LATEST = 0.5, 5.0
    # Seconds without an answer after which it gives up.
    PATIENCE = 300

    def __init__(self, server, run, request, events, url):
        self._server, self._run, self._events, self._url = server, run, events, url
        self._tasks = tasks_by_name(request["pipeline"])
        self._states = {}
        self._logs = Logs(server, run, request["verbose"], events)

    def follow(self):
        delay = self.SOONEST
        while True:
            run = self._read()
            has_changed = self._report(run)
            state = str(run.state or "").upper()
            if state in self.ENDS:
                return self._end(state, run)
            delay = self.SOONEST if has_changed else min(delay * 1.5, self.LATEST)
            time.sleep(delay)

    def _read(self):
        """The run. A server may be away for a while."""
        deadline, is_away = time.monotonic() + self.PATIENCE, False
        while True:
            try:
                return self._server.client.get_run(self._run)
            except Exception as error:
                status = getattr(error, "status", None) or 0
                message = problem(error, "follow the run", self._server)
                if 400 <= status < 500 and status != 429 or time.monotonic() > deadline:
                    goes_on = "" if status == 404 else f" The run goes on: {self._url or self._run}"
                    raise Impossible(message + goes_on) from error
                if not is_away:
                    is_away = True
                    text = message.removesuffix(" Try again later.")
                    self._events.send("output", task=None, text=f"{text} Waiting for it.")
                time.sleep(self.LATEST)

    def _report(self, run):
        details = getattr(run.run_details, "task_details", None) or []
        by_name, parents = {}, {detail.task_id: detail for detail in details if detail.task_id}
        for detail in details:
            by_name.setdefault(detail.display_name, []).append(detail)
        has_changed = False
        matches = {task: matching(path, by_name, parents) for task, path in self._tasks.items()}
        cached = self._cached(matches, by_name.get("executor", []))
        for task, found in matches.items():
            state, last = self._state(found), self._states.get(task)
            if task in cached:
                state = "cached"
            if state is None or last in self.OVER:
                continue
            if last is None and state != "cached":
                self._change(task, "running", found)
            # A log is complete only when the step has ended, and it is to be shown before that is said.
            self._logs.show(task, found, is_over=state != "running")
            if self._states.get(task) != state:
                self._change(task, state, found)
            has_changed = has_changed or state != last
        return has_changed

    def _change(self, task, state, details):
        self._states[task] = state
        if state == "failed" and not self._logs.has_shown(task):
            message = next(filter(None, (getattr(detail.error, "message", None) for detail in details)), None)
            if message:
                self._events.send("error", task=task, message=message)
        seconds = duration(details)
        fields = {} if seconds is None or state in ("running", "cached") else {"seconds": seconds}
        self._events.send("state", task=task, state=state, **fields)

    def _cached(self, matches, executors):
        """The steps whose results KFP had: what would have run their code was skipped. The server does not say whose it was,
        but such a step takes no time, and no pod is that fast."""
        instant = [
            task
            for task, details in matches.items()
            if self._state(details) == "done"
            and (duration(details) or 0) <= 1
            and duration(details) is not None
        ]
        skipped = [detail for detail in executors if str(detail.state or "").upper() == "SKIPPED"]
        return instant if len(skipped) >= len(instant) else []

    def _state(self, details):
        """How far a step has come, by what the server says of it; None for one that has not begun."""
        states = {str(detail.state or "").upper() for detail in details}
        if states & {"FAILED", "ERROR", "CANCELED"}:
            return "failed"
        if states & {"RUNNING", "PENDING", "CANCELING", "PAUSED"}:
            return "running"
        if "SUCCEEDED" in states:
            return "done"
        return "cached" if "SKIPPED" in states and "failed" not in self._states.values() else None

    def _end(self, state, run):
        # Not every server says what becomes of the steps.
        for task in self._tasks:
            last = self._states.get(task)
            if state == "SUCCEEDED" and last in (None, "running"):
                self._change(task, "done", [])
            elif state != "SUCCEEDED" and last == "running":
                self._change(task, "failed", [])
            elif last is None and state != "CANCELED":
                self._events.send("state", task=task, state="skipped")
        if state in ("SUCCEEDED", "SKIPPED"):
            self._events.send("succeeded", url=None)
            return
        reason = getattr(run.error, "message", None)
        what = "The run was terminated." if state == "CANCELED" else "The run failed."
        raise Failed(f"{what} {reason}" if reason else what)


def duration(details):
    ends = [detail.end_time for detail in details if detail.end_time]
    starts = [detail.start_time for detail in details if detail.start_time]
    if not ends or not starts:
        return None
    try:
        return max((max(ends) - min(starts)).total_seconds(), 0)
    except TypeError:
        return None


def tasks_by_name(text):
    """The tasks that run code, by their component, which no other task has: the names of the tasks they are in, and their
    own. What a name within a nested pipeline means depends on where it is."""
    import yaml

    spec = next(yaml.load_all(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader)))
    found, waiting = {}, [((), spec["root"]["dag"])]
    while waiting:
        path, dag = waiting.pop(0)
        for name, task in dag["tasks"].items():
            component = task["componentRef"]["name"]
            inner = spec["components"][component]
            if "dag" in inner:
                waiting.append(((*path, name), inner["dag"]))
            else:
                found[component.removeprefix("comp-")] = (*path, name)
    return found


def matching(path, by_name, parents):
    """What the server says of a task. Of tasks of one name in several pipelines it need not say which is which; then all
    of them count for each."""
    found = by_name.get(path[-1], [])
    if len(found) < 2 or not any(detail.parent_task_id for detail in found):
        return found

    def names(detail):
        result = []
        while detail is not None and len(result) < 64:
            result.append(detail.display_name)
            detail = parents.get(detail.parent_task_id)
        return tuple(reversed(result))

    return [detail for detail in found if names(detail)[-len(path) :] == path] or found


class Logs:
    """Shows what steps print, where the server gives it. The SDK has no way to ask for it."""

    # As much as is read of a log.
    LIMIT = 8_000_000
    # Seconds until the log of a step that runs is read again.
    PAUSE = 3
    # The server's own address, and that of the user interface, which leads there.
    ADDRESSES = ("/apis/v1alpha1/runs/{run}/nodes/{pod}/log", "/k8s/pod/logs")

    def __init__(self, server, run, is_verbose, events):
        self._api = server.client._run_api.api_client
        self._namespace, self._run, self._events, self._is_verbose = server.namespace, run, events, is_verbose
        self._shown, self._filters, self._next, self._over = {}, {}, {}, set()
        self._address = None

    def has_shown(self, task):
        return self._shown.get(task, 0) > 0

    def show(self, task, details, is_over):
        """Shows the lines that are new."""
        if task in self._over or not is_over and self._next.get(task, 0) > time.monotonic():
            return
        self._next[task] = time.monotonic() + self.PAUSE
        text = next(filter(None, (self._read(pod) for pod in pods(details))), "")
        lines = text.split("\n")
        rest = lines.pop()
        if is_over:
            self._over.add(task)
            lines += [rest] if rest else []
        filter_ = self._filters.setdefault(task, PodOutput(self._is_verbose))
        for line in lines[self._shown.get(task, 0) :]:
            wanted = filter_.wanted(line)
            if wanted is not None:
                self._events.send("output", task=task, text=wanted)
        self._shown[task] = max(len(lines), self._shown.get(task, 0))

    def _read(self, pod):
        for address in [self._address] if self._address else self.ADDRESSES:
            text = self._ask(address, pod)
            if text is not None:
                self._address = address
                return text
        return None

    def _ask(self, address, pod):
        query = []
        if address == self.ADDRESSES[1]:
            query = [("podname", pod), ("runid", self._run)]
            query += [("podnamespace", self._namespace)] if self._namespace else []
        try:
            answer = self._api.call_api(
                address,
                "GET",
                path_params={"run": self._run, "pod": pod},
                query_params=query,
                auth_settings=["Bearer"],
                _preload_content=False,
            )
            text = answer.data[: self.LIMIT].decode("utf-8", "replace")
        except Exception:  # a step without a log is a step all the same
            return None
        # An answer that begins well may end as an error, and pages answer every question.
        if text.lstrip()[:9].lower() in ("<!doctype", "<html"):
            return None
        return re.sub(r'\{"error_message":.*\Z', "", text, flags=re.DOTALL) or None


def pods(details):
    """What the pod of a step may be called. Argo puts the name of a template into the name of a pod, but not of a node."""
    for detail in details:
        job = getattr(detail.executor_detail, "main_job", None)
        for name in (job, detail.pod_name):
            if name:
                yield name
        for child in detail.child_tasks or []:
            if child.pod_name:
                front, _, number = child.pod_name.rpartition("-")
                yield f"{front}-system-container-impl-{number}"
                yield child.pod_name


class PodOutput(StepOutput):
    """What a step prints, without what Argo and KFP's launcher say around it."""

    AROUND = re.compile(r'[IWE]\d{4} [\d:.]+ +\d+ \S+\.go:\d+\]|time="[^"]*" level=(info|warning) ')

    def wanted(self, line):
        if not self._verbose and self.AROUND.match(line):
            return None
        return super().wanted(line)
