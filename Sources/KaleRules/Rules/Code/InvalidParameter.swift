import KaleAnalysis

/// A statement of a parameters cell that does not declare a parameter.
enum InvalidParameter: NotebookRule {
  static let description = RuleDescription(
    code: "KALE203", name: "invalid-parameter", severity: .error,
    summary: "A statement in a `pipeline-parameters` cell is not `name = constant`.",
    rationale: """
      A parameter is an assignment of an int, float, bool or str constant to one name. Kale rejects the notebook for \
      anything else in a parameters cell: annotations, multiple targets, `None`, lists, expressions and calls.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["pipeline-parameters"]
        epochs = 5
        «rates = [0.1, 0.2]»
        # %% tags=["step:train"]
        print(epochs)
        """,
        """
        # %% tags=["pipeline-parameters"]
        «epochs: int = 5»
        # %% tags=["step:train"]
        print(1)
        """,
      ],
      nonTriggering: [
        """
        # %% tags=["pipeline-parameters"]
        # How often to look at the data
        epochs = 5
        name = "base"
        # %% tags=["step:train"]
        print(epochs)
        """
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    analysis.parameters.faults.compactMap { fault in
      let reason: String
      switch fault.kind {
      case .signedNumber: return nil
      case .noAssignment: reason = "This statement does not declare a parameter"
      case .severalTargets: reason = "A parameter must be a single name"
      case .annotation: reason = "A parameter cannot have an annotation"
      case .noConstant: reason = "A parameter's value must be a constant"
      case .none: reason = "A parameter cannot be `None`"
      case .type(let type): reason = "A parameter cannot be of type `\(type)`"
      case .tooLarge: reason = "This number is too large for a pipeline parameter"
      }
      return Finding(
        description, kale: fault.kind == .tooLarge ? .accepted : .refused,
        at: .source(cell: fault.cell, range: fault.range),
        "\(reason). Write `name = constant`, where the constant is an int, float, bool or str.")
    } + escapes(analysis)
  }

  private static func escapes(_ analysis: NotebookAnalysis) -> [Finding] {
    analysis.outline.cells(of: .pipelineParameters).flatMap { cell in
      analysis.facts[cell].facts.escapes.map { escape in
        Finding(
          description, kale: .refused, at: .source(cell: cell, range: escape.range),
          "IPython syntax cannot declare a parameter. Move it to another cell.")
      }
    }
  }
}
