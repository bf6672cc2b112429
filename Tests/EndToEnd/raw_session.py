"""A conversation with the server byte by byte, for what a well-behaved client would never say."""

import json
import queue
import subprocess
import threading

from record import read_message


class RawSession:
    def __init__(self, command, cwd=None, timeout=None):
        self.timeout = timeout
        self.process = subprocess.Popen(
            command, cwd=cwd, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._messages = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        while (frame := read_message(self.process.stdout)) is not None:
            self._messages.put(json.loads(frame.body))
        self._messages.put(None)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()

    def send_bytes(self, data):
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def send_body(self, body):
        """Sends a message whose body need not be JSON."""
        body = body if isinstance(body, bytes) else body.encode("utf-8")
        self.send_bytes(b"Content-Length: %d\r\n\r\n" % len(body) + body)

    def send(self, message):
        self.send_body(json.dumps({"jsonrpc": "2.0", **message}))

    def notify(self, method, params=None):
        self.send({"method": method, **({} if params is None else {"params": params})})

    def request(self, method, params=None, id_=1):
        """Sends a request and gives its response, passing over what the server says meanwhile."""
        self.send({"id": id_, "method": method, **({} if params is None else {"params": params})})
        return self.response(id_)

    def response(self, id_):
        while True:
            message = self.next_message()
            assert message is not None, f"the server ended before it answered {id_!r}"
            if "method" not in message and message.get("id") == id_:
                return message

    def next_message(self):
        """The next message of the server; None once its output has ended."""
        return self._messages.get(timeout=self.timeout)

    def initialize(self, capabilities=None, process_id=None, id_="initialize"):
        response = self.request(
            "initialize", {"processId": process_id, "rootUri": None, "capabilities": capabilities or {}}, id_
        )
        self.notify("initialized", {})
        return response["result"]

    def exit_status(self):
        return self.process.wait(timeout=self.timeout)
