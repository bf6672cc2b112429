import KaleAnalysis
import KaleRules
import KaleTestSupport
import Testing

/// Calls in one step that change an object which another step reads.
@Suite struct ChangingCallTests {
  private func changes(_ change: String, of value: String, imports: String) -> [String] {
    analysis(
      of: """
        # %% tags=["imports"]
        \(imports)
        # %% tags=["functions"]
        class Log:
            def __init__(self, parent=None):
                self.rows = []
                if parent is not None:
                    parent.rows.append(self)
            def __enter__(self):
                self.rows.append(1)
                return self
            def __exit__(self, *reason):
                pass
            def add(self, row):
                self.rows.append(row)
            def record(self, row):
                self.rows.append(row)
            def __iter__(self):
                return self
            def __next__(self):
                return self.rows.pop()
        def timed(function, *values):
            return function(*values)
        def grow(rows=None):
            rows = rows or []
            rows.append(1)
        def extend(rows=None):
            rows = [] if rows is None else rows
            rows.append(1)
        def traced(log):
            def decorate(function):
                def inner(*values):
                    log.append(function.__name__)
                    return function(*values)
                return inner
            return decorate
        class Kept:
            def __init__(self, rows):
                self.rows = list(rows)
            def all(self):
                return sorted(self.rows)
        def build():
            return Log()
        def note(log):
            log.record(1)
        class Loud(Log):
            def push(self, row):
                super().add(row)
        def draw(axes, values):
            axes.plot(values)
        def panels(axes, tables):
            for panel, table in zip(axes, tables):
                draw(panel, table)
        class Loop:
            def __init__(self, callbacks):
                self.callbacks = callbacks
            def train(self):
                for callback in self.callbacks:
                    callback(1)
        class Game:
            def __init__(self, seed):
                self.generator = random.Random(seed)
            def roll(self):
                return self.generator.randint(1, 6)
        class Sampler:
            def __init__(self, rows):
                self.rows = rows
                self.drawn = []
                self.generator = random.Random(1)
            def draw(self):
                self.drawn.append(self.generator.randint(1, 6))
            @property
            def last(self):
                self.drawn.append(1)
                return self.drawn[-1]
        class Store:
            def __init__(self, rows):
                self.rows = rows
            def __setitem__(self, key, value):
                self.rows.append(value)
            @property
            def last(self):
                return self.rows[-1]
            @last.setter
            def last(self, value):
                self.rows.append(value)
        def mix(rows, generator):
            generator.shuffle(rows)
        def join(rows, row):
            rows.append(row)
            return rows
        class History:
            made = 0
            def __init__(self):
                self.values = []
            def __call__(self, value):
                self.values.append(value)
            def step(self, value):
                History.made += 1
                self.values.append(value)
        # %% tags=["step:load"]
        item = \(value)
        # %% tags=["step:edit", "prev:load"]
        \(change)
        # %% tags=["step:report", "prev:load"]
        print(item)
        """
    ).findings().filter { $0.rule.name == "changed-elsewhere" }.map(\.message)
  }

