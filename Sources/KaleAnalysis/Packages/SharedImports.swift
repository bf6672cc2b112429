import NotebookModel
import PythonSyntax

/// The modules that the shared cells import for a step.
///
/// Such a cell runs whole in every step, so that what it imports at its top every step needs. What a function in it
/// imports is needed by steps that use the function, directly or through others.
package struct SharedImports {
  /// A function that imports modules when it is called, or names other functions.
  private struct Function {
    var modules: Set<String> = []
    var reads: Set<String> = []
  }

  private var always: Set<String> = []
  private var functions: [String: Function] = [:]
  /// Names that code outside of functions reads.
  private var roots: Set<String> = []

  init(_ cells: [CodeFacts]) {
    let imports = cells.flatMap(\.facts.imports)
    always = Set(cells.flatMap(\.modulesOfMagics)).union(cells.lazy.flatMap(\.dynamicPaths))
    guard imports.contains(where: { !$0.isAtModuleLevel }) else {
      always.formUnion(imports.flatMap(\.importedPaths))
      return
    }
    for cell in cells { add(cell) }
  }

  private mutating func add(_ cell: CodeFacts) {
    let facts = cell.facts
    guard facts.syntaxErrors.isEmpty else {
      always.formUnion(facts.imports.flatMap(\.importedPaths))
      return
    }
    let definitions = Dictionary(facts.definitions.map { ($0.range.lowerBound, $0) }) { first, _ in first }
    let occurrences = cell.nameOccurrences
    for statement in facts.statements {
      let modules = facts.imports.filter { statement.range.contains($0.range.lowerBound) }
        .flatMap(\.importedPaths)
      let inside = occurrences.begin(in: statement.range).filter(\.isModuleLevel)
      let reads = inside.filter { $0.role == .read }.map(\.name)
      let definition = inside.lazy.compactMap { definitions[$0.range.lowerBound] }.first
      if case .definition(let name) = statement.kind, let definition, definition.waitsForCall,
        !statement.runsCalls
      {
        functions[name, default: Function()].modules.formUnion(modules)
        functions[name, default: Function()].reads.formUnion(reads)
      } else {
        always.formUnion(modules)
        roots.formUnion(reads)
      }
    }
  }

  /// The modules that code needs which reads some names.
  func modules(forCodeReading names: Set<String>) -> Set<String> {
    guard !functions.isEmpty else { return always }
    var modules = always
    var seen = roots.union(names)
    var queue = Array(seen)
    while let name = queue.popLast() {
      guard let function = functions[name] else { continue }
      modules.formUnion(function.modules)
      queue += function.reads.filter { seen.insert($0).inserted }
    }
    return modules
  }
}

extension DefinitionFacts {
  /// Whether nothing of its body runs before it is called.
  fileprivate var waitsForCall: Bool { (kind == .function || kind == .asyncFunction) && !isDecorated }
}

extension ImportFact {
  /// What is imported, with dots: `google.cloud.storage` for `from google.cloud import storage`, since many packages may
  /// share the module that the names come from. Nothing for an import that only type checkers run, or a relative one, for
  /// which nothing is installed.
  package var importedPaths: [String] {
    guard topLevelPackage != nil, !isForTypes else { return [] }
    let prefix = module + "."
    let members = names.lazy.map(\.path).filter { $0.utf8.starts(with: prefix.utf8) }
    return members.isEmpty ? [module] : Array(members)
  }
}

extension NotebookAnalysis {
  /// The cells with imports of modules that not every step has: of packages, and of what the notebook's folder or its
  /// settings put in the place of a module of Python's.
  package var cellsImportingPackages: [CellIndex] {
    let isReplaced = !localModules.isEmpty || !configuration.configuration.packages.names.isEmpty
    return cells(with: isReplaced ? .imports : .packageImports)
  }

  /// What a unit's own code imports, and what the shared cells import for it: see `installable`.
  package func importedModules(of unit: UnitIndex, _ shared: SharedImports) -> [String] {
    let cells = outline.units[unit].cells.map { facts[$0] }
    let own = cells.flatMap { $0.importedPaths + $0.dynamicPaths + $0.modulesOfMagics }
    let reads = cells.reduce(into: Set<String>()) { $0.formUnion($1.namesThatMayBeRead) }
    return installable(shared.modules(forCodeReading: reads).union(own))
  }

  /// What some cells import: see `installable`.
  package func importedModules(of cells: [CellIndex]) -> [String] {
    installable(Set(cells.flatMap { facts[$0].importedPaths + facts[$0].dynamicPaths }))
  }

  /// Returns what a step may have to install a package for: sorted, standard library included, modules in the notebook's
  /// folder and those that its code writes left out.
  private func installable(_ paths: Set<String>) -> [String] {
    paths.filter { path in
      switch provider(ofImport: path) {
      case .localModule: false
      case .environment: !writes(module: String(path.firstPart))
      default: true
      }
    }.sorted()
  }

  /// Returns where a step gets from what is imported, with dots.
  package func provider(ofImport path: String) -> ModuleProvider {
    let known = configuration.configuration.packages.names
    if let stated = PackageNames.provider(ofModule: path, in: known) { return stated }
    if localModules.module(ofImport: path) != nil { return .localModule }
    // The notebook writes the file itself, though perhaps in a cell that no step runs.
    if writes(module: String(path.firstPart)) { return .environment }
    return PackageNames.provider(ofModule: path)
  }
}

extension CodeFacts {
  /// The modules that the code imports by calls that name them, apart from relative ones, and from those of which the
  /// package is a guess: such calls often load code from elsewhere.
  var dynamicPaths: [String] {
    dynamicImports.compactMap { call in
      guard case .module(let path) = call.target, !path.hasPrefix("."), !PackageNames.isGuess(path) else {
        return nil
      }
      return path
    }
  }

  /// What IPython itself imports when it comes to the code's magics.
  var modulesOfMagics: [String] {
    facts.escapes.filter { $0.kind == .lineMagic }.compactMap { escape -> String? in
      switch escape.text {
      case "matplotlib", "pylab": return "matplotlib"
      case "load_ext", "reload_ext": return extensionModule(loadedBy: escape)
      default: return nil
      }
    }
  }

  /// The module of `%load_ext sql`; nil for an extension of IPython's own, or one of which nobody knows the package.
  private func extensionModule(loadedBy escape: IPythonEscape) -> String? {
    let line = String(decoding: source[escape.range.clamped(to: source.indices)], as: UTF8.self)
    let words = line.split(whereSeparator: \.isWhitespace)
    guard words.count == 2, let module = words.last.map(String.init),
      module.utf8.allSatisfy({ $0.isLetterOrDigit || "._".utf8.contains($0) }), !module.hasPrefix("."),
      !["autoreload", "storemagic"].contains(module), !PackageNames.isGuess(module)
    else { return nil }
    return module
  }

  /// Functions that run text as code.
  private static let evaluators: Set<String> = ["eval", "exec"]

  /// The names that the code reads; all its words, where there are magics or text that is run as code, which no parser
  /// has read.
  fileprivate var namesThatMayBeRead: Set<String> {
    let reads = Set(facts.allReads.map(\.name))
    guard !facts.escapes.isEmpty || !reads.isDisjoint(with: Self.evaluators) else { return reads }
    let words = source.split { !$0.isLetterOrDigit && $0 != UInt8(ascii: "_") && $0 < 0x80 }
    return reads.union(words.map { String(decoding: $0, as: UTF8.self) })
  }
}
