import NotebookModel

/// A class or lambda that reads names of steps.
enum UnseenFreeName: Rule {
  static let description = RuleDescription(
    code: "KALE213", name: "unseen-free-name", severity: .warning,
    summary: "Kale does not hand on what a class, a lambda or a coroutine function reads.",
    rationale: """
      When a step takes a function, Kale hands the names that the function reads on with it. It does not look into \
      classes, lambdas and `async` functions: where they are used in a later step, the names are not there. kale-lsp's \
      pipeline hands them on.

      It is an error where the later step surely runs code that reads such a name, so that the run of Kale's pipeline \
      fails with a NameError.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["step:load"]
        scale = 3
        # %% tags=["step:define", "prev:load"]
        class «Model»:
          def predict(self, value):
            return value * scale
        # %% tags=["step:use", "prev:define"]
        print(Model().predict(2))
        """,
        """
        # %% tags=["step:load"]
        scale = 3
        # %% tags=["step:define", "prev:load"]
        «scaled» = lambda value: value * scale
        # %% tags=["step:use", "prev:define"]
        print(scaled(2))
        """,
      ],
      nonTriggering: [
        """
        # %% tags=["step:load"]
        scale = 3
        # %% tags=["step:define", "prev:load"]
        def scaled(value):
          return value * scale
        # %% tags=["step:use", "prev:define"]
        print(scaled(2))
        """
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    let deviations = analysis.deviations(.unseenFreeName)
    guard !deviations.isEmpty else { return [] }
    let calls = CallSearch(analysis)
    var seen: Set<NotebookPlace> = []
    return deviations.compactMap { deviation in
      guard let (reader, place) = reader(of: deviation, analysis), seen.insert(place).inserted else {
        return nil
      }
      let call = calls.reads(by: deviation.unit).first { $0.name == deviation.name }
      return Finding(
        description, severity: call == nil ? .warning : .error, kale: .accepted, isHandled: true, at: place,
        "Kale does not see that `\(reader)` reads `\(deviation.name)`, and does not hand that on to step "
          + "`\(analysis.stepName(deviation.unit))`, where using `\(reader)` fails with a NameError; kale-lsp's pipeline "
          + "does. Pass `\(deviation.name)` as an argument.",
        related: call.map { [.init($0.call, "It is used here.")] } ?? [])
    }
  }

  /// The definition of another step that reads the name, and where it stands.
  private static func reader(
    of deviation: FlowDeviation, _ analysis: NotebookAnalysis
  ) -> (String, NotebookPlace)? {
    for name in analysis.flow.flows[deviation.unit].inputs.sorted() {
      guard let provider = analysis.flow.provider(of: name, for: deviation.unit) else { continue }
      let maker = analysis.flow.maker(of: name, handedOnBy: provider)
      for cell in analysis.outline.units[maker].cells {
        let definition = analysis.facts[cell].facts.definitions.first { $0.name == name }
        guard let definition, definition.freeNames.contains(deviation.name) else { continue }
        return (name, .source(cell: cell, range: definition.range))
      }
    }
    return nil
  }
}
