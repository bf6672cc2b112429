import KaleAnalysis
import KaleRules
import KaleTestSupport
import Testing

/// Changes that code makes in a roundabout way: through loggers, defaults of parameters, patterns, functions that an object
/// keeps, and methods that are called by reading.
@Suite struct IndirectChangeTests {
  /// Whether two steps run one after the other that both run after `load`.
  private func areOrdered(_ functions: String, _ load: String, _ first: String, _ second: String) -> Bool {
    let analysis = analysis(
      of: """
        # %% tags=["imports"]
        import logging, shutil, zipfile
        from enum import Enum
        from types import SimpleNamespace
        import numpy as np
        # %% tags=["functions"]
        class Keep(logging.Handler):
            def __init__(self):
                super().__init__()
                self.lines = []
            def emit(self, record):
                self.lines.append(record.getMessage())
        class Count(logging.Filter):
            def __init__(self):
                super().__init__()
                self.seen = 0
            def filter(self, record):
                self.seen += 1
                return True
        \(functions)
        # %% tags=["step:load"]
        \(load)
        # %% tags=["step:first", "prev:load"]
        \(first)
        # %% tags=["step:second", "prev:load"]
        \(second)
        """)
    return analysis.state.order.edges.contains { $0.previous == 1 && $0.unit == 2 }
  }

  // MARK: Logging

  private static let logger =
    "def logger(handler):\n    log = logging.getLogger('a')\n    log.addHandler(handler)\n    return log"

  @Test(arguments: [
    (
      "keep = Keep()\nlog = logging.getLogger('a')\nlog.addHandler(keep)",
      "logging.LoggerAdapter(log, {}).info('x')"
    ),
    ("keep = Keep()\nlog = logging.getLogger('a')\nlog.handlers = [keep]", "log.info('x')"),
    ("keep = Keep()\nlog = logger(keep)", "log.info('x')"),
    ("keep = Count()\nlog = logging.getLogger('a')\nlog.addFilter(keep)", "log.info('x')"),
  ])
  func whatIsLoggedChangesHandlersAndFilters(load: String, log: String) {
    #expect(areOrdered(Self.logger, load, log, "print(vars(keep))"))
  }

  /// Kale's steps do not have what a function of the functions cell has set.
  @Test func aLoggerThatAFunctionSetsUpIsMissed() {
    let text = """
      # %% tags=["imports"]
      import logging
      # %% tags=["functions"]
      class Keep(logging.Handler):
          def emit(self, record):
              print(record)
      def logger(handler):
          log = logging.getLogger("audit")
          log.handlers = [handler]
          return log
      # %% tags=["step:first"]
      log = logger(Keep())
      # %% tags=["step:second", "prev:first"]
      log.info("x")
      """
    #expect(analysis(of: text).findings().map(\.rule.name).contains("lost-process-state"))
  }

  @Test func aLogThatIsAFileIsWritten() {
    let load = "logging.basicConfig(filename='run.log')"
    #expect(areOrdered("", load, "logging.info('x')", "print(open('run.log').read())"))
    #expect(!areOrdered("", load, "logging.info('x')", "print(open('other.log').read())"))
  }

