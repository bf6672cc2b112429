import KaleAnalysis

/// A limit of accelerators that is no whole number.
enum InvalidAcceleratorLimit: CellRule {
  static let description = RuleDescription(
    code: "KALE020", name: "invalid-accelerator-limit", severity: .error,
    summary: "A limit of accelerators is not a whole number.",
    rationale: """
      Kubernetes gives whole accelerators only. Kale puts any value into the pipeline it generates, and Kubeflow's \
      compiler then fails on it.
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

  static func check(_ cell: Int, in analysis: NotebookAnalysis) -> [Finding] {
    analysis.tags(of: cell).compactMap { tag in
      guard tag.entry.isRead, case .limit(let limit) = tag.entry.parsed?.meaning, limit.isAccelerator,
        let fault = limit.limitFault
      else { return nil }
      return Finding(
        description, kale: .accepted, at: tag.place, "\(fault). Write a number from 0 on.")
    }
  }
}
