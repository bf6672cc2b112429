import KaleAnalysis
import NotebookModel

/// A tag about a step on a later cell of the step.
enum ContinuationTag: Rule {
  static let description = RuleDescription(
    code: "KALE105", name: "ignored-continuation-tag", severity: .warning,
    summary: "A `prev:` or configuration tag stands on a later cell of a step, and Kale ignores it.",
    rationale: """
      Where several cells name one step, Kale takes `prev:` and the configuration tags from the first of them and \
      ignores the others without a word: the step may run before the one it was to wait for.
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

  private static func finding(tag: Int, cell: Int, unit index: Int, _ analysis: NotebookAnalysis) -> Finding {
    let unit = analysis.outline.units[index]
    let text = analysis.tagText(cell: cell, index: tag)
    // A `prev:` that the first cell could not have would be an error there.
    let canMove =
      analysis.tags[cell].previous.first { $0.tag == tag }.map { reference in
        analysis.outline.unit(named: reference.name).map { $0 < index } ?? false
      } ?? true
    let isThereAlready = analysis.tags[unit.definition].entries.contains { $0.text == text }
    let removal = NotebookEdit.removeTag(cell: cell, index: tag)
    let fix =
      isThereAlready || !canMove
      ? Fix("Remove tag `\(text)`", isPreferred: isThereAlready, [removal])
      : Fix(
        "Move `\(text)` to the first cell of step `\(unit.name)`", isPreferred: true,
        [removal, .addTag(cell: unit.definition, tag: text)])
    return Finding(
      description, kale: .accepted, at: .tag(cell: cell, index: tag),
      "Kale ignores `\(text)` here: only the first cell of step `\(unit.name)`, cell \(unit.definition + 1), can "
        + "have it. Move it there.",
      related: [.init(analysis.definition(of: index), "The first cell of step `\(unit.name)`.")], fixes: [fix]
    )
  }
}
