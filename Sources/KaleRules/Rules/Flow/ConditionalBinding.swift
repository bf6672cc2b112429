import KaleAnalysis
import NotebookModel
import PythonSyntax

/// A name that a step makes in some runs only, and a later step takes.
enum ConditionalBinding: Rule {
  static let description = RuleDescription(
    code: "KALE219", name: "conditional-binding", severity: .warning,
    summary: "A step hands on a name that it does not make in every run.",
    rationale: """
      A name that a step makes in a branch, a loop or a `try` is not there where that code does not run. Kale's pipeline \
      saves it at the step's end all the same, and fails with a NameError, even if an earlier step made the name. \
      `kale-lsp compile` passes the value of the earlier step, as in the notebook; without one, its pipeline fails with a \
      NameError as well.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["step:load"]
        limit = 10
        # %% tags=["step:adjust", "prev:load"]
        import os
        if os.environ.get("MORE"):
          «limit» = 20
        # %% tags=["step:train", "prev:adjust"]
        print(limit)
        """,
        """
        # %% tags=["step:load"]
        import os
        if os.environ.get("MORE"):
          «limit» = 20
        # %% tags=["step:train", "prev:load"]
        print(limit)
        """,
        """
        # %% tags=["step:load"]
        limit = 10
        # %% tags=["step:train", "prev:load"]
        import os
        if os.environ.get("MORE"):
          limit = 20
        print(«limit»)
        """,
      ],
      nonTriggering: [
        """
        # %% tags=["step:load"]
        limit = 10
        import os
        if os.environ.get("MORE"):
          limit = 20
        # %% tags=["step:train", "prev:load"]
        print(limit)
        """
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    let doubtful = Dictionary(grouping: analysis.deviations(.conditionalBinding), by: \.unit)
    let units = Set(analysis.units(with: .namesMadeSometimes)).union(doubtful.keys)
    return units.sorted().flatMap { unit -> [Finding] in
      let code = analysis.units[unit].run
      let handedOn = analysis.flow.flows[unit].outputs.intersection(code.madeSometimes).sorted()
      let isHandedOn = Set(handedOn)
      return handedOn.compactMap { finding($0, unit, analysis) }
        + (doubtful[unit] ?? []).filter { code.doubtful.contains($0.name) && !isHandedOn.contains($0.name) }
        .compactMap { finding(ofRead: $0.name, unit, analysis) }
    }
  }

  /// A step that reads the name itself where it may not have made it.
  private static func finding(ofRead name: String, _ unit: Int, _ analysis: NotebookAnalysis) -> Finding? {
    for cell in analysis.outline.units[unit].cells {
      guard analysis.facts[cell].facts.mentions.contains(name) else { continue }
      let use = analysis.facts[cell].facts.doubtfulReads.first { $0.name == name }
      let place = use.map { NotebookPlace.source(cell: cell, range: $0.range) }
      let step = analysis.stepName(unit)
      return Finding(
        description, kale: .accepted, isHandled: true,
        at: place ?? analysis.binding(of: name, in: unit) ?? analysis.definition(of: unit),
        "Step `\(step)` reads `\(name)` where it may not have defined it. `kale-lsp compile` passes it the value of an "
          + "earlier step; Kale's pipeline fails with a NameError.")
    }
    return nil
  }

  /// A loop nearly always has a round: that is worth a word only where a step before makes the name too.
  private static func finding(_ name: String, _ unit: Int, _ analysis: NotebookAnalysis) -> Finding? {
    let flow = analysis.flow.flows[unit]
    let isHandled = flow.inputs.contains(name) || flow.parameters.contains(name)
    guard let (place, certainty) = analysis.lastBinding(of: name, in: unit) else { return nil }
    let isLoop = certainty == .unlessLoopIsEmpty
    guard !isLoop || isHandled else { return nil }
    let step = analysis.stepName(unit)
    let effect =
      isHandled
      ? "`kale-lsp compile` then passes the earlier value; Kale's pipeline fails with a NameError."
      : "It then fails with a NameError when it saves the name. Give it a value first."
    return Finding(
      description, severity: isLoop ? .information : .warning, kale: .accepted, isHandled: isHandled,
      at: place,
      "Step `\(step)` may finish without defining `\(name)`, which a later step takes. \(effect)")
  }
}

extension NotebookAnalysis {
  /// Where a unit's own code makes a name, and how certain it is that it does in any of its cells.
  fileprivate func lastBinding(of name: String, in unit: Int) -> (NotebookPlace, Binding.Certainty)? {
    var found: (place: NotebookPlace, certainty: Binding.Certainty)?
    for (cell, binding) in bindings(of: name, in: unit) {
      let certainty = max(found?.certainty ?? .sometimes, binding.certainty)
      found = (.source(cell: cell, range: binding.range), certainty)
    }
    return found
  }
}
