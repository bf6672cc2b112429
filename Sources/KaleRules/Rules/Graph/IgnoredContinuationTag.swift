import KaleAnalysis
import NotebookModel

/// A tag of a step on a cell that is not its first.
enum IgnoredContinuationTag: NotebookRule {
  static let description = RuleDescription(
    code: "KALE105", name: "ignored-continuation-tag", severity: .warning, fix: .sometimesSafe,
    summary: "A `prev:` or configuration tag on a later cell of a step has no effect.",
    rationale: """
      If several cells name the same step, Kale reads `prev:` and configuration tags from the first cell only and \
      silently ignores the others. The step may then run before a step that it depends on.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["step:load"]
        data = 1
        # %% tags=["step:train"]
        rate = 0.1
        # %% tags=["step:train", «"prev:load"»]
        model = 1
        """
      ],
      nonTriggering: [
        """
        # %% tags=["step:load"]
        data = 1
        # %% tags=["step:train", "prev:load"]
        rate = 0.1
        # %% tags=["step:train"]
        model = data
        """
      ],
      fixes: [
        (
          before: """
          # %% tags=["step:load"]
          data = 1
          # %% tags=["step:train"]
          rate = 0.1
          # %% tags=["step:train", "prev:load"]
          model = 1
          """,
          after: """
          # %% tags=["step:load"]
          data = 1
          # %% tags=["step:train", "prev:load"]
          rate = 0.1
          # %% tags=["step:train"]
          model = 1
          """
        )
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    analysis.outline.laterStepCells.flatMap { cell -> [Finding] in
      guard let unit = analysis.unit(ofCell: cell) else { return [] }
      let tags = analysis.tags[cell]
      return (tags.previous.map(\.tag) + tags.configurationTags).sorted().map { tag in
        finding(tag: tag, cell: cell, unit: unit, analysis)
      }
    }
  }

  private static func finding(
    tag: TagIndex, cell: CellIndex, unit index: UnitIndex, _ analysis: NotebookAnalysis
  )
    -> Finding
  {
    let unit = analysis.outline.units[index]
    let text = analysis.tagText(cell: cell, index: tag)
    // A `prev:` that the first cell could not have would be an error there.
    let canMove =
      analysis.tags[cell].previous.first { $0.tag == tag }.map { reference in
        analysis.outline.unit(named: reference.name).map {
          $0 < index && analysis.graph.canRun(index, after: $0)
        } ?? false
      } ?? true
    let isThereAlready = analysis.tags[unit.definition].entries.contains { $0.text == text }
    let removal = NotebookEdit.removeTag(cell: cell, index: tag)
    let fix =
      isThereAlready || !canMove
      ? Fix("Remove tag `\(text)`", .safe(if: isThereAlready), [removal])
      : Fix(
        "Move `\(text)` to the first cell of step `\(unit.name)`",
        .safe(if: !analysis.setsOtherwise(than: tag, of: cell, inCell: unit.definition)),
        [removal, .addTag(cell: unit.definition, tag: text)])
    return Finding(
      description, kale: .accepted, at: .tag(cell: cell, index: tag),
      "`\(text)` has no effect here: only the first cell of step `\(unit.name)`, cell \(unit.definition.number), can "
        + "have it. Move the tag there.",
      related: [.init(analysis.definition(of: index), "The first cell of step `\(unit.name)`.")], fixes: [fix]
    )
  }
}

extension NotebookAnalysis {
  /// Whether the first cell of a step has a tag that sets the same property as one of another cell, to another value.
  fileprivate func setsOtherwise(than tag: TagIndex, of cell: CellIndex, inCell first: CellIndex) -> Bool {
    guard let subject = tags[cell].entries[tag].parsed?.meaning?.subject else { return false }
    return tags[first].configurationTags.contains {
      tags[first].entries[$0].parsed?.meaning?.subject == subject
    }
  }
}

extension TagMeaning {
  /// The property that a configuration tag sets; nil for other tags. Of two tags that set the same one, one is lost.
  fileprivate var subject: [String]? {
    switch self {
    case .limit(let limit): ["limit", limit.key]
    case .label(let label): ["label", label.key]
    case .annotation(let annotation): ["annotation", annotation.key]
    case .secret(let secret): ["secret", secret.environmentVariable]
    case .image: ["image"]
    case .cache: ["cache"]
    case .report: ["report"]
    case .special, .step, .previous, .notebook, .noEffect: nil
    }
  }
}
