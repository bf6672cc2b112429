import KaleAnalysis
import KaleRules
import KaleTestSupport
import NotebookModel
import Testing

/// One cause is one finding, with a remedy.
@Suite struct CauseTests {
  private func findings(_ text: String) -> [Finding] { FindingSelection().findings(in: analysis(of: text)) }

  private func fixed(_ text: String, _ number: Int = 0) throws -> Notebook {
    let fix = try #require(findings(text).first?.fixes.dropFirst(number).first)
    return ExampleNotebook(text).notebook.applying(fix.edits)
  }

  private func tags(_ notebook: Notebook) -> [[String]] { notebook.cells.map { $0.tags.compactMap(\.text) } }

  // MARK: Dropped cells

  @Test(arguments: [
    ("import pandas as pd\nimport numpy as np\nBASE = 10", "pd.Series(np.arange(BASE))", "imports"),
    ("import pandas as pd", "pd.Series()", "imports"),
    ("def f(x):\n    return x", "print(f(1))", "functions"),
    ("class A:\n    pass", "print(A())", "functions"),
    ("RATE = 0.1\nNAME = 'a'", "print(RATE, NAME)", "pipeline-parameters"),
    ("# Read it\nrows = open('x').read()", "print(rows)", "step:read_it"),
  ])
  func aDroppedCellIsOneErrorWithItsTag(_ dropped: String, _ step: String, _ tag: String) throws {
    let text = "# %%\n\(dropped)\n# %% tags=[\"step:load\"]\n\(step)"
    let found = findings(text).filter { $0.severity < .information }
    #expect(found.map(\.rule.name) == ["dropped-code"])
    #expect(found.map(\.severity) == [.error])
    let notebook = try fixed(text)
    #expect(tags(notebook)[0] == [tag])
    let left = analysis(of: notebook).findings().filter { $0.severity == .error }
    #expect(left.isEmpty, "\(left)")
  }

  @Test(arguments: ["!pip install pandas", "%matplotlib inline", "%load_ext autoreload\n%autoreload 2"])
  func shellLinesAtTheTopAreSkipped(_ dropped: String) throws {
    let text = "# %%\n\(dropped)\n# %% tags=[\"step:load\"]\nx = 1"
    #expect(findings(text).map(\.severity) == [.information])
    #expect(tags(try fixed(text))[0] == ["skip"])
    #expect(findings(text).first?.safeFix != nil)
  }

  // MARK: Inherited roles

  @Test(arguments: [
    ("pipeline-parameters", "a = 1", "import os\nos.listdir()", "step:"),
    ("pipeline-parameters", "a = 1", "import os", "imports"),
    ("pipeline-parameters", "a = 1", "!ls", "skip"),
    ("imports", "import os", "rows = os.listdir()", "step:"),
    ("functions", "def f(): return 1", "rows = f()", "step:"),
  ])
  func whatAnUntaggedCellInheritsIsSaid(_ role: String, _ code: String, _ below: String, _ tag: String) throws
  {
    let text = """
      # %% tags=["\(role)"]
      \(code)
      # %%
      \(below)
      # %% tags=["step:one"]
      print(1)
      # %% tags=["step:two", "prev:one"]
      print(2)
      """
    let found = findings(text).filter { $0.message.contains("has no tag") }
    #expect(found.map(\.place) == [.cell(1)])
    let fix = try #require(found.first?.fixes.first)
    let notebook = ExampleNotebook(text).notebook.applying(fix.edits)
    #expect(tags(notebook)[1].first?.hasPrefix(tag) == true)
    #expect(!analysis(of: notebook).findings().contains { $0.message.contains("has no tag") })
  }

  @Test func allUntaggedCellsBelowTheMetricsAreOneFinding() throws {
    let text = """
      # %% tags=["step:a"]
      loss = 1.0
      # %% tags=["pipeline-metrics"]
      print(loss)
      # %%
      from os import path
      x = path.join("a")
      # %%
      print(x)
      """
    #expect(findings(text).map(\.rule.name) == ["invalid-metric"])
    #expect(tags(try fixed(text)).suffix(2) == [["skip"], ["skip"]])
    #expect(analysis(of: try fixed(text)).findings().isEmpty)
  }

  // MARK: One finding

