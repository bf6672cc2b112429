import KaleAnalysis
import NotebookModel

/// A tag that Kale ignores because another one sets the role of the cell.
enum IgnoredTag: CellRule {
  static let description = RuleDescription(
    code: "KALE008", name: "ignored-tag", severity: .information, fix: .safe,
    summary: "A tag has no effect because another tag sets the role of the cell.",
    rationale: """
      `skip`, `imports`, `functions`, `pipeline-parameters`, `pipeline-metrics` and `notebook:NAME` each set the role of \
      a cell on their own. Kale silently ignores every other tag of the cell, including `step:`.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["imports", «"step:load"»]
        import os
        # %% tags=["step:train"]
        print(1)
        """,
        """
        # %% tags=[«"step:load"», "skip"]
        data = 1
        # %% tags=["step:train"]
        print(1)
        """,
        """
        # %% tags=["notebook:other", «"step:load"», «"image:python:3.12"»]
        # %% tags=["step:train"]
        print(1)
        """,
      ],
      nonTriggering: [
        """
        # %% tags=["imports"]
        import os
        # %% tags=["step:train"]
        print(os)
        """
      ],
      fixes: [
        (
          before: """
          # %% tags=["imports", "step:load"]
          import os
          # %% tags=["step:train"]
          print(1)
          """,
          after: """
          # %% tags=["imports"]
          import os
          # %% tags=["step:train"]
          print(1)
          """
        )
      ]))

  static let traits: CellTraits = .suspectTags

  static func check(_ cell: CellIndex, in analysis: NotebookAnalysis) -> [Finding] {
    analysis.tags(of: cell).compactMap { tag in
      guard let ruling = analysis.rulingTag(of: tag.cell), tag.index != ruling else { return nil }
      // A tag before a special one is still checked, and other rules report it.
      guard !tag.entry.isRead || tag.entry.parsed?.fault == nil && tag.entry.text != nil else { return nil }
      let name = analysis.tagText(cell: tag.cell, index: ruling)
      guard tag.text != name else { return nil }
      // After a special tag, Kale accepts tags of other tools.
      if !tag.entry.isRead, tag.entry.parsed?.meaning == nil,
        TagSuggestion.nearest(to: tag.text, in: analysis.release) == nil
      {
        return nil
      }
      // Kale asks for a step even where it then ignores it, which is the rule for tags without a step.
      let needsStep = tag.entry.parsed?.meaning?.needsStep == true && analysis.tags[tag.cell].steps.isEmpty
      if needsStep, analysis.tags[tag.cell].special == nil { return nil }
      // The step below fails without it: that finding offers to move the tag.
      if analysis.stepNeeding(tag) != nil { return nil }
      return Finding(
        description, kale: .accepted, at: tag.place,
        "`\(tag.text)` has no effect, because this cell is tagged `\(name)`. Remove one of the two.",
        related: [.init(.tag(cell: tag.cell, index: ruling), "This tag sets the role of the cell.")],
        fixes: [analysis.removal(ofIgnored: tag)] + analysis.removal(ofTag: ruling, in: tag.cell))
    }
  }
}

extension TagMeaning {
  /// Whether Kale rejects the tag on a cell that names no step.
  fileprivate var needsStep: Bool {
    if case .previous = self { return true }
    return isConfiguration
  }
}

extension NotebookAnalysis {
  /// The tag that decides alone what a cell is; a reference to a notebook takes precedence over a special tag after it.
  fileprivate func rulingTag(of cell: CellIndex) -> TagIndex? {
    tags[cell].notebooks.first?.tag ?? tags[cell].special
  }

  /// The fix that removes an ignored tag. A step's goes with the tags of its configuration, which Kale rejects on a cell
  /// without it.
  fileprivate func removal(ofIgnored tag: ReadTag) -> Fix {
    var edits = [NotebookEdit.removeTag(cell: tag.cell, index: tag.index)]
    guard case .step = tag.entry.parsed?.meaning, tags[tag.cell].steps.count == 1 else {
      return Fix("Remove tag `\(tag.text)`", .safe, edits)
    }
    let dependents = tags[tag.cell].entries.indices.filter { index in
      tags[tag.cell].entries[index].parsed?.meaning?.needsStep ?? false
    }
    guard !dependents.isEmpty else { return Fix("Remove tag `\(tag.text)`", .safe, edits) }
    edits += dependents.map { .removeTag(cell: tag.cell, index: $0) }
    return Fix("Remove tag `\(tag.text)` and the tags that require it", .safe, edits)
  }

  /// The fix that leaves the cell to its other tags; none where no `step:` tag is among them, which they would need.
  fileprivate func removal(ofTag ruling: TagIndex, in cell: CellIndex) -> [Fix] {
    let namesStep = tags[cell].entries.contains { entry in
      if case .step = entry.parsed?.meaning { entry.parsed?.fault == nil } else { false }
    }
    let name = tagText(cell: cell, index: ruling)
    return namesStep ? [Fix("Remove tag `\(name)`", [.removeTag(cell: cell, index: ruling)])] : []
  }
}
