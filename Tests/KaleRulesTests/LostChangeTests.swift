import KaleAnalysis
import KaleRules
import KaleTestSupport
import Testing

/// What steps change of each other's values by other ways than a name: aliases, calls, shared cells and the process.
@Suite struct LostChangeTests {
  private static let start = """
    # %% tags=["imports"]
    import os, random
    from functools import lru_cache, partial
    import numpy as np
    import pandas as pd
    from sklearn.linear_model import LinearRegression
    from sklearn.pipeline import Pipeline
    # %% tags=["functions"]
    count = 0
    seen = []
    cache = {}
    def add(rows, value):
        rows.append(value)
    def add_twice(rows):
        add(rows, 1)
    def note(value):
        seen.append(value)
    def step_up():
        global count
        count += 1
    def square(value):
        if value not in cache:
            cache[value] = value ** 2
        return cache[value]
    def depth(number):
        return depth(number - 1) if number else 0
    @lru_cache
    def cached(number):
        return number + 1
    def copied(frame):
        frame = frame.copy()
        frame["z"] = 1
        return frame
    def given_back(frame):
        frame["z"] = 1
        return frame
    def seed_all(value):
        random.seed(value)
        np.random.seed(value)
    @lru_cache
    def read(path):
        return open(path).read()
    def counter():
        total = 0
        def count():
            nonlocal total
            total += 1
            return total
        return count
    def numbers():
        yield 1
        yield 2
    ids = numbers()
    class Tally:
        def __init__(self):
            self.total = 0
        def __call__(self):
            self.total += 1
            return self.total
    class Net:
        def __init__(self):
            self.layers = [[1]]
        def parameters(self):
            for layer in self.layers:
                yield layer
    class Optimizer:
        def __init__(self, parameters, rate):
            self.parameters, self.rate = list(parameters), rate
        def describe(self):
            return f"{self.rate}"
        def step(self):
            for parameter in self.parameters:
                parameter.append(1)
    """

  /// What is found in steps `load`, `grow` and `report`, which follow each other: "changes `a` through `b`".
  private func found(_ load: String, _ grow: String, _ report: String, by code: String = "KALE221")
    -> [String]
  {
    let text = """
      \(Self.start)
      # %% tags=["step:load"]
      \(load)
      # %% tags=["step:grow", "prev:load"]
      \(grow)
      # %% tags=["step:report", "prev:grow"]
      \(report)
      """
    return analysis(of: text).findings().filter { $0.rule.code == code }.map { finding in
      #expect(finding.isHandled)
      return finding.message.prefix { $0 != "," }.split(separator: "`", maxSplits: 2).last.map {
        String($0.dropFirst())
      } ?? ""
    }
  }

  @Test(arguments: [
    ("a = [1]\nb = a", "b.append(2)", "print(a)", "changes `a` through `b`"),
    ("a = [1]\nb = a", "a.append(2)", "print(b)", "changes `b` through `a`"),
    ("a = {'x': [0]}\nb = a['x']", "b.append(2)", "print(a)", "changes `a` through `b`"),
    ("a = {'x': [0]}\nb = a['x']", "a['x'].append(2)", "print(b)", "changes `b` through `a`"),
    ("a = [1]\nb = {'rows': a}", "a.append(2)", "print(b)", "changes `b` through `a`"),
    ("a = [1]\nb = {}\nb['rows'] = a", "a.append(2)", "print(b)", "changes `b` through `a`"),
    ("a = [1]\nb = []\nb.append(a)", "a.append(2)", "print(b)", "changes `b` through `a`"),
    ("a = [1]\nb = dict(rows=a)", "b['rows'].append(2)", "print(a)", "changes `a` through `b`"),
    ("a = np.zeros(3)\nb = a[1:]", "b[0] = 2", "print(a)", "changes `a` through `b`"),
    ("a = pd.DataFrame()\nb = a", "b['x'] = 2", "print(a)", "changes `a` through `b`"),
    ("a = pd.DataFrame()\nb = given_back(a)", "b['x'] = 2", "print(a)", "changes `a` through `b`"),
    ("a = Net()\nb = Optimizer(a.parameters(), 1)", "b.step()", "print(a)", "changes `a` through `b`"),
    (
      "a = LinearRegression()\nb = Pipeline([('m', a)])", "b.fit([[1]], [1])", "print(a)",
      "changes `a` through `b`"
    ),
    (
      "import matplotlib.pyplot as plt\na, b = plt.subplots()", "b.plot([1])", "print(a)",
      "changes `a` through `b`"
    ),
    ("a = pd.DataFrame()\nb = a", "a.index.name = 'day'", "print(b)", "changes `b` through `a`"),
    ("a = [1]\nb = a", "add_twice(b)", "print(a)", "changes `a` through `b`"),
    ("a = {'x': [0]}\nb = [dict(a)]", "a['x'].append(2)", "print(b)", "changes `b` through `a`"),
    ("a = 1", "step_up()", "print(count)", "changes `count` by calling `step_up`"),
    ("a = 1", "note(1)", "print(seen)", "changes `seen` by calling `note`"),
    ("a = 1", "count = 2", "print(count)", "reassigns `count`"),
    ("a = 1", "count += 1", "print(count)", "reassigns `count`"),
    ("a = 1", "seen.append(1)", "print(len(seen))", "changes `seen`"),
    ("a = 1", "square(1)", "print(cache)", "changes `cache` by calling `square`"),
  ])
  func aChangeThatOneProcessKeepsForItselfIsReported(
    load: String, grow: String, report: String, expected: String
  ) {
    #expect(found(load, grow, report) == [expected])
  }

