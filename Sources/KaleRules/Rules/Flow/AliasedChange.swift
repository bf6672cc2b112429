import KaleAnalysis
import NotebookModel
import PythonSyntax

/// A change that a step makes under one variable, and that another variable for the object does not show.
struct AliasedChange {
  private let change: MissedChange
  private let source: LostChange.Source
  private let analysis: NotebookAnalysis

  init(_ change: MissedChange, _ source: LostChange.Source, _ analysis: NotebookAnalysis) {
    (self.change, self.source, self.analysis) = (change, source, analysis)
  }

  func finding(_ rule: RuleDescription, at place: NotebookPlace, isKaleOnly: Bool) -> Finding {
    let runtime = isKaleOnly ? "with Kale's runtime, " : ""
    return Finding(
      rule, kale: .accepted, isHandled: isKaleOnly, at: place,
      "Step `\(analysis.stepName(change.changer))` changes `\(change.name)` through `\(change.other)`, but \(runtime)"
        + "\(effect). \(remedy(isKaleOnly: isKaleOnly))",
      related: [.init(change.read.place, "`\(change.name)` is read here.")] + linkedHere, fixes: fixes)
  }

  private var effect: String {
    let reader = analysis.stepName(change.reader)
    if change.reader == change.changer { return "`\(change.name)` and `\(change.other)` are copies there" }
    guard case .unit(let source) = source, source != change.changer else {
      return "step `\(reader)` gets a copy without the change"
    }
    return "step `\(reader)` takes it from step `\(analysis.stepName(source))`"
  }

  private var linkedHere: [Finding.Related] {
    guard let link = change.link else { return [] }
    return [
      .init(.source(cell: link.cell, range: link.range), "`\(change.linked)` is assigned here.")
    ]
  }

  private func remedy(isKaleOnly: Bool) -> String {
    let start = isKaleOnly ? "For Kale, " : ""
    let step = "step `\(analysis.stepName(change.changer))`"
    if let (statement, _) = repeatedAssignment {
      return start + (isKaleOnly ? "add" : "Add") + " `\(statement)` to \(step)."
    }
    let origin = change.axes ?? (change.linked == change.name ? change.other : change.name)
    guard change.axes != nil || isAssigned(from: origin) else {
      return start
        + "\(isKaleOnly ? "keep" : "Keep") `\(change.name)` and `\(change.other)` in one variable, a dictionary for example."
    }
    let verb = change.axes == nil ? (isKaleOnly ? "assign" : "Assign") : (isKaleOnly ? "take" : "Take")
    return start + "\(verb) `\(change.linked)` from `\(origin)` in \(step) too, before the change."
  }

  /// Whether one assignment, of what starts with the other variable, makes both variables one object: `sub = graph.subgraph(nodes)`.
  private func isAssigned(from origin: String) -> Bool {
    guard let link = change.link else { return false }
    let statement = analysis.text(of: link.statement, in: link.cell)
    guard statement.hasPrefix("\(change.linked) =") else { return false }
    let value = statement.dropFirst(change.linked.count).drop { $0 == " " || $0 == "=" }
    return value.hasPrefix(origin) && !Self.isIterator(value)
      && [".", "["].contains(value.dropFirst(origin.count).first)
  }

  /// Repeats the assignment where the object is changed, so that both variables share it there too.
  private var fixes: [Fix] {
    guard let (statement, cell) = repeatedAssignment else { return [] }
    return [
      Fix(
        "Add `\(statement)` to step `\(analysis.stepName(change.changer))`",
        [.replaceSource(cell: cell, range: 0..<0, with: statement + "\n")])
    ]
  }

  /// The assignment that makes both variables one object, and the cell in whose code it has to be repeated.
  var repeatedAssignment: (statement: String, cell: CellIndex)? {
    guard let link = change.link, let cell = analysis.outline.units[change.changer].cells.first,
      analysis.facts[cell].facts.escapes.isEmpty
    else { return nil }
    if let source = change.source { return ("\(change.linked) = \(source)", cell) }
    let statement = analysis.text(of: link.statement, in: link.cell)
    guard statement.hasPrefix("\(change.linked) ="), !statement.contains(where: \.isNewline),
      Self.isAlias(statement.dropFirst(change.linked.count))
    else { return nil }
    return (statement, cell)
  }

  /// Whether a value is an iterator, which would begin again.
  private static func isIterator(_ value: Substring) -> Bool { value.hasSuffix(".flat") }

  /// Whether a value is the object of another variable or a part of it: `rows`, `models["tree"]`, `rows[:2]`. What is called
  /// or written out may be a new object, which would begin again.
  private static func isAlias(_ value: Substring) -> Bool {
    let value = value.drop { $0 == " " || $0 == "=" }
    let isPath = value.first.map { $0.isLetter || $0 == "_" } ?? false
    return isPath && !isIterator(value) && !value.contains { "({+-*/|&^%<>".contains($0) }
  }

  /// Where the two variables become one object; nil if no single assignment does that.
  var link: (cell: CellIndex, offset: Int)? { change.link.map { ($0.cell, $0.range.lowerBound) } }
}
