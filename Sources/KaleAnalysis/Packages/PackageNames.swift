/// Where a step gets a module from.
package enum ModuleProvider: Sendable, Hashable {
  /// A package, by its name on the package index.
  case package(String)
  /// Python itself, the runtime of steps, or, where the notebook says so, the step's image.
  case environment
  /// The notebook's folder, which a step does not have.
  case localModule
  /// A package that is not known, since many share the name that its modules begin with.
  case unknownPackage
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
    let topLevel = String(module.prefix { $0 != "." })
    if isInEveryStep(topLevel) { return .environment }
    if let name = entry(ofLongestPrefixOf: module, in: packagesByModule) {
      return name.map(ModuleProvider.package) ?? .unknownPackage
    }
    return .package(PackageTable.packagesByModule[topLevel] ?? topLevel)
  }

  /// Returns what a table of `kale_lsp.package_names` says of a module; nil where it says nothing.
  package static func provider(ofModule module: String, in known: [String: String?]) -> ModuleProvider? {
    entry(ofLongestPrefixOf: module, in: known).map { name in name.map(ModuleProvider.package) ?? .environment
    }
  }

  /// Whether a module of this top-level name comes in a package that notebooks often use.
  package static func isWellKnown(_ topLevel: String) -> Bool {
    PackageTable.packagesByModule[topLevel] != nil || PackageDependencyTable.dependencies[topLevel] != nil
      || ModuleNameTable.modules.contains(topLevel)
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
    for (package, provided) in NamespacePackageTable.modulesByPackage {
      for module in provided { packages.updateValue(package, forKey: module) }
    }
    return packages
  }()
}
