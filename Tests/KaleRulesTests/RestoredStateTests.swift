import KaleAnalysis
import KaleRules
import KaleTestSupport
import Testing

/// State of the process that a step changes and sets back to what it was.
@Suite struct RestoredStateTests {
  private static let helpers = """
    # %% tags=["functions"]
    @contextmanager
    def inside(folder):
        old = os.getcwd()
        os.chdir(folder)
        try:
            yield
        finally:
            os.chdir(old)
    @contextmanager
    def variable(name, value):
        old = os.environ.get(name)
        os.environ[name] = value
        try:
            yield
        finally:
            if old is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = old
    class Inside:
        def __init__(self, folder):
            self.folder = folder
        def __enter__(self):
            self.old = os.getcwd()
            os.chdir(self.folder)
        def __exit__(self, *args):
            os.chdir(self.old)
    def twice(folder):
        old = os.getcwd()
        os.chdir(folder)
        os.chdir(old)
        os.chdir(folder)
    """

  private func analysis(_ first: String, _ second: String) -> NotebookAnalysis {
    KaleTestSupport.analysis(
      of: """
        # %% tags=["imports"]
        import locale, math, os, random, sys, warnings
        from contextlib import contextmanager
        import numpy as np
        import pandas as pd
        table = pd.DataFrame()
        \(Self.helpers)
        # %% tags=["step:zero"]
        x = 1
        # %% tags=["step:first", "prev:zero"]
        \(first)
        # %% tags=["step:second", "prev:zero"]
        \(second)
        """)
  }

  private func isMissed(_ analysis: NotebookAnalysis) -> Bool {
    analysis.findings().contains { $0.rule.name == "lost-process-state" }
  }

  private static let folder = "print(os.getcwd())"
  private static let mode = "print(os.environ['MODE'])"

  @Test(arguments: [
    ("old = os.getcwd()\nos.chdir('a')\nos.chdir(old)", folder),
    ("old = os.getcwd()\nos.chdir('a')\n# %%\nos.chdir(str(old))", folder),
    ("with inside('a'):\n    print(1)", folder),
    ("with Inside('a'):\n    print(1)", folder),
    ("old = os.environ['MODE']\nos.environ['MODE'] = 'a'\nos.environ['MODE'] = old", mode),
    ("with variable('MODE', 'a'), variable('PART', 'b'):\n    print(1)", mode),
    (
      "state = np.random.get_state()\nnp.random.seed(1)\nnp.random.set_state(state)",
      "print(np.random.rand())"
    ),
    ("state = random.getstate()\nrandom.seed(1)\nrandom.setstate(state)", "print(random.gauss(0, 1))"),
    (
      "old = pd.get_option('display.width')\npd.set_option('display.width', 9)\npd.set_option('display.width', old)",
      "print(table)"
    ),
    (
      "old = pd.options.display.width\npd.options.display.width = 9\npd.options.display.width = old",
      "print(table)"
    ),
    ("pd.set_option('display.width', 9)\npd.reset_option('display.width')", "print(table)"),
    (
      "old = locale.setlocale(locale.LC_ALL)\nlocale.setlocale(locale.LC_ALL, 'C')\nlocale.setlocale(locale.LC_ALL, old)",
      "print(locale.str(1.5))"
    ),
    (
      "old = warnings.filters[:]\nwarnings.simplefilter('error')\nwarnings.filters[:] = old",
      "try:\n    x = 1\nexcept UserWarning:\n    pass"
    ),
    ("sys.path.insert(0, 'lib')\nsys.path.remove('lib')", "import lookup\nprint(lookup.x)"),
    ("sys.path.insert(0, 'lib')\nsys.path.pop(0)", "import lookup\nprint(lookup.x)"),
    ("old = sys.path[:]\nsys.path.append('lib')\nsys.path[:] = old", "import lookup\nprint(lookup.x)"),
    ("old = math.sqrt\nmath.sqrt = abs\nmath.sqrt = old", "print(math.sqrt(4))"),
  ])
  func whatIsSetBackIsNeitherMissedNorOrdered(first: String, second: String) {
    let analysis = analysis(first, second)
    #expect(!isMissed(analysis))
    #expect(analysis.state.order.edges.isEmpty)
  }

  @Test(arguments: [
    ("os.chdir('a')\nold = os.getcwd()\nos.chdir('b')\nos.chdir(old)", folder),
    ("old = os.getcwd()\nos.chdir('a')\nif x > 1:\n    os.chdir(old)", folder),
    ("old = os.getcwd()\nos.chdir('a')\nold = 'b'\nos.chdir(old)", folder),
    ("twice('a')", folder),
    ("os.chdir('b')\nwith Inside('a'):\n    print(1)", folder),
    ("old = os.environ.get('MODE', '')\nos.environ['MODE'] = 'a'\nos.environ['MODE'] = old", mode),
    (
      "old = os.environ.get('MODE')\nos.environ['MODE'] = 'a'\nif old:\n    os.environ['MODE'] = old", mode
    ),
    (
      "old = pd.get_option('display.width')\npd.set_option('display.precision', 1)\npd.set_option('display.width', 9)\n"
        + "pd.set_option('display.width', old)", "print(table)"
    ),
    (
      "sys.path.insert(0, 'lib')\nsys.path.append('a')\nsys.path.remove('a')",
      "import lookup\nprint(lookup.x)"
    ),
  ])
  func whatIsNotSetBackForCertainIsMissed(first: String, second: String) {
    #expect(isMissed(analysis(first, second)))
  }
}
