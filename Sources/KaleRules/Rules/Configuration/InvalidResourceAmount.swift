import KaleAnalysis
import NotebookModel

/// An amount of CPU or memory in a wrong notation.
enum InvalidResourceAmount: CellRule {
  static let description = RuleDescription(
    code: "KALE320", name: "invalid-resource-amount", severity: .error, fix: .sometimesSafe,
    summary: "A limit or request of CPU or memory is no amount of it.",
    rationale: """
      The KFP SDK takes CPU in cores (`2`, `0.5`) or thousandths of one (`500m`), and memory as a whole number with \
      `Ki`, `Mi`, `Gi`, `Ti`, `Pi`, `Ei` or `K`, `M`, `G`, `T`, `P`, `E` behind it, or nothing for bytes. It refuses the \
      rest, some of it though Kubernetes would take it. \(KaleRelease.current) accepts any text and leaves it out of the pipeline.
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

  static func check(_ cell: Int, in analysis: NotebookAnalysis) -> [Finding] {
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
