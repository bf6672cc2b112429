import KaleAnalysis
import NotebookModel
import PythonSyntax

/// Functions of imports and functions cells that define names of the module: `global seen`.
struct GlobalSetters {
  private let analysis: NotebookAnalysis
  /// For each name the functions and classes whose call may define it, directly or through others.
  private var setters: [String: Set<String>] = [:]

  /// Looks for what defines some of the names.
  init(of names: Set<String>, in analysis: NotebookAnalysis) {
    self.analysis = analysis
    let cells = analysis.sharedCells.filter {
      !analysis.facts[$0].facts.globalBindings.isDisjoint(with: names)
    }
    guard !cells.isEmpty else { return }
    let callers = callersOfDefinitions()
    for cell in cells {
      let code = analysis.facts[cell].operations
      for definition in code.definitions where !definition.isClass {
        let stored = names.intersection(definition.namesStored)
        guard !stored.isEmpty else { continue }
        let owner = definition.owner.map { code.definitions[$0].name }
        let users = Self.closure(of: owner ?? definition.name, callers)
        for name in stored { setters[name, default: []].formUnion(users) }
      }
    }
  }

  /// For each name that shared definitions mention the definitions that do.
  private func callersOfDefinitions() -> [String: [String]] {
    var callers: [String: [String]] = [:]
    for cell in analysis.sharedCells {
      for definition in analysis.facts[cell].facts.definitions {
        for name in definition.freeNames { callers[name, default: []].append(definition.name) }
      }
    }
    return callers
  }

  /// A definition and those that mention it, directly or through others.
  private static func closure(of name: String, _ callers: [String: [String]]) -> Set<String> {
    var (found, waiting): (Set<String>, [String]) = ([name], [name])
    while let next = waiting.popLast() {
      for caller in callers[next] ?? [] where found.insert(caller).inserted { waiting.append(caller) }
    }
    return found
  }

  /// The unit that may define a name by calling such a function before another unit reads it: the unit itself, or the
  /// nearest one that it runs after; nil if no unit does.
  func unit(defining name: String, for unit: UnitIndex) -> UnitIndex? {
    guard let functions = setters[name] else { return nil }
    if mentions(functions, unit) { return unit }
    return analysis.graph.ancestors(of: unit).first { mentions(functions, $0) }
  }

  private func mentions(_ names: Set<String>, _ unit: UnitIndex) -> Bool {
    analysis.outline.units[unit].cells.contains { cell in
      !analysis.facts[cell].facts.mentions.isDisjoint(with: names)
    }
  }
}

extension DefinedCode {
  /// The names of the module that the body assigns to.
  fileprivate var namesStored: [String] {
    operations.compactMap { operation in
      if case .store(.name(let name, .module), _) = operation.kind { name } else { nil }
    }
  }
}
