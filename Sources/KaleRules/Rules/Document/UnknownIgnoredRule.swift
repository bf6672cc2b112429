import KaleAnalysis
import NotebookModel
import SourceText

/// An ignore comment that names an unknown rule.
enum UnknownIgnoredRule: InquiringRule {
  static let description = RuleDescription(
    code: "KALE405", name: "unknown-ignored-rule", severity: .warning, fix: .sometimesSafe,
    summary: "A `# kale: ignore` comment names a rule that does not exist.",
    rationale: """
      `# kale: ignore[RULE]` suppresses findings of the rules that it names. On a line of its own, it applies to the whole \
      cell, including its tags; after code, it applies to that line. An unknown name suppresses nothing.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["step:train"]
        # kale: ignore[«mising-name», KALE202]
        print(model)
        """,
        """
        # %% tags=["step:train"]
        print(1)  # kale: ignore[«»]
        """,
      ],
      nonTriggering: [
        """
        # %% tags=["step:train"]
        print(model)  # kale: ignore[missing-name] the kernel's start-up file makes it
        """,
        """
        # %% tags=["step:train"]
        # kale: ignore
        print(model, "# kale: ignore[nothing]")
        """,
      ],
      fixes: [
        (
          before: """
          # %% tags=["step:train"]
          print(model)  # kale: ignore[mising-name]
          """,
          after: """
          # %% tags=["step:train"]
          print(model)  # kale: ignore[missing-name]
          """
        ),
        (
          before: """
          # %% tags=["step:train"]
          # kale: ignore[nothing-like-it, KALE202]
          print(1)
          """,
          after: """
          # %% tags=["step:train"]
          # kale: ignore[KALE202]
          print(1)
          """
        ),
        (
          before: """
          # %% tags=["step:train"]
          print(1)  # noqa # kale: ignore[nothing-like-it] for no reason
          """,
          after: """
          # %% tags=["step:train"]
          print(1)  # noqa
          """
        ),
      ]))

  static func check(_ analysis: NotebookAnalysis, asking queries: RuleQueries) -> [Finding] {
    analysis.cells(with: .ignoreComments).flatMap { cell in
      analysis.facts[cell].ignoreComments.flatMap { comment -> [Finding] in
        let entries = comment.entries ?? []
        return entries.indices.compactMap { index in
          queries.unknownRule(entries[index].text).map {
            finding(of: $0, index, comment, entries, cell: cell, analysis)
          }
        }
      }
    }
  }

  private static func finding(
    of unknown: UnknownRule, _ index: Int, _ comment: IgnoreComment, _ entries: [IgnoreComment.Entry],
    cell: CellIndex, _ analysis: NotebookAnalysis
  ) -> Finding {
    let message =
      unknown.text.isEmpty
      ? "This comment names no rule. Add one, or remove the brackets to ignore every rule."
      : unknown.message
    let changes = unknown.suggestions.map { name in
      Fix(
        "Change to `\(name)`", .safe(if: unknown.suggestions.count == 1),
        [.replaceSource(cell: cell, range: entries[index].range, with: name)])
    }
    // Empty brackets and none are not the same: with the last name the comment goes.
    let removal: Fix
    if entries.count == 1 {
      let range = analysis.notebook.cells[cell].source.withSpaceInFront(comment.range)
      removal = Fix("Remove the comment", [.replaceSource(cell: cell, range: range, with: "")])
    } else {
      let range =
        index + 1 < entries.count
        ? entries[index].range.lowerBound..<entries[index + 1].range.lowerBound
        : entries[index - 1].range.upperBound..<entries[index].range.upperBound
      removal = Fix("Remove `\(unknown.text)`", [.replaceSource(cell: cell, range: range, with: "")])
    }
    return Finding(
      description, kale: .accepted, at: .source(cell: cell, range: entries[index].range), message,
      fixes: changes + [removal])
  }
}

extension SourceText {
  /// The range, with the blanks before it on its line.
  fileprivate func withSpaceInFront(_ range: Range<Int>) -> Range<Int> {
    let blanks = utf8[..<range.lowerBound].reversed().prefix { " \t".utf8.contains($0) }
    return range.lowerBound - blanks.count..<range.upperBound
  }
}
