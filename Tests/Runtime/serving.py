"""A language server with an open notebook, whose pipeline it runs."""

import json
import os
import pathlib
import subprocess
import time


class Server:
    """`kale-lsp serve`, with the notebook at a path open."""

    def __init__(self, binary, path, **environment):
        self.path = pathlib.Path(path)
        self.uri = self.path.as_uri()
        self.process = subprocess.Popen(
            [str(binary), "serve"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            env={**os.environ, **environment}, cwd=self.path.parent)
        self._id = self._version = 0
        self.notifications = []
        self.ask("initialize", {"processId": None, "rootUri": None, "capabilities": {
            "experimental": {"kale": {"runState": True, "runOutput": True}}}})
        self.tell("initialized", {})
        self.tell("textDocument/didOpen", {"textDocument": {
            "uri": self.uri, "languageId": "json", "version": 0, "text": self.path.read_text()}})

    def _send(self, message):
        content = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(content) + content)
        self.process.stdin.flush()

    def _receive(self):
        length = 0
        while (line := self.process.stdout.readline()) not in (b"\r\n", b""):
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        if not length:
            raise EOFError
        return json.loads(self.process.stdout.read(length))

    def tell(self, method, params):
        self._send({"method": method, "params": params})

    def begin(self, method, params):
        """Sends a request. Gives its number."""
        self._id += 1
        self._send({"id": self._id, "method": method, "params": params})
        return self._id

    def ask(self, method, params):
        return self.answer(self.begin(method, params))

    def answer(self, number):
        """The answer to a request. What comes before it is kept."""
        while True:
            message = self._receive()
            if "method" in message and "id" in message:
                self._send({"id": message["id"], "result": None})
            elif "method" in message:
                self.notifications.append({**message, "time": time.monotonic()})
            elif message.get("id") == number:
                if "error" in message:
                    raise RuntimeError(message["error"]["message"])
                return message["result"]

    def change(self, text):
        """Replaces the notebook in the editor."""
        self._version += 1
        self.tell("textDocument/didChange", {
            "textDocument": {"uri": self.uri, "version": self._version}, "contentChanges": [{"text": text}]})

    def begin_run(self, **options):
        self.notifications.clear()
        return self.begin("workspace/executeCommand", {
            "command": "kale.run", "arguments": [{"uri": self.uri, **options}]})

    def run(self, **options):
        return self.answer(self.begin_run(**options))

    @property
    def states(self):
        """The last state of each step, with its reason."""
        steps = [message["params"]["steps"] for message in self.notifications if message["method"] == "kale/runState"]
        return {step["name"]: (step["state"], step.get("reason")) for step in (steps[-1] if steps else [])}

    @property
    def output(self):
        return [message["params"]["text"] for message in self.notifications if message["method"] == "kale/runOutput"]

    def close_notebook(self):
        self.tell("textDocument/didClose", {"textDocument": {"uri": self.uri}})

    def end(self):
        self.ask("shutdown", None)
        self.tell("exit", None)
        self.process.wait()
        self.close()

    def close(self):
        for stream in (self.process.stdin, self.process.stdout):
            stream.close()


def processes_below(pid):
    """The processes that a process has started, and those that they have: each with its memory in bytes."""
    children, memory = {}, {}
    for entry in pathlib.Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            stat = (entry / "stat").read_text().rpartition(")")[2].split()
            memory[int(entry.name)] = int((entry / "statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
        except OSError:
            continue
        if stat[0] != "Z":
            children.setdefault(int(stat[1]), []).append(int(entry.name))
    found, waiting = {}, [pid]
    while waiting:
        for child in children.get(waiting.pop(), []):
            found[child] = memory[child]
            waiting.append(child)
    return found
