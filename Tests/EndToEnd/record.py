#!/usr/bin/env python3
"""Runs a language server and keeps the conversation with its client as a fixture.

usage: record.py --into FILE.jsonl --workspace FOLDER -- SERVER [ARGUMENT ...]

Messages pass through as they are but for two things, so that the conversation is the same every time: a message
of the client is held back until the server has been quiet for a moment, and its members are put in the order of
their names. FILE gets a JSON object a line, in the order the messages passed:
{"from": "client" | "server", "message": {...}}. What differs from run to run is written the same every time:
protocol-fixtures/README.md says how.
"""

import argparse
import json
import os
import subprocess
import sys
import threading
import time
from typing import NamedTuple

WORKSPACE, VERSION = "/WORKSPACE", "VERSION"
QUIET = 0.1  # seconds without a message after which the server has said what it had to say


class Frame(NamedTuple):
    """A message as it came: every byte of it, and its content."""

    raw: bytes
    body: bytes


def read_message(stream):
    """The next message of the stream, or None at its end."""
    raw, length = b"", 0
    while True:
        line = stream.readline()
        if not line:
            return None
        raw += line
        if line in (b"\r\n", b"\n"):
            break
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length":
            length = int(value)
    body = stream.read(length)
    return Frame(raw + body, body) if len(body) == length else None


def in_order(frame):
    """The same message with its members in the order of their names, which in some clients is chance."""
    try:
        body = json.dumps(json.loads(frame.body), sort_keys=True).encode()
    except ValueError:
        return frame
    return Frame(b"Content-Length: %d\r\n\r\n" % len(body) + body, body)


class Recording:
    """Writes the messages of both sides into one file."""

    def __init__(self, path, workspace):
        self._file = open(path, "w", encoding="utf-8")
        self._workspaces = {os.path.abspath(workspace), os.path.realpath(workspace)}
        self._ids = {}  # of the client's requests: as sent, as written
        self._tokens = {}  # for partial results of the client's requests: as sent, as written
        self._lock = threading.Lock()
        self._last_passed = time.monotonic()

    def passed(self):
        """A message has been passed on."""
        self._last_passed = time.monotonic()

    def wait_for_quiet(self):
        while (left := self._last_passed + QUIET - time.monotonic()) > 0:
            time.sleep(left)

    def add(self, side, body):
        try:
            message = self._portable(json.loads(body))
        except ValueError:
            return  # what is not JSON cannot be replayed as a message
        with self._lock:
            if isinstance(message, dict):
                self._settle(side, message)
            line = json.dumps({"from": side, "message": message}, ensure_ascii=False)
            self._file.write(line + "\n")
            self._file.flush()

    def _settle(self, side, message):
        """Writes what differs from run to run the same every time."""
        is_request = "method" in message and "id" in message
        if side == "client" and is_request:
            message["id"] = self._ids.setdefault(message["id"], len(self._ids) + 1)
            params = message.get("params")
            if message["method"] == "initialize":
                params["processId"] = None
            if isinstance(params, dict) and "partialResultToken" in params:
                written = f"partial-result-{message['id']}"
                self._tokens[params["partialResultToken"]] = written
                params["partialResultToken"] = written
        elif side == "client" and message.get("method") == "$/cancelRequest":
            message["params"]["id"] = self._ids.get(message["params"]["id"])
        elif side == "server" and message.get("method") == "$/progress":
            token = message["params"]["token"]
            message["params"]["token"] = self._tokens.get(token, token)
        elif side == "server" and "method" not in message and "id" in message:
            message["id"] = self._ids.get(message["id"])
            result = message.get("result")
            if isinstance(result, dict) and "serverInfo" in result:
                result["serverInfo"]["version"] = VERSION

    def _portable(self, value):
        if isinstance(value, str):
            for workspace in self._workspaces:
                value = value.replace(workspace, WORKSPACE)
            return value
        if isinstance(value, list):
            return [self._portable(item) for item in value]
        if isinstance(value, dict):
            return {self._portable(key): self._portable(item) for key, item in value.items()}
        return value


def pump(source, target, side, recording):
    """Passes messages on until the source ends, then ends the target.

    A message is recorded before it is passed on: its answer cannot come before it in the file.
    """
    try:
        while (frame := read_message(source)) is not None:
            if side == "client":
                recording.wait_for_quiet()
                frame = in_order(frame)
            recording.add(side, frame.body)
            target.write(frame.raw)
            target.flush()
            recording.passed()
        target.close()
    except (BrokenPipeError, ValueError):
        pass  # the other side has gone; its end is seen by whoever waits for it


def main(arguments):
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--into", required=True)
    parser.add_argument("--workspace", required=True)
    parser.add_argument("server", nargs="+")
    options = parser.parse_args(arguments)
    recording = Recording(options.into, options.workspace)
    server = subprocess.Popen(options.server, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    threading.Thread(
        target=pump, args=(sys.stdin.buffer, server.stdin, "client", recording), daemon=True
    ).start()
    pump(server.stdout, sys.stdout.buffer, "server", recording)
    return server.wait()


if __name__ == "__main__":
    # a thread may still be blocked on standard input: leave without waiting for it
    status = main(sys.argv[1:])
    os._exit(status)
