import PythonSyntax

/// The modules that the cells in front of every step import for a step.
///
/// Such a cell runs whole in every step, so that what it imports at its top every step needs. What a function in it
/// imports is needed by steps that use the function, directly or through others.
struct SharedImports {
  /// A function that imports modules when it is called, or names other functions.
  private struct Function {
    var modules: Set<String> = []
    var reads: Set<String> = []
  }

  private var always: Set<String> = []
  private var functions: [String: Function] = [:]
  /// Names that code outside of functions reads.
  private var roots: Set<String> = []

  init(_ cells: [SharedFacts]) {
    let imports = cells.flatMap(\.facts.imports)
    guard imports.contains(where: { !$0.isAtModuleLevel }) else {
      always = Set(imports.compactMap(\.installedModule))
      return
    }
    for cell in cells { add(cell) }
  }

  private mutating func add(_ cell: SharedFacts) {
    let facts = cell.facts
    guard facts.syntaxErrors.isEmpty else {
      always.formUnion(facts.imports.compactMap(\.installedModule))
      return
    }
    let definitions = Dictionary(facts.definitions.map { ($0.range.lowerBound, $0) }) { first, _ in first }
    let occurrences = PythonSource(cell.source).nameOccurrences
    for statement in facts.statements {
      let modules = facts.imports.filter { statement.range.contains($0.range.lowerBound) }
        .compactMap(\.installedModule)
      let inside = occurrences.filter { statement.range.contains($0.range.lowerBound) && $0.isModuleLevel }
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

  /// The modules that code may need of which it is not known what it reads.
  var all: Set<String> { functions.values.reduce(into: always) { $0.formUnion($1.modules) } }
}

extension DefinitionFacts {
  /// Whether nothing of its body runs before it is called.
  fileprivate var waitsForCall: Bool { (kind == .function || kind == .asyncFunction) && !isDecorated }
}

extension ImportFact {
  /// The module, with dots as written; nil for a relative import, for which nothing is installed.
  var installedModule: String? { topLevelPackage == nil ? nil : module }
}

extension NotebookAnalysis {
  /// The modules that a unit's own code imports, and those that the cells in front of it import for it: sorted, standard
  /// library included.
  func importedModules(of unit: Int, _ shared: SharedImports) -> [String] {
    let cells = outline.units[unit].cells.map { facts[$0].facts }
    let own = cells.flatMap { $0.imports.compactMap(\.installedModule) }
    let reads = Set(cells.flatMap { $0.allReads.map(\.name) })
    // What stands behind a magic is not read, and what code makes of text is not known.
    let isKnown = cells.allSatisfy(\.escapes.isEmpty) && reads.isDisjoint(with: Self.waysAround)
    return (isKnown ? shared.modules(forCodeReading: reads) : shared.all).union(own).sorted()
  }

  private static let waysAround: Set<String> = ["eval", "exec", "globals", "locals", "vars"]
}
