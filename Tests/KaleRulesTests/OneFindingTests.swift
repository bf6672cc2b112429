import KaleAnalysis
import KaleRules
import KaleTestSupport
import NotebookModel
import Testing

/// One finding for one cause.
@Suite struct OneFindingTests {
  private func findings(_ text: String) -> [Finding] {
    FindingSelection().findings(in: analysis(of: text))
  }

  @Test(arguments: [
    ("%store -r data", ["KALE241"]), ("print(_)", ["KALE241"]),
    ("print(raw_input(), unicode(1), xrange(3))", ["KALE208"]), ("for _ in range(3): print(_)", []),
    ("print(_(\"text\"))", []),
  ])
  func aStepHasOneFinding(code: String, codes: [String]) {
    #expect(findings("# %% tags=[\"step:use\"]\n\(code)").map(\.rule.code) == codes)
  }

  @Test(arguments: ["stpe:report", "Step:report", "setp:report"])
  func aMistypedStepIsTheCauseOfATagWithoutStep(tag: String) {
    let text = "# %% tags=[\"step:load\"]\nx = 1\n# %% tags=[\"\(tag)\", \"prev:load\"]\nprint(x)"
    #expect(findings(text).map(\.rule.name) == ["unknown-tag"])
  }

  /// No package is missing where a cell writes the module, whoever runs it.
  @Test(arguments: ["skip", "step:write"])
  func aWrittenModuleIsNoPackage(tag: String) {
    let text = """
      # %% tags=["step:load"]
      units = 1
      # %% tags=["\(tag)"]
      %%writefile revenue.py
      price = 2
      # %% tags=["step:use", "prev:load"]
      from revenue import price
      print(price * units)
      """
    #expect(findings(text).filter { $0.rule.name != "ipython-syntax" }.map(\.rule.name) == ["missing-file"])
  }

  @Test func namesOfPython2AreReplaced() {
    let analysis = analysis(
      of: """
        # %% tags=["functions"]
        def ask(text):
            return unicode(raw_input(text))
        # %% tags=["step:use"]
        for i in xrange(3):
            print(ask(i))
        """)
    let found = analysis.findings().filter { $0.rule.name == "missing-name" }
    #expect(found.count == 1)
    let cells = analysis.notebook.applying(found.first?.fixes.first?.edits ?? []).cells
    let sources = cells.map { $0.source.string(in: 0..<$0.source.utf8.count) }
    #expect(sources.first?.contains("return str(input(text))") ?? false)
    #expect(sources.last?.contains("in range(3)") ?? false)
  }

  @Test(arguments: [
    "if sys.version_info[0] < 3:\n    range = xrange",
    "if six.PY2:\n    text = unicode\nelse:\n    text = str",
    "if sys.version_info >= (3, 0):\n    text = str\nelse:\n    text = unicode",
    "if sys.version_info.major == 2:\n    input = raw_input",
  ])
  func whatOnlyPython2RunsIsNotMissing(code: String) {
    let text = "# %% tags=[\"imports\"]\nimport six, sys\n# %% tags=[\"step:use\"]\n\(code)\nprint(1)"
    #expect(!findings(text).contains { $0.rule.name == "missing-name" })
  }

  @Test func anInvalidLimitIsNotOneThatKaleLoses() {
    let found = findings("# %% tags=[\"step:use\", \"limit:cpu:abc\"]\nx = 1")
    #expect(found.map(\.rule.code) == ["KALE320"])
  }

  @Test func aChangedNameOfASharedCellIsNotASideEffect() {
    let found = findings(
      """
      # %% tags=["imports"]
      import os
      names = os.listdir("data")
      # %% tags=["step:clean"]
      names.append("x")
      # %% tags=["step:use", "prev:clean"]
      print(names)
      """)
    #expect(found.map(\.rule.name) == ["changed-elsewhere"])
  }

  /// Every tag that is on a cycle has a finding, and its first fix removes it.
  @Test func everyTagOfACycleIsMarked() {
    let found = findings(
      """
      # %% tags=["step:a", "prev:c", "prev:d"]
      x = 1
      # %% tags=["step:b", "prev:a"]
      y = 1
      # %% tags=["step:c", "prev:b"]
      z = 1
      # %% tags=["step:d", "prev:c"]
      w = 1
      """
    ).filter { $0.rule.name == "cycle" }
    #expect(
      found.map(\.fixes.first?.title) == [
        "Remove `prev:c` from `a`", "Remove `prev:d` from `a`", "Remove `prev:a` from `b`",
        "Remove `prev:b` from `c`", "Remove `prev:c` from `d`",
      ])
  }

  /// What reads a parameter, or another value of its cell, cannot run before the cell.
  @Test(arguments: [
    ("n: int = 3", "size = n * 2"), ("rates = [1, 2]", "first = rates[0]"),
    ("import os", "root = os.getcwd()"),
  ])
  func whatAParametersCellBindsStaysBeforeItsReaders(first: String, second: String) {
    let found = findings(
      """
      # %% tags=["pipeline-parameters"]
      \(first)
      \(second)
      # %% tags=["step:a"]
      print(1)
      """
    ).filter { $0.rule.name == "invalid-parameter" }
    #expect(found.last?.fixes.contains { $0.title.hasSuffix("to the imports") } == false)
  }
}
