/// Where a step gets a module from.
package enum ModuleProvider: Sendable, Hashable {
  /// A package, by its name on the package index.
  case package(String)
  /// Python itself, the runtime of steps, or, where the notebook says so, the step's image.
  case environment
  /// The notebook's folder, which a step does not have.
  case localModule
  /// A package that is not known: many share the name that its modules begin with, or the package of the module's name is
  /// another program.
  case unknownPackage
  /// Nothing: the module came with Python 2, and has another name now.
  case formerPython(now: String)
}

/// Finds the packages that modules come in: `PackageTable` and `NamespacePackageTable` say it.
package enum PackageNames {
  /// Whether a module of this top-level name comes with Python or with a runtime of steps.
  package static func isInEveryStep(_ topLevel: String) -> Bool {
    StandardLibraryTable.modules.contains(topLevel) || PackageTable.modulesOfTheRuntime.contains(topLevel)
  }

  /// Finds the package that a module comes in.
  ///
  /// - Parameters:
  ///   - module: The module with its dots.
  ///   - known: A table that takes precedence, with nil for modules that need no package.
  /// - Returns: The package's name on the package index; nil where nothing is installed for the module.
  package static func package(ofModule module: String, known: [String: String?] = [:]) -> String? {
    guard case .package(let name) = provider(ofModule: module, in: known) ?? provider(ofModule: module) else {
      return nil
    }
    return name
  }

  /// Returns where a step gets a module from, for one that is not in the notebook's folder.
  package static func provider(ofModule module: String) -> ModuleProvider {
    let topLevel = String(module.firstPart)
    if isInEveryStep(topLevel) { return .environment }
    if let name = FormerModuleTable.modules[topLevel] { return .formerPython(now: name) }
    if let name = entry(ofLongestPrefixOf: module, in: packagesByModule) {
      return name.map(ModuleProvider.package) ?? .unknownPackage
    }
    // No package has a name that starts so.
    if topLevel.utf8.first == UInt8(ascii: "_") { return .unknownPackage }
    return .package(PackageTable.packagesByModule[topLevel] ?? topLevel)
  }

  /// Returns what a table of `kale_lsp.package_names` says of a module; nil where it says nothing.
  package static func provider(ofModule module: String, in known: [String: String?]) -> ModuleProvider? {
    entry(ofLongestPrefixOf: module, in: known).map { name in name.map(ModuleProvider.package) ?? .environment
    }
  }

  /// Finds what took the place of a module that its package has removed.
  ///
  /// - Parameter path: What is imported, with dots.
  /// - Returns: The module that was removed and the one that has its contents; nil for any other.
  package static func replacement(ofImport path: String) -> (former: String, now: String)? {
    // All of them are in one package.
    guard path.hasPrefix("sklearn.") else { return nil }
    return FormerModuleTable.modulesOfPackages.first { path == $0.key || path.hasPrefix($0.key + ".") }
      .map { (former: $0.key, now: $0.value) }
  }

  /// Whether the package of a module is taken to have the module's name, although no table knows such a package.
  package static func isGuess(_ module: String) -> Bool {
    guard case .package(let name) = provider(ofModule: module) else { return false }
    let topLevel = module.prefix { $0 != "." }
    guard name == topLevel, !name.isEmpty else { return false }
    let distribution = Requirement.normalized(name)
    return !isWellKnown(name) && !knownPackages.contains(distribution)
      && !OptionalModuleTable.modulesByLibrary.keys.contains(name)
  }

  private static let knownPackages = Set(
    KnownPackageTable.rows.flatMap { $0.split(separator: " ").map(String.init) })

  /// Whether a module of this top-level name comes in a package that notebooks often use.
  package static func isWellKnown(_ topLevel: String) -> Bool {
    PackageTable.packagesByModule[topLevel] != nil || PackageDependencyTable.dependencies[topLevel] != nil
      || ModuleNameTable.modules.contains(topLevel)
  }

  /// Whether a module exists only in the notebooks of a service, or on another operating system.
  package static func isOfService(_ path: String) -> Bool {
    ForeignModuleTable.modulesOfServices.contains { path == $0 || path.hasPrefix($0 + ".") }
  }

  /// Whether no package on the index provides a module.
  package static func isForeign(_ path: String) -> Bool {
    isOfService(path) || ForeignModuleTable.modules.contains(String(path.prefix { $0 != "." }))
  }

  /// Whether packages of several names provide modules below a top-level name.
  package static func isNamespace(_ topLevel: String) -> Bool {
    packagesByModule[topLevel] == .some(nil)
  }

  /// How many parts of a module's name are compared with a table: more than any package has.
  private static let comparedParts = 16

  /// Returns a table's entry for the module or for the nearest package that it is in.
  private static func entry<Name>(ofLongestPrefixOf module: String, in table: [String: Name]) -> Name? {
    guard !table.isEmpty else { return nil }
    var prefix = ""
    var found: Name?
    for part in module.split(separator: ".", maxSplits: comparedParts).prefix(comparedParts) {
      prefix += prefix.isEmpty ? part : "." + part
      found = table[prefix] ?? found
    }
    return found
  }

  /// For each module the package that it comes in, nil for a namespace. A module that has no entry goes with the nearest
  /// one that it is in.
  private static let packagesByModule: [String: String?] = {
    var packages: [String: String?] = [:]
    for namespace in NamespacePackageTable.namespaces { packages.updateValue(nil, forKey: namespace) }
    for module in ForeignModuleTable.modules { packages.updateValue(nil, forKey: module) }
    for (package, provided) in NamespacePackageTable.modulesByPackage {
      for module in provided { packages.updateValue(package, forKey: module) }
    }
    return packages
  }()
}
