import KaleAnalysis
import KaleRules
import KaleTestSupport
import NotebookModel
import Testing

/// Names that are missing for one reason are one finding, which names the reason.
@Suite struct OneCauseTests {
  private func findings(_ text: String) -> [Finding] { analysis(of: text).findings() }

  private func fixed(_ text: String, by fix: Fix) -> Notebook {
    ExampleNotebook(text).notebook.applying(fix.edits)
  }

  private func tags(_ notebook: Notebook) -> [[String]] { notebook.cells.map { $0.tags.compactMap(\.text) } }

  @Test func theNamesOfOneMissingTagAreOneFinding() throws {
    let text = """
      # %% tags=["step:a"]
      x = 1
      y = 2
      z = 3
      # %% tags=["step:b"]
      print(x, y, z)
      """
    let found = findings(text)
    #expect(
      found.map(\.message) == [
        "`x`, `y` and `z` are defined in step `a`, but `b` does not run after it. Add `prev:a`."
      ])
    let finding = try #require(found.first)
    #expect(
      finding.related.map(\.message) == [
        "`x` is defined here.", "`y` is read here.", "`z` is read here.",
      ])
    #expect(findings(text.replacing("(x, y, z)", with: "(z)\nprint(y)")).count == 1)
    let fix = try #require(finding.safeFix)
    #expect(analysis(of: fixed(text, by: fix)).findings().isEmpty)
    // Each step that is missing is a cause of its own.
    let two = text.replacing("y = 2", with: "# %% tags=[\"step:other\"]\ny = 2")
    #expect(findings(two).count == 2)
    // What a comment suppresses hides no other name.
    let ignored = text.replacing("print(x, y, z)", with: "print(x)  # kale: ignore\nprint(y)")
    let shown = FindingSelection().findings(in: analysis(of: ignored))
    #expect(shown.map(\.rule.name) == ["missing-name"])
  }

  /// One step changes several values that another reads: the remedy is one.
  @Test(arguments: [
    (
      "rows.append(3)\ncounts[\"b\"] = 2",
      "changes `rows` and `counts`, but with Kale's runtime, step `report` takes them"
    ),
    ("rows = [3]\ncounts = {}", "reassigns `counts` and `rows`, but step `report` takes them"),
  ])
  func theValuesThatOneStepChangesAreOneFinding(change: String, words: String) throws {
    let text = """
      # %% tags=["step:load"]
      rows, counts = [1], {}
      # %% tags=["step:edit", "prev:load"]
      \(change)
      # %% tags=["step:report", "prev:load"]
      print(rows, counts)
      """
    let found = findings(text).filter { $0.rule.name == "changed-elsewhere" }
    #expect(found.map(\.message) == ["Step `edit` \(words) from step `load`. Add `prev:edit`."])
    let related = try #require(found.first).related.map(\.message)
    #expect(related.filter { $0.hasSuffix("is changed here.") }.count == 1)
    #expect(
      related.filter { $0.hasSuffix("is read here.") }.sorted() == [
        "`counts` is read here.", "`rows` is read here.",
      ])
    let fix = try #require(found.first?.fixes.first)
    #expect(!analysis(of: fixed(text, by: fix)).findings().contains { $0.rule.name == "changed-elsewhere" })
  }

  /// Names that functions of a functions cell read, and that Kale saves in a step that does not have them.
  @Test func theNamesThatAStepDoesNotHaveAreOneFinding() {
    let found = findings(
      """
      # %% tags=["functions"]
      def score(x): return x * weight + bias
      # %% tags=["step:load"]
      x = 1
      # %% tags=["step:train", "prev:load"]
      weight, bias = 2, 3
      print(score(x))
      """
    ).filter { $0.rule.name == "lost-provider" }
    #expect(
      found.map(\.message) == [
        "`bias` and `weight` are undefined at the end of step `load`, where Kale saves them: its pipeline fails with a "
          + "NameError. Pass them as arguments to the functions."
      ])
  }

  @Test func theGravestOfManyNamesDecides() {
    let found = findings(
      "# %% tags=[\"step:a\"]\nx = 1\ny = 1\n# %% tags=[\"step:b\"]\nfor i in range(y2()): print(x)\nprint(y)\n"
        .replacing("y2()", with: "int(input())"))
    #expect(found.filter { $0.rule.name == "missing-name" }.map(\.severity) == [.error])
  }

  @Test(arguments: [
    // Nothing is like the step that was deleted: what it defined is gone with it.
    ("prev:svm", "print(accuracy)", ["unknown-previous-step"]),
    // An import or a similar name is a remedy whatever the step defined.
    ("prev:svm", "print(np.pi)", ["unknown-previous-step", "missing-name"]),
    // A slip is not a step that was deleted.
    ("prev:laod", "print(accuracy)", ["unknown-previous-step", "missing-name"]),
    ("prev:load", "print(accuracy)", ["missing-name"]),
  ])
  func whatADeletedStepDefinedIsNotReportedToo(_ tag: String, _ code: String, _ rules: [String]) {
    let text = "# %% tags=[\"step:load\"]\nx = 1\n# %% tags=[\"step:results\", \"\(tag)\"]\n\(code)"
    #expect(findings(text).map(\.rule.name) == rules)
    let below = text + "\n# %% tags=[\"step:last\", \"prev:results\"]\n\(code)"
    #expect(findings(below).map(\.rule.name) == rules)
  }

  @Test(arguments: [("functions", "a functions"), ("imports", "an imports")])
  func aSharedCellThatNeedsAStepIsOne(_ tag: String, _ role: String) throws {
    let text = """
      # %% tags=["step:load"]
      rows = []
      x = 1
      # %% tags=["\(tag)"]
      rows.append(x)
      total = x + 1
      # %% tags=["step:use", "prev:load"]
      print(rows, total)
      """
    let found = findings(text)
    #expect(
      found.map(\.message) == [
        "`rows` and `x`, which step `load` defines, are undefined here: \(role) cell runs before every step. "
          + "Make the cell a step."
      ])
    let result = fixed(text, by: try #require(found.first?.fixes.first))
    #expect(
      tags(result) == [
        ["step:load"], ["step:total", "prev:load"], ["step:use", "prev:total"],
      ])
    #expect(analysis(of: result).findings().isEmpty)
  }

  @Test(arguments: ["imports", "functions"])
  func whatAnUnreadableSharedCellDefinesIsNotMissed(_ tag: String) {
    let text = """
      # %% tags=["\(tag)"]
      def f():
          cred = ***
          return cred
      # %% tags=["step:a"]
      print(cred, f())
      # %% tags=["step:b", "prev:a"]
      print([cred for cred in [1]])
      # %% tags=["step:c", "prev:b"]
      print(cred)
      """
    #expect(findings(text).map(\.rule.name) == ["syntax-error"])
  }

  @Test(arguments: ["functions", "skip", "imports"])
  func aTagThatTheStepBelowNeedsIsMoved(_ tag: String) throws {
    let text = """
      # %% tags=["step:load"]
      x = 1
      # %% tags=["\(tag)", "prev:load"]
      def f(): return 2
      # %% tags=["step:use"]
      print(x)
      """
    let found = findings(text)
    #expect(found.map(\.rule.name) == ["missing-name"])
    let fix = try #require(found.first?.safeFix)
    #expect(fix.title == "Move `prev:load` from cell 2 to step `use`")
    #expect(tags(fixed(text, by: fix)) == [["step:load"], [tag], ["step:use", "prev:load"]])
    // A step that does not need it has no use for the tag.
    let unused = text.replacing("print(x)", with: "print(1)")
    #expect(findings(unused).map(\.rule.name) == ["ignored-tag"])
    #expect(findings(unused).map(\.severity) == [.information])
  }

  @Test func aNameUsedTwiceIsTheCause() throws {
    let text = """
      # %% tags=["step:evaluation"]
      data = 1
      # %% tags=["step:training", "prev:evaluation"]
      model = data
      score = 1
      # %% tags=["step:evaluation"]
      print(model, score)
      """
    let found = findings(text)
    #expect(
      found.map(\.message) == [
        "Cells 1 and 3 are both step `evaluation`, but cell 3 needs `model` and `score` of step `training` between "
          + "them. Rename the first."
      ])
    let result = fixed(text, by: try #require(found.first?.fixes.first))
    #expect(
      tags(result) == [
        ["step:evaluation_2"], ["step:training", "prev:evaluation_2"], ["step:evaluation", "prev:training"],
      ])
    #expect(analysis(of: result).findings().isEmpty)
  }
}

