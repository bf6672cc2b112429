import KaleAnalysis
import PythonSyntax

/// Decides which cells can leave their place in the notebook, because their code runs at the start of every step: those whose
/// names nothing else binds, and that need nothing that steps define.
struct SharedCode {
  /// The cells of a notebook, with new purposes where they have to stay in their place.
  private(set) var cells: [CellSurvey.Cell]
  /// How many cells bind each name, those that import the same only once.
  private var binders: [String: Int] = [:]
  /// The names that code changes after their cell, or in it again.
  private var changed: Set<String> = []
  /// The names that cells in their place bind.
  private var placed: Set<String> = []

  init(_ cells: [CellSurvey.Cell]) {
    self.cells = cells
    countBindings()
    stayBelowWork()
    // What stays in its place may keep others there.
    for _ in 0..<Self.mostRounds {
      guard stay() else { return }
    }
  }

  private static let mostRounds = 8

  private mutating func countBindings() {
    var imports: [String: String] = [:]
    for cell in cells where cell.purpose != .blank {
      let imported = Dictionary(
        cell.facts.imports.lazy.flatMap(\.names).map { ($0.name, $0.path) }, uniquingKeysWith: { $1 })
      for binding in cell.facts.bindings {
        if let path = imported[binding.name], binding.kind == .import {
          if imports.updateValue(path, forKey: binding.name) == path { continue }
        }
        // What a cell binds twice, each step binds twice too; a parameter has one value.
        let isRebound = cell.purpose == .parameters && binding.isRebound && binding.kind != .import
        binders[binding.name, default: 0] += isRebound ? 2 : 1
      }
      for name in cell.facts.globalBindings { binders[name, default: 0] += 1 }
      changed.formUnion(cell.facts.changes.map(\.name))
    }
  }

  /// Values below the first work of the notebook stay where they are: they belong to what follows.
  private mutating func stayBelowWork() {
    guard let first = cells.firstIndex(where: { $0.purpose == .work || $0.purpose == .tagged }) else {
      return
    }
    for index in cells.indices.suffix(from: first) where cells[index].purpose.isValue {
      cells[index].purpose = .work
    }
  }

  /// Has cells stay in their place that cannot leave it.
  ///
  /// - Returns: Whether there were any.
  private mutating func stay() -> Bool {
    placed = Set(
      cells.lazy.filter { $0.purpose == .work || $0.purpose == .tagged || $0.purpose == .metrics }
        .flatMap(\.facts.bindings).map(\.name))
    var hasChanged = demoteParameters()
    var functions = names(of: [.functions])
    for index in cells.indices where cells[index].purpose.isShared {
      let cell = cells[index]
      let reads = cell.facts.reads.lazy.map(\.name)
      let isContested = cell.facts.bindings.contains {
        binders[$0.name, default: 0] > 1 || isChanged($0, by: cell)
      }
      if isContested || reads.contains(where: placed.contains) {
        cells[index].purpose = .work
      } else if cell.purpose != .functions, reads.contains(where: functions.contains) {
        // Imports cells run before functions cells.
        cells[index].purpose = .functions
        functions.formUnion(cell.facts.bindings.map(\.name))
      } else {
        continue
      }
      hasChanged = true
    }
    return hasChanged
  }

  /// Makes settings of parameters that imports and functions cells read at once: they run before there are parameters.
  ///
  /// - Returns: Whether there were any.
  private mutating func demoteParameters() -> Bool {
    let read = Set(
      cells.lazy.filter { $0.purpose.isShared && $0.purpose != .parameters }.flatMap(\.facts.reads).map(
        \.name))
    var hasChanged = false
    for index in cells.indices where cells[index].purpose == .parameters {
      guard cells[index].facts.bindings.contains(where: { read.contains($0.name) }) else { continue }
      cells[index].purpose = .settings
      hasChanged = true
    }
    return hasChanged
  }

  private func names(of purposes: Set<CellSurvey.Purpose>) -> Set<String> {
    Set(cells.lazy.filter { purposes.contains($0.purpose) }.flatMap(\.facts.bindings).map(\.name))
  }

  /// Whether some code changes what a value of a cell holds. Functions and modules are not changed by what is called on them.
  private func isChanged(_ binding: Binding, by cell: CellSurvey.Cell) -> Bool {
    cell.purpose.isValue && changed.contains(binding.name)
  }
}

extension CellSurvey.Purpose {
  /// Whether the cell's code runs at the start of every step, or declares what every step has.
  var isShared: Bool {
    switch self {
    case .imports, .functions, .parameters, .settings, .file: true
    case .tagged, .blank, .reading, .metrics, .work: false
    }
  }

  /// Whether the cell defines nothing but values.
  fileprivate var isValue: Bool { self == .parameters || self == .settings }
}
