import KaleAnalysis
import NotebookModel

/// What helps a step to see the change of a value that it takes from elsewhere.
struct LostChangeRemedy: Hashable {
  /// The step that takes the value, and the one that it takes it from; nil if that is a shared cell.
  private let reader: UnitIndex
  private let source: UnitIndex?
  private let changer: UnitIndex
  private let isAssignment: Bool
  /// The names of the steps whose `prev:` tags go, with the places of the tags.
  private var removed: [Removal] = []
  private var adds = false

  private struct Removal: Hashable {
    let name: String
    let tag: TagIndex
  }

  init(of change: LostChange, _ analysis: NotebookAnalysis, _ runtime: PipelineRuntime) {
    (reader, changer, isAssignment) = (change.reader, change.unit, change.isAssignment)
    guard case .unit(let source) = change.source else {
      self.source = nil
      return
    }
    self.source = source
    let edits = analysis.editsToTake(change.name, from: changer, in: reader, on: runtime)
    guard let edits else { return }
    removed = edits.removed.map { Removal(name: $0.name, tag: $0.tag) }
    adds = edits.adds
  }

  /// What becomes of the value, and what to do.
  func text(for names: [String], changedIn step: String, _ analysis: NotebookAnalysis) -> String {
    let object = names.count == 1 ? "it" : "them"
    guard let source else {
      return "does not see \(object). Every step runs the imports and functions cells: "
        + (analysis.areDefinitions(names)
          ? "keep what changes in a variable of a step." : "define \(names.enumeration) in a step.")
    }
    let taken = "takes \(object) from step `\(analysis.stepName(source))`."
    if let title = title(analysis) { return "\(taken) \(title)." }
    let other = names.count == 1 ? "another name" : "other names"
    let (copy, value) = names.count == 1 ? ("a copy", "it is") : ("copies", "they are")
    return isAssignment
      ? "\(taken) Use \(other) in step `\(step)` and where \(names.count == 1 ? "its value is" : "their values are") needed."
      : "\(taken) Change \(copy) with \(other) in step `\(step)`, and use \(object) where \(value) needed."
  }

  func fixes(in analysis: NotebookAnalysis) -> [Fix] {
    guard let title = title(analysis) else { return [] }
    let cell = analysis.outline.units[reader].definition
    let added = NotebookEdit.addTag(cell: cell, tag: "prev:\(analysis.stepName(changer))")
    let preposition = adds && removed.isEmpty ? "to" : adds ? "in" : "from"
    return [
      Fix(
        "\(title) \(preposition) step `\(analysis.stepName(reader))`",
        removed.map { .removeTag(cell: cell, index: $0.tag) } + (adds ? [added] : []))
    ]
  }

  /// "Add `prev:clean`"; nil if no tag helps.
  private func title(_ analysis: NotebookAnalysis) -> String? {
    let added = "`prev:\(analysis.stepName(changer))`"
    let gone = removed.map { "`prev:\($0.name)`" }.joined(separator: ", ")
    switch (adds, removed.isEmpty) {
    case (true, true): return "Add \(added)"
    case (true, false): return "Replace \(gone) with \(added)"
    case (false, false): return "Remove \(gone)"
    case (false, true): return nil
    }
  }
}

extension NotebookAnalysis {
  /// Whether names of imports and functions cells are functions and classes, which belong there.
  fileprivate func areDefinitions(_ names: [String]) -> Bool {
    let defined = Set(sharedCells.flatMap { facts[$0].facts.definitions.map(\.name) })
    return defined.isSuperset(of: names)
  }
}