  @Test(arguments: [
    ("import numpy as np", "np.zeros(3)", "np.add.at(item, [0], 5)"),
    ("import numpy as np", "np.zeros(3)", "np.nan_to_num(item, copy=False)"),
    ("import numpy as np", "np.arange(9)", "np.random.default_rng(0).shuffle(item)"),
    ("import networkx as nx", "nx.Graph()", "item.add_edge(1, 2)"),
    ("import networkx as nx", "nx.path_graph(3)", "nx.set_node_attributes(item, 1, \"size\")"),
    ("import xml.etree.ElementTree as ET", "ET.fromstring(\"<a><b/></a>\")", "ET.SubElement(item, \"c\")"),
    ("import xml.etree.ElementTree as ET", "ET.fromstring(\"<a><b/></a>\")", "item.find(\"b\").text = \"x\""),
    (
      "import xml.etree.ElementTree as ET", "ET.fromstring(\"<a><b/></a>\")",
      "item.find(\"b\").set(\"k\", \"v\")"
    ),
    (
      "import xml.etree.ElementTree as ET", "ET.fromstring(\"<a><b/></a>\")",
      "for part in item.iter(\"b\"):\n    part.text = \"x\""
    ),
    ("import configparser", "configparser.ConfigParser()", "item.set(\"model\", \"depth\", \"3\")"),
    ("import numpy as np", "np.array([3, 1, 2])", "item.partition(1)"),
    (
      "from types import SimpleNamespace", "SimpleNamespace(rows=[])",
      "getattr(item, \"rows\").append(1)"
    ),
    ("from types import SimpleNamespace", "SimpleNamespace(rows=[])", "vars(item)[\"rows\"] = 1"),
    ("import math", "map(str, [1, 2])", "texts = list(item)"),
    (
      "from PIL import Image, ImageDraw", "Image.new(\"L\", (4, 4))",
      "ImageDraw.Draw(item).rectangle([0, 0, 1, 1])"
    ),
    ("import sqlite3", "sqlite3.connect(\":memory:\")", "item.execute(\"insert into t values (1)\")"),
    (
      "import copy", "{\"model\": {\"depth\": 3}}", "other = copy.copy(item)\nother[\"model\"][\"depth\"] = 9"
    ),
    ("", "Log()", "with item:\n    pass"), ("", "Loud()", "item.push(1)"), ("", "Log()", "Log.add(item, 3)"),
    ("", "Log()", "child = Log(item)"), ("", "Log()", "for row in item:\n    break"),
    ("", "Log()", "last = next(item)"),
    ("from sklearn.linear_model import Ridge", "Ridge()", "timed(item.fit, [[1]], [1])"),
    ("", "[0]", "grow(item)"),
    ("", "build()", "item.record(1)"), ("", "Log()", "note(item)"),
    ("", "[Log()]", "first = item[0]\nfirst.record(1)"),
    ("", "[Log()]", "list(map(lambda log: log.add(1), item))"),
    ("", "iter([1, 2])", "for row in item:\n    break"), ("", "zip([1], [2])", "first = dict(item)"),
    ("import itertools", "iter([1, 2])", "some = list(itertools.islice(item, 1))"),
    ("import itertools", "itertools.cycle([1])", "pairs = list(zip([1], item))"),
    ("import dataclasses", "Log()", "other = dataclasses.replace(item)\nother.rows.append(1)"),
    ("import matplotlib.pyplot as plt", "plt.figure()", "draw(item.add_subplot(), [1])"),
    ("import matplotlib.pyplot as plt", "plt.figure()", "panels(item.axes, [[1], [2]])"),
    ("import matplotlib.pyplot as plt", "plt.subplot()", "draw(item, [1])"),
    ("import random", "Game(1)", "item.roll()"), ("import random", "[1]", "mix(item, random.Random(3))"),
    ("", "[1]", "store = Store(item)\nstore[\"x\"] = 1"), ("", "[1]", "store = Store(item)\nstore.last = 5"),
    ("import random", "[[1], [2]]", "one = random.choice(item)\none.append(3)"),
    ("", "Loop([History()])", "item.train()"), ("", "[History()]", "first = item[0]\nfirst.step(1)"),
    ("import copy\nbase = [1]", "copy.deepcopy(History())", "item.step(1)"),
    ("import random", "Sampler([1])", "item.draw()"), ("import random", "Sampler([1])", "print(item.last)"),
    ("import numpy as np", "np.zeros((3, 3))", "row = item[-1]\nrow[0] = 1"),
    ("import numpy as np", "np.zeros((3, 3))", "row = item[len(item) - 1]\nrow[0] = 1"),
    ("import threading", "[0]", "threading.Thread(target=grow, args=(item,)).start()"),
    ("from functools import reduce", "[0]", "total = reduce(join, [1, 2], item)"),
    (
      "import numpy as np", "[0]",
      "def mark(x):\n    item.append(x)\n    return x\nnoted = np.vectorize(mark)([1, 2])"
    ),
    (
      "import pandas as pd", "[0]",
      "def mark(x):\n    item.append(x)\n    return x\nnoted = pd.Series([1]).apply(mark)"
    ),
    ("", "[0]", "def mark(x):\n    item.append(x)\n    return x\nnoted = sorted([2, 1], key=mark)"),
    ("", "[0]", "def mark(x):\n    item.append(x)\n    return x\nnoted = list(map(mark, [1]))"),
    ("from collections import OrderedDict", "OrderedDict(a=1, b=2)", "item.move_to_end(\"a\")"),
    ("import configparser", "configparser.ConfigParser()", "item.read_string(\"[a]\")"),
    ("import matplotlib.pyplot as plt", "plt.subplot().plot([1])", "plt.setp(item, linewidth=2)"),
    ("", "[0]", "extend(item)"), ("", "[0]", "@traced(item)\ndef work():\n    pass\nwork()"),
  ])
  func changesAreFound(imports: String, value: String, change: String) {
    let found = changes(change, of: value, imports: imports)
    #expect(found.count == 1)
    #expect(found.first?.hasPrefix("Step `edit` changes `item`") ?? false)
  }

