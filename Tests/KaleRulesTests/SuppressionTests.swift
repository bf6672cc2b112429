import KaleAnalysis
import KaleRules
import KaleTestSupport
import NotebookModel
import Testing

/// Comments that suppress what is found.
@Suite struct SuppressionTests {
  private func suppressed(_ text: String) -> Notebook {
    let notebook = ExampleNotebook(text).notebook
    return notebook.applying(SuppressionComments(for: notebook, showing: FindingSelection()).edits)
  }

  private static let cases = [
    // Findings about tags and code, of several rules.
    (
      "# %% tags=[\"step:a\", \"hide-input\"]\nprint(b)",
      "# kale: ignore[foreign-tag, missing-name]\nprint(b)"
    ),
    ("# %% tags=[\"step:a\", \"hide-input\"]", "# kale: ignore[foreign-tag]"),
    (
      "# %% tags=[\"step:a\", \"hide-input\"]\n# kale: ignore[missing-name] the start-up file\nprint(b)",
      "# kale: ignore[missing-name, foreign-tag] the start-up file\nprint(b)"
    ),
    (
      "# %% tags=[\"step:a\", \"hide-input\"]\nx = 1  # kale: ignore[missing-name]",
      "# kale: ignore[foreign-tag]\nx = 1  # kale: ignore[missing-name]"
    ),
    ("# %% tags=[\"step:a\", \"hide-input\"]\n# kale: ignore[]", "# kale: ignore[foreign-tag]"),
  ]

  @Test(arguments: cases)
  func aCellGetsOneComment(text: String, source: String) throws {
    let notebook = suppressed(text)
    #expect(notebook.cells.first?.source.string == source)
    #expect(FindingSelection().findings(in: analysis(of: notebook)).allSatisfy { $0.place.cell == nil })
  }

  /// A rule that reports the first cell of several would report the next.
  @Test func everyCellWithAFindingGetsAComment() {
    let notebook = suppressed(
      """
      # %% tags=["step:load"]
      rows = [1]
      # %% tags=["step:fit"]
      print(rows)
      # %% tags=["step:test", "prev:fit"]
      print(rows)
      """)
    let comment = "# kale: ignore[missing-name]\nprint(rows)"
    #expect(notebook.cells.map(\.source.string) == ["rows = [1]", comment, comment])
  }

  /// Kale rejects comments in metrics cells, and a line with `#` in a cell magic is not a Python comment.
  @Test(arguments: [
    "# %% tags=[\"step:a\"]\nx = 1\n# %% tags=[\"pipeline-metrics\"]\nprint(x, 1)",
    "# %% tags=[\"step:a\", \"hide-input\"]\n%%bash\necho",
  ])
  func nothingIsAddedWhereACommentDoesHarm(text: String) {
    #expect(!analysis(of: text).findings().isEmpty)
    #expect(
      suppressed(text).cells.map(\.source.string) == ExampleNotebook(text).notebook.cells.map(\.source.string)
    )
  }
}