  @Test func magicsOfANotebookAreOneFinding() throws {
    let text = """
      # %% tags=["step:a"]
      %matplotlib inline
      %load_ext autoreload
      x = 1
      # %% tags=["step:b", "prev:a"]
      %time y = x
      # %% tags=["step:c", "prev:b"]
      # kale: ignore
      !ls
      """
    let found = findings(text)
    #expect(found.map(\.rule.name) == ["ipython-syntax"])
    #expect(found.first?.message.contains("3 places") == true)
    let sources = try fixed(text).cells.map(\.source.string)
    #expect(
      sources == ["%matplotlib inline", "%load_ext autoreload", "x = 1", "y = x", "# kale: ignore\n!ls"])
  }

  @Test func assignmentsToAParameterAreOneFinding() {
    let text = """
      # %% tags=["pipeline-parameters"]
      epochs = 5
      # %% tags=["step:a"]
      if epochs > 3:
          epochs = 3
      # %% tags=["step:b", "prev:a"]
      epochs = epochs + 1
      # %% tags=["step:c", "prev:b"]
      print(epochs)
      """
    #expect(findings(text).map(\.rule.name) == ["assigned-parameter"])
  }

  /// A function of the notebook whose body changes nothing only reads what it is given.
  @Test(arguments: [
    ("print(len(table))", "load"), ("return table.sum()", "load"), ("table[\"b\"] = 1", "show"),
    ("table.append(1)", "show"),
  ])
  func onlyAStepThatChangesAValueComesBetween(body: String, provider: String) {
    let text = """
      # %% tags=["functions"]
      def note(table):
          \(body)
      # %% tags=["step:load"]
      rows = [1]
      # %% tags=["step:show", "prev:load"]
      note(rows)
      # %% tags=["step:use"]
      print(rows)
      """
    let found = findings(text).filter { $0.rule.name == "missing-name" }
    #expect(found.count == 1)
    #expect(found.first?.message.hasSuffix("Add `prev:\(provider)`.") == true)
  }

  @Test(arguments: [
    ("rate", ["Step `a` assigns to pipeline parameters `epochs` and `rate`."]),
    ("rate  # kale: ignore", ["Step `a` assigns to pipeline parameter `epochs`."]),
  ])
  func parametersOfOneStepForAnotherAreOneFinding(assigned: String, starts: [String]) {
    let text = """
      # %% tags=["pipeline-parameters"]
      epochs = 5
      rate = 0.1
      # %% tags=["step:a"]
      epochs = min(epochs, 3)
      rate = epochs * \(assigned)
      # %% tags=["step:b", "prev:a"]
      print(epochs, rate)
      """
    let messages = findings(text).map(\.message)
    #expect(messages.map { $0.prefix { $0 != "." } + "." } == starts)
  }

  @Test(arguments: ["if __debug__:\n    c = open('x')", "_c = open('x')"])
  func aValueThatCannotBePassedOnIsOneFinding(_ code: String) {
    let name = code.contains("_c") ? "_c" : "c"
    let text = "# %% tags=[\"step:a\"]\n\(code)\n# %% tags=[\"step:b\", \"prev:a\"]\nprint(\(name).read())"
    #expect(findings(text).map(\.rule.name) == ["unmarshallable-output"])
    var selection = FindingSelection()
    if let rule = try? RuleSelector("unmarshallable-output") { selection.ignore([rule]) }
    #expect(selection.findings(in: analysis(of: text)).count == 1)
  }

  // MARK: Metrics and parameters

  @Test(arguments: [
    (#"print(f"acc={acc}")"#, "print(acc)"), (#"print("loss:", loss)"#, "print(loss)"), ("acc", "print(acc)"),
    ("print(acc)  # note", "print(acc)"), (#"print("acc", round(acc, 3))"#, "print(acc)"),
    (#"print("%.2f" % acc)"#, "print(acc)"), (#"print("{}".format(acc))"#, "print(acc)"),
    (#"print(f"{acc:.2f} {loss}")"#, "print(acc)\nprint(loss)"), ("print(\n    acc,\n)", "print(acc)"),
  ])
  func aPrintedMetricBecomesPrintOfAName(_ line: String, _ expected: String) throws {
    let text = "# %% tags=[\"step:a\"]\nacc, loss = 1, 2\n# %% tags=[\"pipeline-metrics\"]\n\(line)"
    #expect(findings(text).map(\.rule.name) == ["invalid-metric"])
    #expect(try fixed(text).cells[1].source.string == expected)
  }

  @Test(arguments: [
    "print(history.acc)", "print(acc[0])", "print(acc + 1)", "print(len(x))", "print(undefined, 1)",
  ])
  func otherValuesAreNotTakenForMetrics(_ line: String) {
    let text = "# %% tags=[\"step:a\"]\nhistory = acc = x = [1]\n# %% tags=[\"pipeline-metrics\"]\n\(line)"
    #expect(!findings(text).flatMap(\.fixes).contains { $0.applicability == .safe })
  }

  @Test(arguments: [
    ("lr: float = 0.1", "lr = 0.1"), ("lr: 'Literal[\"a=b\"]' = \"x\"", "lr = \"x\""), ("lr:int=3", "lr = 3"),
    ("lr: dict[str, int] = 3  # note", "lr = 3  # note"),
  ])
  func anAnnotationIsTakenAway(_ line: String, _ expected: String) throws {
    let text = "# %% tags=[\"pipeline-parameters\"]\n\(line)\n# %% tags=[\"step:a\"]\nprint(lr)"
    #expect(findings(text).first?.safeFix != nil)
    #expect(try fixed(text).cells[0].source.string == expected)
  }

  @Test(arguments: ["x = None", "x = [1, 2]", "x = {'a': 1}", "x: list = []", "x = y = 1", "x = a * 2"])
  func whatIsNoParameterMovesToTheStepThatUsesIt(_ line: String) throws {
    let text =
      "# %% tags=[\"pipeline-parameters\"]\na = 1\n\(line)\n# %% tags=[\"step:s\"]\nprint(x, a)\n"
      + "# %% tags=[\"step:t\", \"prev:s\"]\nprint(x)"
    let notebook = try fixed(text)
    #expect(notebook.cells[0].source.string.hasPrefix("a = 1"))
    #expect(notebook.cells[1].source.string == "\(line)\nprint(x, a)")
    #expect(!analysis(of: notebook).findings().contains { $0.severity == .error })
  }

  @Test func aListThatIndependentStepsUseMovesToTheImports() throws {
    let text = """
      # %% tags=["pipeline-parameters"]
      rates = [1]
      # %% tags=["step:s"]
      print(rates)
      # %% tags=["step:t"]
      print(rates)
      """
    let notebook = try fixed(text)
    #expect(tags(notebook).contains(["imports"]))
    #expect(!analysis(of: notebook).findings().contains { $0.severity == .error })
  }
}
