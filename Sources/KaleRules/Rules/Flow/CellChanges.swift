import KaleAnalysis
import NotebookModel
import PythonSyntax

/// What the code of a cell does to variables for certain: assigns to them, or changes their objects.
struct CellChanges {
  struct Change {
    var name: String
    /// The bytes of the code that does it.
    var range: Range<Int>
    /// Whether the name gets a new value.
    var isNew: Bool
  }

  /// One for each name, the assignment first.
  private(set) var all: [Change] = []
  private var names: Set<String> = []

  init(_ facts: CellFacts) {
    for binding in facts.bindings where binding.certainty == .always && binding.kind != .import {
      note(Change(name: binding.name, range: binding.range, isNew: true))
    }
    for change in facts.changes where change.isSure {
      note(Change(name: change.name, range: change.range, isNew: false))
    }
  }

  /// Adds what is known otherwise.
  mutating func note(_ change: Change) {
    if names.insert(change.name).inserted { all.append(change) }
  }
}

extension ChangeFact {
  /// Whether the code changes an object that it has not created itself.
  var isSure: Bool { certainty >= .likely && !isConditional && !isBoundBefore }
}

extension NotebookAnalysis {
  /// Whether a name is a module for every step: what code sets in a module is not a change of a variable.
  func isSharedModule(_ name: String) -> Bool {
    (shared.names.bindings[name] ?? []).contains { place in
      sharedCells.indices.contains(place.ordinal)
        && facts[sharedCells[place.ordinal]].facts.bindings[place.element].kind == .import
    }
  }

  /// Whether a unit's own code binds a name above a cell.
  func binds(_ name: String, in unit: UnitIndex, above cell: CellIndex) -> Bool {
    let cells = outline.units[unit].cells
    guard let first = units[unit].names.bindings[name]?.first, cells.indices.contains(first.ordinal) else {
      return false
    }
    return cells[first.ordinal] < cell
  }
}