  @Test func anArchiveIsWritten() {
    #expect(
      areOrdered("", "x = 1", "shutil.make_archive('all', 'zip', 'out')", "zipfile.ZipFile('all.zip')"))
    #expect(areOrdered("", "x = 1", "open('out/a.txt', 'w')", "shutil.make_archive('all', 'zip', 'out')"))
  }

  // MARK: Functions and what they keep

  private static let trainer = """
    class Trainer:
        def __init__(self, callbacks=()):
            self.callbacks = list(callbacks)
        def on(self, callback):
            self.callbacks.append(callback)
        def fit(self):
            for callback in self.callbacks:
                callback(1)
    """
  private static let counter = """
    def counter():
        n = 0
        def bump():
            nonlocal n
            n += 1
            return n
        return SimpleNamespace(bump=bump)
    """
  private static let lazy = """
    class Lazy:
        def __init__(self):
            self.made = {}
        def define(self):
            return self
        def __getattr__(self, name):
            self.made[name] = 1
            return 1
    """
  private static let memo =
    "class Memo(dict):\n    def __missing__(self, key):\n        self[key] = 1\n        return 1"

  @Test(arguments: [
    (
      "def rows(df, n):\n    return df.sample(n)", "np.random.seed(0)\ndf = object()", "print(rows(df, 3))",
      "print(rows(df, 2))"
    ),
    (
      "rng = np.random.default_rng(0)\ndef draw(n, gen=rng):\n    return gen.normal(size=n)", "x = 1",
      "print(draw(1))", "print(draw(2))"
    ),
    ("OPTIONS = {}\ndef show(options=OPTIONS):\n    print(options)", "x = 1", "OPTIONS['a'] = 1", "show()"),
    ("def config(known={}):\n    return known", "x = 1", "config()['lr'] = 1", "print(config())"),
    ("", "rngs = np.random.default_rng(0).spawn(2)", "rngs[0].normal()", "rngs[0].normal()"),
    ("", "seeds = np.random.SeedSequence(1)", "a = seeds.spawn(2)", "b = seeds.spawn(2)"),
    ("", "d = {'a': {}}", "match d:\n    case {'a': inner}:\n        inner['b'] = 2", "print(d)"),
    ("", "d = [[1]]", "match d:\n    case [first, *_]:\n        first.append(2)", "print(d)"),
    (trainer, "got = []\nt = Trainer()\nt.on(got.append)", "t.fit()", "print(got)"),
    (trainer, "got = []\nt = Trainer([lambda x: got.append(x)])", "t.fit()", "print(got)"),
    (counter, "c = counter()", "c.bump()", "print(c)"),
    (counter, "c = {'x': 1}\nc = counter()", "c.bump()", "c.bump()"),
    (lazy, "store = Lazy().define()", "print(store.rate)", "print(store.made)"),
    (memo, "memo = Memo()", "print(memo[1])", "print(len(memo))"),
    ("class Color(Enum):\n    RED = 1", "x = 1", "Color.RED.seen = 1", "print(vars(Color.RED))"),
  ])
  func aChangeIsSeen(functions: String, load: String, first: String, second: String) {
    #expect(areOrdered(functions, load, first, second))
  }

  @Test(arguments: [
    (trainer, "got = []\nt = Trainer()\nprint(sorted([2, 1], key=lambda x: -x))", "t.fit()", "print(got)"),
    ("", "d = {'a': 1}", "match d:\n    case {'a': x}:\n        print(x)", "print(d)"),
    (lazy, "store = Lazy().define()", "print(store.made)", "print(store.made)"),
    ("def show(options=None):\n    print(options)", "x = 1", "show()", "show()"),
    (
      "def rows(df, n):\n    return df.sample(n, random_state=1)", "df = object()", "rows(df, 3)",
      "rows(df, 2)"
    ),
  ])
  func whereNothingChangesNothingIsOrdered(functions: String, load: String, first: String, second: String) {
    #expect(!areOrdered(functions, load, first, second))
  }

  // MARK: Calls by libraries

  /// Kale's steps do not see what a function of the functions cell keeps in another step.
  @Test(arguments: [
    (
      "from concurrent.futures import ThreadPoolExecutor",
      "with ThreadPoolExecutor(2) as pool:\n    list(pool.map(look, [1]))", true
    ),
    (
      "from concurrent.futures import ThreadPoolExecutor",
      "pool = ThreadPoolExecutor()\npool.submit(look, 1).result()", true
    ),
    ("from multiprocessing.pool import ThreadPool", "ThreadPool(2).map(look, [1])", true),
    ("from joblib import Memory", "fast = Memory('cache').cache(look)\nfast(1)", true),
    (
      "from concurrent.futures import ProcessPoolExecutor",
      "with ProcessPoolExecutor(2) as pool:\n    list(pool.map(look, [1]))", false
    ),
  ])
  func aFunctionThatALibraryCallsChangesWhatItKeeps(imports: String, call: String, isFound: Bool) {
    let text = """
      # %% tags=["imports"]
      \(imports)
      # %% tags=["functions"]
      KNOWN = {}
      def look(place):
          KNOWN[place] = 1
          return 1
      # %% tags=["step:first"]
      \(call)
      # %% tags=["step:second", "prev:first"]
      print(KNOWN)
      """
    #expect(analysis(of: text).findings().contains { $0.rule.name == "changed-elsewhere" } == isFound)
  }
}
