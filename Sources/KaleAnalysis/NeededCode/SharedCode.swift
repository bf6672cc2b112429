import PythonSyntax

/// The shared code in parts that can be left out one by one.
struct SharedCode {
  /// A statement, or one name of an import statement.
  struct Part {
    /// The place of the block.
    var block: Int
    /// The place of the statement in the block.
    var statement: Int
    /// The place of the name in an import statement; nil for a whole statement.
    var imported: Int?
    /// Whether it can be left out, if nothing needs it.
    var isRemovable: Bool
    /// The names that it mentions, if it is no import.
    var needs: [Int] = []
    /// The modules that its code refers to by imports inside functions.
    var importedPaths: [String] = []
    /// Whether it may read any name.
    var isOpen = false
    /// Whether code that mentions a name of the part may read any name.
    var opensItsReaders = false
  }

  private(set) var blocks: [SharedBlock] = []
  private(set) var parts: [Part] = []
  /// A number for each name that the shared code binds.
  private(set) var names: [String: Int] = [:]
  /// For each name the parts that bind it.
  private(set) var partsOfName: [[Int]] = []
  /// For each name the modules that it is bound to.
  private(set) var pathsOfName: [[String]] = []
  /// For each name what the last import of it binds it to.
  private var importedPaths: [String: String] = [:]
  /// For each module the imports that load modules inside of it.
  private(set) var partsBelow: [String: [Int]] = [:]
  /// The modules that the imports load.
  private var loadedModules: Set<String> = []
  /// The imports as code after them sees them.
  private(set) var context = NameReading.Context([:], loading: [])
  /// For each block its parts.
  private var partsOfBlock: [Range<Int>] = []
  /// Whether all of the code is Python.
  private(set) var isReadable = true
  /// The search for needed code, which starts with the code that every step needs.
  private(set) var always: NeedSearch

  /// Reads the shared blocks of a pipeline.
  init(_ pipeline: Pipeline) {
    always = NeedSearch(names: 0, parts: 0)
    blocks = pipeline.sharedBlocks.map { SharedBlock($0) }
    isReadable = blocks.allSatisfy { $0.facts.syntaxErrors.isEmpty }
    guard isReadable else { return }
    for block in blocks { collectImports(block) }
    context = NameReading.Context(importedPaths, loading: loadedModules)
    let imports = InertImports(Set(pipeline.sharedImports))
    var definitions = InertDefinitions(importedPaths, boundBy: blocks)
    for (place, block) in blocks.enumerated() { add(block, at: place, imports, &definitions) }
    for place in parts.indices { complete(place) }
    always = NeedSearch(names: names.count, parts: parts.count)
    for (place, part) in parts.enumerated() where !part.isRemovable { always.add(part: place, in: self) }
    always.run(in: self)
  }

  private mutating func collectImports(_ block: SharedBlock) {
    for imported in block.statements.lazy.flatMap(\.imports) {
      if let name = imported.name { importedPaths[name] = imported.boundPath }
      loadedModules.formUnion(ModulePath.prefixes(of: imported.path))
    }
  }

  private mutating func add(
    _ block: SharedBlock, at place: Int, _ imports: InertImports, _ definitions: inout InertDefinitions
  ) {
    let first = parts.count
    for (index, statement) in block.statements.enumerated() {
      let isInert = definitions.isInert(statement, imports, block.imports[index])
      let isRemovable = block.isRemovable[index] && isInert
      var part = Part(block: place, statement: index, isRemovable: isRemovable)
      guard statement.kind == .import, !statement.imports.contains(where: { $0.name == nil }) else {
        if statement.kind == .import { part.isRemovable = false }
        for name in statement.bindings { bind(name) }
        parts.append(part)
        continue
      }
      for (number, imported) in statement.imports.enumerated() {
        part.imported = number
        part.isRemovable = isRemovable && imports.isInert(imported)
        part.opensItsReaders = NameReading.readsNames(importing: imported.path)
        for prefix in ModulePath.prefixes(of: imported.path).dropLast() {
          partsBelow[prefix, default: []].append(parts.count)
        }
        if let name = imported.name {
          bind(name)
          if let number = names[name] { pathsOfName[number].append(imported.boundPath) }
        }
        parts.append(part)
      }
    }
    partsOfBlock.append(first..<parts.count)
  }

  /// Lets the next part bind a name.
  private mutating func bind(_ name: String) {
    let number = names[name] ?? names.count
    if number == names.count {
      names[name] = number
      partsOfName.append([])
      pathsOfName.append([])
    }
    partsOfName[number].append(parts.count)
  }

