import PythonSyntax

/// Decides which imports change nothing but the names that they bind.
struct InertImports {
  /// What is imported from elsewhere than the notebook's folder.
  private let installed: Set<String>

  /// `installed`: what the shared code imports, with dots, without modules in the notebook's folder.
  init(_ installed: Set<String>) { self.installed = installed }

  /// Whether importing a name changes nothing else.
  func isInert(_ imported: ImportedName) -> Bool {
    imported.name != nil && isInert(path: imported.path)
  }

  /// The same of all that an import statement imports.
  func isInert(_ fact: ImportFact) -> Bool {
    fact.level == 0 && fact.importedPaths.allSatisfy(isInert(path:))
  }

  private func isInert(path: String) -> Bool {
    guard installed.contains(path), let topLevel = ModulePath.prefixes(of: path).first else { return false }
    guard StandardLibraryTable.modules.contains(topLevel) || InertModuleTable.packages.contains(topLevel)
    else { return false }
    return !ModulePath.prefixes(of: path).contains(where: InertModuleTable.exceptions.contains)
  }
}

/// Decides which definitions change nothing but the names that they bind.
struct InertDefinitions {
  private let paths: [String: String]
  /// Names that the shared code binds otherwise than by an import.
  private let ownNames: Set<String>
  /// Names that several statements bind.
  private let reboundNames: Set<String>
  /// Classes of the shared code whose subclasses can be left out.
  private var plainClasses: Set<String> = []

  /// `paths`: for each name what an import binds it to.
  init(_ paths: [String: String], boundBy blocks: [SharedBlock]) {
    self.paths = paths
    var (own, rebound): (Set<String>, Set<String>) = ([], [])
    for statement in blocks.lazy.flatMap(\.statements) where statement.kind != .import {
      for name in statement.bindings where !own.insert(name).inserted || paths[name] != nil {
        rebound.insert(name)
      }
    }
    (ownNames, reboundNames) = (own, rebound)
  }

  /// Whether a statement only binds names. Statements are asked about in their order.
  mutating func isInert(_ statement: ModuleStatement, _ imports: InertImports, _ inner: [ImportFact]) -> Bool
  {
    switch statement.kind {
    case .import: return true
    case .expression, .other: return false
    case .function: return statement.effects.allSatisfy(isInert)
    case .class, .guarded:
      guard statement.effects.allSatisfy(isInert) else { return false }
      guard inner.allSatisfy({ imports.isInert($0) }) else { return false }
      if statement.kind == .class, !statement.hasSubclassHook {
        plainClasses.formUnion(statement.bindings.subtracting(reboundNames))
      }
      return true
    }
  }

  private func isInert(_ effect: StatementEffect) -> Bool {
    switch effect {
    case .unknown: return false
    case .decorator(let path):
      // `@x.setter`, of a property `x` of the class.
      if case .attribute(let part) = path.steps.last, path.steps.count == 1,
        InertCallTable.propertyDecorators.contains(part), paths[path.root] == nil,
        !ownNames.contains(path.root)
      {
        return true
      }
      return name(of: path).map(InertCallTable.decorators.contains) ?? false
    case .base(let path):
      if path.steps.isEmpty, plainClasses.contains(path.root) { return true }
      return name(of: path).map(InertCallTable.bases.contains) ?? false
    case .metaclass(let path): return name(of: path) == "abc.ABCMeta"
    case .call(let path): return name(of: path).map(InertCallTable.calls.contains) ?? false
    }
  }

  /// The name of something that is imported, or of Python's, with dots; nil where the notebook defines it.
  private func name(of path: ValuePath) -> String? {
    guard !ownNames.contains(path.root) else { return nil }
    return path.steps.reduce(paths[path.root] ?? path.root) { name, step in
      if case .attribute(let attribute) = step { name + "." + attribute } else { name }
    }
  }
}
