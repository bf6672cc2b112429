import PythonSyntax

/// Exceptions of the notebook that cannot be loaded.
extension ValueReader {
  /// Returns the fault of an exception that is created again with other arguments than its constructor takes: Python saves
  /// those that the constructor has passed to its base.
  func exceptionFault(of definition: DefinitionInNotebook) -> PassingFault? {
    guard definition.value.isClass, !definition.value.savesItself, isException(definition, left: 4),
      let start = definition.value.body.definitions["__init__"], start.requiredCount > 0
    else { return nil }
    for use in start.body.uses {
      guard case .call(.attribute(.call(.name("super"), _), "__init__"), let arguments) = use.kind else {
        continue
      }
      guard arguments.allSatisfy({ $0.keyword == nil }) else { return nil }
      // The first parameter is the object.
      let isEnough = arguments.count >= start.requiredCount - 1
      return isEnough || use.isConditional ? nil : .exception(definition.name)
    }
    return nil
  }

  /// Returns the fault of a number or string of a class whose `__new__` takes more than the value, which alone is saved.
  func creationFault(of definition: DefinitionInNotebook) -> PassingFault? {
    guard definition.value.isClass, !definition.value.savesItself,
      let creator = definition.value.body.definitions["__new__"], creator.requiredCount > 2,
      ["__getnewargs__", "__getnewargs_ex__"].allSatisfy({ definition.value.body.definitions[$0] == nil }),
      libraryBases(of: definition, left: 4).contains(where: Self.savedAlone.contains)
    else { return nil }
    return .created(definition.name)
  }

  /// Types that save nothing but the value.
  private static let savedAlone: Set<String> = [
    "builtins.bytes", "builtins.complex", "builtins.float", "builtins.int", "builtins.str", "builtins.tuple",
  ]

  private func isException(_ definition: DefinitionInNotebook, left: Int) -> Bool {
    guard left > 0, let base = definition.value.bases.first else { return false }
    switch classOf(base, seenFrom: definition) {
    case .library(let path):
      let name = path.dropFirst("builtins.".count)
      return path.hasPrefix("builtins.") && ["Exception", "Error", "Warning"].contains { name.hasSuffix($0) }
    case .definition(let other):
      return other.value.body.definitions["__init__"] == nil && isException(other, left: left - 1)
    default: return false
    }
  }
}