  /// Adds what a part needs once all names are known.
  private mutating func complete(_ place: Int) {
    let part = parts[place]
    guard part.imported == nil else { return }
    let block = blocks[part.block]
    let statement = block.statements[part.statement]
    let imports = block.imports[part.statement]
    parts[place].needs = numbers(of: statement)
    parts[place].importedPaths = imports.flatMap { $0.names.map(\.path) }
    let reading = NameReading(after: context, imports)
    parts[place].isOpen =
      reading.readsAnyName(statement) || reading.readsAnyName(block.magics[part.statement])
  }

  /// The names of the shared code that a statement mentions.
  func numbers(of statement: ModuleStatement) -> [Int] {
    Array(Set(statement.mentions.compactMap { names[$0.name] }))
  }

  // MARK: What is kept

  /// A block of a step with the parts that it keeps.
  func block(_ place: Int, keeping kept: [Bool]) -> CodeBlock {
    var keptImports: [Int: Set<Int>] = [:]
    var dropped: [Int: Set<Int>] = [:]
    for part in partsOfBlock[place] where parts[part].isRemovable || parts[part].imported != nil {
      let imported = parts[part].imported ?? 0
      if kept[part] {
        keptImports[parts[part].statement, default: []].insert(imported)
      } else {
        dropped[parts[part].statement, default: []].insert(imported)
      }
    }
    guard !dropped.isEmpty else { return blocks[place].block }
    var text = ReducedText(blocks[place])
    for (statement, names) in dropped.sorted(by: { $0.key < $1.key }) {
      text.leaveOut(names, of: statement, isWhole: keptImports[statement] == nil)
    }
    var block = blocks[place].block
    block.source = text.text
    return block
  }

  /// A description of each part that is left out.
  func leftOut(keeping kept: [Bool]) -> [String] {
    parts.indices.filter { !kept[$0] }.flatMap { place in
      let statement = blocks[parts[place].block].statements[parts[place].statement]
      return LeftOutText.texts(of: statement, names: parts[place].imported.map { [$0] })
    }
  }
}

/// Finds the parts of the shared code that code needs.
struct NeedSearch {
  /// For each part whether it is needed.
  private(set) var parts: [Bool]
  /// Whether a part that is needed may read any name.
  private(set) var isOpen = false
  private var isNeeded: [Bool]
  private var waiting: [Int] = []

  init(names: Int, parts: Int) {
    isNeeded = Array(repeating: false, count: names)
    self.parts = Array(repeating: false, count: parts)
  }

  /// Adds a name that is needed.
  mutating func add(_ name: Int) {
    guard !isNeeded[name] else { return }
    isNeeded[name] = true
    waiting.append(name)
  }

  /// Adds a part that is needed.
  mutating func add(part place: Int, in code: SharedCode) {
    guard !parts[place] else { return }
    parts[place] = true
    let part = code.parts[place]
    isOpen = isOpen || part.isOpen
    for name in part.needs { add(name) }
    for path in part.importedPaths { addModules(below: path, in: code) }
  }

  /// Adds the imports that load modules inside of one: code that has the outer one finds them there.
  mutating func addModules(below path: String, in code: SharedCode) {
    for place in code.partsBelow[path] ?? [] { add(part: place, in: code) }
  }

  /// Adds what the names need.
  mutating func run(in code: SharedCode) {
    while let name = waiting.popLast() {
      for place in code.partsOfName[name] {
        isOpen = isOpen || code.parts[place].opensItsReaders
        add(part: place, in: code)
      }
      for path in code.pathsOfName[name] { addModules(below: path, in: code) }
    }
  }
}

/// Dotted names of modules.
enum ModulePath {
  /// The largest number of parts of a name, more than any module has.
  private static let mostParts = 16

  /// Returns the modules that a module is inside of, outermost first, and the module itself.
  static func prefixes(of path: String) -> [String] {
    var prefixes: [String] = []
    for part in path.split(separator: ".", maxSplits: mostParts, omittingEmptySubsequences: false) {
      prefixes.append(prefixes.last.map { $0 + "." + part } ?? String(part))
    }
    return prefixes
  }

  /// Returns the first part of a module's name.
  static func topLevel(_ path: String) -> String { String(path.prefix { $0 != "." }) }

  /// Returns the last part of a name.
  static func last(_ path: String) -> String {
    String(path.utf8.split(separator: UInt8(ascii: ".")).last.map(Substring.init) ?? "")
  }
}
