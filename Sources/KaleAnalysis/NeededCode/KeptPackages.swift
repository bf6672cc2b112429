import PythonSyntax

/// What a step imports for which packages are installed.
struct KeptPackages {
  /// What is imported by what is kept of the shared code.
  private var kept: Set<String> = []
  /// What is imported by what is left out.
  private var dropped: Set<String> = []
  /// The top-level names of modules that the step imports.
  private var libraries: Set<String> = []
  /// Whether the step may use any package.
  private var isOpen = false

  init(_ shared: SharedCode, _ needed: [Bool], _ step: StepCode) {
    var isNamed: Set<String> = []
    isOpen = step.startsPrograms
    if step.hasPlotMagic { isNamed.insert("matplotlib") }
    for (place, part) in shared.parts.enumerated() {
      let block = shared.blocks[part.block]
      let statement = block.statements[part.statement]
      let facts = part.imported == nil ? block.imports[part.statement] : []
      let imported = part.imported.map { statement.imports[$0] }
      let paths = facts.flatMap(\.importedPaths) + (imported.map { [$0.path] } ?? [])
      guard needed[place] else {
        dropped.formUnion(paths)
        continue
      }
      kept.formUnion(paths)
      isNamed.formUnion(facts.map { Self.library($0.module, level: $0.level) })
      if let imported {
        isNamed.insert(Self.library(imported.source ?? imported.member, level: 0))
      } else {
        isOpen =
          isOpen || NameReading(after: shared.context, facts).startsPrograms(statement)
          || block.magics[part.statement].contains(where: \.isProgram)
        if block.magics[part.statement].contains(where: { $0.name == "matplotlib" }) {
          isNamed.insert("matplotlib")
        }
      }
    }
    isNamed.formUnion(step.imports.map { Self.library($0.module, level: $0.level) })
    kept.formUnion(step.imports.flatMap(\.importedPaths))
    libraries = isNamed.filter { !StandardLibraryTable.modules.contains($0) }
    addOptionalModules()
  }

  /// A module of the notebook's folder may import anything, as a relative import shows.
  private static func library(_ module: String, level: Int) -> String {
    level > 0 || module.utf8.first == UInt8(ascii: ".") ? "." : ModulePath.topLevel(module)
  }

  /// Libraries use others if they are installed.
  private mutating func addOptionalModules() {
    var waiting = Array(libraries)
    while let library = waiting.popLast() {
      guard let optional = OptionalModuleTable.modulesByLibrary[library] else {
        isOpen = true
        return
      }
      waiting += optional.filter { libraries.insert($0).inserted }
    }
  }

  /// What a step imports, in the form of `Step.imports`.
  func imports(of step: Step, in pipeline: Pipeline) -> [String] {
    let all = Set(step.imports).union(kept.intersection(pipeline.sharedImports))
    guard !isOpen else { return all.sorted() }
    return all.filter { path in
      kept.contains(path) || !dropped.contains(path) || libraries.contains(ModulePath.topLevel(path))
    }.sorted()
  }
}
