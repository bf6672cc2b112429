"""A Kubeflow Pipelines server of the tests' own. It refuses what does not fit the API (kfp_api.py), and notes each request.

A test says what becomes of a run: `frames` are its states, one for each time it is asked for; the last one stays.
"""

import base64
import dataclasses
import email
import email.policy
import http.server
import itertools
import json
import threading
import urllib.parse
import zlib

import yaml
from google.protobuf import json_format
from kfp.pipeline_spec import pipeline_spec_pb2

import kfp_api
from kfp_api import Misfit


@dataclasses.dataclass
class Frame:
    """A run as it is at a moment: its own state, and those of its tasks, by their names."""

    state: str
    tasks: dict = dataclasses.field(default_factory=dict)
    # What is said of the tasks that failed.
    error: str | None = None


class Refusal(Exception):
    """An answer that is no success."""

    def __init__(self, status, body):
        super().__init__(status)
        self.status, self.body = status, body


def fault(status, text):
    return Refusal(status, {"error": text, "code": 3, "message": text, "details": []})


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_GET(self):
        self.answer()

    do_POST = do_DELETE = do_GET

    def answer(self):
        content = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        try:
            value = self.server.kfp.handle(self.command, self.path, self.headers, content)
            status = 200
        except Refusal as refusal:
            status, value = refusal.status, refusal.body
        except Misfit as misfit:
            self.server.kfp.misfits.append(str(misfit))
            status, value = 400, {"error": str(misfit), "code": 3, "message": str(misfit)}
        is_text = isinstance(value, str)
        body = value.encode() if is_text else json.dumps(value).encode()
        kind = (
            "text/html"
            if is_text and value.startswith("<")
            else "text/plain" if is_text else "application/json"
        )
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def number(task):
    """What the cluster calls the node that runs a task."""
    return zlib.crc32(task.encode())


def pod(task):
    """The name of the pod of a task."""
    return f"wf-system-container-impl-{number(task)}"


