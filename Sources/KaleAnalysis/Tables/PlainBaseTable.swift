/// Classes of Python to inherit from that call no methods of an object by themselves.
enum PlainBaseTable {
  /// The modules that have no others.
  static let modules: Set<String> = [
    "abc",
    "builtins",
    "enum",
    "typing",
    "typing_extensions",
  ]
}
