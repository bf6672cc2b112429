import NotebookModel

/// A limit that does not reach the pipeline.
enum LimitWithoutEffect: Rule {
  static let description = RuleDescription(
    code: "KALE021", name: "limit-without-effect", severity: .warning,
    summary: "A `limit:` tag has no effect.",
    rationale: """
      Kale accepts a limit of any resource and puts `nvidia.com/gpu` and `amd.com/gpu` alone in the pipeline. A step \
      can have one kind of accelerator: of two, the later one counts.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["step:train", «"limit:cpu:4"», "limit:nvidia.com/gpu:1"]
        model = 1
        """,
        """
        # %% tags=["step:train", «"limit:nvidia.com/gpu:1"», "limit:amd.com/gpu:1"]
        model = 1
        """,
      ],
      nonTriggering: [
        """
        # %% tags=["step:train", "limit:nvidia.com/gpu:1"]
        model = 1
        """
      ],
      fixes: [
        (
          before: """
          # %% tags=["step:train", "limit:memory:4Gi"]
          model = 1
          """,
          after: """
          # %% tags=["step:train"]
          model = 1
          """
        )
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    analysis.outline.units.filter { !$0.isNotebook }.flatMap { unit -> [Finding] in
      let cell = unit.definition
      let limits = analysis.tags[cell].configurationTags.compactMap {
        index -> (index: Int, limit: KeyedValue)? in
        guard case .limit(let limit) = analysis.tags[cell].entries[index].parsed?.meaning else { return nil }
        return (index, limit)
      }
      let accelerator = limits.last { $0.limit.isAccelerator }?.limit.key
      return limits.compactMap { index, limit -> Finding? in
        let tag = analysis.tagText(cell: cell, index: index)
        let reason: String
        if !limit.isAccelerator {
          reason = "Kale puts limits of `nvidia.com/gpu` and `amd.com/gpu` alone in the pipeline"
        } else if let accelerator, accelerator != limit.key {
          reason = "a step has one kind of accelerator, and `\(accelerator)` comes later"
        } else {
          return nil
        }
        return Finding(
          description, kale: .accepted, at: .tag(cell: cell, index: index),
          "`\(tag)` has no effect on step `\(unit.name)`: \(reason). Remove it.",
          fixes: [Fix("Remove tag `\(tag)`", isPreferred: true, [.removeTag(cell: cell, index: index)])])
      }
    }
  }
}
