import PythonSyntax

/// How the step's own code uses the shared code.
struct StepCode {
  /// The names of the shared code that it mentions.
  private(set) var names: Set<Int> = []
  /// The names that values which it defines may use.
  private(set) var carried: CarriedUses
  /// Whether it may read any name.
  private(set) var isOpen = false
  /// Whether it binds names that its bindings do not have.
  private(set) var bindsUnseenNames = false
  /// Whether it may start other programs.
  private(set) var startsPrograms = false
  /// Whether a magic loads matplotlib.
  private(set) var hasPlotMagic = false
  /// What its imports bind names to.
  private(set) var importedPaths: [String] = []
  /// What it imports.
  private(set) var imports: [ImportFact] = []

  /// Reads the code of a step.
  init(_ step: Step, after shared: SharedCode) {
    carried = CarriedUses(count: shared.names.count)
    let sources = step.blocks.map { PythonSource($0.source) }
    imports = sources.flatMap(\.facts.imports)
    importedPaths = imports.flatMap { $0.names.map(\.path) }
    bindsUnseenNames = sources.contains { $0.facts.bindsUnseenNames }
    guard shared.isReadable, step.notebook == nil, sources.allSatisfy({ $0.facts.syntaxErrors.isEmpty })
    else {
      isOpen = true
      carried.isOpen = true
      return
    }
    for name in step.inputs.map(\.name) + step.outputs + step.metrics.map(\.variable) {
      if let number = shared.names[name] { names.insert(number) }
    }
    let reading = NameReading(after: shared.context, imports)
    var uses = CarriedNameSearch(in: shared)
    for source in sources {
      read(source, reading, &uses, shared)
    }
    carried = uses.result
    carried.isOpen = carried.isOpen || isOpen
  }

  private mutating func read(
    _ source: PythonSource, _ reading: NameReading, _ uses: inout CarriedNameSearch, _ shared: SharedCode
  ) {
    let magics = MagicUse.all(source.facts.escapes, in: source.bytes)
    isOpen = isOpen || reading.readsAnyName(magics)
    startsPrograms = startsPrograms || magics.contains(where: \.isProgram)
    hasPlotMagic = hasPlotMagic || magics.contains { $0.name == "matplotlib" }
    if source.facts.escapes.contains(where: { $0.kind == .cellMagic }) {
      for word in PythonWords.words(in: source.bytes[...]) {
        uses.add(NameMention(name: word, use: .text, time: .now))
        if let number = shared.names[word] { names.insert(number) }
      }
    }
    for statement in source.moduleStatements {
      names.formUnion(shared.numbers(of: statement))
      names.formUnion(statement.bindings.compactMap { shared.names[$0] })
      isOpen = isOpen || reading.readsAnyName(statement)
      startsPrograms = startsPrograms || reading.startsPrograms(statement)
      for mention in statement.mentions { uses.add(mention) }
    }
  }
}

/// Finds the names of the shared code that values may use.
///
/// A function that is only called leaves behind what its body keeps, and not itself. What is kept, in whatever way, may be used
/// with everything that it mentions.
struct CarriedNameSearch {
  private(set) var result: CarriedUses
  private let shared: SharedCode
  private var called: Set<Int> = []

  init(in shared: SharedCode) {
    self.shared = shared
    result = CarriedUses(count: shared.names.count)
  }

  /// Adds what code mentions that runs.
  mutating func add(_ mention: NameMention) {
    guard let name = shared.names[mention.name] else { return }
    var waiting = [(name, mention.use, mention.time == .now)]
    while let (name, use, isNow) = waiting.popLast() {
      guard isNow, use != .text, use != .value else {
        result.insert(name)
        continue
      }
      let parts = shared.partsOfName[name]
      switch use {
      case .attribute where parts.allSatisfy(isModule): continue
      case .call where parts.allSatisfy({ shared.parts[$0].imported != nil }): continue
      case .call where parts.allSatisfy({ statement(of: $0).isPlainFunction }): break
      default:
        result.insert(name)
        continue
      }
      guard called.insert(name).inserted else { continue }
      for part in parts {
        result.isOpen = result.isOpen || shared.parts[part].isOpen
        for mention in statement(of: part).mentions {
          guard let next = shared.names[mention.name] else { continue }
          waiting.append((next, mention.use, mention.time != .later))
        }
      }
    }
  }

  /// Whether a part is `import module`.
  private func isModule(_ part: Int) -> Bool {
    shared.parts[part].imported.map { statement(of: part).imports[$0].source == nil } ?? false
  }

  private func statement(of part: Int) -> ModuleStatement {
    shared.blocks[shared.parts[part].block].statements[shared.parts[part].statement]
  }
}
