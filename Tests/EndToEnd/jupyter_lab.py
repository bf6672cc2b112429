"""Real JupyterLab with kale-lsp's wheel installed, and a real browser in front of it."""

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import patience
import psutil
import pytest
from playwright.sync_api import TimeoutError as NotInTime
from playwright.sync_api import expect, sync_playwright

from conftest import KALE_LSP, REPOSITORY, SAMPLES

CLIENT = REPOSITORY / "EditorClients" / "jupyterlab"
TOKEN = "secret"
# Another environment's Python, to test with another version of JupyterLab.
PYTHON = os.environ.get("KALE_JUPYTER_PYTHON", sys.executable)
CHROMIUMS = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
]

VIEWPORT = {"width": 1280, "height": 800}

expect.set_options(timeout=patience.MILLISECONDS)

SETTINGS = {
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
    "@jupyterlab/docmanager-extension:plugin": {"autosave": False},
}
if PYTHON != sys.executable:
    # Older versions do not make cells that are out of sight, unless told to, and tests look for cells.
    SETTINGS["@jupyterlab/notebook-extension:tracker"] = {"windowingMode": "defer"}

# Kale's own extension asks its server for experiments, and puts a dialog over everything when there is none.
KALES_OWN = "jupyterlab-kubeflow-kale"
# Throws in the context menu while it waits for a kernel.
JUPYTERLAB_LSP = "@jupyter-lsp/jupyterlab-lsp"


def build_wheel(folder):
    """The wheel of this checkout with the binary under test; its path."""
    subprocess.run(
        [sys.executable, str(CLIENT / "build_wheel.py"), "--binary", str(KALE_LSP), "--output", str(folder)],
        check=True,
        capture_output=True,
    )
    (wheel,) = folder.glob("*.whl")
    return wheel


def install_wheel(wheel, prefix):
    """Installs the wheel beside the environment of the tests, which it leaves as it is."""
    options = [
        "--no-index",
        "--no-deps",
        "--ignore-installed",
        "--no-warn-script-location",
        "--prefix",
        str(prefix),
    ]
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", *options, str(wheel)],
        check=True,
    )


class JupyterServer:
    """A Jupyter server of its own settings and folders, with kale-lsp's wheel installed in `prefix`."""

    def __init__(self, root, prefix, *, disabled=(KALES_OWN, JUPYTERLAB_LSP), settings=None, config=None):
        self.root = root
        self.notebooks = root / "notebooks"
        self.notebooks.mkdir(parents=True)
        self.environment = self._environment(prefix)
        self._write_settings({**SETTINGS, **(settings or {})})
        self._disabled = disabled
        self._disable(disabled)
        self._write_json("config/jupyter_server_config.json", config or {})
        self.process = None

    def _disable(self, extensions):
        page = {"disabledExtensions": dict.fromkeys(extensions, True)}
        self._write_json("config/labconfig/page_config.json", page)

    @contextlib.contextmanager
    def disabling(self, *extensions):
        """Windows that are loaded meanwhile are without these extensions, and with all others."""
        self._disable(extensions)
        try:
            yield self
        finally:
            self._disable(self._disabled)

    def _environment(self, prefix):
        packages = next(prefix.glob("lib/python*/site-packages"))
        folders = {
            "HOME": "home",
            "IPYTHONDIR": "ipython",
            "JUPYTER_CONFIG_DIR": "config",
            "JUPYTER_DATA_DIR": "data",
            "JUPYTER_RUNTIME_DIR": "runtime",
            "JUPYTERLAB_SETTINGS_DIR": "settings",
            "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
        }
        return {
            **os.environ,
            **{name: str(self.root / folder) for name, folder in folders.items()},
            "JUPYTER_PATH": str(prefix / "share" / "jupyter"),
            "PYTHONPATH": str(packages),
            "PATH": os.pathsep.join([str(prefix / "bin"), os.path.dirname(PYTHON), os.environ["PATH"]]),
        }

    def _write_json(self, path, value):
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(value))

    def _write_settings(self, settings):
        for plugin, values in settings.items():
            self._write_json(f"settings/{plugin.replace(':', '/')}.jupyterlab-settings", values)

    def __enter__(self):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        self.log = (self.root / "log.txt").open("w")
        self.process = subprocess.Popen(
            [
                PYTHON,
                "-m",
                "jupyterlab",
                "--no-browser",
                "--allow-root",
                f"--ServerApp.port={port}",
                "--ServerApp.port_retries=0",
                f"--ServerApp.root_dir={self.notebooks}",
                f"--IdentityProvider.token={TOKEN}",
                # For `LabPage.open`, which waits until the layout is there.
                "--LabApp.expose_app_in_browser=True",
            ],
            env=self.environment,
            cwd=self.notebooks,
            stdin=subprocess.DEVNULL,
            stdout=self.log,
            stderr=self.log,
        )
        self._wait()
        return self

    def __exit__(self, *_):
        # Asked to end, Jupyter may wait for what it has started, and there is nothing to be kept.
        with contextlib.suppress(psutil.NoSuchProcess):
            for below in psutil.Process(self.process.pid).children(recursive=True):
                with contextlib.suppress(psutil.NoSuchProcess):
                    below.kill()
        self.process.kill()
        self.process.wait()
        self.log.close()

    def _wait(self):
        while self.process.poll() is None:
            with contextlib.suppress(OSError, urllib.error.URLError):
                urllib.request.urlopen(f"{self.url}/api?token={TOKEN}").close()
                return
            time.sleep(0.1)
        self.__exit__()
        pytest.fail("JupyterLab did not start:\n" + (self.root / "log.txt").read_text())

    def status(self):
        """What jupyter-lsp says of its servers."""
        with urllib.request.urlopen(f"{self.url}/lsp/status?token={TOKEN}") as answer:
            return json.load(answer)

    def language_servers(self):
        """The processes of kale-lsp that run."""
        found = []
        for below in psutil.Process(self.process.pid).children(recursive=True):
            with contextlib.suppress(psutil.NoSuchProcess):
                if below.name() == "kale-lsp" and below.status() != psutil.STATUS_ZOMBIE:
                    found.append(below)
        return found

    def add_sample(self, name, as_name=None):
        """Copies a sample into the server's folder; gives its path."""
        path = self.notebooks / (as_name or name)
        shutil.copyfile(SAMPLES / name, path)
        return path


