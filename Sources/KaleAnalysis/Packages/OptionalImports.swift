import NotebookModel
import PythonSyntax

/// What code imports and may do without: in an `if`, in a `try` that catches the failure, in a function that may not be
/// called, from a folder that it adds to `sys.path`, or from a file that a skipped cell writes.
package struct OptionalImports {
  /// The modules, with dots, for which nothing is installed although the code imports them: their packages are guesses, and
  /// the code may do without them or has them from elsewhere. Installing a package that does not exist would make the step
  /// fail before its code runs.
  package let leftToTheCode: Set<String>
  private let analysis: NotebookAnalysis
  private let extendsModulePath: Bool
  private let ofSharedCells: Set<String>

  /// Reads the imports of a notebook.
  package init(_ analysis: NotebookAnalysis) {
    self.analysis = analysis
    extendsModulePath = analysis.notebook.cells.indices.contains { cell in
      analysis.outline.isRun(cell) && analysis.notebook.cells[cell].source.string.contains("sys.path")
    }
    var (optional, needed): (Set<String>, Set<String>) = ([], [])
    let named = analysis.configuration.configuration.packages.names
    let written = analysis.filesWrittenBySkippedCells
    for cell in analysis.cells(with: .imports) where analysis.outline.isRun(cell) {
      for fact in analysis.facts[cell].facts.imports {
        let guesses = fact.importedPaths.filter {
          PackageNames.isGuess($0) && PackageNames.provider(ofModule: $0, in: named) == nil
        }
        for path in guesses {
          let isWritten = written[String(path.prefix { $0 != "." }) + ".py"] != nil
          if fact.isGuarded || extendsModulePath || isWritten {
            optional.insert(path)
          } else {
            needed.insert(path)
          }
        }
      }
    }
    leftToTheCode = optional.subtracting(needed)
    ofSharedCells = Self.surelyImported(by: analysis.sharedCells, analysis)
  }

  /// Whether a module may be in a folder that the code adds to `sys.path`: its package is a guess.
  package func mayBeInAddedFolder(_ path: String) -> Bool {
    extendsModulePath && PackageNames.isGuess(path)
  }

  /// Returns which of the modules that a unit imports its code may do without.
  func optional(_ modules: [String], of unit: UnitIndex) -> Set<String> {
    let sure = Self.surelyImported(by: analysis.outline.units[unit].cells, analysis).union(ofSharedCells)
    return Set(modules).subtracting(sure)
  }

  /// What cells import whenever they run.
  private static func surelyImported(by cells: [CellIndex], _ analysis: NotebookAnalysis) -> Set<String> {
    cells.reduce(into: []) { modules, cell in
      let facts = analysis.facts[cell]
      for fact in facts.facts.imports where fact.isAtModuleLevel && !fact.isGuarded {
        modules.formUnion(fact.importedPaths)
      }
      modules.formUnion(facts.modulesOfMagics)
    }
  }
}
