import KaleAnalysis
import NotebookModel
import PythonSyntax

/// Syntax in a function that Kale cannot print.
enum UnsupportedFunctionSyntax: CellRule {
  static let description = RuleDescription(
    code: "KALE210", name: "unsupported-function-syntax", severity: .warning, concernsKaleAlone: true,
    summary: "A function contains syntax that Kale cannot parse.",
    rationale: """
      \(KaleRelease.current) prints each function with the astor library and parses the output. astor does not support \
      `match`, `except*` and `type` statements, omits parentheses that some expressions need, and can print the \
      defaults of a function with positional-only parameters in the wrong place. Kale then rejects the notebook with \
      "No defined handler for node of type Match", or with a syntax error in generated code. `kale-lsp compile` is not \
      affected.
      """,
    whyNoFix: "The code has to be written differently, for example with `if` and `elif` instead of `match`.",
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["functions"]
        def describe(value):
            «match» value:
                case []:
                    return "nothing"
        # %% tags=["step:report"]
        print(describe([]))
        """,
        """
        # %% tags=["step:report"]
        def check(value):
            while «(value, 1)»:
                break
        """,
      ],
      nonTriggering: [
        """
        # %% tags=["step:report"]
        match [1]:
            case [x]:
                print(x)
        class Report:
            def describe(self, value):
                match value:
                    case []:
                        return "nothing"
        """,
        """
        # %% tags=["skip"]
        def describe(value):
            match value:
                case []:
                    return "nothing"
        # %% tags=["step:report"]
        print(1)
        """,
      ]))

  static let traits: CellTraits = .unprintableSyntax

  static func check(_ cell: CellIndex, in analysis: NotebookAnalysis) -> [Finding] {
    guard analysis.readsCode(of: cell), analysis.outline.assignments[cell] != .block(.pipelineParameters),
      let syntax = analysis.facts[cell].facts.unprintableSyntax
    else { return [] }
    return [
      Finding(
        description, kale: .refused, at: .source(cell: cell, range: syntax.range),
        "Kale rejects notebooks with \(noun(of: syntax.kind)) in a function; `kale-lsp` accepts it. "
          + "For Kale, rewrite this code.")
    ]
  }

  private static func noun(of kind: UnprintableSyntax.Kind) -> String {
    switch kind {
    case .match: "`match`"
    case .exceptGroup: "`except*`"
    case .typeAlias: "a `type` statement"
    case .dictionaryUnpacking: "an operator after `**`"
    case .annotation: "an annotation with a comma or `yield`"
    case .tupleTest: "a tuple as a condition"
    case .positionalOnly: "`/` before these defaults"
    case .formatString: "this kind of f-string"
    }
  }
}
