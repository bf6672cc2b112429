import KaleAnalysis
import NotebookModel

/// A metric that no step reports.
enum UnassignedMetric: InquiringRule {
  static let description = RuleDescription(
    code: "KALE207", name: "unassigned-metric", severity: .warning, fix: .suggested,
    summary: "A metric is not mentioned in any step, or is not a number.",
    rationale: """
      The step nearest the end of the pipeline whose code mentions a metric's name reports it. A metric that no step \
      mentions is silently dropped. With the runtime `exact`, so is one that is not a number, for example a list, `None` \
      or a name; the step prints a warning.
      """,
    whyNoFix: "Which number to report instead of another value only you know.",
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["step:train"]
        accuracy = 1
        # %% tags=["pipeline-metrics"]
        «print(acuracy)»
        """,
        """
        # %% tags=["step:train"]
        best = {"accuracy": 1}
        # %% tags=["pipeline-metrics"]
        «print(best)»
        """,
      ],
      nonTriggering: [
        """
        # %% tags=["step:train"]
        accuracy = 1
        # %% tags=["pipeline-metrics"]
        print(accuracy)
        """
      ],
      fixes: [
        (
          before: """
          # %% tags=["step:train"]
          accuracy = 1
          # %% tags=["pipeline-metrics"]
          print(acuracy)
          """,
          after: """
          # %% tags=["step:train"]
          accuracy = 1
          # %% tags=["pipeline-metrics"]
          print(accuracy)
          """
        )
      ]))

  static func check(_ analysis: NotebookAnalysis, asking queries: RuleQueries) -> [Finding] {
    // Without an order of the steps there is no step nearest the end.
    guard !analysis.outline.units.isEmpty, analysis.graph.isAcyclic, !analysis.metrics.declarations.isEmpty
    else { return [] }
    return unassigned(analysis) + (queries.runtime == .exact ? others(analysis) : [])
  }

  /// The metrics that are known to be no numbers.
  private static func others(_ analysis: NotebookAnalysis) -> [Finding] {
    var reader = ValueReader(analysis)
    var units: [PipelineMetric: UnitIndex] = [:]
    for (unit, flow) in analysis.flow.flows.indexed {
      for metric in flow.metrics { units[metric] = unit }
    }
    let found = analysis.metrics.declarations.compactMap { declaration -> (name: String, finding: Finding)? in
      let name = declaration.metric.variable
      guard let unit = units[declaration.metric],
        let kind = reader.kindWithoutNumber(of: name, atEndOf: unit)
      else { return nil }
      let finding = Finding(
        description, kale: .accepted, at: .source(cell: declaration.cell, range: declaration.range),
        "Metric `\(name)` is not reported: it is \(kind), not a number. Print a name that holds a number.")
      return (name, finding)
    }
    guard !found.isEmpty else { return [] }
    let assigned = analysis.namesOnlyAssigned(among: Set(found.map(\.name)))
    return found.filter { assigned.contains($0.name) }.map(\.finding)
  }

  private static func unassigned(_ analysis: NotebookAnalysis) -> [Finding] {
    let unassigned = Set(analysis.flow.unassignedMetrics)
    let declarations = analysis.metrics.declarations.filter { unassigned.contains($0.metric) }
    guard !declarations.isEmpty else { return [] }
    let inherited = InheritedCells(of: .pipelineMetrics, in: analysis)
    let known = analysis.units.reduce(into: Set<String>()) { $0.formUnion($1.ownNames) }.sorted()
    // The finding about lines that are not metrics says which cells lack a tag.
    let faulty = analysis.metrics.faults.contains { $0.kind != .comment && inherited.contains($0.cell) }
    return declarations.filter { !inherited.contains($0.cell) }.map {
      finding(of: $0, known: known, analysis)
    }
      + (faulty
        ? []
        : inherited.findings(
          inCells: declarations.map(\.cell), description, severity: .warning, kale: .accepted))
  }

  private static func finding(
    of declaration: MetricReading.Declaration, known: [String], _ analysis: NotebookAnalysis
  ) -> Finding {
    let (cell, name) = (declaration.cell, declaration.metric.variable)
    let names = SpellingSuggestion.nearestNames(to: name, among: known).filter {
      MetricReading.isValid($0, in: analysis.release)
    }
    let changes = names.map { name in
      Fix(
        "Change to `print(\(name))`",
        [.replaceSource(cell: cell, range: declaration.range, with: "print(\(name))")])
    }
    let removal = analysis.removal(ofLines: declaration.range, in: cell).map {
      Fix("Remove `print(\(name))`", [$0])
    }
    return Finding(
      description, kale: .accepted, at: .source(cell: cell, range: declaration.range),
      "Metric `\(name)` is not reported: no step mentions it. Print a name that a step defines.",
      fixes: changes + [removal].compactMap(\.self))
  }
}

extension NotebookAnalysis {
  /// Returns the names to which code gives values by plain assignments at module level alone.
  fileprivate func namesOnlyAssigned(among names: Set<String>) -> Set<String> {
    var names = names
    for code in facts {
      if !code.facts.openings.isEmpty { return [] }
      names.subtract(code.facts.globalBindings)
    }
    let cells = cellsBinding(names)
    return names.filter { name in
      cells[name, default: []].allSatisfy { cell in
        let kind = facts[cell].binding(of: name)?.kind
        return kind == nil || kind == .assignment || kind == .annotation
      }
    }
  }
}

extension ValueReader {
  /// What a name holds that no number can be made of; nil for a number, or where it is not known.
  fileprivate mutating func kindWithoutNumber(of name: String, atEndOf unit: UnitIndex) -> String? {
    let value = value(of: name, atEndOf: unit)
    guard !isDoubtful else { return nil }
    switch value {
    case .nothing: return "`None`"
    case .container(_, let isDictionary): return isDictionary ? "a dictionary" : "a collection"
    case .text:
      // Python reads digits of other scripts too.
      guard let text = literal(of: name, atEndOf: unit), text.utf8.allSatisfy({ $0 < 0x80 }) else {
        return nil
      }
      let words = text.split(whereSeparator: \.isWhitespace).map { Double($0.replacing("_", with: "")) }
      return words.count == 1 && words.first != .some(nil) ? nil : "a string"
    case .frame: return "a table"
    case .lambda, .closure: return "a function"
    default: return nil
    }
  }
}