  @Test(arguments: [
    // A copy, and another part.
    ("a = [1]\nb = list(a)", "b.append(2)", "print(a)"),
    ("a = [1]\nb = a.copy()", "b.append(2)", "print(a)"),
    ("a = pd.DataFrame()\nb = copied(a)", "b['x'] = 2", "print(a)"),
    ("a = pd.DataFrame()\nb = a['x']", "b.fillna(0, inplace=True)", "print(a)"),
    ("d = {'x': [1], 'y': [2]}\na = d['x']\nb = d['y']", "b.append(2)", "print(a)"),
    ("a = {'x': [0]}\nb = a['x']", "a['y'] = 2", "print(b)"),
    ("a = [1]\nb = {'rows': a}", "b['more'] = 2", "print(a)"),
    // What holds a copy, an element or a fact of it.
    ("a = pd.DataFrame()\nb = []\nb.append(('load', a.shape))", "a['x'] = 2", "print(b)"),
    ("a = pd.DataFrame()\nb = a.columns", "a['x'] = 2", "print(b)"),
    ("a = pd.DataFrame()\nb = {}\nb['columns'] = list(a.columns)", "a['x'] = 2", "print(b)"),
    ("a = [1]\nb = [list(a), a[:], [*a], tuple(a), max(a)]", "a.append(2)", "print(b)"),
    (
      "a = {}\nb = {'x': a.copy(), 'y': dict(a), 'z': {**a}, 'n': sorted(a.items())}", "a['k'] = 1",
      "print(b)"
    ),
    ("a = iter([1, 2])\nb = [next(a)]\nb.append((next(a), 1))", "next(a)", "print(b)"),
    // The name is bound anew, before or after.
    ("a = [1]\nb = a", "b = [2]\nb.append(2)", "print(a)"),
    ("a = [1]\nb = a\na = [2]", "b.append(2)", "print(a)"),
    // The step that changes it shares it, and passes it on.
    ("a = [1]", "b = a\nb.append(2)", "print(a)"),
    ("a = {'x': [0]}\nb = a['x']", "b = a['x']\nb.append(2)", "print(a)"),
    ("a = [1]", "add(a, 2)", "print(a)"),
    // A method that changes nothing, beside one that does.
    ("a = Net()\nb = Optimizer(a.parameters(), 1)", "b.describe()", "print(a)"),
    // Nobody sees it.
    ("a = [1]\nb = a", "b.append(2)", "print(b)"),
    ("a = 1", "note(1)", "note(2)"),
    ("a = square(1)", "b = square(1)", "print(square(1))"),
    ("a = read('x')", "b = read('x')", "print(read('x'))"),
    ("a = 1", "count = 2\nprint(count)", "count = 3\nprint(count)"),
  ])
  func whatEveryStepSeesIsNot(load: String, grow: String, report: String) {
    #expect(found(load, grow, report) == [])
  }

  /// Two steps that call it side by side would both get its first answer.
  @Test(arguments: ["counter()", "Tally()", "iter([1, 2])"])
  func aStepRunsAfterOneThatAdvancesWhatItCalls(value: String) {
    let call = value.hasPrefix("iter") ? "next(a)" : "a()"
    let analysis = analysis(
      of: """
        \(Self.start)
        # %% tags=["step:load"]
        a = \(value)
        # %% tags=["step:one", "prev:load"]
        b = \(call)
        # %% tags=["step:two", "prev:load"]
        print(\(call))
        """)
    #expect(analysis.state.order.edges.map { analysis.outline.units[$0.previous].name } == ["one"])
    #expect(analysis.findings().map(\.rule.code).contains("KALE221"))
  }

