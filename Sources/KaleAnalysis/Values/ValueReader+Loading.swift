import PythonSyntax

/// Objects whose own code fails while they are loaded.
extension ValueReader {
  /// Returns the fault of an object whose `__getattr__` reads an attribute that `__init__` sets.
  ///
  /// Who loads an object asks it for `__setstate__` before it has any attributes. `__getattr__` then reads the attribute,
  /// which calls `__getattr__` again.
  func endlessFault(of definition: DefinitionInNotebook) -> PassingFault? {
    let methods = definition.value.body.definitions
    guard methods["__getattr__"] != nil, methods["__setstate__"] == nil, !definition.value.savesItself,
      let start = methods["__init__"], let receiver = start.parameters.first
    else { return nil }
    let cell = cells(of: definition.unit)[definition.ordinal]
    guard let read = analysis.facts[cell].attributeNames(ofMethodsIn: definition.name)["__getattr__"],
      read.isDisjoint(with: Self.guards)
    else { return nil }
    let own = start.body.additions.filter { $0.name == receiver }.compactMap(\.attribute)
    return own.first { read.contains($0) && !definition.value.body.binds($0) }
      .map { .endless(definition.name, attribute: $0) }
  }

  /// Returns the fault of an object of a shared class whose `__setstate__` uses an import or another definition: Kale's steps
  /// load values before they run the imports and functions cells.
  func loadingFault(of definition: DefinitionInNotebook) -> PassingFault? {
    guard definition.isShared, definition.value.body.definitions["__setstate__"] != nil else { return nil }
    let facts = analysis.facts[cells(of: nil)[definition.ordinal]].facts
    let reads = facts.definitions.first { $0.name == definition.name }?.methods["__setstate__"] ?? []
    let shared = analysis.shared.names.bindings
    return reads.first { shared[$0.name] != nil && $0.name != definition.name }
      .map { .loaded(definition.name, using: $0.name) }
  }

  /// What `__getattr__` does that is careful.
  private static let guards: Set<String> = ["__dict__", "__getattribute__", "startswith"]
}

extension CodeValues {
  /// Whether a class has an attribute of its own.
  fileprivate func binds(_ name: String) -> Bool { stores.contains { $0.name == name } }
}
