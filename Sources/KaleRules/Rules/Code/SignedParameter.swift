import KaleAnalysis

/// A parameter whose number has a sign.
enum SignedParameter: NotebookRule {
  static let description = RuleDescription(
    code: "KALE204", name: "signed-parameter", severity: .warning,
    summary: "A parameter's number has a sign, which Kale refuses.",
    rationale: """
      To Python, `-1` is an operation on the constant 1, and \(KaleRelease.current) takes constants only. `kale-lsp compile` \
      reads signed numbers as what they are.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["pipeline-parameters"]
        «offset = -1»
        # %% tags=["step:train"]
        print(offset)
        """
      ],
      nonTriggering: [
        """
        # %% tags=["pipeline-parameters"]
        offset = 1
        # %% tags=["step:train"]
        print(offset)
        """
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    analysis.parameters.faults.filter { $0.kind == .signedNumber }.map { fault in
      Finding(
        description, kale: .refused, at: .source(cell: fault.cell, range: fault.range),
        "\(KaleRelease.current) refuses a parameter with a sign; `kale-lsp compile` reads it. To compile with Kale, declare it "
          + "without one and turn the sign in the step.")
    }
  }
}
