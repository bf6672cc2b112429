/// A step called like a special tag.
enum ReservedStep: Rule {
  static let description = RuleDescription(
    code: "KALE017", name: "reserved-step-name", severity: .warning,
    summary: "A step has the name of a special tag, and Kale takes it for one.",
    rationale: """
      Kale takes `step:skip`, `step:imports` and `step:functions` for the special tags `skip`, `imports` and \
      `functions`, without a word: there is no such step in the pipeline.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=[«"step:skip"»]
        data = 1
        # %% tags=["step:train"]
        print(1)
        """
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
          print(os)
          """,
          after: """
          # %% tags=["imports"]
          import os
          # %% tags=["step:train"]
          print(os)
          """
        )
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    analysis.suspectTags.compactMap { tag in
      guard tag.entry.isRead, case .step(let name) = tag.entry.parsed?.meaning,
        tag.entry.parsed?.fault == nil,
        let special = ReservedStepName.role(of: name), analysis.tags[tag.cell].special == nil
      else { return nil }
      let other = analysis.uniqueStepName("\(name)_step")
      return Finding(
        description, kale: .accepted, at: tag.place,
        "Kale takes `\(tag.text)` for the tag `\(special.rawValue)`: there is no step of this name. "
          + "Write `\(special.rawValue)`, or give the step another name.",
        fixes: [
          Fix(
            "Change to `\(special.rawValue)`",
            [.replaceTag(cell: tag.cell, index: tag.index, with: special.rawValue)]),
          Fix("Rename the step to `\(other)`", analysis.renameEdits(from: name, to: other)),
        ])
    }
  }
}
