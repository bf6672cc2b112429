import KaleAnalysis
import NotebookModel
import PythonSyntax

/// Decides which imports can move to the imports cells without changing what the notebook or a step computes or installs.
struct ImportMoves {
  private let analysis: NotebookAnalysis
  /// The names that code of the notebook binds other than by an import, or deletes.
  private lazy var boundNames = namesBoundOtherwise
  /// What each imported name means; nil where two imports disagree.
  private lazy var meanings = meaningsOfNames
  private lazy var state = ImportState(analysis)
  private lazy var sharedCellsThatSet = Set(analysis.sharedCells).intersection(state.cells)

  init(_ analysis: NotebookAnalysis) {
    self.analysis = analysis
  }

  /// Returns whether an import of a cell can be moved there automatically.
  mutating func isSafe(_ fact: ImportFact, in cell: CellIndex) -> Bool {
    // What is imported in a block or a function may be optional: every step would need it.
    analysis.isStatement(fact.range, of: analysis.facts[cell].facts.statements)
      && isAlike(fact, in: cell) && !isSetUp(fact, in: cell)
  }

  /// Returns whether an import does the same in an imports cell where nothing that it depends on precedes it.
  mutating func isAlike(_ fact: ImportFact, in cell: CellIndex) -> Bool {
    // A star import would hide which names are missing in each step.
    guard !analysis.facts[cell].facts.starImports.contains(fact.module) else { return false }
    return fact.importedPaths.allSatisfy(isKnown) && fact.names.allSatisfy { hasOneMeaning($0) }
  }

  /// Whether a module comes in a package that is known for certain. For a module of the notebook's folder, Kale would
  /// install the package that happens to have its name.
  private func isKnown(_ path: String) -> Bool {
    let topLevel = String(path.prefix { $0 != "." })
    guard !analysis.mayWrite(module: topLevel) else { return false }
    switch analysis.provider(ofImport: path) {
    case .package: return !PackageNames.isGuess(path)
    case .environment: return true
    case .localModule, .unknownPackage, .formerPython: return false
    }
  }

  /// Whether nothing else has the name: a step that takes it from another, or uses the builtin, would get the import.
  private mutating func hasOneMeaning(_ name: ImportFact.Name) -> Bool {
    !boundNames.contains(name.name) && !BuiltinNames.python.contains(name.name)
      && meanings[name.name] == .some(name.path)
  }

  private var meaningsOfNames: [String: String?] {
    var meanings: [String: String?] = [:]
    for (_, facts) in analysis.facts.indexed {
      for name in facts.facts.imports.flatMap(\.names) {
        if let known = meanings[name.name], known != name.path {
          meanings[name.name] = .some(nil)
        } else {
          meanings[name.name] = name.path
        }
      }
    }
    return meanings
  }

  private var namesBoundOtherwise: Set<String> {
    var names = Set(analysis.parameters.declarations.keys)
    for (_, facts) in analysis.facts.indexed {
      for binding in facts.facts.bindings where binding.kind != .import { names.insert(binding.name) }
      names.formUnion(facts.facts.deletions)
      names.formUnion(facts.facts.globalBindings)
      names.formUnion(facts.facts.hiddenNames.map(\.name))
    }
    return names
  }

  // MARK: Order

  /// Whether code that runs before an import, and would run after it, may set up what the import depends on.
  private mutating func isSetUp(_ fact: ImportFact, in cell: CellIndex) -> Bool {
    let target = analysis.importsCell(above: cell)
    let first = target.map { $0.advanced(by: 1) } ?? analysis.placeOfNewImports
    // In the pipeline, shared cells run before the step wherever they are.
    return state.isSet(from: first, to: cell, before: fact.range.lowerBound)
      || sharedCellsThatSet.contains { $0 != target }
  }
}
