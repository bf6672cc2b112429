import KaleAnalysis
import NotebookModel

/// An invalid CPU or memory quantity.
enum InvalidResourceAmount: CellRule {
  static let description = RuleDescription(
    code: "KALE320", name: "invalid-resource-amount", severity: .error, fix: .sometimesSafe,
    summary: "A CPU or memory limit or request is not a valid quantity.",
    rationale: """
      The KFP SDK accepts CPU in cores (`2`, `0.5`) or millicores (`500m`), and memory as an integer with one of the \
      suffixes `Ki`, `Mi`, `Gi`, `Ti`, `Pi`, `Ei` or `K`, `M`, `G`, `T`, `P`, `E`, or in bytes without a suffix. It \
      rejects everything else, including some quantities that Kubernetes accepts. \(KaleRelease.current) accepts any \
      value and omits it from the pipeline.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["step:train", «"limit:cpu:4cores"», «"limit:requests.memory:1.5Gi"»]
        model = 1
        """
      ],
      nonTriggering: [
        """
        # %% tags=["step:train", "limit:cpu:0.5", "limit:requests.cpu:250m", "limit:memory:4Gi"]
        model = 1
        """
      ],
      fixes: [
        (
          before: """
          # %% tags=["step:train", "limit:memory:1.5Gi"]
          model = 1
          """,
          after: """
          # %% tags=["step:train", "limit:memory:1536Mi"]
          model = 1
          """
        ),
        (
          before: """
          # %% tags=["step:train", "limit:limits.memory:512mb"]
          model = 1
          """,
          after: """
          # %% tags=["step:train", "limit:limits.memory:512M"]
          model = 1
          """
        ),
      ]))

  static let traits: CellTraits = .configurationTags

  static func check(_ cell: CellIndex, in analysis: NotebookAnalysis) -> [Finding] {
    analysis.tags(of: cell).compactMap { tag in
      guard tag.entry.isRead, case .limit(let limit) = tag.entry.parsed?.meaning, !limit.isAccelerator,
        let fault = limit.limitFault
      else { return nil }
      let correction = limit.resource?.suggestion(for: limit.value).map { amount in
        let text = "limit:\(limit.key):\(amount)"
        return Fix(
          "Change to `\(text)`", .safe,
          [.replaceTag(cell: tag.cell, index: tag.index, with: text)])
      }
      let removal = Fix("Remove tag `\(tag.text)`", [.removeTag(cell: tag.cell, index: tag.index)])
      return Finding(
        description, kale: .accepted, at: tag.place, "\(fault).",
        fixes: [correction, removal].compactMap(\.self))
    }
  }
}
