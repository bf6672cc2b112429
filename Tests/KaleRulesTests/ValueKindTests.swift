import KaleAnalysis
import KaleRules
import KaleTestSupport
import NotebookModel
import Testing

/// What the examples of the rules about kinds of values leave open.
@Suite struct ValueKindTests {
  private static let codes: Set<String> = ["KALE250", "KALE251", "KALE252"]

  private func findings(_ cells: String..., selection: FindingSelection = .init()) -> [Finding] {
    analysis(of: cells.joined(separator: "\n")).findings(showing: selection)
      .filter { Self.codes.contains($0.rule.code) }
  }

  private static let imports = """
    # %% tags=["imports"]
    import json
    import numpy as np
    import pandas as pd
    import socket
    import sqlite3
    import statistics
    from dataclasses import dataclass
    from enum import Enum
    from sklearn.tree import DecisionTreeClassifier as Tree
    from sklearn.metrics import precision_recall_curve
    # %% tags=["functions"]
    class Kind(Enum):
      GOOD = 1
    class Sample:
      def __init__(self, kind=None):
        self.kind = kind
    class Judged:
      def __init__(self):
        self.kind = Kind.GOOD
    class Store:
      def __init__(self, path):
        self.connection = sqlite3.connect(path)
    class Holder:
      def __init__(self, held, other=None):
        self.held = held
        self.other = str(other)
    class Client:
      def __init__(self):
        self.socket = socket.socket()
    class Saver(Client):
      def __getstate__(self):
        return {}
    @dataclass(frozen=True)
    class Point:
      x: int
    NAMES = {1: "one"}
    def name(sample):
      return "sample" if isinstance(sample, Sample) else "none"
    def average(values):
      return np.mean(values)
    def show(number):
      print(round(number, 2))
    """

  private func findings(make: String, use: String) -> [Finding] {
    findings(
      Self.imports, "# %% tags=[\"step:make\"]", make, "# %% tags=[\"step:use\", \"prev:make\"]", use)
  }

  @Test(arguments: [
    ("x = np.mean([1])", "print(round(x))"),
    ("x = np.mean([1])", "print(statistics.mean([x, 2]))"),
    ("x = average([1])", "print(round(x))"),
    ("x = average([1])", "show(x)"),
    ("_, _, t = precision_recall_curve([0, 1], [0.1, 0.9])\nx = t[0]", "print(round(x))"),
    (
      "p, r, t = precision_recall_curve([0, 1], [0.1, 0.9])\nf = 2 * p * r\nx = t[f[:-1].argmax()]",
      "print(round(x))"
    ),
    ("df = pd.read_csv('a.csv')\nx = df['a'].mean()", "y = {'x': x}\nprint(json.dumps(y))"),
    ("df = pd.read_csv('a.csv')\nx = (df['a'] / df['b']).median()", "y = x\nprint(round(y))"),
    ("x = np.max([1])", "d = {1: 2}\nprint(isinstance(x, float), d[x])"),
    ("x = Sample()", "print(isinstance(x, Sample))"),
    ("x = {'a': Sample()}", "print(isinstance(x['a'], Sample))"),
    ("x = []\nx.append(Kind.GOOD)", "print(x)"),
    ("x = [Judged()]", "print(len(x))"),
    ("x = [Sample(Kind.GOOD if i else Kind.GOOD) for i in range(3)]", "print(x)"),
    ("x = pd.Series([1]).map(lambda v: Sample())", "print(x)"),
    ("counts = np.bincount([1])\nx = counts.argmax()", "print({1: 2}, NAMES[x])"),
    ("df = pd.read_csv('a.csv').dropna()\nx = df['a'].max()", "print({x, 1})"),
    ("df = pd.read_csv('a.csv')\nx = df['a'].values.min()", "print(pd.Timestamp(x))"),
    ("y = pd.read_csv('a.csv')['a'].astype(object)\nx = Tree().fit([[1]], y).classes_", "print(x)"),
    ("x = pd.read_csv('a.csv', chunksize=4)", "print(list(x))"),
    ("x = pd.read_csv('a.csv')['a'].dtype", "print(x)"),
    ("x = Store(':memory:')", "print(x)"),
    ("x = [sqlite3.connect(':memory:')]", "print(x)"),
    ("x = Holder(sqlite3.connect(':memory:'))", "print(x)"),
    (
      "def make():\n  c = sqlite3.connect(':memory:')\n  return lambda: c.execute('select 1')\nx = make()",
      "print(x())"
    ),
    ("x = [Sample()]", "print([name(sample) for sample in x])"),
    ("x = {Point(i): i for i in range(3)}", "print(x.get(Point(1)))"),
    ("x = [Point(1)]", "print(Point(1) in x)"),
  ])
  func aValueThatKaleChangesIsReportedOnce(_ make: String, _ use: String) {
    #expect(findings(make: make, use: use).map(\.severity) == [.warning], "\(make)\n\(use)")
    #expect(findings(make: make, use: use).allSatisfy { $0.isHandled && $0.message.contains("Kale") })
  }

