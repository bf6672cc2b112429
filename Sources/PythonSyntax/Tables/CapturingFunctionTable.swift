/// Functions of the library whose results keep a function that they are given. So do most classes.
enum CapturingFunctionTable {
  /// By their last names.
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