class KFPServer:
    """The server and what it has."""

    def __init__(self):
        self.http = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.kfp = self
        self.http.daemon_threads = True
        self.scheme = "http"
        self.lock = threading.Lock()
        self.requests, self.misfits = [], []
        self.experiments, self.pipelines, self.versions = {}, {}, {}
        self.runs, self.schedules = {}, {}
        self.frames = [Frame("SUCCEEDED")]
        # What pods have printed, by the names of the pods; None where there is no address for it.
        self.logs = {}
        self.log_address = "/apis/v1alpha1"
        self.is_multi_user = False
        # Where set, requests need it.
        self.token = None
        # Where set, it is a proxy, and requests need this login.
        self.proxy_login = None
        # Answers to requests, by method and the beginning of the path.
        self.refusals = {}
        # Who looks at each request first.
        self.watcher = lambda method, path: None
        self.numbers = itertools.count(1)

    @property
    def url(self):
        return f"{self.scheme}://127.0.0.1:{self.http.server_port}"

    def __enter__(self):
        self.thread = threading.Thread(target=self.http.serve_forever, kwargs={"poll_interval": 0.02})
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.stop()

    def stop(self):
        self.http.shutdown()
        self.http.server_close()
        self.thread.join()

    def sent(self, method, path):
        """The bodies of the requests of a kind."""
        return [body for method_, path_, body in self.requests if (method_, path_) == (method, path)]

    def handle(self, method, target, headers, content):
        parts = urllib.parse.urlsplit(target)
        query = urllib.parse.parse_qs(parts.query, keep_blank_values=True)
        with self.lock:
            self.watcher(method, parts.path)
            login = base64.b64decode(
                (headers.get("Proxy-Authorization") or "").removeprefix("Basic ")
            ).decode()
            if self.proxy_login not in (None, login):
                raise Refusal(407, "")
            if self.token and headers.get("Authorization") != f"Bearer {self.token}":
                raise fault(401, "Request header error: there is no user identity header.")
            for (method_, front), (status, body) in self.refusals.items():
                if method_ == method and parts.path.startswith(front):
                    raise Refusal(status, body)
            pattern, words = kfp_api.find_endpoint(method, parts.path)
            if pattern is None:
                raise Refusal(404, {"code": 5, "message": "Not Found", "details": []})
            kfp_api.check_query(method, pattern, query)
            body = self.body(method, pattern, headers, content)
            self.requests.append((method, parts.path, body))
            name = f"{method.lower()} {pattern.removeprefix('/apis/')}" if "v2beta1" in pattern else "log"
            return self.ACTIONS[name](self, {key: value[0] for key, value in query.items()}, body, *words)

    def body(self, method, pattern, headers, content):
        type_ = kfp_api.ENDPOINTS[method, pattern][1]
        if type_ == "file":
            text = b"Content-Type: " + headers["Content-Type"].encode() + b"\r\n\r\n" + content
            message = email.message_from_bytes(text, policy=email.policy.HTTP)
            files = [
                part
                for part in message.iter_parts()
                if part.get_param("name", header="content-disposition") == "uploadfile"
            ]
            if len(files) != 1:
                raise Misfit("an upload has one file, `uploadfile`")
            return list(yaml.safe_load_all(files[0].get_content()))
        if type_ is None:
            if content not in (b"", b"null"):
                raise Misfit(f"{method} {pattern} has no body")
            return None
        value = json.loads(content)
        kfp_api.check_value(value, type_, "the body")
        return value

    # What it does

    def new_id(self):
        return f"00000000-0000-4000-8000-{next(self.numbers):012}"

    def check_namespace(self, namespace):
        if self.is_multi_user and not namespace:
            raise fault(400, "Invalid input error: A namespace cannot be empty in multi-user mode.")
        if not self.is_multi_user and namespace:
            raise fault(400, "Invalid input error: In single-user mode, the namespace must be empty.")

    def health(self, query, body):
        return {"multi_user": self.is_multi_user, "pipeline_store": "database"}

    def page(self, query, key, values):
        self.check_filter(query)
        values = [value for value in values if self.matches(query, value)]
        start, size = int(query.get("page_token") or 0), int(query.get("page_size") or 10)
        # Servers have small pages.
        end = start + min(size, 2)
        page = {"total_size": len(values), key: values[start:end]}
        return page | ({"next_page_token": str(end)} if end < len(values) else {})

    def check_filter(self, query):
        if query.get("filter"):
            kfp_api.check_value(json.loads(query["filter"]), kfp_api.FILTER, "the filter")

    def matches(self, query, value):
        if not query.get("filter"):
            return True
        predicates = json.loads(query["filter"])["predicates"]
        return all(value[one["key"]] == one.get("stringValue", one.get("string_value")) for one in predicates)

    def list_experiments(self, query, body):
        self.check_namespace(query.get("namespace"))
        return self.page(query, "experiments", list(self.experiments.values()))

    def create_experiment(self, query, body):
        self.check_namespace(body.get("namespace"))
        if not body.get("display_name"):
            raise Misfit("an experiment needs a name")
        return self.add_experiment(body["display_name"], body.get("namespace"))

    def add_experiment(self, name, namespace=None, storage_state="AVAILABLE"):
        found = {"experiment_id": self.new_id(), "display_name": name, "storage_state": storage_state}
        self.experiments[found["experiment_id"]] = found | ({"namespace": namespace} if namespace else {})
        return found

    def get_experiment(self, query, body, id_):
        return self.found(self.experiments, id_, "Experiment")

    def found(self, table, id_, kind):
        if id_ not in table:
            raise fault(404, f"ResourceNotFoundError: {kind} {id_} not found.")
        return table[id_]

    def check_spec(self, spec, platforms=()):
        try:
            json_format.ParseDict(spec, pipeline_spec_pb2.PipelineSpec())
        except json_format.ParseError as error:
            raise Misfit(f"the pipeline is none: {error}") from error

    def check_run(self, body):
        self.found(self.experiments, body.get("experiment_id"), "Experiment")
        if not body.get("display_name"):
            raise Misfit("a run needs a name")
        spec = body.get("pipeline_spec")
        if not spec:
            raise Misfit("a run needs a pipeline")
        # With settings of Kubernetes it is a pair.
        self.check_spec(spec.get("pipeline_spec", spec))

    def create_run(self, query, body):
        self.check_run(body)
        run = {**body, "run_id": self.new_id(), "state": "PENDING"}
        self.runs[run["run_id"]] = (run, itertools.count())
        return run

    def get_run(self, query, body, id_):
        run, looks = self.found(self.runs, id_, "Run")
        frame = self.frames[min(next(looks), len(self.frames) - 1)]
        answer = {**run, "state": frame.state}
        if frame.error:
            answer["error"] = {"code": 13, "message": frame.error}
        details = list(self.details(id_, frame))
        return answer | ({"run_details": {"task_details": details}} if details else {})

    def details(self, run, frame):
        """The nodes of the workflow that runs the tasks: for each one that decides, one around, one that runs the code."""
        for name, state in frame.tasks.items():
            task = {
                "run_id": run,
                "create_time": "2026-01-01T10:00:00Z",
                "start_time": "2026-01-01T10:00:00Z",
            }
            inner = "SKIPPED" if state == "CACHED" else state
            outer = "SUCCEEDED" if state == "CACHED" else state
            if outer in ("SUCCEEDED", "FAILED"):
                task["end_time"] = f"2026-01-01T10:00:{'00' if state == 'CACHED' else '12'}Z"
            child = {"pod_name": f"wf-{number(name)}"}
            yield {**task, "task_id": f"{name}-d", "display_name": f"{name}-driver", "state": "SUCCEEDED"}
            failed = {"error": {"code": 2, "message": "Error (exit code 1)"}} if outer == "FAILED" else {}
            yield {
                **task,
                **failed,
                "task_id": f"{name}-t",
                "display_name": name,
                "state": outer,
                "child_tasks": [child],
            }
            yield {**task, "task_id": f"{name}-e", "display_name": "executor", "state": inner}

    def terminate_run(self, query, body, id_):
        self.found(self.runs, id_, "Run")
        return {}

    def list_schedules(self, query, body):
        if not query.get("experiment_id"):
            self.check_namespace(query.get("namespace"))
        wanted = query.get("experiment_id")
        values = [one for one in self.schedules.values() if wanted in (None, one["experiment_id"])]
        return self.page(query, "recurringRuns", values)

    def create_schedule(self, query, body):
        self.check_run(body)
        if not 1 <= int(body.get("max_concurrency", 0)) <= 10:
            raise Misfit("at least 1 and at most 10 at a time")
        trigger = body.get("trigger") or {}
        if len(trigger) != 1:
            raise Misfit("a schedule has one trigger")
        if "cron_schedule" in trigger:
            kfp_api.check_cron(trigger["cron_schedule"]["cron"])
        elif int(trigger["periodic_schedule"]["interval_second"]) < 1:
            raise Misfit("a period has a second at least")
        found = {
            **body,
            "recurring_run_id": self.new_id(),
            "status": "ENABLED",
            "created_at": "2026-01-01T10:00:00Z",
        }
        self.schedules[found["recurring_run_id"]] = found
        return found

    def get_schedule(self, query, body, id_):
        return self.found(self.schedules, id_, "RecurringRun")

    def delete_schedule(self, query, body, id_):
        self.found(self.schedules, id_, "RecurringRun")
        del self.schedules[id_]
        return {}

    def list_pipelines(self, query, body):
        self.check_namespace(query.get("namespace"))
        return self.page(query, "pipelines", list(self.pipelines.values()))

    def upload(self, query, body):
        self.check_namespace(query.get("namespace"))
        self.check_spec(body[0])
        name = query.get("name")
        if not name or any(one["display_name"] == name for one in self.pipelines.values()):
            raise fault(409, "Already exist error: a pipeline of this name exists.")
        found = {"pipeline_id": self.new_id(), "display_name": name, "name": name}
        self.pipelines[found["pipeline_id"]] = found
        return found

    def upload_version(self, query, body):
        pipeline = self.found(self.pipelines, query.get("pipelineid"), "Pipeline")
        self.check_spec(body[0])
        version = {"pipeline_id": pipeline["pipeline_id"], "pipeline_version_id": self.new_id()}
        version |= {"display_name": query["name"], "name": query["name"]}
        self.versions[version["pipeline_version_id"]] = version
        return version

    def log(self, query, body, run=None, pod=None):
        run, pod = query.get("runid", run), query.get("podname", pod)
        self.found(self.runs, run, "Run")
        address = "/k8s" if "podname" in query else "/apis/v1alpha1"
        if address != self.log_address:
            # The user interface answers every question with a page.
            return "<!doctype html><html></html>"
        if pod not in self.logs:
            # Its status is sent before it knows.
            return json.dumps(
                {"error_message": f"Failed to read logs: pods {pod} not found", "error_details": ""}
            )
        return self.logs[pod]

    ACTIONS = {
        "get v2beta1/healthz": health,
        "get v2beta1/experiments": list_experiments,
        "post v2beta1/experiments": create_experiment,
        "get v2beta1/experiments/{}": get_experiment,
        "get v2beta1/pipelines": list_pipelines,
        "post v2beta1/pipelines/upload": upload,
        "post v2beta1/pipelines/upload_version": upload_version,
        "post v2beta1/runs": create_run,
        "get v2beta1/runs/{}": get_run,
        "post v2beta1/runs/{}:terminate": terminate_run,
        "get v2beta1/recurringruns": list_schedules,
        "post v2beta1/recurringruns": create_schedule,
        "get v2beta1/recurringruns/{}": get_schedule,
        "delete v2beta1/recurringruns/{}": delete_schedule,
        "log": log,
    }
