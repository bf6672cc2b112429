import KaleAnalysis
import NotebookModel

/// A step that Kale treats as the provider of a name that is undefined at its end.
enum LostProvider: StepRule {
  static let description = RuleDescription(
    code: "KALE215", name: "lost-provider", severity: .warning, concernsKaleAlone: true,
    summary: "Kale saves a name that is undefined at the end of the step.",
    rationale: """
      Kale takes a name from the nearest step that mentions it, even if that step deletes the name, uses it only as a \
      comprehension variable, or reads it only in a function. When Kale's pipeline saves the name, the step fails with \
      a NameError. `kale-lsp compile` takes the name from the step that defines it, and saves nothing if there is \
      none.
      """,
    whyNoFix: """
      The step has to use another name everywhere, and only you know which of its uses mean the value that is passed \
      on.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["step:load"]
        row = 1
        # %% tags=["step:clean", "prev:load"]
        rows = [«row» for row in range(3)]
        # %% tags=["step:train", "prev:clean"]
        print(row, rows)
        """
      ],
      nonTriggering: [
        """
        # %% tags=["step:load"]
        row = 1
        # %% tags=["step:clean", "prev:load"]
        rows = [each for each in range(3)]
        # %% tags=["step:train", "prev:clean"]
        print(row, rows)
        """
      ]))

  static func steps(in analysis: NotebookAnalysis) -> [UnitIndex] {
    // What an unreadable shared cell defines is not known, and Kale rejects the notebook for it.
    analysis.hasUnreadableSharedCell ? [] : analysis.units(with: .lostProvider)
  }

  static func check(_ step: StepContext) -> [Finding] {
    let places = step.deviations(.lostProvider).map { ($0.name, step.occurrence(of: $0.name)) }
    let findings = places.compactMap { name, place in
      place.map { finding([name], at: $0, in: step, remedy: "Use another name here.") }
    }
    // The others are those that functions of shared cells read.
    let others = places.filter { $0.1 == nil }.map(\.0)
    guard !others.isEmpty else { return findings }
    let remedy = "Pass \(others.count == 1 ? "it as an argument" : "them as arguments") to the functions."
    return findings + [finding(others, at: step.place, in: step, remedy: remedy)]
  }

  private static func finding(
    _ names: [String], at place: NotebookPlace, in step: StepContext, remedy: String
  ) -> Finding {
    let (verb, object) = names.count == 1 ? ("is", "it") : ("are", "them")
    return Finding(
      description, severity: .error, kale: .accepted, isHandled: true, at: place,
      "\(MissingNameGroup.list(names)) \(verb) undefined at the end of step `\(step.name)`, where Kale saves "
        + "\(object): its pipeline fails with a NameError. \(remedy)")
  }
}
