import KaleAnalysis
import KaleRules
import KaleTestSupport
import Testing

/// Generators, files and databases that something holds, and what context managers and globals of functions do.
@Suite struct HeldObjectTests {
  private func analyzed(_ setup: String, _ use: String, _ later: String, shared: String = "")
    -> NotebookAnalysis
  {
    analysis(
      of: """
        # %% tags=["imports"]
        import io, random, sqlite3
        import numpy as np
        import pandas as pd
        from contextlib import closing
        from dataclasses import dataclass
        from functools import partial
        # %% tags=["functions"]
        \(shared)
        # %% tags=["step:load"]
        \(setup)
        # %% tags=["step:use", "prev:load"]
        \(use)
        # %% tags=["step:again", "prev:load"]
        \(later)
        """)
  }

  private func isOrdered(_ analysis: NotebookAnalysis) -> Bool {
    let names = analysis.outline.units.mapValues(\.name)
    return analysis.state.order.edges.contains { names[$0.previous] == "use" && names[$0.unit] == "again" }
  }

  @Test(arguments: [
    "class Boot:\n    def __init__(self, rng):\n        self.rng = rng\n    def draw(self):\n        return self.rng.integers(0, 9)",
    "@dataclass\nclass Boot:\n    rng: np.random.Generator\n    def draw(self):\n        return self.rng.normal()",
  ])
  func aGeneratorThatAnObjectHoldsIsDrawnFromInOrder(shared: String) {
    let held = analyzed(
      "boot = Boot(np.random.default_rng(1))", "a = boot.draw()", "b = boot.draw()", shared: shared)
    #expect(isOrdered(held))
    let found = held.findings().filter { $0.rule.name == "changed-elsewhere" }
    #expect(found.map(\.isHandled) == [true])
    #expect(found.first?.message.contains("changes `boot`") == true)
  }

  @Test(arguments: [
    ("held = {\"rng\": np.random.default_rng(1)}", "held[\"rng\"].integers(9)"),
    ("x, held = setup()", "held.gauss(0, 1)"), ("x, held = setup()", "held.sample([1, 2], 1)"),
    ("held = {\"out\": io.StringIO()}", "held[\"out\"].write(\"a\")"),
  ])
  func whatIsNotKnownToBeAGeneratorMayBeOne(setup: String, use: String) {
    let shared = "def setup():\n    return 1, random.Random(3)"
    #expect(isOrdered(analyzed(setup, "a = \(use)", "b = \(use)", shared: shared)))
  }

  /// `sample` of a table leaves it as it is.
  @Test func aTableThatIsSampledDoesNotChange() {
    let sampled = analyzed(
      "held = {\"t\": load()}", "a = held[\"t\"].sample(frac=0.5, random_state=1)", "print(held)")
    #expect(!isOrdered(sampled))
  }

  @Test(arguments: [
    ("with Timer(\"a\"):\n    pass", "print(timings)"), ("with Note(log):\n    pass", "print(log)"),
  ])
  func whatAContextManagerDoesAtItsEnd(use: String, later: String) {
    let shared = """
      timings = {}
      class Timer:
          def __init__(self, name):
              self.name = name
          def __enter__(self):
              return self
          def __exit__(self, *error):
              timings[self.name] = 1
      class Note:
          def __init__(self, log):
              self.log = log
          def __enter__(self):
              return self
          def __exit__(self, *error):
              self.log.append(1)
      """
    #expect(isOrdered(analyzed("log = []", use, later, shared: shared)))
  }

  @Test func aPartialFunctionChangesWhatItHolds() {
    let shared = "def record(store, x):\n    store.append(x)\ndef score(store, x):\n    return x"
    let setup = "rows = []\nlog = partial(record, rows)\nrate = partial(score, rows)"
    #expect(isOrdered(analyzed(setup, "log(1)", "print(rows)", shared: shared)))
    #expect(!isOrdered(analyzed(setup, "rate(1)", "print(rows)", shared: shared)))
  }

  /// A function that assigns a variable of the module makes a value of the step that calls it.
  @Test(arguments: [
    "def start():\n    global rows\n    rows = []\nstart()",
    "def inner():\n    global rows\n    rows = []\ndef start():\n    inner()\nstart()",
  ])
  func whatAFunctionAssignsIsOfTheStepThatCallsIt(setup: String) {
    #expect(isOrdered(analyzed(setup, "rows.append(1)", "print(rows)")))
  }

  @Test func aFileThatAFunctionOpensIsWrittenInOrder() {
    let setup = "def start(path):\n    global out\n    out = open(path, \"w\")\nstart(\"r.txt\")"
    #expect(isOrdered(analyzed(setup, "out.write(\"a\")", "out.write(\"b\")")))
  }

  /// Who changes the array that maps a file writes the file.
  @Test func anArrayThatMapsAFileIsTheFile() {
    let setup = "m = np.memmap(\"m.dat\", mode=\"w+\", shape=3)"
    let again = "n = np.memmap(\"m.dat\", mode=\"r+\", shape=3)\nn *= 10"
    #expect(isOrdered(analyzed(setup, again, "print(m.max())")))
    #expect(isOrdered(analyzed(setup, "m *= 10", "n = np.memmap(\"m.dat\", mode=\"r\")")))
    #expect(!isOrdered(analyzed(setup, "n = np.memmap(\"m.dat\", mode=\"r\")", "print(m.max())")))
  }
}
