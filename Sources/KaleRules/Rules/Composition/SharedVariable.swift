import KaleAnalysis

/// A name that several steps or notebooks define and another one takes.
enum SharedVariable: NotebookRule {
  static let description = RuleDescription(
    code: "KALE505", name: "shared-variable", severity: .warning, concernsKaleAlone: true,
    summary: "A name that a step or notebook takes is defined by several others.",
    rationale: """
      In a notebook that refers to others, Kale derives the order of steps and notebooks from the names that they pass to \
      each other. It rejects notebooks where several of them define a name that another one takes. A step or notebook that \
      reads the name before it assigns it takes it from the previous one and does not count. kale-lsp uses the last \
      definition above, as in the notebook, and reports an error if no definition is above.
      """,
    whyNoFix: "Only you know which of the values is meant.",
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
      let producers = contest.producers.map { "`\(units[$0].name)`" }
      let place = analysis.firstRead(of: contest.name, in: contest.unit)?.place
      let handling = contest.chosen.map { "; `kale-lsp` uses the value from `\(units[$0].name)`" } ?? ""
      return Finding(
        description, severity: contest.chosen == nil ? .error : .warning, kale: .refused,
        at: place ?? analysis.definition(of: contest.unit),
        "`\(units[contest.unit].name)` takes `\(contest.name)`, which \(producers.joined(separator: " and ")) define. "
          + "Kale rejects this notebook\(handling). Use a different name in all but one of them.",
        related: contest.producers.map { producer in
          let place = analysis.binding(of: contest.name, in: producer) ?? analysis.definition(of: producer)
          return .init(place, "`\(units[producer].name)` defines `\(contest.name)`.")
        })
    }
  }
}
