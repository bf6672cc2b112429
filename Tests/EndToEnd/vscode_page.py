"""Pages of the VS Code extension's web views in a browser, with VS Code's side of the conversation played by a test."""

import json
import pathlib

VSCODE = pathlib.Path(__file__).resolve().parents[2] / "EditorClients" / "vscode"

# What VS Code gives a page: a way to send messages, and a state that outlives it.
API = """
window.sent = [];
window.state = undefined;
window.acquireVsCodeApi = () => ({
  postMessage: (message) => window.sent.push(message),
  getState: () => window.state,
  setState: (state) => { window.state = state; },
});
"""


class WebView:
    """A page, as the extension composes it."""

    def __init__(self, browser, body, scripts, styles):
        self.page = browser.new_page()
        self.errors = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        css = "\n".join((VSCODE / "media" / name).read_text() for name in styles)
        js = "\n".join((VSCODE / "media" / name).read_text() for name in scripts)
        self.page.set_content(
            f'<!DOCTYPE html><html lang="en"><head><title>Kale</title><style>{css}</style></head>'
            f'<body class="vscode-light">{body}</body></html>'
        )
        self.page.evaluate(API)
        self.page.evaluate(js)

    def receive(self, **message):
        """Passes a message of the extension to the page, and waits until the page has read it."""
        self.page.evaluate(
            "(data) => new Promise((resolve) => { window.postMessage(data, '*'); setTimeout(resolve); })",
            message,
        )

    def sent(self):
        """Gives what the page has sent since the last call."""
        return self.page.evaluate("window.sent.splice(0)")

    def focused(self):
        """The identifier of what has the focus."""
        return self.page.evaluate("document.activeElement.id")


def body_of(name):
    """The body of a page, from the extension's own sources."""
    source = (VSCODE / "src" / "logic" / "webPage.js").read_text()
    return source.split(f"const {name} = `", 1)[1].split("`;", 1)[0]


def field(identifier, kind="text", **rest):
    """A field of a form with what every field has."""
    return {
        "id": identifier,
        "label": identifier.capitalize(),
        "group": "main",
        "kind": kind,
        "value": None,
        **rest,
    }


def address(cell):
    """How the extension names the form of a cell."""
    return json.dumps({"uri": f"cell:{cell}"})