/// Code that may run in every step, and notebooks without a step.
@Suite struct QuietCellTests {
  private func rules(imports code: String) -> [String] {
    let steps = "# %% tags=[\"step:a\"]\nx = 1\n# %% tags=[\"step:b\", \"prev:a\"]\nprint(x)"
    return ["imports", "functions"].flatMap { tag in
      analysis(of: "# %% tags=[\"\(tag)\"]\n\(code)\n\(steps)").findings().map(\.rule.name)
        .filter { $0.hasSuffix("-side-effect") }
    }
  }

  @Test(arguments: [
    "import nltk\nnltk.download('punkt')", "import os\nos.makedirs('/tmp/x', exist_ok=True)",
    "from pathlib import Path\nPath('/tmp/x').mkdir(exist_ok=True)",
    "from keras import backend as K\nK.clear_session()",
    "import subprocess, sys\nsubprocess.run([sys.executable, '-m', 'pip', 'install', 'x'])",
    "import os\ndef setup(p):\n    os.system(f'pip install {p}')\nsetup('s3fs')",
    "import pandas as pd\npd.set_option('display.max_rows', 9)", "load_dotenv = print\nload_dotenv()",
    "LEVELS = {'a': 1}\nORDERED = {k: v for k, v in LEVELS.items()}",
  ])
  func setUpOfAContainerIsNotReported(_ code: String) { #expect(rules(imports: code).isEmpty) }

  @Test(arguments: [
    "import os\nos.makedirs('data')", "def install(p): return p\ninstall('x')",
    "import wget\nwget.download('x')",
  ])
  func otherCallsAre(_ code: String) { #expect(rules(imports: code).count == 2) }

  private static let key =
    "# kubeflow_notebook: {\"pipeline_name\": \"p\", \"experiment_name\": \"e\"}\n"

  @Test(arguments: [
    "# %% tags=[\"imports\"]\nimport os\n!pip install x\n# %%\nprint(y)",
    "# %% tags=[\"skip\"]\nprint(y)\n# %%\nx = 1",
    "# %% tags=[\"functions\"]\ndef f(): return z\nx = 1\n# %%\n%%bash\nls",
    "# %% tags=[\"pipeline-parameters\"]\nx = 1\n# %% tags=[\"pipeline-metrics\"]\nprint(x)",
  ])
  func aNotebookWithoutAStepGetsAnOffer(_ cells: String) {
    let found = analysis(of: Self.key + cells).findings()
    #expect(found.map(\.rule.name) == ["no-step"])
    #expect(found.map(\.severity) == [.hint])
    #expect(found.map(\.kale) == [.accepted])
  }

  @Test(arguments: [
    "# %% tags=[\"imports\"]\nimport os\n# %% tags=[\"step:A B\"]\nx = 1",
    "# %% tags=[\"imports\"]\nimport os\n# %% tags=[\"prev:x\"]\nx = 1",
    "# %% tags=[\"imports\"]\nimport os\n# %% tags=[\"stpe:x\"]\nx = 1",
    "# %% tags=[\"imports\"]\nimport os\n# %% tags=[\"step:\"]\nx = 1",
    "# %% tags=[\"imports\"]\nimport os\n# %% [markdown] tags=[\"step:x\"]\nx = 1",
  ])
  func aTagThatIsMeantToBeAStepIsReported(_ cells: String) {
    #expect(analysis(of: Self.key + cells).findings().contains { $0.severity == .error })
  }

  @Test func whatKaleRejectsWithoutAStepIsRefused() {
    let text = Self.key + "# %% tags=[\"pipeline-parameters\"]\nx = f()"
    #expect(analysis(of: text).findings().map(\.kale) == [.refused])
  }
}
