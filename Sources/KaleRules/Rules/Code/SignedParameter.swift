import KaleAnalysis

/// A parameter whose number has a sign.
enum SignedParameter: NotebookRule {
  static let description = RuleDescription(
    code: "KALE204", name: "signed-parameter", severity: .warning, concernsKaleAlone: true,
    summary: "A parameter's value has a sign, which Kale rejects.",
    rationale: """
      Python parses `-1` as an operator applied to the constant 1, and \(KaleRelease.current) accepts only constants. \
      `kale-lsp compile` accepts signed numbers.
      """,
    whyNoFix: "The steps that use the parameter have to apply the sign, and only you know where.",
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
        "Kale rejects notebooks with signed parameters; `kale-lsp` accepts them. For Kale, remove the sign "
          + "and apply it in the step.")
    }
  }
}
