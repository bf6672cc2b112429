import NotebookModel
import PythonSyntax

extension NotebookAnalysis {
  /// The modules that pandas needs for what a unit's code does with it; none in a notebook without pandas and SQLAlchemy.
  ///
  /// Nothing imports them by name: `df.to_parquet` fails in a step that has pandas and not pyarrow.
  ///
  /// - Parameters:
  ///   - unit: The unit.
  ///   - imports: What its code imports.
  /// - Returns: The modules of packages that the unit does not import from, sorted.
  func engineModules(of unit: UnitIndex, besides imports: [String]) -> [String] {
    guard importsTables else { return [] }
    let cells = outline.units[unit].cells + sharedCells
    let known = Set(imports.map { String($0.prefix { $0 != "." }) })
    return Set(cells.flatMap { facts[$0].engineModules }).subtracting(known).sorted()
  }

  private var importsTables: Bool {
    cells(with: .packageImports).contains { cell in
      facts[cell].importedPaths.contains {
        ["pandas", "sqlalchemy"].contains(String($0.prefix { $0 != "." }))
      }
    }
  }
}

extension CodeFacts {
  /// The words, by the byte that each begins with.
  private static let words: [UInt8: [(text: [UInt8], module: String)]] = {
    var words = EngineTable.modulesByMethod.map { ($0.key, $0.value) }
    // A text starts with the scheme of an address, and ends in the extension of a file.
    for quote in ["\"", "'"] {
      words += EngineTable.modulesByScheme.map { (quote + $0.key, $0.value) }
      words += EngineTable.modulesByExtension.map { ($0.key + quote, $0.value) }
      words += EngineTable.modulesByEngine.map { ("engine=" + quote + $0.key + quote, $0.value) }
    }
    let texts = words.map { (text: Array($0.0.utf8), module: $0.1) }
    return Dictionary(grouping: texts) { $0.text.first ?? 0 }
  }()

  /// The modules that the code's words show to be needed.
  fileprivate var engineModules: Set<String> {
    var modules: Set<String> = []
    for place in source.indices {
      for word in Self.words[source[place]] ?? [] where source[place...].starts(with: word.text) {
        modules.insert(word.module)
      }
    }
    return modules
  }
}
