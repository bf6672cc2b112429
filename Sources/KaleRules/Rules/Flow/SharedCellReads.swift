import KaleAnalysis
import NotebookModel

/// What imports and functions cells read of the steps above them.
///
/// Their code runs before every step, where no step has defined the name yet. Such a cell should be a step.
struct SharedCellReads {
  private let analysis: NotebookAnalysis

  /// The largest number of cells whose fix includes the users, since each searches all steps.
  private static let mostFixes = 10

  init(_ analysis: NotebookAnalysis) { self.analysis = analysis }

  /// The shared cells that read what a step above defines.
  var cells: Set<CellIndex> {
    // What shared code misses, the first step misses too.
    guard let first = analysis.units.indices.first, !analysis.flow.flows[first].missing.isEmpty else {
      return []
    }
    let reads = MissingNameSearch(analysis).missingNames().filter(contains)
    return Set(reads.compactMap(\.place.cell))
  }

  /// Returns whether a missing name is one that a shared cell reads, and that a step above the cell defines.
  func contains(_ missing: MissingRead) -> Bool {
    guard missing.cause.isInStep, let cell = missing.place.cell, let producer = missing.producer?.cell,
      case .block = analysis.outline.assignments[cell]
    else { return false }
    return producer < cell
  }

  /// Returns a finding for each cell with one of some missing names, at the first.
  func findings(_ reads: [MissingRead]) -> [Finding] {
    let cells = Dictionary(grouping: reads) { $0.place.cell }
    let sorted = cells.compactMap { cell, reads in cell.map { ($0, reads) } }.sorted { $0.0 < $1.0 }
    return sorted.enumerated().compactMap { number, element in
      finding(element.1, in: element.0, isFixed: number < Self.mostFixes)
    }
  }

  private func finding(_ reads: [MissingRead], in cell: CellIndex, isFixed: Bool) -> Finding? {
    guard let first = reads.first else { return nil }
    let units = Set(reads.compactMap { $0.producer?.cell.flatMap(analysis.unit(ofCell:)) }).sorted()
    let source = units.count == 1 ? "step `\(analysis.stepName(units[0]))` defines" : "steps define"
    let role = analysis.outline.assignments[cell] == .block(.imports) ? "an imports" : "a functions"
    return Finding(
      MissingName.description, severity: reads.contains(where: \.isCertain) ? .error : .warning,
      kale: .accepted, at: first.place,
      "\(MissingNameGroup.list(reads.map(\.name))), which \(source), \(reads.count == 1 ? "is" : "are") undefined here: "
        + "\(role) cell runs before every step. Make the cell a step.",
      related: reads.prefix(Self.mostFixes).compactMap { read in
        read.producer.map { .init($0, "`\(read.name)` is defined here.") }
      },
      fixes: isFixed ? [step(of: cell, after: units, reading: Set(reads.map(\.name)))] : [])
  }

  /// The fix that makes the cell a step: it runs after the steps that define what it reads, and the steps below that use
  /// what it reads, and may change, or defines run after it.
  private func step(of cell: CellIndex, after units: [UnitIndex], reading names: Set<String>) -> Fix {
    let name = analysis.uniqueStepName(StepNaming.proposal(for: analysis, cell: cell))
    let tags = analysis.tags[cell]
    let known = Set(tags.entries.compactMap(\.text))
    var edits: [NotebookEdit] = [
      tags.special.map { .replaceTag(cell: cell, index: $0, with: "step:\(name)") }
        ?? .addTag(cell: cell, tag: "step:\(name)")
    ]
    let previous = units.map { "prev:\(analysis.stepName($0))" }
    edits += previous.filter { !known.contains($0) }.map { .addTag(cell: cell, tag: $0) }
    let values = names.union(analysis.facts[cell].facts.bindings.map(\.name))
    for user in analysis.units(using: values) {
      let user = analysis.outline.units[user].definition
      guard user > cell else { continue }
      // Kale takes a changed value from the step of a `prev:` tag, even if another one has changed it since.
      let old = analysis.tags[user].previous.first { previous.contains("prev:\($0.name)") }
      edits.append(
        old.map { .replaceTag(cell: user, index: $0.tag, with: "prev:\(name)") }
          ?? .addTag(cell: user, tag: "prev:\(name)"))
    }
    return Fix("Make it step `\(name)`", edits)
  }
}
