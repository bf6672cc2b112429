import KaleAnalysis
import NotebookModel

/// A name that will not be there when a step runs.
enum MissingName: NotebookRule {
  static let description = RuleDescription(
    code: "KALE208", name: "missing-name", severity: .error, fix: .sometimesSafe,
    summary: "A step uses a name that nothing hands to it.",
    rationale: """
      A step has the names of its own code, of the imports, functions and parameters cells, and of the steps it runs \
      after. In the notebook, a name from any cell that has run is there as well; in the pipeline the step fails with \
      a NameError. Kale says nothing of it.

      It is an error where the step reads the name whenever it runs, and a warning where it may come to its end \
      without: the name stands in a branch, a loop or a `try`, or behind a place where the step may end.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["step:load"]
        data = 1
        # %% tags=["step:train"]
        model = «data» + 1
        """,
        """
        # %% tags=["step:train"]
        print(«undefined_name»)
        """,
        """
        # %% tags=["functions"]
        limit = 2 * «threshold»
        # %% tags=["step:load"]
        threshold = 1
        """,
        """
        # %% tags=["step:load"]
        data = 1
        del data
        # %% tags=["step:train", "prev:load"]
        if __debug__:
          print(«data»)
        """,
        """
        # %% tags=["step:load"]
        def scaled(value):
          return value * factor
        # %% tags=["step:train", "prev:load"]
        «scaled»(2)
        """,
      ],
      nonTriggering: [
        """
        # %% tags=["step:load"]
        data = 1
        display(data)
        # %% tags=["step:train", "prev:load"]
        model = data + 1
        """
      ],
      fixes: [
        (
          before: """
          # %% tags=["step:load"]
          data = 1
          # %% tags=["step:train"]
          model = data + 1
          """,
          after: """
          # %% tags=["step:load"]
          data = 1
          # %% tags=["step:train", "prev:load"]
          model = data + 1
          """
        )
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    let search = MissingNameSearch(analysis)
    let missing = search.missingNames()
    if missing.isEmpty { return [] }
    let unfinished = UnfinishedOrder(analysis)
    let followOns = FollowOnNames(missing, unfinished, analysis)
    let others = OtherMissingNames(missing, search, analysis)
    let firstUnknown = analysis.references.lazy.filter { !$0.value.isComplete }.map(\.key).min()
    let dropped = DroppedImports(missing, analysis)
    // Shared code stands in front of every step, and is spoken of once.
    var seen: Set<NotebookPlace> = []
    return missing.compactMap { missing in
      // Where a tag is still being written, what passes on a name that a cell makes cannot be told yet.
      let isUntold = missing.cause != .unmade && unfinished.contains(missing.unit)
      // What a notebook makes that cannot be read, the units behind it may have.
      guard !isUntold, missing.unit <= firstUnknown ?? missing.unit,
        followOns.isShown(missing), dropped.isShown(missing), seen.insert(missing.place).inserted
      else { return nil }
      return finding(
        missing, choices: search.choices(for: missing),
        isSafe: !followOns.follows(missing) && others.areLeftAlone(byFixOf: missing), analysis)
    }
  }

  private static func finding(
    _ missing: MissingRead, choices: ProviderChoices, isSafe: Bool, _ analysis: NotebookAnalysis
  ) -> Finding {
    var related = missing.maker.map { [Finding.Related($0, "`\(missing.name)` is made here.")] } ?? []
    var message = message(missing, likeliest: choices.units.first, analysis)
    if let call = missing.call {
      message = "`\(call.callee)` reads `\(missing.name)`. " + message
      related.append(.init(call.read, "`\(missing.name)` is read here."))
    }
    return Finding(
      description, severity: missing.isCertain ? .error : .warning, kale: .accepted, at: missing.place,
      message,
      related: related, fixes: fixes(missing, choices, isSafe: isSafe, analysis))
  }

  private static func message(
    _ missing: MissingRead, likeliest: UnitIndex?, _ analysis: NotebookAnalysis
  ) -> String {
    let name = missing.name
    let step = analysis.stepName(missing.unit)
    switch missing.cause {
    case .madeLater: return "`\(name)` is used in step `\(step)` before the step makes it. Make it first."
    case .notKept(let ancestor):
      return
        "Step `\(analysis.stepName(ancestor))` does not keep `\(name)`: it deletes it, or has it only for the variable of "
        + "a comprehension, so that `\(step)` does not get it. Assign it to a name that stays."
    case .unlinked(let maker):
      let remedy =
        likeliest.map { "Add `prev:\(analysis.stepName($0))`." } ?? "Move it to a step that runs before."
      if let changer = likeliest, changer != maker {
        return
          "`\(name)` is made by step `\(analysis.stepName(maker))` and may be changed by step `\(analysis.stepName(changer))`, but "
          + "`\(step)` does not run after it. \(remedy)"
      }
      return
        "`\(name)` is made by step `\(analysis.stepName(maker))`, but `\(step)` does not run after it. \(remedy)"
    case .outside(let cell):
      let state =
        analysis.outline.assignments[cell] == .skipped ? "skipped" : "dropped, since no tag is above it"
      return
        "`\(name)` is not there when step `\(step)` runs: only cell \(cell + 1) makes it, which is \(state). "
        + "Move it to a step that runs before."
    case .unmade:
      let remedy =
        KnownModules.statement(importing: name).map { "Put `\($0)` into the imports cell." }
        ?? "Import or assign it first."
      return "`\(name)` is not there when step `\(step)` runs: no cell makes it. \(remedy)"
    }
  }

  /// A `prev:` tag for each step from which the name can come.
  ///
  /// It is the one right answer only where the value is that of one step for certain, where the name does not come by
  /// itself as soon as a step before has it, and where no other missing name comes from the wrong step with it.
  private static func fixes(
    _ missing: MissingRead, _ choices: ProviderChoices, isSafe: Bool, _ analysis: NotebookAnalysis
  ) -> [Fix] {
    let step = analysis.outline.units[missing.unit]
    return choices.units.map { choice in
      let tag = "prev:\(analysis.stepName(choice))"
      return Fix(
        "Add `\(tag)` to step `\(step.name)`", .safe(if: choices.isExact && isSafe),
        [.addTag(cell: step.definition, tag: tag)])
    }
  }
}

extension NotebookAnalysis {
  /// Whether a unit can be made to run after another with a `prev:` tag: not where it comes first, or where one of them
  /// runs after the other already.
  func canRunAfter(_ maker: UnitIndex, _ unit: UnitIndex) -> Bool {
    guard maker < unit else { return false }
    return !graph.ancestors(of: maker).contains(unit)
      && !graph.ancestors(of: unit).contains(maker)
  }
}
