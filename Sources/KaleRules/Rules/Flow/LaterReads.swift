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
    let cells = outline.units[unit].cells
    let reads = cells.flatMap { cell in
      facts[cell].facts.deferredReads.filter {
        names.contains($0.name) && $0.way.needsName
      }
      .map { (use: $0, read: LaterRead(name: $0.name, cell: cell, range: $0.range)) }
    }
    if reads.isEmpty { return [] }
    let occurrences = Dictionary(uniqueKeysWithValues: cells.map { ($0, facts[$0].nameOccurrences) })
    let counts = Dictionary(
      occurrences.values.lazy.flatMap(\.all).map { ($0.name, 1) }, uniquingKeysWith: +)
    let definitions = cells.flatMap { facts[$0].facts.definitions }
    var seen: Set<String> = []
    return reads.filter { use, read in
      // The rest are annotations in quotation marks, which nothing evaluates.
      let isCode =
        use.way == .text || occurrences[read.cell]?[use.name].contains { $0.range == use.range } == true
      return isCode && !seen.contains(use.name) && Self.mayRun(use.name, definitions, counts)
        && seen.insert(use.name).inserted
    }.map(\.read).sorted { ($0.cell, $0.range.lowerBound) < ($1.cell, $1.range.lowerBound) }
  }

  /// Whether a definition that reads the name is used: it is mentioned more than where it is defined. What no definition
  /// reads a lambda does, which is passed to what calls it, as a rule.
  private static func mayRun(
    _ name: String, _ definitions: [DefinitionFacts], _ counts: [String: Int]
  ) -> Bool {
    let readers = definitions.filter { $0.freeNames.contains(name) }
    return readers.isEmpty || readers.contains { counts[$0.name, default: 0] > 1 }
  }
}
