import KaleAnalysis
import NotebookModel
import PythonSyntax

/// The places of a notebook where code may define names that it does not show: `exec`, `globals().update`, `%run`, and
/// `from x import *` in a step before the one that reads the name.
struct NameOpenings {
  /// Where a name that no cell defines may come from.
  enum Source: Equatable {
    /// Nothing is known that may define it.
    case nowhere
    /// Code of the step itself or of a shared cell may have defined it, or what may have is still being written.
    case unknown
    /// Code of an earlier step may define it.
    case step(UnitIndex, code: String)
  }

  private let analysis: NotebookAnalysis
  private let starred: StarredNames
  /// Whether a shared cell has one.
  private let isShared: Bool
  /// For each unit that has some the cells with them.
  private var own: [UnitIndex: [(cell: CellIndex, opening: NameOpening)]] = [:]
  /// For each unit that runs after one that has some: that unit, the last of them in the order of the graph.
  private var before: [UnitIndex: UnitIndex] = [:]

  init(_ analysis: NotebookAnalysis) {
    self.analysis = analysis
    starred = StarredNames(analysis)
    let cells = analysis.cells(with: .openings)
    isShared = cells.contains { cell in
      switch analysis.outline.assignments[cell] {
      case .block(.imports), .block(.functions): true
      default: false
      }
    }
    guard !cells.isEmpty else { return }
    for cell in cells {
      guard case .step(let unit) = analysis.outline.assignments[cell] else { continue }
      own[unit, default: []] += analysis.facts[cell].facts.openings.map { (cell, $0) }
    }
    guard !own.isEmpty else { return }
    for unit in analysis.graph.order {
      let sources = analysis.graph.previous[unit].compactMap { own[$0] == nil ? before[$0] : $0 }
      if let source = sources.max() { before[unit] = source }
    }
  }

  /// Returns where a missing name may come from.
  func source(of missing: MissingRead) -> Source {
    guard !missing.cause.isOfKnownSource else { return .nowhere }
    if let (unit, module) = starred.source(of: missing.name, before: missing.unit) {
      return .step(unit, code: "from \(module) import *")
    }
    guard missing.cause == .unmade else { return .nowhere }
    if isShared { return .unknown }
    if let openings = own[missing.unit], openings.contains(where: { precedes($0, missing.place) }) {
      return .unknown
    }
    guard let unit = before[missing.unit], let opening = own[unit]?.last?.opening else { return .nowhere }
    return opening.isUnfinished ? .unknown : .step(unit, code: opening.text)
  }

  private func precedes(_ opening: (cell: CellIndex, opening: NameOpening), _ place: NotebookPlace) -> Bool {
    guard case .source(let cell, let range) = place else { return false }
    if opening.opening.isUnfinished { return true }
    return opening.cell == cell
      ? opening.opening.range.lowerBound <= range.lowerBound : opening.cell < cell
  }
}

extension MissingRead.Cause {
  /// Whether it is known which cell defines the name.
  fileprivate var isOfKnownSource: Bool {
    switch self {
    case .unmade, .notKept: false
    case .madeLater, .unlinked, .outside: true
    }
  }
}
