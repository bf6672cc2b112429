"""The REST API of Kubeflow Pipelines, version v2beta1, as far as the tests' own server has it: what a request may contain.

A type is the name of a scalar, a table of fields, or a list with the type of its elements. Servers ignore fields that only
they fill in; that kale-lsp or the SDK sends one is a fault all the same.
"""

import datetime
import re

TEXT, INT32, INT64, BOOL, TIME, ANY, OBJECT = "text", "int32", "int64", "bool", "time", "any", "object"

EXPERIMENT = {"display_name": TEXT, "description": TEXT, "namespace": TEXT}
VERSION = {"pipeline_id": TEXT, "pipeline_version_id": TEXT}
RUNTIME = {"parameters": OBJECT, "pipeline_root": TEXT}
RUN = {
    "experiment_id": TEXT,
    "display_name": TEXT,
    "description": TEXT,
    "pipeline_spec": OBJECT,
    "pipeline_version_reference": VERSION,
    "runtime_config": RUNTIME,
    "service_account": TEXT,
}
CRON = {"start_time": TIME, "end_time": TIME, "cron": TEXT}
PERIOD = {"start_time": TIME, "end_time": TIME, "interval_second": INT64}
RECURRING_RUN = {
    **RUN,
    "max_concurrency": INT64,
    "trigger": {"cron_schedule": CRON, "periodic_schedule": PERIOD},
    "mode": ("ENABLE", "DISABLE"),
    "no_catchup": BOOL,
}
PREDICATE = {"operation": ANY, "key": TEXT, "string_value": TEXT, "stringValue": TEXT}
FILTER = {"predicates": [PREDICATE]}
PAGE = {"page_token": TEXT, "page_size": INT32, "sort_by": TEXT, "filter": TEXT}
UPLOAD = {"name": TEXT, "display_name": TEXT, "description": TEXT}

# By method and path: the parameters of the query, and the body.
ENDPOINTS = {
    ("GET", "/apis/v2beta1/healthz"): ({}, None),
    ("GET", "/apis/v2beta1/experiments"): ({**PAGE, "namespace": TEXT}, None),
    ("POST", "/apis/v2beta1/experiments"): ({}, EXPERIMENT),
    ("GET", "/apis/v2beta1/experiments/{}"): ({}, None),
    ("GET", "/apis/v2beta1/pipelines"): ({**PAGE, "namespace": TEXT}, None),
    ("POST", "/apis/v2beta1/pipelines/upload"): ({**UPLOAD, "namespace": TEXT}, "file"),
    ("POST", "/apis/v2beta1/pipelines/upload_version"): ({**UPLOAD, "pipelineid": TEXT}, "file"),
    ("POST", "/apis/v2beta1/runs"): ({"experiment_id": TEXT}, RUN),
    ("GET", "/apis/v2beta1/runs/{}"): ({"experiment_id": TEXT}, None),
    ("POST", "/apis/v2beta1/runs/{}:terminate"): ({"experiment_id": TEXT}, None),
    ("GET", "/apis/v2beta1/recurringruns"): ({**PAGE, "namespace": TEXT, "experiment_id": TEXT}, None),
    ("POST", "/apis/v2beta1/recurringruns"): ({}, RECURRING_RUN),
    ("GET", "/apis/v2beta1/recurringruns/{}"): ({}, None),
    ("DELETE", "/apis/v2beta1/recurringruns/{}"): ({"propagation_policy": TEXT}, None),
    # Not in the description of the API: the server has these for its own user interface.
    ("GET", "/apis/v1alpha1/runs/{}/nodes/{}/log"): ({}, None),
    ("GET", "/k8s/pod/logs"): ({"podname": TEXT, "runid": TEXT, "podnamespace": TEXT}, None),
}


class Misfit(Exception):
    """What is wrong with a request."""


def find_endpoint(method, path):
    """The pattern of a path and what stands for its braces."""
    for (method_, pattern), _ in ENDPOINTS.items():
        match = re.fullmatch(re.escape(pattern).replace(r"\{\}", "([^/:]+)"), path)
        if match and method_ == method:
            return pattern, match.groups()
    return None, ()


def check_query(method, pattern, query):
    allowed, _ = ENDPOINTS[method, pattern]
    for name, values in query.items():
        if name not in allowed:
            raise Misfit(f"{method} {pattern} has no parameter {name}")
        if len(values) != 1:
            raise Misfit(f"the parameter {name} is given {len(values)} times")
        if allowed[name] in (INT32, INT64) and not re.fullmatch(r"-?\d+", values[0]):
            raise Misfit(f"the parameter {name} is not a number: {values[0]}")


def check_value(value, type_, where):
    """Raises where a value in a body is none of the type."""
    if isinstance(type_, dict):
        if not isinstance(value, dict):
            raise Misfit(f"{where} is not an object")
        for name, inner in value.items():
            if name not in type_:
                raise Misfit(f"{where} has no field {name}")
            check_value(inner, type_[name], f"{where}.{name}")
    elif isinstance(type_, list):
        if not isinstance(value, list):
            raise Misfit(f"{where} is not a list")
        for index, inner in enumerate(value):
            check_value(inner, type_[0], f"{where}[{index}]")
    elif not fits(value, type_):
        raise Misfit(f"{where} is not of the type {type_}: {value!r}")


def fits(value, type_):
    if isinstance(type_, tuple):
        return value in type_
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return {
        ANY: lambda: True,
        OBJECT: lambda: isinstance(value, dict),
        TEXT: lambda: isinstance(value, str),
        BOOL: lambda: isinstance(value, bool),
        INT32: lambda: is_number,
        INT64: lambda: is_number or isinstance(value, str) and re.fullmatch(r"-?\d+", value),
        TIME: lambda: isinstance(value, str) and bool(datetime.datetime.fromisoformat(value)),
    }[type_]()


# The fields of KFP's cron, from the seconds on, each with its least and its greatest value.
CRON_FIELDS = [(0, 59), (0, 59), (0, 23), (1, 31), (1, 12), (0, 6)]
CRON_NAMES = "jan feb mar apr may jun jul aug sep oct nov dec".split(), "sun mon tue wed thu fri sat".split()


def check_cron(text):
    """Raises where a text is none of KFP's cron, whose fields are six. Its parser takes five too, and means others."""
    if re.fullmatch(r"@(yearly|annually|monthly|weekly|daily|midnight|hourly)", text):
        return
    fields = text.split(" ")
    if len(fields) != 6:
        raise Misfit(f"a cron expression has six fields, and {text!r} has {len(fields)}")
    for field, (least, greatest) in zip(fields, CRON_FIELDS):
        for part in field.split(","):
            span, _, step = part.partition("/")
            if step and not int(step) > 0:
                raise Misfit(f"a step of {step}")
            if span in ("*", "?"):
                continue
            values = [cron_value(value, greatest) for value in span.split("-")]
            if not least <= values[0] <= values[-1] <= greatest or len(values) > 2:
                raise Misfit(f"{part} is not between {least} and {greatest}")


def cron_value(text, greatest):
    names = {12: (CRON_NAMES[0], 1), 6: (CRON_NAMES[1], 0)}.get(greatest, ((), 0))
    return names[0].index(text.lower()) + names[1] if text.lower() in names[0] else int(text)
