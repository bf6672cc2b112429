"""A slow server in front of a browser: answers of one method can be held back."""

import json


class HeldAnswers:
    """Passes on what a page and its server say, and holds back answers to a method while told to."""

    def __init__(self, page, method):
        self._method = method
        self._asked, self._held, self._sent = set(), [], []
        self._is_holding = False
        page.route_web_socket("**/lsp/ws/kale-lsp*", self._connect)

    def hold(self):
        self._is_holding = True

    def let_go(self):
        self._is_holding = False
        for text in self._held:
            self._socket.send(text)
        self._held.clear()

    def count(self, words):
        """How many messages of the page, since answers were first held back, have some words."""
        return sum(words in text for text in self._sent)

    def _connect(self, socket):
        self._socket = socket
        server = socket.connect_to_server()

        def ask(text):
            message = json.loads(text)
            if message.get("method") == self._method:
                self._asked.add(message["id"])
            if self._is_holding:
                self._sent.append(text)
            server.send(text)

        def answer(text):
            message = json.loads(text)
            is_held = self._is_holding and "method" not in message and message.get("id") in self._asked
            self._held.append(text) if is_held else socket.send(text)

        socket.on_message(ask)
        server.on_message(answer)