@contextlib.contextmanager
def chromium():
    """A browser without a screen, that keeps JupyterLab's files from one page to the next."""
    program = os.environ.get("KALE_CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUMS)), None)
    if program is None:
        pytest.fail(
            "Chromium is not installed (on Debian: apt-get install chromium); KALE_CHROMIUM names another."
        )
    with sync_playwright() as playwright:
        # Root, as in a container, cannot have the sandbox; only this machine's own pages are opened.
        browser = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox"], timeout=patience.MILLISECONDS
        )
        context = browser.new_context(viewport=VIEWPORT)
        context.set_default_timeout(patience.MILLISECONDS)
        context.set_default_navigation_timeout(patience.MILLISECONDS)
        yield context
        browser.close()


# What JupyterLab itself throws for a notebook that is closed as its kernel begins.
CLOSED_TOO_EARLY = "Error: Disposed"


class LabPage:
    """A window of the browser with a notebook in it, and what a person does there."""

    def __init__(self, browser, server):
        self.server = server
        self.page = browser.new_page()
        self.is_cleared = False
        self.errors = []
        self.page.on("pageerror", lambda error: self.errors.append(error.stack or str(error)))

    def open_in_notebook(self, path):
        """Opens a notebook in Jupyter Notebook."""
        self.page.goto(f"{self.server.url}/notebooks/{path.name}?token={TOKEN}")
        self.page.wait_for_selector(".jp-Notebook .jp-Cell")
        return self

    def open_first(self, path):
        """Opens a notebook in a window that is new or was cleared."""
        if not self.is_cleared:
            return self.open(path)
        self.is_cleared = False
        self.page.evaluate(OPEN_ALONE, path.name)
        self.page.wait_for_selector(".jp-Notebook .jp-Cell")
        return self

    def open(self, path):
        """Loads the page again, with a notebook in a workspace of the window's own."""
        workspace = f"w{id(self):x}"
        self.page.goto(f"{self.server.url}/lab/workspaces/{workspace}/tree/{path.name}?token={TOKEN}&reset")
        self.page.wait_for_selector(".jp-Notebook .jp-Cell")
        self.page.evaluate(LAYOUT_RESTORED)
        return self

    def clear(self):
        """Closes all that is open, for another test. False for a window that does not look like a new one then."""
        self.page.set_viewport_size(VIEWPORT)
        self.page.emulate_media(forced_colors="none")
        self.page.mouse.move(0, 0)
        self.is_cleared = self.page.evaluate(CLEAR)
        return self.is_cleared

    def own_errors(self):
        """The errors that are not JupyterLab's alone: those of another version, and of a notebook that is closed as its kernel begins."""
        return [error for error in self.errors if "/kale-lsp/" in error or not self.is_of_lab(error)]

    @staticmethod
    def is_of_lab(error):
        return PYTHON != sys.executable or error.startswith(CLOSED_TOO_EARLY)

    def close(self):
        self.page.close()
        own = self.own_errors()
        assert not own, own

    def find(self, selector, **options):
        return self.page.locator(selector, **options)

    def cell(self, text):
        """The code cell that holds a text."""
        return self.find(".jp-CodeCell", has=self.find(".cm-content", has_text=text))

    def bar(self, text):
        """The words above the code cell that holds a text."""
        return self.cell(text).locator(".kale-Bar")

    def graph_node(self, step):
        """The box of a step in the panel's graph."""
        return self.find(f".kale-Graph-node[data-step='{step}']")

    def wrong_cells(self):
        """The cells with an error underlined."""
        return self.find(".jp-CodeCell", has=self.find(".kale-Problem.kale-mod-error"))

    def status(self):
        return self.find(".kale-Status")

    def choose(self, text, action):
        """Chooses an action from the menu of the cell that holds a text."""
        self.cell(text).hover()
        self.bar(text).locator(".kale-Bar-actions").click()
        self.find(".kale-ActionMenu .lm-Menu-item", has_text=action).click()

    def menu_item(self, menu, command):
        """Chooses the item of a menu that executes a command."""
        self.find(".lm-MenuBar-item", has_text=menu).click()
        self.find(f".lm-Menu-item[data-command='{command}']").click()

    def execute(self, label):
        """Executes a command by the command palette, which closes if something else takes the focus: then again."""
        for attempt in range(20):
            self.find(".lm-MenuBar-item", has_text="View").click()
            self.find(".lm-Menu-item[data-command='apputils:activate-command-palette']").click()
            try:
                self.find("#command-palette input").fill(label, timeout=10_000)
                return self.find(".lm-CommandPalette-item", has_text=label).first.click(timeout=10_000)
            except NotInTime:
                if attempt == 19:
                    raise

    def execute_in_notebook(self, label):
        """Executes a command by Jupyter Notebook's palette, for which the key may come too early: then again."""
        palette = self.find(".lm-CommandPalette-input")
        while not palette.is_visible():
            self.page.keyboard.press("ControlOrMeta+Shift+c")
            self.page.wait_for_timeout(500)
        palette.fill(label)
        self.find(".lm-CommandPalette-item", has_text=label).first.click()

    def edit_tags(self, text):
        """Opens the field for the tags of the cell that holds a text, from its form."""
        open_form(self, text).get_by_role("button", name="Edit Tags").click()

    def answer(self, text):
        """Answers a question that is asked in a dialog."""
        self.find(".jp-Dialog input").fill(text)
        self.find(".jp-Dialog .jp-mod-accept").click()

    def type_at_end(self, text, typed):
        """Types behind the last character of the cell that holds a text."""
        self.cell(text).locator(".cm-content").click()
        self.page.keyboard.press("ControlOrMeta+End")
        self.page.keyboard.insert_text(typed)

    def command_mode(self, text):
        """Selects the cell that holds a text, ready for single keys."""
        self.cell(text).locator(".jp-InputPrompt").first.click()

    def save(self):
        with self.page.expect_response(
            lambda answer: "/api/contents/" in answer.url and answer.request.method == "PUT"
        ):
            self.page.keyboard.press("ControlOrMeta+s")

    def choose_theme(self, name):
        self.find(".lm-MenuBar-item", has_text="Settings").click()
        self.find(".lm-Menu-item", has_text="Theme").first.hover()
        self.find(".lm-Menu-item", has_text=name).first.click()
        expect(self.find(f"body[data-jp-theme-name='{name}']")).to_have_count(1)

    def show_panel(self):
        """Shows the panel, which JupyterLab hides if it is still restoring its layout: then again."""
        for attempt in range(20):
            self.status().click()
            try:
                return self.find(".kale-Panel").wait_for(state="visible", timeout=10_000)
            except NotInTime:
                if attempt == 19:
                    raise

    def open_panel(self):
        """Shows the panel by its tab, as of a notebook that has no status yet."""
        if not self.find(".kale-Panel").is_visible():
            self.find(".lm-TabBar-tab[title='Kale pipeline']").click()
        expect(self.find(".kale-Panel")).to_be_visible()

    def resize(self, width, height):
        """Makes the window another size, and waits until JupyterLab fills it."""
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.wait_for_function(
            "document.querySelector('.jp-SideBar.jp-mod-right').getBoundingClientRect().right === innerWidth"
        )

    def narrow_panel(self):
        """Makes the panel as narrow as JupyterLab lets it be."""
        left = self.find(".kale-Panel").bounding_box()["x"]
        self.page.mouse.move(left - 2, 300)
        self.page.mouse.down()
        self.page.mouse.move(left + 400, 300, steps=5)
        self.page.mouse.up()

    def hide_left_panel(self):
        if self.find("#jp-left-stack").is_visible():
            self.page.keyboard.press("ControlOrMeta+b")
            expect(self.find("#jp-left-stack")).not_to_be_visible()

    def hover(self, text, word):
        """What is shown where the pointer rests on a word of the cell that holds a text."""
        self.point_at(text, word)
        return self.find(".kale-Hover")

    def point_at(self, text, word):
        rectangle = self.cell(text).locator(".cm-content").evaluate(WORD_RECTANGLE, word)
        self.page.mouse.move(rectangle["x"] - 1, rectangle["y"])
        self.page.mouse.move(rectangle["x"], rectangle["y"], steps=3)


