#!/usr/bin/env python3
"""Runs a language server and keeps the conversation with its client as a fixture.

usage: record.py --into FILE.jsonl --workspace FOLDER -- SERVER [ARGUMENT ...]

Bytes pass through unchanged in both directions. FILE gets a JSON object a line, in the order the messages
passed: {"from": "client" | "server", "message": {...}}. So that the fixture is the same on every machine,
FOLDER is written as /WORKSPACE (file:///WORKSPACE in URIs) and the client's process id as null.
"""

import argparse
import json
import os
import subprocess
import sys
import threading
from typing import NamedTuple

PLACEHOLDER = "/WORKSPACE"


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


class Recording:
    """Writes the messages of both sides into one file."""

    def __init__(self, path, workspace):
        self._file = open(path, "w", encoding="utf-8")
        self._workspace = os.path.abspath(workspace)
        self._lock = threading.Lock()

    def add(self, side, body):
        try:
            message = self._portable(json.loads(body))
        except ValueError:
            return  # what is not JSON cannot be replayed as a message
        if isinstance(message, dict) and message.get("method") == "initialize":
            message.get("params", {})["processId"] = None
        line = json.dumps({"from": side, "message": message}, ensure_ascii=False)
        with self._lock:
            self._file.write(line + "\n")
            self._file.flush()

    def _portable(self, value):
        if isinstance(value, str):
            return value.replace(self._workspace, PLACEHOLDER)
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
            recording.add(side, frame.body)
            target.write(frame.raw)
            target.flush()
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
