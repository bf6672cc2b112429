import KaleAnalysis
import NotebookModel

/// A cell that runs earlier in the pipeline than in the notebook.
enum MovedCell: NotebookRule {
  static let description = RuleDescription(
    code: "KALE237", name: "moved-cell", severity: .warning, fix: .none,
    summary: "A cell runs earlier in the pipeline than in the notebook, and the result depends on it.",
    rationale: """
      In the pipeline, code can run before cells that are above it in the notebook:

      - Every step first runs all imports, functions and parameters cells, wherever they are. If one of them defines a \
      name again or sets an option, steps above it already get the new value.
      - All cells of a step run together, at the place of the first. If a step continues below another one, its later \
      cells run before the other step and do not see what that step changes: variables, files, random states.

      Nothing fails; the pipeline computes a different result than the notebook. This is the same with both runtimes.
      """,
    whyNoFix: "Only you know which of the two values each step needs, and the name of a new step.",
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["functions"]
        LIMIT = 5
        # %% tags=["step:first"]
        print(LIMIT)
        # %% tags=["functions"]
        «LIMIT» = 10
        # %% tags=["step:second", "prev:first"]
        print(LIMIT)
        """,
        """
        # %% tags=["imports"]
        import pandas as pd
        # %% tags=["step:first"]
        print(pd.Series([1 / 3]))
        # %% tags=["imports"]
        «pd.set_option»("display.precision", 2)
        """,
        """
        # %% tags=["step:first"]
        limit = 5
        # %% tags=["functions"]
        «limit» = 10
        # %% tags=["step:second", "prev:first"]
        print(limit)
        """,
        """
        # %% tags=["step:load"]
        rows = [1, 2, 3]
        # %% tags=["step:count", "prev:load"]
        print(len(rows))
        # %% tags=["step:load"]
        «rows.append»(4)
        """,
        """
        # %% tags=["step:load"]
        rows = [1, 2, 3]
        # %% tags=["step:grow", "prev:load"]
        rows = rows + [4]
        # %% tags=["step:load"]
        print(«rows»)
        """,
        """
        # %% tags=["step:load"]
        open("log.txt", "w").write("1")
        # %% tags=["step:grow", "prev:load"]
        open("log.txt", "a").write("2")
        # %% tags=["step:load"]
        print(«open»("log.txt").read())
        """,
      ],
      nonTriggering: [
        """
        # %% tags=["imports"]
        import math
        # %% tags=["step:first"]
        print(math.pi)
        # %% tags=["imports"]
        import math
        # %% tags=["functions"]
        LIMIT = 10
        # %% tags=["step:second", "prev:first"]
        print(LIMIT)
        """
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    guard analysis.graph.isAcyclic else { return [] }
    return MovedCodeSearch(analysis).found.map { finding($0, analysis) }
  }

  private static func finding(_ code: MovedCode, _ analysis: NotebookAnalysis) -> Finding {
    let step = "step `\(analysis.stepName(code.step))`, above \(code.isOfStep ? "this cell" : "it"),"
    let effect: String
    var remedy = "Give the cell a step of its own"
    var related = "This depends on it."
    switch code.kind {
    case .seenAbove(let name, let isNew):
      effect = "\(step) already \(isNew ? "gets this" : "sees the change of") `\(name)`"
      related = "`\(name)` is used here."
      if !code.isOfStep { remedy = isNew ? "Use another name" : "Move the change to a step" }
    case .setAbove(let item):
      var change = item.change
      if case .generator(let generator) = item { change = "seeds \(generator.library)" }
      effect = "it also \(change) for step `\(analysis.stepName(code.step))` above it"
      remedy = "Move this to the steps that need it"
    case .overridden(let name):
      effect = "\(step) redefines `\(name)` for later steps"
      remedy = "Use another name"
      related = "`\(name)` is redefined here."
    case .sharedState(let item):
      effect =
        "this cell uses \(item.reference) earlier than step `\(analysis.stepName(code.step))`, which is above it"
      related = "\(item.reference.prefix(1).uppercased())\(item.reference.dropFirst()) is used here."
    case .missedChange(let name):
      effect = "this cell does not see that step `\(analysis.stepName(code.step))` above it changes `\(name)`"
      related = "`\(name)` is changed here."
    }
    let order =
      code.owner.map { "All cells of step `\(analysis.stepName($0))` run together" }
      ?? "Every step runs this cell first"
    return Finding(
      description, kale: .accepted, at: .source(cell: code.cell, range: code.range),
      "\(order): \(effect). \(remedy).", related: [.init(code.use, related)])
  }
}
