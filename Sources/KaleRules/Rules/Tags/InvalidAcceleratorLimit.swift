import KaleAnalysis
import NotebookModel

/// An accelerator limit that is not an integer.
enum InvalidAcceleratorLimit: CellRule {
  static let description = RuleDescription(
    code: "KALE020", name: "invalid-accelerator-limit", severity: .error,
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
      ]))

  static let traits: CellTraits = .configurationTags

  static func check(_ cell: CellIndex, in analysis: NotebookAnalysis) -> [Finding] {
    analysis.tags(of: cell).compactMap { tag in
      guard tag.entry.isRead, case .limit(let limit) = tag.entry.parsed?.meaning, limit.isAccelerator,
        let fault = limit.limitFault
      else { return nil }
      return Finding(
        description, kale: .accepted, at: tag.place, "\(fault).")
    }
  }
}
