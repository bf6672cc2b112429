import KaleAnalysis
import NotebookModel

/// A string parameter that breaks the code Kale generates.
enum QuotedParameter: NotebookRule {
  static let description = RuleDescription(
    code: "KALE228", name: "quoted-parameter", severity: .warning, concernsKaleAlone: true,
    summary: "The value of a string parameter breaks the code that Kale generates.",
    rationale: """
      \(KaleRelease.current) inserts the value of a string parameter between single quotes in the code of every step, \
      without escaping it. A single quote or a line break makes that code invalid, so that every step fails; a \
      backslash starts an escape sequence, so that steps get another value or fail. `kale-lsp compile` passes any \
      value unchanged.
      """,
    whyNoFix: "Only you know which other value serves the same purpose.",
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["pipeline-parameters"]
        «title = "it's"»
        «folder = "C:\\\\new"»
        # %% tags=["step:train"]
        print(title, folder)
        """
      ],
      nonTriggering: [
        """
        # %% tags=["pipeline-parameters"]
        title = 'say "so"'
        pattern = "\\\\d{1}"
        # %% tags=["step:train"]
        print(title, pattern)
        """
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    analysis.parameters.parameters.compactMap { parameter in
      guard case .string(let value) = parameter.value,
        let declaration = analysis.parameters.declarations[parameter.name],
        let effect = GeneratedCode.harm(of: value, between: UInt8(ascii: "'"))
      else { return nil }
      let result =
        switch effect {
        case .broken(let part):
          "contains \(part), which breaks the code that Kale generates"
        case .changed:
          "contains a backslash, which Kale reads as an escape: steps get another value"
        }
      return Finding(
        description, severity: severity(of: effect, parameter.name, analysis), kale: .accepted,
        isHandled: true,
        at: .source(cell: declaration.cell, range: declaration.range),
        "Parameter `\(parameter.name)` \(result). For Kale, use a value without it.")
    }
  }

  /// An error where a step surely fails for it.
  private static func severity(
    of effect: GeneratedCode.Harm, _ parameter: String, _ analysis: NotebookAnalysis
  ) -> Finding.Severity {
    guard case .broken = effect else { return .warning }
    return analysis.kaleFlow.flows.contains { $0.parameters.contains(parameter) } ? .error : .warning
  }
}