def open_form(lab, text):
    """Opens the form of the cell that holds a text, with a click on its role."""
    lab.bar(text).locator(".kale-Bar-role").click()
    form = lab.cell(text).locator(".kale-CellForm")
    expect(form).to_be_visible()
    return form


def field(form, name):
    """The control of a field of a form."""
    return form.locator(f"[data-field='{name}'] :is(input, select, textarea)").first


def watch_for_red(lab):
    """Notes whether anything is marked as an error in the cells, however short; a function that says so."""
    lab.page.evaluate(
        """() => {
          const red = '.kale-Problem.kale-mod-error, .kale-Bar [data-severity="error"]';
          window.kaleRed = [];
          new MutationObserver(() => {
            const node = document.querySelector(red);
            if (node !== null) window.kaleRed.push(node.outerHTML);
          }).observe(document.body, { childList: true, subtree: true, attributes: true });
        }"""
    )
    return lambda: lab.page.evaluate("window.kaleRed")


class PretendRuns:
    """Answers `kale.run` in place of the server, as the protocol says: the first state and some output, and the second
    state when the run is cancelled; or after a moment, that it cannot run. Everything else goes to the server and comes
    from it."""

    def __init__(self, page, states, refusal=None):
        self.states = states
        self.refusal = refusal
        self.page = page
        self.running = None
        page.route_web_socket("**/lsp/ws/kale-lsp*", self._connect)

    def _connect(self, socket):
        server = socket.connect_to_server()

        def send(**message):
            socket.send(json.dumps({"jsonrpc": "2.0", **message}))

        def tell(uri, index):
            send(method="kale/runState", params={"uri": uri, **self.states[index]})

        def receive(text):
            message = json.loads(text)
            params = message.get("params") or {}
            if message.get("method") == "initialize":
                assert params["capabilities"]["experimental"]["kale"]["runState"] is True
            if params.get("command") == "kale.run":
                if self.refusal:
                    self.page.wait_for_timeout(400)
                    send(id=message["id"], error={"code": -32803, "message": self.refusal})
                    return
                [argument] = params["arguments"]
                self.running = (message["id"], argument["uri"])
                tell(argument["uri"], 0)
                output = {"uri": argument["uri"], "text": "first line of output " + "that is long " * 20}
                send(method="kale/runOutput", params=output)
            elif message.get("method") == "$/cancelRequest" and self.running:
                request, uri = self.running
                self.running = None
                tell(uri, 1)
                send(id=request, error={"code": -32800, "message": "The request was canceled."})
            else:
                server.send(text)

        socket.on_message(receive)
        server.on_message(socket.send)


