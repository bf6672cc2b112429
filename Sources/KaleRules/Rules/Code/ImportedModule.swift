import KaleAnalysis
import NotebookModel
import PythonSyntax

/// An import statement, and the first matching module that it imports.
struct ImportedModule {
  var path: String
  var cell: CellIndex
  var range: Range<Int>

  var place: NotebookPlace { .source(cell: cell, range: range) }
}

extension NotebookAnalysis {
  /// Returns the statements of a cell that steps run which import something from a provider, each once.
  func imports(in cell: CellIndex, from provider: ModuleProvider) -> [ImportedModule] {
    guard outline.isRun(cell) else { return [] }
    var ranges: Set<Range<Int>> = []
    return facts[cell].facts.imports.compactMap { fact in
      let path = fact.importedPaths.first { self.provider(ofImport: $0) == provider }
      guard let path, ranges.insert(fact.range).inserted else { return nil }
      return ImportedModule(path: path, cell: cell, range: fact.range)
    }
  }
}
