import KaleAnalysis

/// A step with a name that Kale reserves.
enum ReservedStepName: NotebookRule {
  static let description = RuleDescription(
    code: "KALE017", name: "reserved-step-name", severity: .warning, fix: .suggested,
    summary: "A step has a name that Kale reserves.",
    rationale: """
      Kale silently reads `step:skip`, `step:imports` and `step:functions` as the special tags `skip`, `imports` and \
      `functions`: the pipeline has no such step. Kale also drops a step named `_tmp`, because it uses that name \
      internally.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=[«"step:skip"»]
        data = 1
        # %% tags=["step:train"]
        print(1)
        """,
        """
        # %% tags=[«"step:_tmp"»]
        data = 1
        """,
      ],
      nonTriggering: [
        """
        # %% tags=["step:skip_bad_rows"]
        data = 1
        """
      ],
      fixes: [
        (
          before: """
          # %% tags=["step:imports"]
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

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    let cells = analysis.cells(with: .reservedName)
    guard !cells.isEmpty else { return [] }
    var renames = StepRenames(analysis)
    return cells.flatMap(analysis.tags(of:)).compactMap { tag in
      guard tag.entry.isRead, case .step(let name) = tag.entry.parsed?.meaning,
        tag.entry.parsed?.fault == nil,
        analysis.tags[tag.cell].special == nil
      else { return nil }
      if let special = KaleAnalysis.ReservedStepName.role(of: name) {
        return finding(tag, name, special, &renames, analysis)
      }
      let isTemporary = name == analysis.release.tags.temporaryStepName
      return isTemporary ? finding(ofTemporary: tag, name, &renames, analysis) : nil
    }
  }

  private static func finding(
    _ tag: ReadTag, _ name: String, _ special: SpecialTag, _ renames: inout StepRenames,
    _ analysis: NotebookAnalysis
  ) -> Finding {
    let change = Fix(
      "Change to `\(special.rawValue)`",
      [.replaceTag(cell: tag.cell, index: tag.index, with: special.rawValue)])
    return Finding(
      description, kale: .accepted, at: tag.place,
      "Kale reads `\(tag.text)` as the tag `\(special.rawValue)`, not as a step. "
        + "Use `\(special.rawValue)`, or rename the step.",
      fixes: [change, rename(name, to: "\(name)_step", &renames, analysis)])
  }

  private static func finding(
    ofTemporary tag: ReadTag, _ name: String, _ renames: inout StepRenames, _ analysis: NotebookAnalysis
  ) -> Finding {
    Finding(
      description, kale: .accepted, at: tag.place,
      "Step `_tmp` is dropped, because Kale uses this name internally. Rename the step.",
      fixes: [rename(name, to: "temporary", &renames, analysis)])
  }

  private static func rename(
    _ name: String, to proposal: String, _ renames: inout StepRenames, _ analysis: NotebookAnalysis
  ) -> Fix {
    let other = analysis.uniqueStepName(proposal)
    return Fix("Rename step to `\(other)`", renames.edits(from: name, to: other))
  }
}