  @Test(arguments: [
    ("import numpy as np", "np.zeros(3)", "clean = np.nan_to_num(item)"),
    (
      "import sqlite3", "sqlite3.connect(\":memory:\")",
      "rows = item.execute(\" SELECT * from t\").fetchall()"
    ),
    ("import xml.etree.ElementTree as ET", "ET.fromstring(\"<a><b/></a>\")", "text = item.find(\"b\").text"),
    ("", "[1, 2]", "for row in item:\n    break"), ("", "[1, 2]", "pairs = list(zip(item, item))"),
    ("import numpy as np", "np.zeros((2, 2))", "corner = item[0, 0]\ncorner += 1"),
    ("import pandas as pd", "[1, 2]", "table = pd.DataFrame()\ntable[\"a\"] = item\ntable[\"b\"] = 1"),
    ("import numpy as np", "np.zeros((9, 2))", "chosen = item[np.argsort([3, 1])]\nchosen[:] = 1"),
    (
      "import numpy as np", "np.zeros((9, 2))",
      "order = np.random.default_rng(1).permutation(9)\nchosen = item[order[:3]]\nchosen[:] = 1"
    ),
    ("import numpy as np", "np.zeros(3)", "some = item[(item > 1) & (item < 3)]\nsome[0] = 1"),
    ("import random", "[1]", "game = Sampler(item)\ngame.draw()"),
    ("import matplotlib.pyplot as plt", "plt.subplot()", "count = len(item.lines)\nprint(item.patches)"),
    ("import matplotlib.pyplot as plt", "plt.figure()", "w, h = item.get_size_inches()\nw += 1"),
    ("import json", "json.loads('{}')", "rate = item[\"rate\"]\nrate *= 2"),
    ("", "[1]", "draw(item, [2])"), ("", "'a-b'", "head, _, tail = item.partition('-')"),
    (
      "import atexit", "[1]",
      "def mark():\n    item.append(1)\natexit.register(mark)"
    ),
    (
      "from concurrent.futures import ProcessPoolExecutor", "[1]",
      "def mark(a, b):\n    item.append(1)\nnoted = list(ProcessPoolExecutor().map(mark, [1], [2]))"
    ),
    (
      "import numpy as np", "{\"mean\": np.mean}",
      "for name, one in item.items():\n    print(one([1]))\ngrow()"
    ),
    ("", "[len, build]", "one = item[0]\nprint(one([1]))\ngrow()"), ("", "History", "mine = item()"),
    ("", "[1, 2]", "copied = Kept(item)\ncopied.name = 4"),
    ("", "Kept([1])", "rows = item.all()\nrows.append(3)"),
    ("", "Log()", "child = Log()"), ("", "Log()", "length = timed(len, item.rows)"),
    ("from sklearn.linear_model import Ridge", "Ridge()", "timed(item.get_params)"),
    (
      "import numpy as np\ngenerator = np.random.default_rng(1)", "generator.integers(0, 2, 9)",
      "total = np.mean(item)"
    ), ("import random", "random.Random(1).sample([1, 2, 3], 2)", "ordered = sorted(item)"),
    ("", "{}", "with open(\"x\") as file:\n    print(item)"),
  ])
  func readsAreNone(imports: String, value: String, change: String) {
    #expect(changes(change, of: value, imports: imports).isEmpty)
  }

  /// A container of a class is no part of its objects.
  @Test(arguments: [
    ("self.known[key] = 1", "Cached"), ("self.known.update({key: 1})", "Cached"),
    ("self.own[key] = 1", "item"),
  ])
  func whatAllObjectsShareBelongsToTheirClass(change: String, changed: String) {
    let text = """
      # %% tags=["functions"]
      class Cached:
          known = {}
          own = {}
          def __init__(self):
              self.own = {}
          def get(self, key):
              \(change)
      # %% tags=["step:load"]
      item = Cached()
      # %% tags=["step:edit", "prev:load"]
      item.get("a")
      # %% tags=["step:report", "prev:load"]
      print(item.own, item.known)
      """
    let found = analysis(of: text).findings().filter { $0.rule.name == "changed-elsewhere" }.map(\.message)
    #expect(found.count == 1)
    #expect(found.first?.hasPrefix("Step `edit` changes `\(changed)`") ?? false)
  }

