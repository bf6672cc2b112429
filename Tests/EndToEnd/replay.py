#!/usr/bin/env python3
"""Has recorded conversations again with another server, and writes down what that one says.

usage: replay.py FIXTURE.jsonl ... -- SERVER [ARGUMENT ...]

Each fixture is written anew: what the client says stays as it is, and what the server says is the named server's. It
is for conversations whose client is not at hand. The workspace is empty.
"""

import json
import pathlib
import subprocess
import sys
import tempfile

import record

HERE = pathlib.Path(__file__).resolve().parent


def client_messages(fixture, workspace):
    """What the client said, with the workspace where it now is, as it is to be sent."""
    for line in fixture.read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        if entry["from"] == "client":
            body = json.dumps(entry["message"]).replace(record.WORKSPACE, workspace).encode()
            yield b"Content-Length: %d\r\n\r\n" % len(body) + body


def replay(fixture, server):
    """The recorder holds each message back until the server is quiet, so all can be handed to it at once."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = pathlib.Path(folder).resolve() / "workspace"
        workspace.mkdir()
        anew = pathlib.Path(folder) / fixture.name
        recorder = [sys.executable, str(HERE / "record.py"), "--into", str(anew), "--workspace", str(workspace), "--"]
        conversation = b"".join(client_messages(fixture, str(workspace)))
        subprocess.run(recorder + server, input=conversation, stdout=subprocess.DEVNULL, check=True)
        fixture.write_bytes(anew.read_bytes())


def main(arguments):
    if "--" not in arguments:
        sys.exit(__doc__)
    split = arguments.index("--")
    for fixture in arguments[:split]:
        replay(pathlib.Path(fixture), arguments[split + 1 :])


if __name__ == "__main__":
    main(sys.argv[1:])
