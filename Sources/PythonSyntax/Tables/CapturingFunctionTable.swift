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

  /// Methods after which an object holds the function that they are given, as far as their names show.
  static let registeringMethods: Set<String> = [
    "attach",
    "connect",
    "hook",
    "listen",
    "on",
    "register",
    "subscribe",
    "then",
    "use",
    "watch",
  ]

  /// How other such methods begin.
  static let registeringPrefixes = ["add_", "on_", "register_", "subscribe_"]

  /// Functions of the library, by their last names, whose results keep a function that they are given. So do most classes.
  static let functions: Set<String> = [
    "cache",
    "cmp_to_key",
    "defaultdict",
    "filter",
    "lru_cache",
    "map",
    "partial",
    "update_wrapper",
    "wraps",
  ]
}
