import KaleAnalysis
import KaleRules
import KaleTestSupport
import NotebookModel
import Testing

/// Notebooks for Kale 0.x: one finding, whose fix is the migration.
@Suite struct MigrationTests {
  private static let old = """
    # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "docker_image": "i", "autosnapshot": true}
    # %% tags=["block:load-data"]
    data = 1
    # %% tags=["block:"]
    print(data)
    # %% tags=["block:train", "prev:load-data"]
    model = data
    """

  private func tags(_ notebook: Notebook) -> [[String]] {
    notebook.cells.map { $0.tags.compactMap(\.text) }
  }

  private func migrated(_ text: String) -> Notebook {
    NotebookRepair(of: ExampleNotebook(text).notebook, for: .migration, showing: FindingSelection()).notebook
  }

  @Test func anOldNotebookHasOneFinding() throws {
    let findings = analysis(of: Self.old).findings().filter { $0.kale == .refused }
    #expect(findings.map(\.rule.name) == ["old-block-tag"])
    let finding = try #require(findings.first)
    #expect(finding.message == "This notebook is written for Kale 0.x. Migrate it.")
    #expect(finding.related.map(\.place) == [.tag(cell: 1, index: 0), .tag(cell: 2, index: 0)])
    let fix = try #require(finding.safeFix)
    let fixed = ExampleNotebook(Self.old).notebook.applying(fix.edits)
    #expect(tags(fixed) == [["step:load_data"], [], ["step:train", "prev:load_data"]])
    #expect(
      fixed.kaleMetadata == ["pipeline_name": "p", "experiment_name": "e", "base_image": "i"])
    #expect(analysis(of: fixed).findings().isEmpty)
  }

  @Test func theTagsCanBeMigratedWithoutTheConfiguration() throws {
    let finding = try #require(analysis(of: Self.old).findings().first { $0.rule.name == "old-block-tag" })
    let fix = try #require(finding.fixes.last)
    let fixed = ExampleNotebook(Self.old).notebook.applying(fix.edits)
    #expect(tags(fixed) == [["step:load_data"], [], ["step:train", "prev:load_data"]])
    #expect(fixed.kaleMetadata?["docker_image"] == "i")
  }

  /// A cell of the step above has no dependencies of its own.
  @Test(arguments: [
    // The step runs after the other already.
    (["block:train", "prev:load"], ["block:", "prev:load"], ["step:train", "prev:load"]),
    // The other is a dependency of the step.
    (["block:train"], ["block:", "prev:load"], ["step:train", "prev:load"]),
    (["block:train"], ["prev:load"], ["step:train", "prev:load"]),
    (["block:train"], ["block:", "prev:load", "prev:load"], ["step:train", "prev:load"]),
    // It is the step itself, or comes later, or does not exist.
    (["block:train"], ["block:", "prev:train"], ["step:train"]),
    (["block:train"], ["block:", "prev:report"], ["step:train"]),
    (["block:train"], ["block:", "prev:nothing"], ["step:train"]),
    // What configures the cell configures the step.
    (["block:train"], ["block:", "limit:nvidia.com/gpu:1"], ["step:train", "limit:nvidia.com/gpu:1"]),
  ])
  func aCellWithoutNameContinuesTheStepAbove(step: [String], cell: [String], expected: [String]) {
    let quoted = { (tags: [String]) in tags.map { "\"\($0)\"" }.joined(separator: ", ") }
    let text = """
      # %% tags=["block:load"]
      data = 1
      # %% tags=[\(quoted(step))]
      model = 2
      # %% tags=[\(quoted(cell))]
      print(model)
      # %% tags=["block:report", "prev:train"]
      print(model)
      """
    let notebook = migrated(text)
    #expect(tags(notebook) == [["step:load"], expected, [], ["step:report", "prev:train"]])
    #expect(!analysis(of: notebook).findings().contains { $0.kale == .refused && $0.severity == .error })
  }

  /// Above the first step there is none to continue.
  @Test func aCellAboveAllStepsLosesItsTags() {
    let notebook = migrated(
      """
      # %% tags=["block:", "prev:load"]
      print(1)
      # %% tags=["block:load"]
      data = 1
      """)
    #expect(tags(notebook) == [[], ["step:load"]])
  }

  @Test func namesThatHaveNothingValidGetANameFromTheCode() {
    let notebook = migrated(
      """
      # %% tags=["block:---"]
      # Load the data
      data = 1
      # %% tags=["block:train", "prev:---"]
      print(data)
      """)
    #expect(tags(notebook) == [["step:load_the_data"], ["step:train", "prev:load_the_data"]])
  }

  /// The first releases wrote special cells as steps, and several steps to run after in one tag.
  @Test func theFirstTagsAreMigratedToo() {
    let text = """
      # %% tags=["block:imports"]
      import os
      # %% tags=["block:a-b"]
      x = 1
      # %% tags=["block:c"]
      y = 1
      # %% tags=["prev:a-b:c", "block:last"]
      print(x, y)
      # %% tags=["block:skip"]
      print(1)
      """
    #expect(
      analysis(of: text).findings().filter { $0.kale == .refused }.map(\.rule.name) == ["old-block-tag"])
    #expect(
      tags(migrated(text)) == [
        ["imports"], ["step:a_b"], ["step:c"], ["prev:a_b", "step:last", "prev:c"], ["skip"],
      ])
  }

  @Test func newNamesStayDifferent() {
    let notebook = migrated(
      """
      # %% tags=["block:A-b"]
      x = 1
      # %% tags=["block:a-b"]
      y = 1
      # %% tags=["block:a_b"]
      z = 1
      # %% tags=["block:last", "prev:A-b", "prev:a-b", "prev:a_b"]
      print(x, y, z)
      """)
    #expect(
      tags(notebook) == [
        ["step:a_b_2"], ["step:a_b_3"], ["step:a_b"], ["step:last", "prev:a_b_2", "prev:a_b_3", "prev:a_b"],
      ])
  }

  /// The keys alone do not make the notebook an old one; each has its fix.
  @Test func oldKeysOfANewNotebookHaveFindingsOfTheirOwn() {
    let text = """
      # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", "docker_image": "i", "autosnapshot": true}
      # %% tags=["step:a"]
      x = 1
      """
    let findings = analysis(of: text).findings().filter { $0.rule.name == "unknown-configuration" }
    #expect(
      findings.map { $0.safeFix?.title } == [
        "Rename `docker_image` to `base_image`", "Remove `autosnapshot`",
      ])
  }
}
