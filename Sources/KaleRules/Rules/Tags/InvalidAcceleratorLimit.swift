import KaleAnalysis
import NotebookModel

/// An accelerator limit that is not an integer.
enum InvalidAcceleratorLimit: CellRule {
  static let description = RuleDescription(
    code: "KALE020", name: "invalid-accelerator-limit", severity: .error, fix: .suggested,
    summary: "An accelerator limit is not an integer.",
    rationale: """
      Kubernetes allocates whole accelerators only. Kale writes any value to the pipeline, and the KFP compiler then \
      fails.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["step:train", «"limit:nvidia.com/gpu:0.5"»]
        model = 1
        """
      ],
      nonTriggering: [
        """
        # %% tags=["step:train", "limit:nvidia.com/gpu:1", "limit:cpu:0.5"]
        model = 1
        """
      ],
      fixes: [
        (
          before: """
          # %% tags=["step:train", "limit:nvidia.com/gpu:0.5"]
          model = 1
          """,
          after: """
          # %% tags=["step:train", "limit:nvidia.com/gpu:1"]
          model = 1
          """
        )
      ]))

  static let traits: CellTraits = .configurationTags

  static func check(_ cell: CellIndex, in analysis: NotebookAnalysis) -> [Finding] {
    analysis.tags(of: cell).compactMap { tag in
      guard tag.entry.isRead, case .limit(let limit) = tag.entry.parsed?.meaning, limit.isAccelerator,
        let fault = limit.limitFault
      else { return nil }
      // A part of an accelerator is one accelerator.
      let whole = Double(limit.value).flatMap { $0 > 0 && $0 < 1000 ? Int($0.rounded(.up)) : nil }
      let change = whole.map { "limit:\(limit.key):\($0)" }.map {
        Fix("Change to `\($0)`", [.replaceTag(cell: cell, index: tag.index, with: $0)])
      }
      let removal = Fix("Remove tag `\(tag.text)`", [.removeTag(cell: cell, index: tag.index)])
      return Finding(
        description, kale: .accepted, at: tag.place, "\(fault).",
        fixes: [change, removal].compactMap(\.self))
    }
  }
}
