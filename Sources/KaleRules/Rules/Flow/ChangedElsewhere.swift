import KaleAnalysis
import NotebookModel

/// A value that one step changes and another reads without the change.
enum ChangedElsewhere: InquiringRule {
  static let description = RuleDescription(
    code: "KALE221", name: "changed-elsewhere", severity: .warning, fix: .suggested,
    summary: "A step changes a value, and a later step does not see the change.",
    rationale: """
      In the notebook, all cells share their names: every later cell sees what one cell appends to a list. In the \
      pipeline, each step works on a copy. With the runtime `exact` a change reaches the steps that run after the one \
      that made it, and a step runs after one that changes a list or table in place that it reads. If a step assigns a \
      new value to the name, a step that runs in parallel still has the old one.

      With Kale's runtime a change reaches only the steps that take the value from the step that changed it. If the \
      value comes from an imports or functions cell, it reaches no other step, since every step runs these cells \
      itself; there is no fix, because only you know which step the value belongs to. Variables are saved one by one, \
      so two variables for one object become two objects: a change of one does not show in the other. If only Kale's \
      pipeline is affected, the finding says so. A generator of an imports or functions cell starts again in every step \
      with both runtimes.

      Changes are also found in functions and methods of the notebook that a step calls.

      Nothing fails; the pipeline computes a different result than the notebook.
      """,
    whyNoFix:
      "A value that every step defines again has to be defined in a step, and only you know in which.",
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["step:load"]
        rows = [1, 2, 3]
        # %% tags=["step:clean", "prev:load"]
        «rows.remove»(2)
        # %% tags=["step:report", "prev:load"]
        print(rows)
        """,
        """
        # %% tags=["functions"]
        options = {"depth": 1}
        # %% tags=["step:load"]
        «options["depth"]» = 2
        # %% tags=["step:train", "prev:load"]
        print(options["depth"])
        """,
        """
        # %% tags=["step:load"]
        limit = 10
        # %% tags=["step:tune", "prev:load"]
        «limit» = 20
        # %% tags=["step:train", "prev:load"]
        print(limit)
        """,
        """
        # %% tags=["step:load"]
        best = 0.5
        # %% tags=["step:tree", "prev:load"]
        if 0.8 > best:
            «best» = 0.8
        # %% tags=["step:report", "prev:load"]
        print(best)
        """,
        """
        # %% tags=["functions"]
        def add(rows, value):
            rows.append(value)
        # %% tags=["step:load"]
        rows = [1]
        # %% tags=["step:grow", "prev:load"]
        «add»(rows, 2)
        # %% tags=["step:report", "prev:load"]
        print(rows)
        """,
        """
        # %% tags=["step:load"]
        models = {"tree": []}
        best = models["tree"]
        # %% tags=["step:grow", "prev:load"]
        «best.append»(2)
        # %% tags=["step:report", "prev:grow"]
        print(models)
        """,
        """
        # %% tags=["functions"]
        count = 0
        def note():
            global count
            count += 1
        # %% tags=["step:load"]
        «note»()
        # %% tags=["step:report", "prev:load"]
        print(count)
        """,
      ],
      nonTriggering: [
        """
        # %% tags=["step:load"]
        rows = [1, 2, 3]
        # %% tags=["step:clean", "prev:load"]
        rows.remove(2)
        # %% tags=["step:report", "prev:clean"]
        print(rows)
        """,
        """
        # %% tags=["step:load"]
        rows = [1, 2, 3]
        # %% tags=["step:report", "prev:load"]
        print(rows)
        # %% tags=["step:clean", "prev:load"]
        rows.remove(2)
        """,
        """
        # %% tags=["step:load"]
        rows = [1, 2, 3]
        # %% tags=["step:clean", "prev:load"]
        rows = list(rows)
        kept = [row for row in rows if row != 2]
        # %% tags=["step:report", "prev:clean"]
        print(kept)
        """,
        """
        # %% tags=["step:load"]
        models = {"tree": [], "forest": []}
        best = models["tree"]
        # %% tags=["step:grow", "prev:load"]
        best = models["tree"]
        best.append(2)
        # %% tags=["step:report", "prev:grow"]
        print(models, models["forest"])
        """,
        """
        # %% tags=["functions"]
        cache = {}
        def square(value):
            if value not in cache:
                cache[value] = value ** 2
            return cache[value]
        # %% tags=["step:load"]
        rows = [square(1)]
        # %% tags=["step:report", "prev:load"]
        print(rows, square(1))
        """,
      ],
      fixes: [
        (
          before: """
          # %% tags=["step:load"]
          rows = [1, 2, 3]
          # %% tags=["step:clean", "prev:load"]
          rows.remove(2)
          # %% tags=["step:report", "prev:load"]
          print(rows)
          """,
          after: """
          # %% tags=["step:load"]
          rows = [1, 2, 3]
          # %% tags=["step:clean", "prev:load"]
          rows.remove(2)
          # %% tags=["step:report", "prev:load", "prev:clean"]
          print(rows)
          """
        ),
        (
          before: """
          # %% tags=["step:load"]
          rows = [1, 2, 3]
          # %% tags=["step:tidy", "prev:load"]
          rows.remove(2)
          # %% tags=["step:report", "prev:load"]
          print(rows)
          """,
          after: """
          # %% tags=["step:load"]
          rows = [1, 2, 3]
          # %% tags=["step:tidy", "prev:load"]
          rows.remove(2)
          # %% tags=["step:report", "prev:tidy"]
          print(rows)
          """
        ),
      ]))

  static func check(_ analysis: NotebookAnalysis, asking queries: RuleQueries) -> [Finding] {
    guard analysis.graph.isAcyclic else { return [] }
    var order = RunOrder.compiled(analysis, by: .exact)
    var origins = ValueOrigins(analysis)
    let unfinished = UnfinishedOrder(analysis)
    let changes = LostChangeSearch(analysis).lostChanges.filter {
      !unfinished.contains($0.unit) && !unfinished.contains($0.reader)
        && !analysis.ignores(description, at: $0.place)
    }
    var (findings, together): ([Finding], [LostTogether]) = ([], [])
    for group in MissedVariables.groups(of: changes) {
      let change = group.first
      let isOrdered = change.reader == change.unit || order.runs(change.reader, after: change.unit) == true
      let isKaleOnly = queries.runtime == .exact && isOrdered && travels(change, &origins)
      if let missed = change.missed {
        let alias = AliasedChange(missed, change.source, analysis)
        let finding = alias.finding(description, at: change.place, isKaleOnly: isKaleOnly)
        findings.append(group.joined(to: finding, analysis))
        continue
      }
      let lost = LostTogether(change, isKaleOnly: isKaleOnly, analysis, queries.runtime)
      if group.others.isEmpty {
        together.append(lost)
      } else {
        findings.append(group.joined(to: lost.finding(description, analysis), analysis))
      }
    }
    return findings + LostTogether.groups(of: together).map { $0.finding(description, analysis) }
  }

  /// Whether an exact pipeline passes the changed value on: a generator that has started cannot be saved, and one of a
  /// shared cell starts again instead. A parsed document is saved as its text, without what its parts are to others.
  private static func travels(_ change: LostChange, _ origins: inout ValueOrigins) -> Bool {
    if let missed = change.missed, case .unit(let source) = change.source {
      let isOfDocument = [missed.name, missed.other].contains { name in
        if case .path(let path)? = origins.origin(of: name, in: source)?.origin {
          path.root.hasPrefix("bs4.")
        } else {
          false
        }
      }
      if isOfDocument { return false }
    }
    guard case .sharedCell = change.source, !change.isAssignment else { return true }
    if case .generator = origins.origin(ofSharedName: change.name, behind: change.reader) { return false }
    return true
  }
}
