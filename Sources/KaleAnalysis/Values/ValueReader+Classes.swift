import PythonSyntax

/// The classes of the notebook, their bases and their methods.
extension ValueReader {
  /// Whether a class of the notebook is an enumeration, directly or through another.
  func isEnumeration(_ definition: DefinitionInNotebook) -> Bool {
    libraryBases(of: definition, left: 4).contains { $0.hasPrefix("enum.") }
  }

  /// Whether objects of a class are arrays of NumPy.
  package func isArray(_ definition: DefinitionInNotebook) -> Bool {
    libraryBases(of: definition, left: 4).contains("numpy.ndarray")
  }

  /// The classes of libraries that a class inherits from, directly or through others.
  func libraryBases(of definition: DefinitionInNotebook, left: Int) -> [String] {
    guard left > 0, definition.value.isClass else { return [] }
    return definition.value.bases.flatMap { base -> [String] in
      switch classOf(base, seenFrom: definition) {
      case .library(let path): [path]
      case .definition(let other): libraryBases(of: other, left: left - 1)
      default: []
      }
    }
  }

  /// Returns the class that an expression in a class's definition is.
  func classOf(_ base: ValueExpression, seenFrom definition: DefinitionInNotebook) -> KnownValue {
    classOf(base, at: definition.place)
  }

  /// Whether a class of the notebook is a `typing.NamedTuple`.
  package func isNamedTuple(_ definition: DefinitionInNotebook) -> Bool {
    definition.value.bases.contains { base in
      if case .library("typing.NamedTuple") = classOf(base, seenFrom: definition) { true } else { false }
    }
  }

  /// Returns the class that an expression is at a place.
  func classOf(_ base: ValueExpression, at place: Place) -> KnownValue {
    switch base {
    case .name(let name):
      switch site(of: name, at: place) {
      case .library(let path): return .library(path)
      case .definition(let other): return .definition(other)
      default: return BuiltinNames.python.contains(name) ? .library("builtins." + name) : .unknown
      }
    case .attribute(let base, let name):
      if case .library(let path) = classOf(base, at: place) { return .library(path + "." + name) }
      return .unknown
    // `Stack[int]`
    case .item(let base, _): return classOf(base, at: place)
    default: return .unknown
    }
  }

  /// The method of a class, which may be one of its bases' in the notebook.
  /// Returns whether a value is a key of dictionaries by what it is, not by what it holds.
  package func isKeyOfItsOwn(_ value: KnownValue) -> Bool {
    if case .made(KnownValue.elementPath, _) = value { return true }
    guard case .instance(let definition, _) = value else { return false }
    if definition.comparesClasses { return true }
    // Those of named tuples are what they hold.
    let body = definition.value.body
    return !(body.definitions.isEmpty && body.stores.isEmpty) && method("__eq__", of: definition) == nil
      && libraryBases(of: definition, left: 4).isEmpty
  }

  func method(_ name: String, of definition: DefinitionInNotebook, left: Int = 4)
    -> DefinitionInNotebook?
  {
    if let method = definition.value.body.definitions[name] {
      return DefinitionInNotebook(value: method, unit: definition.unit, ordinal: definition.ordinal)
    }
    guard left > 0 else { return nil }
    return definition.value.bases.lazy.compactMap { base -> DefinitionInNotebook? in
      guard case .definition(let other) = self.classOf(base, seenFrom: definition) else { return nil }
      return self.method(name, of: other, left: left - 1)
    }.first
  }
}
