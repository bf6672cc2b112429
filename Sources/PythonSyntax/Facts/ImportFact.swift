/// One imported module.
public struct ImportFact: Sendable, Hashable {
  /// The module as written, `sklearn.linear_model`; empty for `from . import x`.
  public var module: String
  /// Number of leading dots of a relative import.
  public var level: Int
  /// The bytes of the import statement.
  public var range: Range<Int>
  /// Whether the statement stands at module level (not in a function or class body).
  public var isAtModuleLevel: Bool

  /// The package to install: the first part of the dotted name, nil for a relative import.
  public var topLevelPackage: String? {
    guard level == 0, !module.isEmpty else { return nil }
    return String(module.prefix { $0 != "." })
  }

  /// An import of `module`.
  public init(module: String, level: Int, range: Range<Int>, isAtModuleLevel: Bool) {
    self.module = module
    self.level = level
    self.range = range
    self.isAtModuleLevel = isAtModuleLevel
  }
}