  /// A container that holds one value of a variable may hold a later one too.
  @Test(arguments: [
    ("versions = {\"raw\": rows}", "versions[\"clean\"] = rows"),
    ("versions = [rows]", "versions.append(rows)"),
  ])
  func aContainerHoldsSeveralValuesOfAVariable(container: String, keeping: String) {
    let text = """
      # %% tags=["step:load"]
      rows = [1]
      \(container)
      # %% tags=["step:clean", "prev:load"]
      rows = [2] + rows
      \(keeping)
      # %% tags=["step:enrich", "prev:clean"]
      rows.append(3)
      # %% tags=["step:report", "prev:clean"]
      print(versions)
      """
    let analysis = analysis(of: text)
    #expect(
      analysis.findings().contains {
        $0.rule.name == "changed-elsewhere" && $0.message.contains("`versions`")
      })
    #expect(analysis.pipeline(for: .exact).steps.last?.previous.contains("enrich") == true)
  }

  /// Without other code that changes something.
  @Test(arguments: ["axes.plot([1])", "axes.set_title('a')", "axes.figure.suptitle('a')"])
  func aFigureIsDrawnOnInAFunction(drawing: String) {
    let text = """
      # %% tags=["imports"]
      import matplotlib.pyplot as plt
      # %% tags=["functions"]
      def draw(axes):
          \(drawing)
      # %% tags=["step:load"]
      figure, panels = plt.subplots(1, 2)
      # %% tags=["step:left", "prev:load"]
      draw(panels[0])
      # %% tags=["step:save", "prev:load"]
      figure.savefig("a.png")
      """
    #expect(analysis(of: text).findings().contains { $0.rule.name == "changed-elsewhere" })
  }

  /// Changes that neither the names of methods nor functions of the notebook give away.
  @Test(arguments: [
    ("import numpy as np", "np.zeros(3)", "np.place(item, item == 0, 5)"),
    ("import io", "io.StringIO()", "print(1, file=item)"), ("", "[1]", "add = item.append\nadd(2)"),
    ("import configparser", "configparser.ConfigParser()", "item.set(\"model\", \"depth\", \"3\")"),
    ("", "zip([1], [2])", "pairs = dict(item)"),
    ("", "open(\"a.txt\", \"w\")", "print(1, file=item)"),
    ("import numpy as np", "np.zeros((2, 2))", "np.put_along_axis(item, np.array([[0]]), 1, axis=0)"),
    ("import pandas as pd", "pd.DataFrame({\"a\": [1]})", "item.isetitem(0, [2])"),
    ("import pandas as pd, sqlite3", "sqlite3.connect(\":memory:\")", "pd.DataFrame().to_sql(\"t\", item)"),
    ("import json", "open(\"a.txt\", \"w\")", "json.dump([1], item)"),
    ("import csv, sys", "csv.writer(sys.stdout)", "item.writerow([1])"),
  ])
  func changesAreFoundWithoutFunctions(imports: String, value: String, change: String) {
    let text = """
      # %% tags=["imports"]
      \(imports)
      # %% tags=["step:load"]
      item = \(value)
      # %% tags=["step:edit", "prev:load"]
      \(change)
      # %% tags=["step:report", "prev:load"]
      print(item)
      """
    let found = analysis(of: text).findings().filter { $0.rule.name == "changed-elsewhere" }.map(\.message)
    #expect(found.count == 1)
    #expect(found.first?.hasPrefix("Step `edit` changes `item`") ?? false)
  }

  /// Objects that one call returns and of which one holds the other.
  @Test(arguments: [
    ("history = []\n    return Loop(history), history", true),
    ("history = []\n    loop = Loop(history)\n    return loop, history", true),
    ("history = []\n    return Loop(list(history)), history", false),
    ("history = []\n    return len(history), history", false),
  ])
  func objectsOfOneCallMayBeLinked(body: String, areLinked: Bool) {
    let text = """
      # %% tags=["functions"]
      class Loop:
          def __init__(self, history):
              self.history = history
          def train(self):
              self.history.append(1)
      def make():
          \(body)
      # %% tags=["step:load"]
      loop, history = make()
      # %% tags=["step:left", "prev:load"]
      loop.train()
      # %% tags=["step:right", "prev:load"]
      print(history)
      """
    #expect(analysis(of: text).findings().contains { $0.rule.name == "changed-elsewhere" } == areLinked)
  }
}
