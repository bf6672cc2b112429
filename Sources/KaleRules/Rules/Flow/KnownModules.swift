import KaleAnalysis

/// Names that notebooks use for modules, and how these are imported.
enum KnownModules {
  /// Returns the import statement for a conventional name like `np`; nil for any other name.
  static func statement(importing name: String) -> String? {
    if let module = ModuleNameTable.modulesByAlias[name] { return "import \(module) as \(name)" }
    return ModuleNameTable.modules.contains(name) ? "import \(name)" : nil
  }
}
