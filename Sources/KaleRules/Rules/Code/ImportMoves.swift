import KaleAnalysis
import NotebookModel
import PythonSyntax

/// Decides which imports can move to the imports cells without changing what a step computes or installs.
struct ImportMoves {
  private let analysis: NotebookAnalysis
  /// The names that the pipeline's code binds other than by an import.
  private lazy var boundNames = namesBoundOtherwise

  init(_ analysis: NotebookAnalysis) { self.analysis = analysis }

  /// Returns whether an import of a cell can be moved there automatically.
  mutating func isSafe(_ fact: ImportFact, in cell: CellIndex) -> Bool {
    // A star import would hide which names are missing in each step.
    guard !analysis.facts[cell].facts.starImports.contains(fact.module) else { return false }
    // For a module of the notebook's folder, Kale would install the package that happens to have its name.
    let isInstallable = fact.importedPaths.allSatisfy { path in
      switch analysis.provider(ofImport: path) {
      case .package, .environment: true
      case .localModule, .unknownPackage, .formerPython: false
      }
    }
    // A step that takes such a name from another would get the import.
    return isInstallable && fact.names.allSatisfy { !boundNames.contains($0.name) }
  }

  private var namesBoundOtherwise: Set<String> {
    var names = Set(analysis.parameters.declarations.keys)
    for cell in analysis.sharedCells + analysis.outline.units.flatMap(\.cells) {
      for binding in analysis.facts[cell].facts.bindings where binding.kind != .import {
        names.insert(binding.name)
      }
    }
    return names
  }
}
