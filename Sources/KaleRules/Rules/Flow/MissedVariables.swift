import KaleAnalysis
import NotebookModel

/// One change of an object and the variables, one or more, that do not show it: a single cause.
struct MissedVariables {
  /// The change as the first of the variables misses it.
  let first: LostChange
  private(set) var others: [LostChange] = []

  /// Groups lost changes by the code that makes them, in their order.
  static func groups(of changes: [LostChange]) -> [MissedVariables] {
    var groups: [MissedVariables] = []
    var indices: [NotebookPlace: Int] = [:]
    for change in changes {
      if let index = indices[change.place], change.missed != nil {
        groups[index].others.append(change)
      } else {
        // What a call changes besides is another object.
        indices[change.place] = indices[change.place] ?? groups.count
        groups.append(MissedVariables(first: change))
      }
    }
    return groups
  }

  /// Returns the finding about the first variable, extended to the others.
  func joined(to finding: Finding, _ analysis: NotebookAnalysis) -> Finding {
    if others.isEmpty { return finding }
    let names = others.map(\.name).enumeration
    let verb = others.count == 1 ? "shares the object and misses" : "share the object and miss"
    var finding = finding
    finding.message += " \(names) \(verb) the change too."
    finding.related += others.prefix(Self.mostRelated).compactMap { change in
      analysis.firstRead(of: change.name, in: change.reader).map {
        .init($0.place, "`\(change.name)` is read here.")
      }
    }
    finding.fixes = fix(first: finding.fixes, analysis).map { [$0] } ?? finding.fixes
    return finding
  }

  /// More places are only counted by the message.
  private static let mostRelated = 8

  /// The fix for all variables: that of the first if it changes tags, and the assignments that make the variables one
  /// object, in their order; nil if some variable has no such assignment.
  private func fix(first fixes: [Fix], _ analysis: NotebookAnalysis) -> Fix? {
    guard let cell = analysis.outline.units[first.unit].cells.first else { return nil }
    var links: [(place: (cell: CellIndex, offset: Int), statement: String)] = []
    for change in [first] + others {
      guard let missed = change.missed else { continue }
      let alias = AliasedChange(missed, change.source, analysis)
      guard let (statement, _) = alias.repeatedAssignment, let place = alias.link else { return nil }
      if !links.contains(where: { $0.statement == statement }) { links.append((place, statement)) }
    }
    let statements = links.sorted { ($0.place.cell, $0.place.offset) < ($1.place.cell, $1.place.offset) }
      .map(\.statement)
    guard !statements.isEmpty else { return nil }
    let added = "`\(statements.joined(separator: "`, `"))` to step `\(analysis.stepName(first.unit))`"
    let insertion = NotebookEdit.replaceSource(
      cell: cell, range: 0..<0, with: statements.map { $0 + "\n" }.joined())
    if first.missed != nil { return Fix("Add \(added)", [insertion]) }
    return fixes.first.map { Fix("\($0.title), and add \(added)", $0.edits + [insertion]) }
  }
}
