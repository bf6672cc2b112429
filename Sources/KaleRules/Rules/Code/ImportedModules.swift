import KaleAnalysis
import NotebookModel
import PythonSyntax

/// The imports of all code that steps run.
struct ImportedModules {
  /// An import statement, and the first of what it imports that a search was for.
  struct Found {
    var path: String
    var cell: Int
    var range: Range<Int>

    var place: NotebookPlace { .source(cell: cell, range: range) }
  }

  private let analysis: NotebookAnalysis

  init(_ analysis: NotebookAnalysis) { self.analysis = analysis }

  /// Returns the statements that import something from a provider, each once, in the order of the notebook.
  func from(_ provider: ModuleProvider) -> [Found] {
    var places: Set<NotebookPlace> = []
    return analysis.cells(with: .imports).flatMap { cell -> [Found] in
      guard analysis.outline.isRun(cell) else { return [] }
      return analysis.facts[cell].facts.imports.compactMap { fact in
        let path = fact.importedPaths.first { analysis.provider(ofImport: $0) == provider }
        let found = path.map { Found(path: $0, cell: cell, range: fact.range) }
        return found.flatMap { places.insert($0.place).inserted ? $0 : nil }
      }
    }
  }
}
