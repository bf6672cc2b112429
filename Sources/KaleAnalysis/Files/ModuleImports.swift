import PythonSyntax

/// What a piece of Python code imports, as far as the code shows it.
package struct ModuleImports: Sendable, Hashable {
  /// A module, or a name in one.
  package struct Path: Sendable, Hashable {
    /// The number of leading dots; 0 for an absolute import.
    let level: Int
    /// What follows them, without the dots between.
    let parts: [String]
    /// Whether all modules of the package may be imported.
    var isWhole = false

    /// The largest number of parts, more than file systems allow.
    private static let mostParts = 64

    init(_ text: some StringProtocol) {
      level = text.utf8.prefix { $0 == UInt8(ascii: ".") }.count
      let parts = String(text).split(separator: ".", maxSplits: Self.mostParts)
      self.parts = parts.prefix(Self.mostParts).map(String.init)
    }
  }

  /// What is imported, in the order of the code, each once.
  private(set) var paths: [Path] = []
  /// The packages that everything is imported from (`from x import *`).
  private(set) var starPaths: Set<Path> = []
  /// Whether the code imports modules whose names only a run shows.
  private(set) var hasUnknown = false
  /// Whether the code lists what `from x import *` imports from it, which may be modules.
  private(set) var listsNames = false

  /// Reads the code of a Python file.
  init(ofFile bytes: [UInt8]) {
    let source = PythonSource(bytes, dialect: .python)
    listsNames = source.facts.bindings.contains { $0.name == "__all__" }
    add(source.facts.imports, source.dynamicImports)
    removeDuplicates()
  }

  /// Collects the imports of cells.
  init(of cells: some Sequence<CodeFacts>) {
    for cell in cells { add(cell.facts.imports, cell.dynamicImports) }
    removeDuplicates()
  }

  /// Whether nothing is imported.
  package var isEmpty: Bool { paths.isEmpty }

  private mutating func add(_ imports: [ImportFact], _ dynamic: [DynamicImport]) {
    for fact in imports {
      if fact.module == "pkgutil" { hasUnknown = true }
      let paths = fact.allPaths.map { Path($0) }
      self.paths += paths
      if fact.names.isEmpty { starPaths.formUnion(paths) }
    }
    for call in dynamic {
      switch call.target {
      case .module(let module): paths.append(Path(module))
      case .package(let package):
        var path = Path(package)
        path.isWhole = true
        paths.append(path)
      case .unknown: hasUnknown = true
      }
    }
  }

  private mutating func removeDuplicates() {
    var seen: Set<Path> = []
    paths = paths.filter { seen.insert($0).inserted }
  }
}

extension ImportFact {
  /// What is imported, with dots, those of a relative import in front.
  fileprivate var allPaths: [String] {
    if level == 0 { return importedPaths }
    let module = String(repeating: ".", count: level) + self.module
    return names.isEmpty ? [module] : names.map(\.path)
  }
}
