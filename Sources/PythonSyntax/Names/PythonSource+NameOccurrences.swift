extension PythonSource {
  /// Every identifier that stands for a variable, in the order of the text. Attributes, names of keyword arguments
  /// and the content of strings are not among them; fields of f-strings are.
  public var nameOccurrences: [NameOccurrence] {
    var resolver = NameResolver(tree: tree)
    resolver.visit(root)
    return resolver.resolved(names).sorted { $0.range.lowerBound < $1.range.lowerBound }
  }

  /// The identifier that the byte at `byteOffset` belongs to, or that ends there; nil where there is none.
  public func name(at byteOffset: Int) -> NameOccurrence? {
    let occurrences = nameOccurrences
    return occurrences.first { $0.range.contains(byteOffset) }
      ?? occurrences.first { $0.range.upperBound == byteOffset }
  }
}
