import KaleAnalysis
import NotebookModel
import PythonSyntax

/// A read in code that does not run where it is written, but may run in the same step: the body of a function that the step
/// uses, or of a lambda.
struct LaterRead {
  let name: String
  let cell: CellIndex
  let range: Range<Int>

  var place: NotebookPlace { .source(cell: cell, range: range) }
}

/// A function or class of a step that misses names which the code reads.
struct IncompleteCode {
  let names: [String]
  let place: NotebookPlace
}

extension NotebookAnalysis {
  /// Returns the functions and classes that read names which the units that define them miss, by name and unit.
  func incompleteCode() -> [String: [UnitIndex: IncompleteCode]] {
    var found: [String: [UnitIndex: IncompleteCode]] = [:]
    for unit in units.indices where !flow.flows[unit].missing.isEmpty {
      for cell in outline.units[unit].cells {
        for definition in facts[cell].facts.definitions {
          let names = definition.freeNames.filter(flow.flows[unit].missing.contains)
          if names.isEmpty { continue }
          found[definition.name, default: [:]][unit] = IncompleteCode(
            names: names, place: .source(cell: cell, range: definition.range))
        }
      }
    }
    return found
  }

  /// Returns the first read of each of some names in a unit's own code that runs later, in the order of the code, if the
  /// unit uses the code.
  func laterReads(of names: Set<String>, in unit: UnitIndex) -> [LaterRead] {
    if names.isEmpty { return [] }
    let reads = outline.units[unit].cells.flatMap { cell in
      facts[cell].facts.deferredReads.filter {
        names.contains($0.name) && ($0.way == .plain || $0.way == .text)
      }
      .map { (use: $0, read: LaterRead(name: $0.name, cell: cell, range: $0.range)) }
    }
    var seen: Set<String> = []
    return reads.filter { use, read in
      !seen.contains(use.name) && isCode(use, in: read.cell) && mayRun(read, in: unit)
        && seen.insert(use.name).inserted
    }.map(\.read).sorted { ($0.cell, $0.range.lowerBound) < ($1.cell, $1.range.lowerBound) }
  }

  /// Whether a read is more than a part of an annotation in quotation marks, which nothing evaluates.
  private func isCode(_ use: NameUse, in cell: CellIndex) -> Bool {
    use.way == .text || occurrences(of: use.name, in: cell).contains(use.range)
  }

  /// Whether the unit uses a definition that reads the name. What no definition reads a lambda does, which is passed to
  /// what calls it, as a rule.
  private func mayRun(_ read: LaterRead, in unit: UnitIndex) -> Bool {
    let cells = outline.units[unit].cells
    let readers = cells.flatMap { cell in
      facts[cell].facts.definitions.filter { $0.freeNames.contains(read.name) }
    }
    return readers.isEmpty
      || readers.contains { reader in
        cells.lazy.flatMap { self.occurrences(of: reader.name, in: $0) }.prefix(2).count > 1
      }
  }

  /// The places at which code spells a name.
  private func occurrences(of name: String, in cell: CellIndex) -> [Range<Int>] {
    PythonSource(notebook.cells[cell].source.utf8).nameOccurrences.filter { $0.name == name }.map(\.range)
  }
}
