/// One imported module.
public struct ImportFact: Sendable, Hashable {
  /// A name that an import binds.
  public struct Name: Sendable, Hashable {
    /// The name that is bound.
    public var name: String
    /// The bytes of the alias, `numpy as np`.
    public var range: Range<Int>
    /// The part of the path that all names of a statement have in common, up to its last dot. They share its storage.
    private let parent: String
    private let member: String

    /// What it is bound to, as a dotted path: `numpy` for `import numpy as np` and for `import numpy.linalg`, which
    /// binds the package, `pandas.DataFrame` for `from pandas import DataFrame`. A relative import keeps its dots.
    public var path: String { parent + member }

    /// The name `name`, bound to `member` of `parent`, which is empty or ends in a dot.
    init(name: String, parent: String = "", member: String, range: Range<Int>) {
      self.name = name
      self.parent = parent
      self.member = member
      self.range = range
    }
  }

  /// The module as written, `sklearn.linear_model`; empty for `from . import x`.
  public var module: String
  /// Number of leading dots of a relative import.
  public var level: Int
  /// The bytes of the import statement.
  public var range: Range<Int>
  /// Whether the statement stands at module level (not in a function or class body).
  public var isAtModuleLevel: Bool
  /// Whether only type checkers run the statement: it is below `if TYPE_CHECKING:`.
  public var isForTypes = false
  /// Whether the code may do without it: it is in an `if`, or in a `try` that catches its failure.
  public var isGuarded = false
  /// What it binds, in order; nothing for `from x import *`.
  public var names: [Name] = []

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
