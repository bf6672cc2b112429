/// What keeps the values that it is given.
public enum CapturingFunctionTable {
  /// Methods after which their object holds what they are given.
  public static let keepingMethods: Set<String> = [
    "add",
    "append",
    "appendleft",
    "extend",
    "insert",
    "put",
    "setdefault",
    "update",
  ]

  /// Functions of the library, by their last names, whose results keep a function that they are given. So do most classes.
  static let functions: Set<String> = [
    "cache",
    "filter",
    "lru_cache",
    "map",
    "partial",
    "update_wrapper",
    "wraps",
  ]
}
