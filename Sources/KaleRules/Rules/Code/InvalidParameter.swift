import KaleAnalysis
import NotebookModel

/// A statement of a parameters cell that does not declare a parameter.
enum InvalidParameter: NotebookRule {
  static let description = RuleDescription(
    code: "KALE203", name: "invalid-parameter", severity: .error, fix: .sometimesSafe,
    summary: "A statement in a `pipeline-parameters` cell is not `name = constant`.",
    rationale: """
      A parameter is an assignment of an int, float, bool or str constant to one name. Kale rejects the notebook for \
      anything else in a parameters cell: annotations, multiple targets, `None`, lists, expressions and calls. An untagged \
      cell below a parameters cell is part of it.
      """,
    whyNoFix: """
      Only you know the value of a parameter that has only an annotation, or a smaller value for one that is too \
      large. An expression of parameters that independent steps use has to be computed in each of them.
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
        """
        # %% tags=["pipeline-parameters"]
        epochs = 5
        «# %%»
        import os
        # %% tags=["step:train"]
        print(epochs)
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
      ],
      fixes: [
        (
          before: """
          # %% tags=["pipeline-parameters"]
          rate: float = 0.1
          # %% tags=["step:train"]
          print(rate)
          """,
          after: """
          # %% tags=["pipeline-parameters"]
          rate = 0.1
          # %% tags=["step:train"]
          print(rate)
          """
        ),
        (
          before: """
          # %% tags=["pipeline-parameters"]
          epochs = 5
          rates = [0.1, 0.2]
          # %% tags=["step:train"]
          print(epochs, rates)
          """,
          after: """
          # %% tags=["pipeline-parameters"]
          epochs = 5
          # %% tags=["step:train"]
          rates = [0.1, 0.2]
          print(epochs, rates)
          """
        ),
        (
          before: """
          # %% tags=["step:train"]
          loss = 1.0
          # %% tags=["pipeline-parameters"]
          print(loss)
          """,
          after: """
          # %% tags=["step:train"]
          loss = 1.0
          # %% tags=["pipeline-metrics"]
          print(loss)
          """
        ),
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    let cells = analysis.outline.cells(of: .pipelineParameters)
    let faults = analysis.parameters.faults.filter { $0.kind != .signedNumber }
    guard !faults.isEmpty || cells.contains(where: { !analysis.facts[$0].facts.escapes.isEmpty }) else {
      return []
    }
    let inherited = InheritedCells(of: .pipelineParameters, in: analysis)
    var fixes = ParameterFixes(in: analysis)
    let faulty = cells.filter { !analysis.facts[$0].facts.escapes.isEmpty } + faults.map(\.cell)
    return faults.filter { !inherited.contains($0.cell) }.map { finding(of: $0, fixes: fixes.fixes(for: $0)) }
      + escapes(in: cells.filter { !inherited.contains($0) }, analysis)
      + inherited.findings(inCells: faulty.sorted(), description, severity: .error, kale: .refused)
  }

  private static func finding(of fault: ParameterReading.Fault, fixes: [Fix]) -> Finding {
    let reason =
      switch fault.kind {
      case .noAssignment, .signedNumber: "This statement does not declare a parameter"
      case .severalTargets: "A parameter must be a single name"
      case .annotation: "A parameter cannot have an annotation"
      case .noConstant: "A parameter's value must be a constant"
      case .none: "A parameter cannot be `None`"
      case .type(let type): "A parameter cannot be of type `\(type)`"
      case .tooLarge: "This number is too large for a pipeline parameter"
      }
    return Finding(
      description, kale: fault.kind == .tooLarge ? .accepted : .refused,
      at: .source(cell: fault.cell, range: fault.range),
      "\(reason). Write `name = constant`, where the constant is an int, float, bool or str.",
      fixes: fixes)
  }

  private static func escapes(in cells: [CellIndex], _ analysis: NotebookAnalysis) -> [Finding] {
    cells.flatMap { cell in
      analysis.facts[cell].facts.escapes.map { escape in
        let line = analysis.text(of: escape.range, in: cell)
        let removal = analysis.removal(ofLines: escape.range, in: cell)
        return Finding(
          description, kale: .refused, at: .source(cell: cell, range: escape.range),
          "IPython syntax cannot declare a parameter. Move it to another cell.",
          fixes: removal.map {
            [
              Fix(
                "Move `\(line)` to a skipped cell",
                [.insertCell(before: cell, source: line, tags: ["skip"]), $0])
            ]
          } ?? [])
      }
    }
  }
}
