import NotebookModel
import PythonSyntax

/// A place where a unit's code reads a name that it does not make itself.
package struct NameRead {
  package var place: NotebookPlace
  /// Whether the code gets there whenever it runs, unless it fails before.
  package var isCertain: Bool
}

extension NotebookAnalysis {
  /// The cells whose code a unit runs: those in front of every step, then its own.
  package func cellsRun(by unit: Int) -> [Int] {
    sharedCells + outline.units[unit].cells
  }

  /// Calls a function for each place where a unit's code reads at once a name that its cell does not make, in the
  /// order in which the code runs, until it answers false.
  package func forEachRead(by unit: Int, _ body: (NameUse, NameRead) -> Bool) {
    var isUncertain = false
    for cell in cellsRun(by: unit) {
      let facts = facts[cell].facts
      let mayBringNames = facts.mayBringNames
      for use in facts.reads {
        let isCertain = !use.isConditional && !isUncertain && !mayBringNames
        let read = NameRead(place: .source(cell: cell, range: use.range), isCertain: isCertain)
        guard body(use, read) else { return }
      }
      isUncertain = isUncertain || mayBringNames || facts.mayEndEarly
    }
  }

  /// Where a unit reads a name first: at once, or else in code that runs later.
  package func firstRead(of name: String, in unit: Int) -> NameRead? {
    var first: NameRead?
    forEachRead(by: unit) { use, read in
      if use.name == name { first = read }
      return first == nil
    }
    if let first { return first }
    for cell in cellsRun(by: unit) {
      if let use = facts[cell].facts.deferredReads.first(where: { $0.name == name }) {
        return NameRead(place: .source(cell: cell, range: use.range), isCertain: false)
      }
    }
    return nil
  }

  /// Where a unit's own code makes a name; nil where it does not.
  package func binding(of name: String, in unit: Int) -> NotebookPlace? {
    for cell in outline.units[unit].cells {
      if let binding = facts[cell].facts.bindings.first(where: { $0.name == name }) {
        return .source(cell: cell, range: binding.range)
      }
    }
    return nil
  }

  /// Where a unit's own code names a variable first, be it to delete it.
  package func occurrence(of name: String, in unit: Int) -> NotebookPlace? {
    for cell in outline.units[unit].cells {
      let facts = facts[cell].facts
      guard facts.mentions.contains(name) || facts.globalBindings.contains(name) else { continue }
      let occurrences = PythonSource(notebook.cells[cell].source.utf8).nameOccurrences
      if let first = occurrences.first(where: { $0.name == name }) {
        return .source(cell: cell, range: first.range)
      }
    }
    return nil
  }

  /// The deviations of one kind.
  package func deviations(_ kind: FlowDeviation.Kind) -> [FlowDeviation] {
    deviations.filter { $0.kind == kind }
  }

  package func stepName(_ unit: Int) -> String { outline.units[unit].name }
}

extension CellFacts {
  /// Whether the code may make names that nobody can see: by a magic, or by running text as code.
  package var mayBringNames: Bool { !escapes.isEmpty || calls.contains(where: Self.makersOfNames.contains) }

  private static let makersOfNames: Set<String> = [
    "exec", "get_ipython", "globals", "locals", "setattr", "vars",
  ]
}
