import KaleAnalysis

/// A step or notebook that takes a name that is defined further down.
enum CompositionCycle: NotebookRule {
  static let description = RuleDescription(
    code: "KALE506", name: "composition-cycle", severity: .error,
    summary: "A step or notebook takes a name that is defined further down.",
    rationale: """
      In a notebook that refers to others, a step runs after everything above it and before everything below it, and \
      after the definitions of the names that it takes. Kale rejects notebooks where these conflict.
      """,
    whyNoFix: "A fix would have to move cells. Move the reader below the cell that defines the name.",
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["step:report"]
        print(«score»)
        # %% tags=["notebook:training"] notebook_path="training.ipynb"
        # file: training.ipynb
        # %% tags=["step:train"]
        score = 1
        """,
        """
        # %% tags=[«"notebook:first"»] notebook_path="first.ipynb"
        # %% tags=["notebook:second"] notebook_path="second.ipynb"
        # file: first.ipynb
        # %% tags=["step:train"]
        score = data
        # file: second.ipynb
        # %% tags=["step:load"]
        data = 1
        print(score)
        """,
      ],
      nonTriggering: [
        """
        # %% tags=["notebook:report"] notebook_path="report.ipynb"
        # %% tags=["notebook:training"] notebook_path="training.ipynb"
        # file: report.ipynb
        # %% tags=["step:report"]
        print(score)
        # file: training.ipynb
        # %% tags=["step:train"]
        score = 1
        """
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    var cycleOf: [UnitIndex: Int] = [:]
    for (index, cycle) in analysis.graph.cycles.enumerated() {
      for unit in cycle { cycleOf[unit] = index }
    }
    let units = analysis.outline.units
    return analysis.composition.links.compactMap { link in
      guard let name = link.name, link.previous > link.unit, let cycle = cycleOf[link.unit],
        cycleOf[link.previous] == cycle
      else { return nil }
      let producer = analysis.binding(of: name, in: link.previous) ?? analysis.definition(of: link.previous)
      return Finding(
        description, kale: .refused,
        at: analysis.firstRead(of: name, in: link.unit)?.place ?? analysis.definition(of: link.unit),
        "`\(units[link.unit].name)` takes `\(name)`, which `\(units[link.previous].name)` defines further down. Move "
          + "`\(units[link.unit].name)` below it.",
        related: [.init(producer, "`\(units[link.previous].name)` defines `\(name)`.")])
    }
  }
}
