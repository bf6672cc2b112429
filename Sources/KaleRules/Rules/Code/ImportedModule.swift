import KaleAnalysis
import NotebookModel
import PythonSyntax

/// An import statement, and the first matching module that it imports.
struct ImportedModule {
  var path: String
  var cell: CellIndex
  var range: Range<Int>
  /// The module as the statement spells it.
  var module: String
  /// The names that the statement binds.
  var names: [String]

  var place: NotebookPlace { .source(cell: cell, range: range) }
}

/// What is around an import statement.
enum ImportSurroundings {
  /// No other statement: the cell fails if the import does.
  case cell
  /// `try`, `if` or the like, which may expect that the import fails.
  case guardedStatement
  /// A function, or another statement.
  case other
}

extension NotebookAnalysis {
  /// Returns what is around an import statement.
  func surroundings(of found: ImportedModule) -> ImportSurroundings {
    let facts = facts[found.cell].facts
    guard let statement = facts.statements.first(where: { $0.range.contains(found.range.lowerBound) }) else {
      return .other
    }
    if statement.kind == .import { return .cell }
    let source = notebook.cells[found.cell].source.utf8
    let start = source[statement.range.clamped(to: 0..<source.count)]
    let isGuarded = ["try", "if", "with"].contains { start.starts(with: $0.utf8) }
    return isGuarded ? .guardedStatement : .other
  }

  /// Returns the import statements of a cell that steps run, each with its first module that matches.
  func imports(
    in cell: CellIndex, where fits: (String) -> Bool
  ) -> [ImportedModule] {
    guard outline.isRun(cell) else { return [] }
    var ranges: Set<Range<Int>> = []
    return facts[cell].facts.imports.compactMap { fact in
      guard let path = fact.importedPaths.first(where: fits), ranges.insert(fact.range).inserted else {
        return nil
      }
      return ImportedModule(
        path: path, cell: cell, range: fact.range, module: fact.module, names: fact.names.map(\.name))
    }
  }

  /// Returns the modules that match in the import statements of a cell that steps run: of a statement all of them.
  func allImports(in cell: CellIndex, where fits: (String) -> Bool) -> [ImportedModule] {
    guard outline.isRun(cell) else { return [] }
    return facts[cell].facts.imports.flatMap { fact -> [ImportedModule] in
      var seen: Set<String> = []
      let modules = fact.importedPaths.map { String($0.prefix { $0 != "." }) }
      return modules.filter { fits($0) && seen.insert($0).inserted }.map { module in
        let names = fact.names.filter { $0.path.prefix { $0 != "." } == module[...] }
        return ImportedModule(
          path: module, cell: cell, range: fact.range, module: fact.module, names: names.map(\.name))
      }
    }
  }

  /// Returns the statements of a cell that steps run which import something from a provider, each once.
  func imports(in cell: CellIndex, from provider: ModuleProvider) -> [ImportedModule] {
    imports(in: cell) { self.provider(ofImport: $0) == provider }
  }
}