  @Test(arguments: [
    ("x = np.mean([1])", "print(x, f'{x:.2f}', round(x * 2), round(float(x)))"),
    ("x = np.mean([1])", "x = float(x)\nprint(round(x))"),
    ("x = round(np.mean([1]))", "print(round(x))"),
    ("x = np.array([1, 2])", "print(np.round(x), x[0])"),
    ("x = [np.mean([1])]", "print(round(x[0]))"),
    ("x = np.arange(3)", "print(json.dumps({'x': x}, cls=Encoder))"),
    ("x = np.arange(3)", "print(json.dumps(x, default=list))"),
    ("x = np.mean([1])", "print(json.dumps(x, default=float))"),
    ("x = np.arange(3)", "print(statistics.mean(x))"),
    ("x = np.dot([1], [2])", "y = x\nprint(statistics.median(y))"),
    ("x = {'a': np.mean([1])}", "print(json.dumps(x))"),
    ("x = Kind.GOOD.value", "print(x)"),
    ("x = Sample()", "print(x.kind, isinstance(x, object))"),
    ("x = Sample()", "x = Sample()\nprint(isinstance(x, Sample))"),
    ("x = Sample()", "print([y for y in range(2) if isinstance(y, Sample)])\nprint(x)"),
    ("x = pd.DataFrame({'a': [1]})", "print(round(x))"),
    ("x = pd.read_csv('a.csv')['a'].iloc[0]", "print({x: 1}, json.dumps([x]), x.upper())"),
    ("x = np.array([1.0])", "print(isinstance(x, float))"),
    ("x = pd.DataFrame({'a': ['t'], 'b': [1]}).set_index('a').values", "print(x)"),
    ("x = pd.DataFrame({'a': ['t']})\nx['a'] = 1\nx = x.values", "print(x)"),
    ("x = np.array([1, 'a'], dtype=object).argsort()", "print(x)"),
    ("x = pd.read_csv('a.csv')['a'].iloc[0]", "print(NAMES[x])"),
    ("df = pd.read_csv('a.csv')\nx = df['a'].max()", "print(pd.Timestamp(x), df)"),
    ("x = Tree().fit([[1]], [1]).classes_", "print(x)"),
    ("x = pd.read_csv('a.csv')['a'].dtype.name", "print(x)"),
    ("x = Holder('a', sqlite3.connect(':memory:'))", "print(x)"),
    ("x = Saver()", "print(x)"),
    ("x = Holder(np.random.default_rng(1))", "print(x)"),
    ("x = [Sample()]", "print([show(1) for sample in x])"),
    ("x = {1: Point(1)}", "print(x.get(1))"),
    ("x = lambda: sqlite3.connect(':memory:')", "print(x())"),
  ])
  func aValueThatArrivesAsItIsIsNot(_ make: String, _ use: String) {
    #expect(findings(make: make, use: use).isEmpty, "\(make)\n\(use)")
  }

