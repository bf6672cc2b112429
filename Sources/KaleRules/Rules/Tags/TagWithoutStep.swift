import KaleAnalysis
import NotebookModel

/// A tag that requires a step on a cell that names none.
enum TagWithoutStep: CellRule {
  static let description = RuleDescription(
    code: "KALE007", name: "tag-without-step", severity: .error, fix: .suggested,
    summary: "A `prev:` or configuration tag is on a cell without a `step:` tag.",
    rationale: """
      `prev:` and configuration tags apply to the step that the cell names. Kale rejects notebooks with such a tag on a \
      cell that names no step.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["step:load"]
        data = 1
        # %% tags=[«"prev:load"»]
        print(data)
        """,
        """
        # %% tags=[«"limit:nvidia.com/gpu:1"»]
        data = 1
        # %% tags=["step:load"]
        data = 1
        """,
      ],
      nonTriggering: [
        """
        # %% tags=["step:load", "limit:nvidia.com/gpu:1"]
        data = 1
        """
      ],
      fixes: [
        (
          before: """
          # %% tags=["step:load"]
          data = 1
          # %% tags=["prev:load"]
          # Train the model
          print(data)
          """,
          after: """
          # %% tags=["step:load"]
          data = 1
          # %% tags=["prev:load", "step:train_the_model"]
          # Train the model
          print(data)
          """
        )
      ]))

  static let traits: CellTraits = .suspectTags

  static func check(_ cell: CellIndex, in analysis: NotebookAnalysis) -> [Finding] {
    let tags = analysis.tags[cell]
    guard tags.special == nil, tags.steps.isEmpty else { return [] }
    // The migration from Kale 0.x takes such a cell for a part of the step above it.
    guard !tags.entries.contains(where: { $0.parsed?.fault == .oldBlock(name: nil) }) else { return [] }
    // A slip of `step:NAME` on the cell is the cause, and another rule's.
    let hasMistypedStep = tags.entries.contains { entry in
      guard entry.parsed?.fault == .unknown, let text = entry.text else { return false }
      return TagSuggestion.prefix(meantBy: text, in: analysis.release) == .step
    }
    if hasMistypedStep { return [] }
    let orphans = (tags.previous.map(\.tag) + tags.configurationTags).sorted()
    guard !orphans.isEmpty else { return [] }
    let name = analysis.uniqueStepName(StepNaming.proposal(for: analysis, cell: cell))
    return orphans.map { index in
      let text = analysis.tagText(cell: cell, index: index)
      return Finding(
        description, kale: .refused, at: .tag(cell: cell, index: index),
        "`\(text)` requires a `step:` tag on the same cell. Add one, or remove the tag.",
        fixes: [
          Fix("Add `step:\(name)`", [.addTag(cell: cell, tag: "step:\(name)")]),
          Fix("Remove tag `\(text)`", [.removeTag(cell: cell, index: index)]),
        ])
    }
  }
}
