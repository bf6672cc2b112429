import KaleAnalysis
import NotebookModel
import PythonSyntax

/// A name that is undefined when a step runs.
enum MissingName: NotebookRule {
  static let description = RuleDescription(
    code: "KALE208", name: "missing-name", severity: .error, fix: .sometimesSafe,
    summary: "A step uses an undefined name.",
    rationale: """
      A step has the names of its own code, of the imports, functions and parameters cells, and of the steps that it \
      runs after. In the notebook, it also has the names of every cell that has run; in the pipeline, the step fails \
      with a NameError. Kale does not report this.

      The finding is an error if the step is certain to read the name, and a warning where it may not: the read is in \
      a branch, a loop or a `try`, in a function or lambda that something else calls, or after a point where the step \
      may end. A name is not reported where the code asks \
      first whether it is defined, for example `if "data" in globals()`, or does without it.

      Code may also define names that it does not spell: `exec`, `globals().update(…)`, `%run`, magics of extensions. \
      Such a name is not reported in the step that may define it, nor in any step if an imports or functions cell may. \
      Steps after it have the name in pipelines that `kale-lsp compile` creates; Kale does not pass it.
      """,
    whyNoFix: "Only you know what a name should be that no step defines, or that is deleted too early.",
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["step:load"]
        data = 1
        # %% tags=["step:train"]
        model = «data» + 1
        """,
        """
        # %% tags=["step:load"]
        rows = ["a", "b"]
        # %% tags=["step:weigh", "prev:load"]
        weights = {"a": 2, "b": 1}
        # %% tags=["step:rank", "prev:load"]
        print(sorted(rows, key=lambda row: «weights»[row]))
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
        """,
        """
        # %% tags=["functions"]
        def reset():
          global seen
          seen = set()
        def visit(row):
          seen.add(row)
        # %% tags=["step:walk"]
        reset()
        visit(1)
        """,
        """
        # %% tags=["functions"]
        class Fields(type):
          @classmethod
          def __prepare__(cls, name, bases):
            return {"auto": 1}
        class Row(metaclass=Fields):
          count = auto
        # %% tags=["step:load"]
        from contextlib import suppress
        if "cached" in globals():
          print(cached)
        limit = old_limit if "old_limit" in dir() else 10
        if "rate" in vars() and rate > 1:
          print(rate)
        if "seed" not in globals():
          seed = 1
        else:
          print(seed)
        with suppress(NameError):
          del scratch
        try:
          last
        except Exception:
          last = None
        """,
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

  static func check(_ analysis: NotebookAnalysis) -> [Finding] { check(analysis, runtime: .kale) }

  static func check(_ analysis: NotebookAnalysis, asking queries: RuleQueries) -> [Finding] {
    check(analysis, runtime: queries.runtime)
  }

  private static func check(_ analysis: NotebookAnalysis, runtime: PipelineRuntime) -> [Finding] {
    let search = MissingNameSearch(analysis)
    let missing = search.missingNames()
    if missing.isEmpty { return [] }
    let unfinished = UnfinishedOrder(analysis)
    let followOns = FollowOnNames(missing, unfinished, analysis)
    let others = OtherMissingNames(missing, search, analysis)
    let firstUnknown = analysis.references.lazy.filter { !$0.value.isComplete }.map(\.key).min()
    // Shared code runs before every step and is reported once.
    var seen: Set<NotebookPlace> = []
    var order = RunOrder.compiled(analysis, by: .exact)
    let openings = NameOpenings(analysis)
    let faulty = analysis.cellsBelowFaultyTags
    let magics = analysis.automagicLines
    let unmade = UnmadeNames(analysis, count: missing.count)
    let deleted = DeletedSteps(analysis)
    let misplaced = MisplacedPrevious(analysis)
    let shared = SharedCellReads(analysis)
    let repeated = RepeatedStepName(analysis)
    let former = FormerNames(analysis)
    var ofPython2: [MissingRead] = []
    let isUnreadable = analysis.hasUnreadableSharedCell
    let setters = GlobalSetters(
      of: Set(missing.lazy.filter { $0.cause == .unmade }.map(\.name)), in: analysis)
    var findings: [Finding] = []
    var names: [ReportedName] = []
    var (ofSharedCells, ofRepeatedNames): ([MissingRead], [MissingRead]) = ([], [])
    for missing in missing {
      // What is written there may define the name.
      if missing.cause == .unmade, isUnreadable { continue }
      // Another rule reports the tag because of which no step defines the name.
      if case .outside(let cell) = missing.cause, faulty.contains(cell) { continue }
      let source = openings.source(of: missing)
      if source == .unknown || magics.contains(missing.place) { continue }
      // While a tag is being written, it is still open which step passes on a name that a cell defines.
      let isUntold = missing.cause != .unmade && unfinished.contains(missing.unit)
      // A notebook that cannot be read may define names for the units after it.
      guard !isUntold, missing.unit <= firstUnknown ?? missing.unit,
        followOns.isShown(missing), DroppedNames.cell(of: missing, analysis) == nil,
        seen.insert(missing.place).inserted
      else { continue }
      if missing.cause == .unmade, let setter = setters.unit(defining: missing.name, for: missing.unit) {
        if setter != missing.unit {
          let cause = "a function that step `\(analysis.stepName(setter))` uses defines as a global name"
          let read = missing.call.map { Finding.Related($0.read, "`\(missing.name)` is read here.") }
          findings.append(
            finding(
              missing, unseenIn: setter, cause, related: read.map { [$0] } ?? [], runtime: runtime, analysis))
        }
        continue
      }
      if case .step(let unit, let code) = source {
        // Kale rejects notebooks with magics, which another rule reports.
        if runtime == .exact, code.hasPrefix("%") { continue }
        let cause = "`\(code)` in step `\(analysis.stepName(unit))` may define"
        findings.append(finding(missing, unseenIn: unit, cause, runtime: runtime, analysis))
        continue
      }
      if former.contains(missing), !analysis.ignores(description, at: missing.place) {
        ofPython2.append(missing)
        continue
      }
      // The tag that names the step is reported, unless an import or another name is the remedy.
      if deleted.mayHaveDefined(missing), unmade.remedies(for: missing).fixes.isEmpty { continue }
      if shared.contains(missing) {
        ofSharedCells.append(missing)
        continue
      }
      let isKaleOnly = runtime == .exact && isThere(missing, analysis, &order)
      if !isKaleOnly, repeated.contains(missing) {
        ofRepeatedNames.append(missing)
        continue
      }
      let choices = search.choices(for: missing)
      let isSafe = !followOns.follows(missing) && others.areLeftAlone(byFixOf: missing)
      let found = finding(
        missing, choices: choices, isKaleOnly: isKaleOnly, isSafe: isSafe, unmade, misplaced, analysis)
      names.append(
        ReportedName(missing: missing, choices: choices, isKaleOnly: isKaleOnly, finding: found))
    }
    return findings + former.findings(ofPython2) + shared.findings(ofSharedCells)
      + repeated.findings(ofRepeatedNames)
      + MissingNameGroup.findings(names, analysis)
  }

  /// Whether the exact runtime has the name: it passes all values from a step to those that run after it because of the
  /// state that they share.
  private static func isThere(
    _ missing: MissingRead, _ analysis: NotebookAnalysis, _ order: inout RunOrder
  ) -> Bool {
    guard analysis.graph.isAcyclic else { return false }
    switch missing.cause {
    case .unlinked(let producer): return order.runs(missing.unit, after: producer) == true
    case .notKept(let ancestor): return isGlobal(missing, in: ancestor, analysis)
    case .madeLater, .outside, .unmade: return false
    }
  }

  /// Whether a function declares the name `global`, which Kale does not take for a use of it.
  private static func isGlobal(
    _ missing: MissingRead, in ancestor: UnitIndex, _ analysis: NotebookAnalysis
  ) -> Bool {
    missing.call != nil && analysis.units[ancestor].run.makes(missing.name)
      && analysis.outline.units[ancestor].cells.contains {
        analysis.facts[$0].binding(of: missing.name) != nil
      }
  }

  private static func finding(
    _ missing: MissingRead, choices: ProviderChoices, isKaleOnly: Bool, isSafe: Bool,
    _ unmadeNames: UnmadeNames, _ misplaced: MisplacedPrevious, _ analysis: NotebookAnalysis
  ) -> Finding {
    var related = missing.producer.map { [Finding.Related($0, "`\(missing.name)` is defined here.")] } ?? []
    let unmade = missing.cause == .unmade ? unmadeNames.remedies(for: missing) : nil
    var message = message(
      missing, likeliest: choices.units.first, isKaleOnly: isKaleOnly, remedy: unmade?.sentence ?? "",
      analysis)
    related += unmade?.related ?? []
    if let call = missing.call {
      message = message.aboutName(missing.name, readBy: call.callee)
      related.append(.init(call.read, "`\(missing.name)` is read here."))
    }
    return Finding(
      description, severity: missing.isCertain && !isKaleOnly ? .error : .warning, kale: .accepted,
      isHandled: isKaleOnly, at: missing.place, message,
      related: related, fixes: unmade?.fixes ?? fixes(missing, choices, isSafe: isSafe, misplaced, analysis))
  }

  /// The finding about a name that an earlier step defines in a way that Kale does not see. `cause`: what does it, as a
  /// clause.
  private static func finding(
    _ missing: MissingRead, unseenIn maker: UnitIndex, _ cause: String,
    related: [Finding.Related] = [], runtime: PipelineRuntime, _ analysis: NotebookAnalysis
  ) -> Finding {
    let name = missing.name
    return Finding(
      description, severity: missing.isCertain && runtime == .kale ? .error : .warning, kale: .accepted,
      isHandled: runtime == .exact, at: missing.place,
      "Kale does not pass `\(name)`, which \(cause), to step `\(analysis.stepName(missing.unit))`. "
        + "For Kale, assign `\(name)` in `\(analysis.stepName(maker))`.", related: related)
  }

  private static func message(
    _ missing: MissingRead, likeliest: UnitIndex?, isKaleOnly: Bool, remedy: String,
    _ analysis: NotebookAnalysis
  ) -> String {
    let late = isKaleOnly ? "with Kale's runtime, `" : "`"

    let name = missing.name
    let step = analysis.stepName(missing.unit)
    switch missing.cause {
    case .madeLater: return "`\(name)` is used before it is defined in step `\(step)`. Define it first."
    case .notKept(let ancestor) where isGlobal(missing, in: ancestor, analysis):
      return
        (isKaleOnly ? "With Kale's runtime, `\(step)`" : "Step `\(step)`")
        + " does not get it from step `\(analysis.stepName(ancestor))`. "
        + "Read `\(name)` in step `\(step)`."
    case .notKept(let ancestor):
      return
        "Step `\(analysis.stepName(ancestor))` deletes `\(name)` or uses it only as a comprehension variable, "
        + "so `\(step)` does not get it. Assign the value to another name."
    case .unlinked(let producer):
      let doubt = missing.starModule.map { ", unless `from \($0) import *` brings it" } ?? ""
      let remedy =
        (likeliest.map { "Add `prev:\(analysis.stepName($0))`" } ?? "Define it in an earlier step") + doubt
        + "."
      if let changer = likeliest, changer != producer {
        return
          "`\(name)` is defined in step `\(analysis.stepName(producer))` and may be changed in step `\(analysis.stepName(changer))`, but "
          + "\(late)\(step)` does not run after it. \(remedy)"
      }
      return
        "`\(name)` is defined in step `\(analysis.stepName(producer))`, but \(late)\(step)` does not run after it. \(remedy)"
    case .outside(let cell):
      let only = analysis.units[missing.unit].ownNames.contains(name) ? "" : "only "
      let state =
        analysis.outline.assignments[cell] == .skipped ? "skipped" : "dropped because no tag precedes it"
      return
        "`\(name)` is undefined in step `\(step)`: \(only)cell \(cell.number) defines it, and that cell is \(state). "
        + "Move the definition to an earlier step."
    case .unmade:
      return "`\(name)` is undefined in step `\(step)`: no cell defines it.\(remedy)"
    }
  }

  /// A `prev:` tag for each step from which the name can come.
  ///
  /// It is safe only where the value certainly comes from one step, where the name does not arrive anyway once an earlier
  /// step has it, and where no other missing name comes from the wrong step with it.
  private static func fixes(
    _ missing: MissingRead, _ choices: ProviderChoices, isSafe: Bool, _ misplaced: MisplacedPrevious,
    _ analysis: NotebookAnalysis
  ) -> [Fix] {
    let step = analysis.outline.units[missing.unit]
    return choices.units.map { choice in
      let name = analysis.stepName(choice)
      let tag = "prev:\(name)"
      let unused = misplaced.tag(for: missing.unit, after: name)
      return Fix(
        unused.map { "Move `\(tag)` from cell \($0.cell.number) to step `\(step.name)`" }
          ?? "Add `\(tag)` to step `\(step.name)`", .safe(if: choices.isExact && isSafe),
        (unused.map { [.removeTag(cell: $0.cell, index: $0.index)] } ?? [])
          + [.addTag(cell: step.definition, tag: tag)])
    }
  }
}

extension NotebookAnalysis {
  /// Whether an imports or functions cell has a syntax error: what it defines is not known.
  var hasUnreadableSharedCell: Bool {
    cells(with: .unreadableCode).contains { cell in
      switch outline.assignments[cell] {
      case .block(.imports), .block(.functions): true
      default: false
      }
    }
  }

  /// The cells that are not part of the pipeline because their own tag, or that of the tagged cell above, is not valid.
  var cellsBelowFaultyTags: Set<CellIndex> {
    guard !self.cells(with: .suspectTags).isEmpty else { return [] }
    var isBelow = false
    var found: Set<CellIndex> = []
    for cell in outline.droppedCells {
      if !tags[cell].entries.isEmpty { isBelow = tags[cell].entries.contains { $0.parsed?.fault != nil } }
      if isBelow { found.insert(cell) }
    }
    return found
  }

  /// Returns whether a `prev:` tag can make a unit run after another: not if it comes first, or if one of them already
  /// runs after the other.
  func canRunAfter(_ producer: UnitIndex, _ unit: UnitIndex) -> Bool {
    guard producer < unit else { return false }
    return !graph.ancestors(of: producer).contains(unit)
      && !graph.ancestors(of: unit).contains(producer)
  }
}
