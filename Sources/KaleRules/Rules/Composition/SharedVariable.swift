import KaleAnalysis

/// A name that two units of a composition make and another one takes.
enum SharedVariable: NotebookRule {
  static let description = RuleDescription(
    code: "KALE505", name: "shared-variable", severity: .warning,
    summary: "A name that a step or a notebook takes is made by several others.",
    rationale: """
      Where a notebook refers to others, Kale finds the order of steps and notebooks by the names they give each other. It \
      refuses the notebook where it cannot tell which of several makers of a name is meant; a notebook or step that reads \
      the name before it assigns it takes it from the one before and is no second maker. kale-lsp takes the value of the \
      last maker above, as the notebook has it; where there is none above it cannot either.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["notebook:first"] notebook_path="first.ipynb"
        # %% tags=["notebook:second"] notebook_path="second.ipynb"
        # %% tags=["step:report"]
        print(«score»)
        # file: first.ipynb
        # %% tags=["step:train"]
        score = 1
        # file: second.ipynb
        # %% tags=["step:train"]
        score = 2
        """,
        """
        # %% tags=["step:load"]
        data = 1
        # %% tags=["step:load_more"]
        data = 2
        # %% tags=[«"notebook:training"»] notebook_path="training.ipynb"
        # file: training.ipynb
        # %% tags=["step:train"]
        print(data)
        """,
      ],
      nonTriggering: [
        """
        # %% tags=["step:load"]
        data = 1
        # %% tags=["step:clean"]
        data = data + 1
        # %% tags=["notebook:training"] notebook_path="training.ipynb"
        # file: training.ipynb
        # %% tags=["step:train"]
        print(data)
        """
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    analysis.composition.contests.map { contest in
      let units = analysis.outline.units
      let makers = contest.makers.map { "`\(units[$0].name)`" }
      let place = analysis.firstRead(of: contest.name, in: contest.unit)?.place
      let handling = contest.chosen.map { "; `kale-lsp compile` takes it from `\(units[$0].name)`" } ?? ""
      return Finding(
        description, severity: contest.chosen == nil ? .error : .warning, kale: .refused,
        at: place ?? analysis.definition(of: contest.unit),
        "`\(units[contest.unit].name)` takes `\(contest.name)`, which \(makers.joined(separator: " and ")) make. "
          + "\(KaleRelease.current) refuses the notebook for that\(handling). Rename it so that one of them makes it.",
        related: contest.makers.map { maker in
          let place = analysis.binding(of: contest.name, in: maker) ?? analysis.definition(of: maker)
          return .init(place, "`\(units[maker].name)` makes `\(contest.name)`.")
        })
    }
  }
}
