import KaleAnalysis
import KaleRules
import KaleTestSupport
import NotebookModel
import Testing

/// Fixes that would break what they are to mend, and names told wrongly.
@Suite struct FixChoiceTests {
  private func findings(_ text: String, _ rule: String) -> [Finding] {
    analysis(of: text).findings().filter { $0.rule.name == rule }
  }

  private static let steps = """
    # %% tags=["step:load"]
    data = 1
    # %% tags=["step:check"]
    limit = 2
    """

  /// Each step gets a tag of its own, whatever separates the names.
  @Test(arguments: ["load;check", "load,check", "load, check", "load|check", "load:check", "load check"])
  func aTagThatNamesSeveralStepsIsSplit(names: String) throws {
    let text = Self.steps + "\n# %% tags=[\"step:train\", \"prev:\(names)\"]\nprint(data, limit)"
    for purpose in NotebookRepair.Purpose.allCases {
      let repaired = NotebookRepair(
        of: ExampleNotebook(text).notebook, for: purpose, showing: FindingSelection())
      let tags = try #require(repaired.notebook.cells.last).tags.compactMap(\.text)
      #expect(tags == ["step:train", "prev:load", "prev:check"])
    }
  }

  @Test(arguments: ["load;missing", "load;", "Load"])
  func aNameThatIsNoListOfStepsIsNot(names: String) {
    let text = Self.steps + "\n# %% tags=[\"step:train\", \"prev:\(names)\"]\nprint(data)"
    #expect(!findings(text, "invalid-step-name").contains { $0.message.contains("several steps") })
  }

  /// A name that a text may read is not renamed.
  @Test(arguments: [
    #"print("{max}".format(**globals()))"#, #"print(eval("max + 1"))"#, #"print("max" in globals(), max)"#,
    #"print(globals()["max"])"#, #"print(eval(text), max)"#, #"print(df.query("a > @max"), max)"#,
  ])
  func aNameInATextIsNotRenamed(code: String) {
    let text = "# %% tags=[\"step:a\"]\nmax = 3\n# %% tags=[\"step:b\", \"prev:a\"]\n\(code)\nprint(max)"
    let found = findings(text, "builtin-name")
    #expect(found.count == 1)
    #expect(found.flatMap(\.fixes).isEmpty)
    let inMaker = "# %% tags=[\"step:a\"]\nmax = 3\n\(code)\n# %% tags=[\"step:b\", \"prev:a\"]\nprint(max)"
    let fixes = findings(inMaker, "builtin-name").flatMap(\.fixes)
    #expect(fixes.isEmpty)
  }

  /// A module that a cell writes comes in no package.
  @Test func aModuleThatAStepWritesIsNotInstalled() {
    let text = """
      # %% tags=["step:a"]
      %%writefile helper.py
      rate = 1
      # %%
      import helper
      # %% tags=["step:b", "prev:a"]
      import helper
      """
    let all = analysis(of: text)
    #expect(all.provider(ofImport: "helper") == .environment)
    #expect(all.findings().map(\.rule.name) == ["ipython-syntax", "missing-file"])
  }

  @Test(arguments: [
    ("import setuptools", true), ("import torch", true), ("!pip install setuptools", true), ("x = 1", false),
  ])
  func setuptoolsBringsDistutils(code: String, isThere: Bool) {
    let text = "# %% tags=[\"step:a\"]\n\(code)\nimport distutils\nprint(distutils)"
    #expect(findings(text, "module-version").isEmpty == isThere)
  }
}
