#!/usr/bin/env python3
"""Stands in for a person's Python where a test is about kale-lsp and not about the KFP SDK.

Speaks as the driver does: says that the first step runs, waits for as many seconds as the argument `seconds`
says, and then that all went well. Leaves its own number and that of a process below it in the folder that
PRETEND_PYTHON names.
"""

import json
import os
import pathlib
import subprocess
import sys
import time


def send(event, **fields):
    print(json.dumps({"event": event, **fields}), flush=True)


request = json.loads(sys.stdin.readline())
if folder := os.environ.get("PRETEND_PYTHON"):
    below = subprocess.Popen(["tail", "-f", "/dev/null"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    pathlib.Path(folder, f"{os.getpid()}.json").write_text(json.dumps([os.getpid(), below.pid]))
# The own engine and the SDK's driver are given the values in different places.
arguments = request["runs"][0] if "runs" in request else request["arguments"]
seconds = arguments.get("seconds", 0)
send("state", task="first-step", state="running")
send("output", task="first-step", text=f"arguments: {json.dumps(arguments, sort_keys=True)}")
time.sleep(seconds)
for task in ("first-step", "second-step"):
    send("state", task=task, state="done")
send("succeeded", url=None)
