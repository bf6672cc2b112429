import KaleAnalysis
import NotebookModel

/// A limit that is missing from the pipeline.
enum LimitWithoutEffect: CellRule {
  static let description = RuleDescription(
    code: "KALE021", name: "limit-without-effect", severity: .warning, fix: .safe,
    summary: "A `limit:` tag has no effect.",
    rationale: """
      KFP supports limits and requests for `cpu` and `memory`, and one kind of accelerator for each step: \
      `nvidia.com/gpu` or `amd.com/gpu`. If a step sets both, the later one takes precedence. Kale accepts limits for any \
      resource.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["step:train", «"limit:ephemeral-storage:4Gi"», "limit:nvidia.com/gpu:1"]
        model = 1
        """,
        """
        # %% tags=["step:train", «"limit:nvidia.com/gpu:1"», "limit:amd.com/gpu:1"]
        model = 1
        """,
      ],
      nonTriggering: [
        """
        # %% tags=["step:train", "limit:nvidia.com/gpu:1", "limit:cpu:4", "limit:requests.memory:1Gi"]
        model = 1
        """
      ],
      fixes: [
        (
          before: """
          # %% tags=["step:train", "limit:google.com/tpu:4"]
          model = 1
          """,
          after: """
          # %% tags=["step:train"]
          model = 1
          """
        )
      ]))

  static let traits: CellTraits = .configurationTags

  static func check(_ cell: CellIndex, in analysis: NotebookAnalysis) -> [Finding] {
    guard let unit = analysis.step(definedBy: cell) else { return [] }
    let limits = analysis.tags[cell].configurationTags.compactMap {
      index -> (index: TagIndex, limit: KeyedValue)? in
      guard case .limit(let limit) = analysis.tags[cell].entries[index].parsed?.meaning else { return nil }
      return (index, limit)
    }
    return limits.compactMap { index, limit -> Finding? in
      let tag = analysis.tagText(cell: cell, index: index)
      let reason: String
      if limit.resource == nil {
        reason = "KFP does not support this resource"
      } else if let last = limits.last(where: { $0.limit.resource == limit.resource })?.limit.key,
        last != limit.key
      {
        reason =
          limit.isAccelerator
          ? "`\(last)` replaces it as the accelerator"
          : "`\(last)` sets the same limit and takes precedence"
      } else {
        return nil
      }
      return Finding(
        description, kale: .accepted, at: .tag(cell: cell, index: index),
        "`\(tag)` has no effect on step `\(unit.name)`: \(reason). Remove it.",
        fixes: [Fix("Remove tag `\(tag)`", .safe, [.removeTag(cell: cell, index: index)])])
    }
  }
}
