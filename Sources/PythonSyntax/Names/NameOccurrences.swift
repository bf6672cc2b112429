/// One place where an identifier stands for a variable.
public struct NameOccurrence: Sendable, Hashable {
  /// What the place does with the variable.
  public enum Role: Sendable, Hashable {
    case read, binding, deletion
    /// `global x`, `nonlocal x`
    case declaration
  }

  /// The name, see `NameUse.name`.
  public var name: String
  /// Its bytes in the text.
  public var range: Range<Int>
  /// What the place does.
  public var role: Role
  /// Whether the variable is the module's, rather than one of a function, class, lambda or comprehension.
  public var isModuleLevel: Bool
}

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