  /// A cell of Kale 0.x that has no step yet is part of the imports, and will not stay there.
  @Test func aNameOfACellWithAnOldTagIsNotReported() {
    let text = """
      # %% tags=["imports"]
      import os
      # %% tags=["block:load"]
      rows = [1]
      # %% tags=["step:grow"]
      rows.append(2)
      # %% tags=["step:report", "prev:grow"]
      print(rows)
      """
    #expect(!analysis(of: text).findings().map(\.rule.code).contains("KALE221"))
  }

  @Test func whatASharedCellSeedsIsReportedOnce() {
    let text = """
      # %% tags=["imports"]
      import random
      random.seed(1)
      # %% tags=["step:one"]
      a = random.gauss(0, 1)
      # %% tags=["step:two", "prev:one"]
      b = random.gauss(0, 1)
      # %% tags=["step:three", "prev:two"]
      c = random.gauss(0, 1)
      """
    #expect(analysis(of: text).findings().filter { $0.rule.code == "KALE234" }.count == 1)
  }

  @Test func aGeneratorOfASharedCellStartsAgainWithBothRuntimes() {
    let text = """
      \(Self.start)
      # %% tags=["step:one"]
      b = next(ids)
      # %% tags=["step:two", "prev:one"]
      print(next(ids), b)
      """
    let found = analysis(of: text).findings().filter { $0.rule.code == "KALE221" }
    #expect(found.map(\.isHandled) == [false])
  }

  @Test(arguments: [
    ("random.seed(1)", "x = random.gauss(0, 1)", "seeds `random`"),
    ("random.seed(1)", "random.shuffle(x)", "seeds `random`"),
    ("np.random.seed(1)", "x = pd.DataFrame().sample(frac=1)", "seeds NumPy"),
    ("seed_all(1)", "x = np.random.rand()", "seeds NumPy by calling `seed_all`"),
    ("os.environ['A'] = '1'", "print(os.getenv('A'))", "sets `os.environ['A']`"),
    ("os.chdir('data')", "x = pd.read_csv('a.csv')", "changes the working directory"),
    ("pd.set_option('display.precision', 2)", "x = pd.DataFrame()\nprint(x)", "sets pandas options"),
    ("pd.options.display.precision = 2", "x = pd.DataFrame()\nx", "sets pandas options"),
    ("np.set_printoptions(precision=2)", "print(np.ones(2) / 3)", "sets NumPy print options"),
    ("np.float = float", "x = np.float(1)", "sets `numpy.float`"),
    ("import sys\nsys.path.append('lib')", "import my_helpers", "sets `sys.path`"),
    (
      "import torch\ntorch.set_default_dtype(torch.float64)", "import torch\nx = torch.zeros(3)",
      "sets PyTorch settings"
    ),
    (
      "import warnings\nwarnings.simplefilter('error')", "try:\n  x = 1\nexcept RuntimeWarning:\n  x = 2",
      "turns warnings into errors"
    ),
    (
      "np.seterr(all='raise')", "try:\n  x = 1\nexcept FloatingPointError:\n  x = 2",
      "sets the NumPy error handling"
    ),
    (
      "import logging\nlogging.basicConfig(stream=out)", "import logging\nlogging.info('x')",
      "sets the logging configuration"
    ),
    (
      "import matplotlib.pyplot as plt\nplt.rcParams['figure.dpi'] = 9",
      "import matplotlib.pyplot as plt\nx = plt.figure().get_dpi()", "sets Matplotlib's `rcParams`"
    ),
    (
      "import matplotlib.pyplot as plt\nplt.style.use('ggplot')",
      "import matplotlib.pyplot as plt\nx = plt.rcParams['figure.dpi']", "sets Matplotlib's `rcParams`"
    ),
    (
      "import matplotlib\nmatplotlib.use('Agg')\nimport matplotlib.pyplot as plt\nplt.plot(x)",
      "plt.savefig('a.png')", "draws on the current figure of pyplot"
    ),
    ("import sys\nsys.setrecursionlimit(9000)", "x = depth(4000)", "sets the recursion limit"),
    ("x = cached(1)", "x = cached.cache_info()", "fills the cache of `cached`"),
    (
      "seed_all(1)", "x = random.gauss(0, 1) + np.random.rand()",
      "seeds `random` and NumPy by calling `seed_all`"
    ),
    ("pd.DataFrame.tidy = copied", "x = pd.DataFrame().tidy()", "sets `pandas.DataFrame.tidy`"),
  ])
  func stateOfTheProcessThatAStepNeedsIsReported(load: String, grow: String, expected: String) {
    #expect(found("x = []\n" + load, grow, "print(x)", by: "KALE234") == [expected])
  }