  @Test(arguments: [
    ("x = Client()", "print(x)"), ("x = [socket.socket()]", "print(x)"),
    ("path = 'a.npz'\nx = np.load(path)", "print(x['a'])"),
  ])
  func aValueThatNoRuntimePassesIsReportedForBoth(_ make: String, _ use: String) {
    #expect(findings(make: make, use: use).map(\.isHandled) == [false], "\(make)\n\(use)")
  }

  @Test(arguments: [
    ("worker.start()", "x.put(1)\nx.join()", 1), ("worker.start()", "print(x.get())", 1),
    ("worker.start()\nworker.join()", "print(x.get())", 0), ("worker.start()", "x.put(1)", 0),
  ])
  func aThreadThatEndsBeforeAStepWaitsForItIsReported(_ start: String, _ use: String, _ count: Int) {
    let make = """
      import queue, threading
      x = queue.Queue()
      worker = threading.Thread(target=show, args=(x,))
      \(start)
      """
    #expect(findings(make: make, use: use).map(\.isHandled) == Array(repeating: false, count: count))
  }

  @Test func whatFitOfAKerasModelReturnsIsReported() {
    let found = findings(
      "# %% tags=[\"imports\"]\nimport keras",
      "# %% tags=[\"step:a\"]\nmodel = keras.Sequential()\nhistory = model.fit([1], [1])",
      "# %% tags=[\"step:b\", \"prev:a\"]\nprint(history.history, model)")
    #expect(found.map(\.message).filter { $0.contains("history.history") }.count == 1)
    #expect(found.count == 1)
  }

  @Test func aStepBetweenThatPassesItOnIsNotToBlame() throws {
    let found = findings(
      Self.imports, "# %% tags=[\"step:a\"]\nx = np.mean([1])",
      "# %% tags=[\"step:b\", \"prev:a\"]\nprint(x)",
      "# %% tags=[\"step:c\", \"prev:b\"]\nprint(round(x))")
    #expect(found.count == 1)
    guard case .source(let cell, _)? = found.first?.place else { return #expect(Bool(false)) }
    #expect(cell.position == 2)
  }

  @Test func whatIsMadeOfAValueThatCannotBeLoadedIsNotReportedToo() {
    let found = findings(
      Self.imports, "# %% tags=[\"step:a\"]\nx = [Sample(Kind.GOOD)]",
      "# %% tags=[\"step:b\", \"prev:a\"]\ny = [s for s in x]", "# %% tags=[\"step:c\", \"prev:b\"]\nprint(y)"
    )
    #expect(found.count == 1)
  }

  @Test(arguments: [
    "pairs = {\"a\": (score, 1)}\nprint(round(pairs[\"a\"][0], 2))",
    "pair = (score, 1)\nfirst, second = pair\nprint(round(first, 2))",
    "first, second = max([(score, 1), (0.5, 2)])\nprint(round(first, 2))",
    "pairs = {\"a\": (score, 1)}\nfor name, (first, second) in pairs.items():\n  print(round(first, 2))",
    "name, (first, second) = max({\"a\": (score, 1)}.items(), key=lambda pair: pair[1][0])\nprint(round(first, 2))",
    "print([round(each, 2) for each in {\"a\": score}.values()])",
  ])
  func anElementOfAContainerIsTheValueThatWasPutThere(_ use: String) {
    let found = findings(
      Self.imports, "# %% tags=[\"step:make\"]", "score = np.mean([1.0])",
      "# %% tags=[\"step:use\", \"prev:make\"]", use)
    #expect(found.map(\.rule.code) == ["KALE250"])
  }

  /// Who goes through a dictionary gets its keys.
  @Test(arguments: [
    "max(scores, key=scores.get)", "min(scores, key=lambda key: scores[key])", "max(scores)",
    "list(scores)[0]",
    "next(iter(scores))", "[key for key in scores][0]",
  ])
  func aKeyIsNotTheValue(_ key: String) {
    let found = findings(
      Self.imports, "# %% tags=[\"step:make\"]", "scores = {1: np.mean([1.0])}\nbest = \(key)",
      "# %% tags=[\"step:use\", \"prev:make\"]", "print(json.dumps(best))")
    #expect(found.isEmpty)
  }
}
