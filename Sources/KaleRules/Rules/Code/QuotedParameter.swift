import KaleAnalysis
import NotebookModel

/// A text parameter that breaks the code Kale generates.
enum QuotedParameter: NotebookRule {
  static let description = RuleDescription(
    code: "KALE228", name: "quoted-parameter", severity: .warning,
    summary: "The value of a text parameter breaks the code that Kale generates.",
    rationale: """
      \(KaleRelease.current) puts the value of a text parameter between single quotes in the code of every step, as it is. A single \
      quote or a line break in it makes that code invalid, so that every step fails; a backslash is read as the start of \
      an escape, so that steps get another value or fail. `kale-lsp compile` hands on any value unchanged.
      """,
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
          "\(part) in it breaks the code that \(KaleRelease.current) generates, and every step fails"
        case .changed:
          "\(KaleRelease.current) reads the backslash in it as an escape, and steps get another value"
        }
      return Finding(
        description, severity: severity(of: effect, parameter.name, analysis), kale: .accepted,
        isHandled: true,
        at: .source(cell: declaration.cell, range: declaration.range),
        "Parameter `\(parameter.name)`: \(result). To compile with Kale, choose a value without it.")
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