  @Test(arguments: [
    ("random.seed(1)", "random.seed(2)\nx = random.gauss(0, 1)"),
    ("x = random.gauss(0, 1)", "x = random.gauss(0, 1)"),
    ("np.random.seed(1)", "x = np.random.default_rng(2).normal()"),
    ("os.environ['A'] = '1'", "os.environ['B']"),
    ("import warnings\nwarnings.filterwarnings('ignore')", "x = pd.DataFrame()\nprint(x)"),
    ("import warnings\nwarnings.simplefilter('error')", "x = pd.DataFrame()"),
    ("import warnings\nwarnings.simplefilter('ignore')", "try:\n  x = 1\nexcept Exception:\n  x = 2"),
    (
      "import warnings\nwith warnings.catch_warnings():\n  warnings.simplefilter('error')",
      "try:\n  x = 1\nexcept Exception:\n  x = 2"
    ),
    ("np.seterr(all='ignore')", "try:\n  x = 1\nexcept Exception:\n  x = 2"),
    ("import matplotlib.pyplot as plt\nplt.style.use('ggplot')", "plt.plot(x)\nplt.savefig('a.png')"),
    ("import matplotlib.pyplot as plt\nplt.plot(x)", "plt.savefig('a.png')"),
    (
      "import matplotlib\nmatplotlib.use('Agg')\nimport matplotlib.pyplot as plt\nplt.plot(x)",
      "for y in x:\n  plt.figure()\n  plt.savefig('a.png')"
    ),
    ("import sys\nsys.setrecursionlimit(9000)", "x = square(2)"),
    ("x = cached(1)", "x = cached(1)"),
    ("pd.set_option('display.precision', 2)", "print(1)"), ("os.chdir('data')", "x = pd.read_csv('/a.csv')"),
    ("import sys\nsys.path.append('lib')", "import scipy"),
    ("import logging\nlogging.basicConfig()", "import logging\nlogging.info('x')"),
    ("os.environ['A'] = '1'", "os.environ.setdefault('A', '1')\nprint(os.environ['A'])"),
    ("import dotenv\ndotenv.load_dotenv()", "import dotenv\ndotenv.load_dotenv()\nprint(os.environ['A'])"),
    ("import sys\nsys.stdout = x", "import sys\nsys.stdout.write('a')"),
  ])
  func whatNoStepNeedsIsNot(load: String, grow: String) {
    #expect(found("x = []\n" + load, grow, "print(x)", by: "KALE234") == [])
  }

  @Test(arguments: [
    ("input = [1]", "print(input)", 1), ("id = 7", "print(f'{id}')", 1),
    ("def sum(x): return 1", "print(sum([2]))", 1),
    ("list = lambda x: x", "print(list(2))", 1), ("max = 3", "print(max([1]))", 0),
    ("max = 3", "max = 4\nprint(max)", 0),
    ("x = [id for id in [1]]", "print(id)", 0), ("for id in [1]:\n    pass", "print(id)", 1),
  ])
  func aNameOfABuiltinThatAnotherStepReadsIsReported(load: String, grow: String, count: Int) {
    #expect(found(load, grow, "print(1)", by: "KALE235").count == count)
  }

  /// Kale does not take `global` for a use of the name.
  @Test(arguments: [
    ("grow()", 1), ("for _ in range(3):\n  grow()", 1), ("print(count)\ngrow()", 0), ("count = 1\ngrow()", 0),
    ("print(1)", 0),
  ])
  func aGlobalOfAFunctionOfAnotherStepIsReported(use: String, number: Int) {
    let text = """
      # %% tags=["step:define"]
      count = 0
      def grow():
          global count
          count += 1
      # %% tags=["step:use", "prev:define"]
      \(use)
      """
    let found = analysis(of: text).findings().filter { $0.rule.code == "KALE208" }
    #expect(found.count == number)
    #expect(found.allSatisfy { $0.isHandled && $0.message.contains("Kale's runtime") })
  }
}
