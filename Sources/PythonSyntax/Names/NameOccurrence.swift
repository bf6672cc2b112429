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
