import KaleAnalysis
import NotebookModel
import PythonSyntax

/// A name that a step defines only in some runs, and a later step takes.
enum ConditionalBinding: StepRule {
  static let description = RuleDescription(
    code: "KALE219", name: "conditional-binding", severity: .warning, fix: .suggested,
    summary: "A step passes on a name that it may not define.",
    rationale: """
      A name that a step defines in a branch, a loop or a `try` is undefined if that code does not run. Kale's \
      pipeline still saves it at the end of the step and fails with a NameError, even if an earlier step defines the \
      name. `kale-lsp compile` passes the value of the earlier step, as in the notebook; without one, it passes nothing \
      on, and only a step that reads the name fails. An assignment to a pipeline parameter is another finding, \
      `assigned-parameter`.

      Code that defines a name only if it is undefined defines it in every run: `if "limit" not in globals()`, \
      `except NameError`.
      """,
    whyNoFix: """
      A cell that starts with a cell magic has no line where a default could be assigned. A default would change what a \
      later step does that asks whether the name is defined.
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
        """,
        """
        # %% tags=["step:load"]
        if "limit" not in globals():
          limit = 10
        try:
          rate
        except NameError:
          rate = 0.5
        if "seed" in globals():
          pass
        else:
          seed = 1
        # %% tags=["step:train", "prev:load"]
        print(limit, rate, seed)
        """,
        """
        # %% tags=["step:load"]
        import os
        if os.environ.get("MORE"):
          limit = 20
        # %% tags=["step:train", "prev:load"]
        try:
          print(limit)
        except NameError:
          print("no limit")
        """,
      ],
      fixes: [
        (
          before: """
          # %% tags=["step:load"]
          import os
          if os.environ.get("MORE"):
            limit = 20
          # %% tags=["step:train", "prev:load"]
          print(limit)
          """,
          after: """
          # %% tags=["step:load"]
          limit = None
          import os
          if os.environ.get("MORE"):
            limit = 20
          # %% tags=["step:train", "prev:load"]
          print(limit)
          """
        ),
        (
          before: """
          # %% tags=["step:load"]
          limit = 10
          # %% tags=["step:adjust", "prev:load"]
          import os
          if os.environ.get("MORE"):
            limit = 20
          # %% tags=["step:train", "prev:adjust"]
          print(limit)
          """,
          after: """
          # %% tags=["step:load"]
          limit = 10
          # %% tags=["step:adjust", "prev:load"]
          limit = limit
          import os
          if os.environ.get("MORE"):
            limit = 20
          # %% tags=["step:train", "prev:adjust"]
          print(limit)
          """
        ),
      ]))

  static func steps(in analysis: NotebookAnalysis) -> [UnitIndex] {
    Set(analysis.units(with: .namesMadeSometimes)).union(analysis.units(with: .conditionalBinding)).sorted()
  }

  static func check(_ step: StepContext) -> [Finding] {
    let code = step.code.run
    let doubtful = step.deviations(.conditionalBinding)
    let parameters = step.flow.parameters
    let passed = step.flow.outputs.intersection(code.madeSometimes).excluding(parameters).sorted()
    let isPassed = Set(passed)
    return passed.compactMap { finding($0, step) }
      + doubtful.filter { deviation in
        code.doubtful.contains(deviation.name) && !isPassed.contains(deviation.name)
          && !parameters.contains(deviation.name)
      }
      .compactMap { finding(ofRead: $0.name, step) }
  }

  /// A step that reads the name itself where it may not have defined it.
  private static func finding(ofRead name: String, _ step: StepContext) -> Finding? {
    for (cell, facts) in step.cells where facts.mentions.contains(name) {
      let use = facts.doubtfulReads.first { $0.name == name }
      let place = use.map { NotebookPlace.source(cell: cell, range: $0.range) }
      return Finding(
        description, kale: .accepted, isHandled: true, at: place ?? step.binding(of: name) ?? step.place,
        "Step `\(step.name)` may read `\(name)` without defining it. It then gets the value of an "
          + "earlier step, but Kale's pipeline fails with a NameError.",
        fixes: fixes(of: name, isHandled: true, step))
    }
    return nil
  }

  /// Defines the name at the start of the step, with the value of an earlier step or `None`.
  private static func fixes(of name: String, isHandled: Bool, _ step: StepContext) -> [Fix] {
    guard let first = step.cells.first,
      !first.facts.escapes.contains(where: { $0.kind == .cellMagic })
    else { return [] }
    if !isHandled, step.isAskedForLater(name) { return [] }
    let statement = "\(name) = \(isHandled ? name : "None")"
    return [
      Fix(
        "Add `\(statement)` to the start of the step",
        [.replaceSource(cell: first.index, range: 0..<0, with: statement + "\n")])
    ]
  }

  /// A loop nearly always runs once: report it only where an earlier step defines the name too. What Kale does not save
  /// cannot make its step fail.
  private static func finding(_ name: String, _ step: StepContext) -> Finding? {
    let isDefinedBefore = step.flow.inputs.contains(name) || step.flow.parameters.contains(name)
    // Kale gives the step the earlier value of a name that it reads.
    if isDefinedBefore, step.kaleFlow.inputs.contains(name) { return nil }
    guard step.kaleFlow.outputs.contains(name), let (place, certainty) = step.lastBinding(of: name) else {
      return nil
    }
    guard certainty != .unlessLoopIsEmpty || isDefinedBefore else { return nil }
    let effect =
      isDefinedBefore
      ? "Later steps then get the earlier value, but Kale's pipeline fails with a NameError."
      : "Kale's pipeline then fails with a NameError, even if nothing reads it. Assign a default first."
    return Finding(
      // Without an earlier value, the pipeline of kale-lsp fails like the notebook where later code needs the name.
      description, kale: .accepted, isHandled: isDefinedBefore, at: place,
      "Step `\(step.name)` may finish without defining `\(name)`. \(effect)",
      fixes: fixes(of: name, isHandled: isDefinedBefore, step))
  }
}

extension StepContext {
  /// Where the step's own code defines a name, and how certain it is that it does so in any of its cells.
  fileprivate func lastBinding(of name: String) -> (NotebookPlace, Binding.Certainty)? {
    var found: (place: NotebookPlace, certainty: Binding.Certainty)?
    for (cell, binding) in bindings(of: name) {
      let certainty = max(found?.certainty ?? .sometimes, binding.certainty)
      found = (.source(cell: cell, range: binding.range), certainty)
    }
    return found
  }
}
