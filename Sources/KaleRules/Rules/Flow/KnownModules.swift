import KaleAnalysis

/// Names that notebooks use for modules and for what is in them, and how these are imported.
enum KnownModules {
  /// How code uses a name.
  enum Use: Equatable {
    /// An attribute of it is used.
    case attribute(String)
    case call
    case other
  }

  /// An import statement for a name.
  struct Statement {
    var text: String
    /// Whether the name, used like this, can hardly mean anything else.
    var isCertain: Bool
  }

  /// Returns the import statement for a conventional name like `np`; nil for any other name.
  static func statement(importing name: String, usedAs use: Use = .other) -> Statement? {
    var isAttribute = false
    if case .attribute(let attribute) = use {
      isAttribute = true
      if NamesakeTable.attributes[name]?.contains(attribute) ?? false {
        return Statement(text: "from \(name) import \(name)", isCertain: true)
      }
    }
    if use == .call, NamesakeTable.attributes[name] != nil {
      return Statement(text: "from \(name) import \(name)", isCertain: false)
    }
    if let module = ModuleNameTable.modulesByAlias[name] {
      return Statement(text: "import \(module) as \(name)", isCertain: isAttribute)
    }
    if ModuleNameTable.modules.contains(name) {
      return Statement(text: "import \(name)", isCertain: isAttribute)
    }
    return ImportedNameTable.modules[name].map {
      Statement(text: "from \($0) import \(name)", isCertain: false)
    }
  }
}
