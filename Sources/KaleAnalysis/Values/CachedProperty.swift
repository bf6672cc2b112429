import PythonSyntax

/// A property of a class of the notebook that each object computes once.
package struct CachedProperty: Sendable {
  /// The name of the property.
  package let name: String
  /// The attributes that read it: itself, and the methods that do.
  package let readers: Set<String>
}

extension ValueReader {
  /// The properties with `functools.cached_property` that an object of a class has, those of its bases too.
  package func cachedProperties(of definition: DefinitionInNotebook, left: Int = 4) -> [CachedProperty] {
    guard left > 0 else { return [] }
    let methods = definition.value.body.definitions.values.sorted { $0.name < $1.name }
    let own = methods.filter { method in
      method.decorators.contains { decorator in
        guard case .library(let path) = self.classOf(decorator, seenFrom: definition) else { return false }
        return path == "functools.cached_property"
      }
    }
    let inherited = definition.value.bases.flatMap { base -> [CachedProperty] in
      guard case .definition(let other) = self.classOf(base, seenFrom: definition) else { return [] }
      return self.cachedProperties(of: other, left: left - 1)
    }
    let properties = own.map { CachedProperty(name: $0.name, readers: [$0.name]) } + inherited
    guard !properties.isEmpty else { return [] }
    let cell = cells(of: definition.unit)[definition.ordinal]
    let mentioned = analysis.facts[cell].attributeNames(ofMethodsIn: definition.name)
    return properties.map { property in
      let readers = mentioned.filter { !$0.value.isDisjoint(with: property.readers) }.keys
      return CachedProperty(name: property.name, readers: property.readers.union(readers))
    }
  }
}

extension KnownValue {
  /// The classes of the notebook whose objects the value is or contains.
  package var objectsOfNotebook: [DefinitionInNotebook] { objectsOfNotebook(left: 4) }

  private func objectsOfNotebook(left: Int) -> [DefinitionInNotebook] {
    guard left > 0 else { return [] }
    switch self {
    case .instance(let definition, let parts):
      return [definition] + parts.flatMap { $0.objectsOfNotebook(left: left - 1) }
    case .container(let parts, _): return parts.flatMap { $0.objectsOfNotebook(left: left - 1) }
    case .made(let path, let parts) where Self.holders.contains(path):
      return parts.flatMap { $0.objectsOfNotebook(left: left - 1) }
    default: return []
    }
  }
}
