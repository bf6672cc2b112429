import KaleAnalysis
import KaleTestSupport
import NotebookModel
import Testing

@testable import KaleRules

/// What readers of findings found untrue.
@Suite struct ReaderReportTests {
  private func findings(_ text: String) -> [Finding] { analysis(of: text).findings() }

  /// Kale gives a step the earlier value of a name that the step reads, so that nothing fails.
  @Test(arguments: [
    "for i in range(n):\n    w = w + 1", "if n > 3:\n    w = w.strip()", "if w > 2:\n    w = 2",
    "for i in range(n):\n    w += 1",
  ])
  func aNameThatTheStepReadsIsDefined(code: String) {
    let text = """
      # %% tags=["step:make"]
      n, w = 0, 5
      # %% tags=["step:change", "prev:make"]
      \(code)
      # %% tags=["step:use", "prev:change"]
      print(w)
      """
    #expect(!findings(text).contains { $0.rule.name == "conditional-binding" })
  }

  /// The fix of one statement keeps the others of its line.
  @Test(arguments: [
    ("print(f\"{lr}\"); print(n)", "print(lr)\nprint(n)"), ("print(f\"{lr}\")  # note", "print(lr)"),
    ("print(f\"{lr}\");", "print(lr)"),
  ])
  func metricsOfOneLineAreKept(line: String, fixed: String) {
    let text = """
      # %% tags=["step:make"]
      lr, n = 0.1, 5
      # %% tags=["pipeline-metrics"]
      \(line)
      """
    let analysis = analysis(of: text)
    let fix = analysis.findings().first { $0.rule.name == "invalid-metric" }?.fixes.first
    let cells = analysis.notebook.applying(fix?.edits ?? []).cells
    #expect(cells.last.map { $0.source.string(in: 0..<$0.source.utf8.count) } == fixed)
  }

  @Test(arguments: [
    ("conda install -y pandas", "%pip install pandas"),
    ("conda install -c conda-forge x y", "%pip install x y"),
  ])
  func pipInstallsInsteadOfConda(line: String, fixed: String) {
    let found = findings("# %% tags=[\"step:a\"]\n\(line)\n# %% tags=[\"step:b\"]\nx = 1")
    #expect(found.first?.fixes.map(\.title) == ["Change to `\(fixed)`"])
  }

  @Test(arguments: ["md5", "sha", "exceptions", "thread", "whichdb"])
  func modulesOfPython2AreNoPackages(module: String) {
    let found = findings("# %% tags=[\"imports\"]\nimport \(module)\n# %% tags=[\"step:b\"]\nx = \(module)")
    #expect(found.map(\.rule.name).contains("former-module"))
    #expect(!found.map(\.rule.name).contains("guessed-package"))
  }
}
