import KaleAnalysis
import NotebookModel

/// A tag without its required name.
enum EmptyName: CellRule {
  static let description = RuleDescription(
    code: "KALE004", name: "empty-name", severity: .error, fix: .sometimesSafe,
    summary: "A `step:`, `prev:` or `notebook:` tag has no name.",
    rationale: """
      Kale rejects notebooks with an empty `prev:` tag. It treats a cell with an empty `step:` tag as untagged: the cell \
      joins the one above it, and its `prev:` and configuration tags are silently ignored.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["step:load", «"prev:"»]
        data = 1
        """,
        """
        # %% tags=["step:load"]
        data = 1
        # %% tags=[«"step:"»]
        print(data)
        """,
      ],
      nonTriggering: [
        """
        # %% tags=["step:load"]
        data = 1
        """
      ],
      fixes: [
        (
          before: """
          # %% tags=["step:load", "prev:"]
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
    analysis.tags(of: cell).compactMap { tag in
      guard tag.entry.isRead, let parsed = tag.entry.parsed else { return nil }
      let removal = Fix(
        "Remove tag `\(tag.text)`", .safe, [.removeTag(cell: tag.cell, index: tag.index)])
      switch (parsed.fault, parsed.meaning) {
      case (.emptyName, _):
        return Finding(
          description, kale: .refused, at: tag.place,
          "`\(tag.text)` has no step name. Add the name of the step to run after, or remove the tag.",
          fixes: [removal])
      case (nil, .step("")):
        let name = analysis.uniqueStepName(StepNaming.proposal(for: analysis, cell: tag.cell))
        let previous = analysis.stepJoined(by: tag.cell).map {
          [NotebookEdit.addTag(cell: tag.cell, tag: "prev:\($0)")]
        }
        return Finding(
          description, severity: .information, kale: .accepted, at: tag.place,
          "`\(tag.text)` has no step name, so the cell joins the one above it. Add a name, or remove the tag.",
          fixes: [
            Fix(
              "Change to `step:\(name)`",
              [.replaceTag(cell: tag.cell, index: tag.index, with: "step:\(name)")] + (previous ?? [])),
            Fix("Remove tag `\(tag.text)`", [.removeTag(cell: tag.cell, index: tag.index)]),
          ])
      case (nil, .notebook("")):
        return Finding(
          description, kale: .refused, at: tag.place,
          "`\(tag.text)` has no notebook name. Add one, for example `notebook:preparation`.")
      default: return nil
      }
    }
  }
}

extension NotebookAnalysis {
  /// The step above that an untagged cell is part of, if its tags do not name a previous step already.
  fileprivate func stepJoined(by cell: CellIndex) -> String? {
    guard case .step(let unit) = outline.assignments[cell], tags[cell].previous.isEmpty else { return nil }
    return outline.units[unit].name
  }
}
