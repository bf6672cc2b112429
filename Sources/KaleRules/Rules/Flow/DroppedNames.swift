import KaleAnalysis
import NotebookModel

/// The missing names that only dropped cells define: the finding about the cell represents them, because a tag on the
/// cell resolves them all.
struct DroppedNames {
  private var reads: [CellIndex: [MissingRead]] = [:]

  /// Finds the names that steps need of dropped cells.
  init(in analysis: NotebookAnalysis) {
    for read in MissingNameSearch(analysis).missingNames() {
      guard let cell = Self.cell(of: read, analysis),
        !analysis.ignores(MissingName.description, at: read.place)
      else { continue }
      reads[cell, default: []].append(read)
    }
  }

  /// Returns what steps need of a cell.
  func reads(ofCell cell: CellIndex) -> [MissingRead] { reads[cell] ?? [] }

  /// Returns the dropped cell whose finding covers a missing name, or nil if there isn't one.
  static func cell(of read: MissingRead, _ analysis: NotebookAnalysis) -> CellIndex? {
    guard case .outside(let cell) = read.cause, analysis.outline.assignments[cell] == .dropped,
      analysis.tags[cell].entries.isEmpty
    else { return nil }
    return cell
  }

  /// The first read of each of a few names.
  static func first(of reads: [MissingRead]) -> [MissingRead] {
    var seen: Set<String> = []
    var found: [MissingRead] = []
    for read in reads where found.count < mostNames && seen.insert(read.name).inserted { found.append(read) }
    return found
  }

  /// The largest number of names that a message lists.
  private static let mostNames = 5

  /// The sentence that says which steps need which names.
  static func sentence(about reads: [MissingRead], _ analysis: NotebookAnalysis) -> String {
    let names = first(of: reads).map { "`\($0.name)`" }
    let units = Set(reads.map(\.unit)).sorted()
    let others = units.count - 1
    let steps = units.first.map { "`\(analysis.stepName($0))`" } ?? ""
    let list = names.inWords
    switch others {
    case 0: return "Step \(steps) needs \(list) from it."
    case 1: return "Step \(steps) and another one need \(list) from it."
    default: return "Step \(steps) and \(others) others need \(list) from it."
    }
  }
}
