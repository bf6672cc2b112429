import KaleAnalysis
import NotebookModel

/// A tag of another tool, which makes Kale reject the notebook.
enum ForeignTag: CellRule {
  static let description = RuleDescription(
    code: "KALE002", name: "foreign-tag", severity: .warning, concernsKaleAlone: true, fix: .suggested,
    summary: "A tag belongs to another tool.",
    rationale: """
      \(KaleRelease.current) rejects notebooks with any tag that it does not know, even a harmless one of another tool. \
      `kale-lsp compile` ignores such tags.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=[«"hide-input"», "step:load"]
        data = 1
        """
      ],
      nonTriggering: [
        """
        # %% tags=["step:load"]
        data = 1
        """,
        """
        # %% tags=["skip", "hide-input"]
        data = 1
        # %% tags=["step:load"]
        data = 1
        """,
      ],
      fixes: [
        (
          before: """
          # %% tags=["hide-input", "step:load"]
          data = 1
          """,
          after: """
          # %% tags=["step:load"]
          data = 1
          """
        )
      ]))

  static let traits: CellTraits = .suspectTags

  static func check(_ cell: CellIndex, in analysis: NotebookAnalysis) -> [Finding] {
    analysis.faultyTags(of: cell) { $0 == .unknown ? () : nil }.compactMap { tag, _ in
      // What looks like a slip of a Kale tag is another rule's.
      guard ForeignTags.isForeign(tag.text, in: analysis.release) else { return nil }
      let kind = ForeignTags.owner(of: tag.text).map { "a tag of \($0)" } ?? "not a Kale tag"
      var fixes = [Fix("Remove tag `\(tag.text)`", [.removeTag(cell: tag.cell, index: tag.index)])]
      if tag.text == "parameters" {
        let parameters = SpecialTag.pipelineParameters.rawValue
        fixes.append(
          Fix("Change to `\(parameters)`", [.replaceTag(cell: tag.cell, index: tag.index, with: parameters)]))
      }
      return Finding(
        description, kale: .refused, at: tag.place,
        "`\(tag.text)` is \(kind). Kale rejects notebooks with this tag; `kale-lsp` ignores it\(effect(of: tag.text)).",
        fixes: fixes)
    }
  }

  /// What ignoring a tag means for a run, where code relies on it.
  private static func effect(of tag: String) -> String {
    switch tag {
    case "nbval-raises-exception", "raises-exception":
      ", and the step fails where the cell raises an exception"
    case "nbval-skip", "skip-execution": ", and runs the cell"
    default: ""
    }
  }
}
