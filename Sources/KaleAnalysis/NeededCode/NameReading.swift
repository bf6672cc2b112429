import PythonSyntax

/// Finds code that may read names which it does not mention.
struct NameReading {
  /// The imports that run before some code.
  struct Context {
    /// For each name what an import binds it to.
    let paths: [String: String]
    /// The modules that are loaded.
    let modules: Set<String>

    init(_ paths: [String: String], loading modules: Set<String>) {
      (self.paths, self.modules) = (paths, modules)
    }
  }

  private let context: Context
  private var paths: [String: String] = [:]
  private var loadedModules: Set<String> = []
  private var readsNames = false

  /// Reads code that follows other code and has its own imports.
  init(after context: Context, _ imports: [ImportFact]) {
    self.context = context
    for fact in imports {
      for name in fact.names { paths[name.name] = name.path }
      for path in fact.importedPaths {
        loadedModules.formUnion(ModulePath.prefixes(of: path))
        readsNames = readsNames || Self.readsNames(importing: path)
      }
      if fact.names.isEmpty { readsNames = true }
    }
  }

  /// Whether what is imported may read any name.
  static func readsNames(importing path: String) -> Bool {
    let topLevel = ModulePath.topLevel(path)
    if ModulePath.prefixes(of: path).contains(where: NameReaderTable.plainModules.contains) { return false }
    return NameReaderTable.modules.contains(topLevel) || isLoader(ModulePath.last(path), of: topLevel)
      || NameReaderTable.attributes.contains(ModulePath.last(path))
  }

  private static func isLoader(_ name: String, of module: String) -> Bool {
    NameReaderTable.loaders.contains(name) && !NameReaderTable.modulesOfPlainData.contains(module)
  }

  /// Whether magics may read any name.
  func readsAnyName(_ magics: [MagicUse]) -> Bool {
    magics.contains { $0.name.map { !NameReaderTable.plainMagics.contains($0) } ?? false }
  }

  /// Whether a statement may read any name.
  func readsAnyName(_ statement: ModuleStatement) -> Bool {
    readsNames || statement.keywords.contains("allow_pickle")
      || statement.mentions.contains(where: readsAnyName) || statement.members.contains(where: readsAnyName)
  }

  private func readsAnyName(_ mention: NameMention) -> Bool {
    guard mention.use != .text else { return false }
    return NameReaderTable.functions.contains(mention.name)
      || mention.use != .call && NameReaderTable.functionsWithoutArguments.contains(mention.name)
  }

  private func readsAnyName(_ mention: MemberMention) -> Bool {
    let path = mention.root.flatMap(path)
    guard !mention.member.isEmpty else {
      let name = mention.root ?? ""
      if mention.call == .empty, NameReaderTable.functionsWithoutArguments.contains(name) { return true }
      return mention.call == .other
        && NameReaderTable.evaluators.contains(path.map { ModulePath.last($0) } ?? name)
    }
    if NameReaderTable.attributes.contains(mention.member) { return true }
    // `sys.modules`; a method is called.
    if mention.member == "modules", mention.call == .none { return true }
    if mention.call == .other || mention.call == .none, NameReaderTable.evaluators.contains(mention.member) {
      return true
    }
    if Self.isLoader(mention.member, of: path.map { ModulePath.topLevel($0) } ?? "") { return true }
    guard mention.isFirst, let path else { return false }
    // A formula names what it needs where it is written out.
    if mention.call == .other, mention.member.first?.isLowercase ?? false,
      NameReaderTable.modulesOfFormulas.contains(ModulePath.topLevel(path))
    {
      return true
    }
    guard PackagePartTable.modulesByPackage[path]?.contains(mention.member) == true
    else { return false }
    let module = path + "." + mention.member
    return !loadedModules.contains(module) && !context.modules.contains(module)
  }

  /// What an import binds a name to.
  private func path(of name: String) -> String? { paths[name] ?? context.paths[name] }

  /// Whether a statement may start another program.
  func startsPrograms(_ statement: ModuleStatement) -> Bool {
    statement.members.contains { mention in
      guard let path = mention.root.flatMap(path) else { return false }
      let name = mention.member.isEmpty ? ModulePath.last(path) : mention.member
      return NameReaderTable.modulesOfPrograms.contains(ModulePath.topLevel(path))
        && NameReaderTable.starters.contains(name)
    }
  }
}