# Until then, JupyterLab undoes what is done to its side bars. Keys that come earlier have no effect, or another one.
LAYOUT_RESTORED = "() => window.jupyterapp.shell.restored.then(() => null)"

# Nothing is asked about what is not saved, and kernels end. What is hidden or folded in a new window is so again.
CLEAR = """async () => {
  const { shell, commands, serviceManager } = window.jupyterapp;
  for (const widget of [...shell.widgets('main')]) widget.dispose();
  await serviceManager.sessions.shutdownAll();
  for (const { id } of document.querySelectorAll('.Toastify__toast')) {
    await commands.execute('apputils:dismiss-notification', { id });
  }
  for (const part of document.querySelectorAll('.kale-Panel details')) part.open = false;
  shell.collapseRight();
  shell.expandLeft();
  shell.activateById('filebrowser');
  await commands.execute('apputils:change-theme', { theme: 'JupyterLab Light' });
  while (document.body.dataset.jpThemeName !== 'JupyterLab Light') {
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  return document.querySelector('.jp-Dialog, .lm-Menu, .jp-Notebook') === null;
}"""

# JupyterLab puts its launcher where nothing is open.
OPEN_ALONE = """async path => {
  const { shell, commands } = window.jupyterapp;
  const panel = await commands.execute('docmanager:open', { path });
  for (const widget of [...shell.widgets('main')]) if (widget.id !== panel.id) widget.dispose();
}"""

# The middle of a word's first occurrence in an element's text.
WORD_RECTANGLE = """(element, word) => {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const start = node.data.indexOf(word);
    if (start < 0) continue;
    const range = document.createRange();
    range.setStart(node, start);
    range.setEnd(node, start + word.length);
    const { x, y, width, height } = range.getBoundingClientRect();
    return { x: x + width / 2, y: y + height / 2 };
  }
}"""
