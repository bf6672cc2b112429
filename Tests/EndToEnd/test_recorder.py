"""The recorder passes every message on and keeps what was said."""

import io
import json
import subprocess
import sys

from conftest import HERE
from record import read_message

# answers each message with its own words and ends with a status of its own
ECHO = """
import sys
sys.path.insert(0, sys.argv[1])
from record import read_message
while (frame := read_message(sys.stdin.buffer)) is not None:
    sys.stdout.buffer.write(frame.raw)
    sys.stdout.buffer.flush()
sys.exit(7)
"""


def messages_in(output):
    """The messages, those that are not JSON as they are."""
    stream, found = io.BytesIO(output), []
    while (frame := read_message(stream)) is not None:
        try:
            found.append(json.loads(frame.body))
        except ValueError:
            found.append(frame.body.decode())
    return found


def test_messages_pass_and_are_kept(tmp_path):
    into, workspace = tmp_path / "talk.jsonl", tmp_path / "workspace"
    initialize = {
        "jsonrpc": "2.0",
        "id": "3f1c",
        "method": "initialize",
        "params": {"processId": 12, "rootUri": workspace.as_uri()},
    }
    answer = {"jsonrpc": "2.0", "id": "3f1c", "result": {"serverInfo": {"name": "echo", "version": "7.8"}}}
    sent = b""
    bodies = [json.dumps(initialize), json.dumps(answer), '{"ünï": "😀"}', "not JSON"]
    for body in (body.encode() for body in bodies):
        sent += b"X-Other: yes\r\ncontent-length: %d\r\n\r\n" % len(body) + body
    process = subprocess.run(
        [
            sys.executable,
            str(HERE / "record.py"),
            "--into",
            str(into),
            "--workspace",
            str(workspace),
            "--",
            sys.executable,
            "-c",
            ECHO,
            str(HERE),
        ],
        input=sent,
        capture_output=True,
    )
    assert messages_in(process.stdout) == [initialize, answer, {"ünï": "😀"}, "not JSON"]
    assert process.returncode == 7
    lines = [json.loads(line) for line in into.read_text(encoding="utf-8").splitlines()]
    client = [line["message"] for line in lines if line["from"] == "client"]
    server = [line["message"] for line in lines if line["from"] == "server"]
    written = {**initialize, "id": 1, "params": {"processId": None, "rootUri": "file:///WORKSPACE"}}
    assert client == [written, answer, {"ünï": "😀"}]
    version = {"serverInfo": {"name": "echo", "version": "VERSION"}}
    assert server[1:] == [{**answer, "id": 1, "result": version}, {"ünï": "😀"}]
