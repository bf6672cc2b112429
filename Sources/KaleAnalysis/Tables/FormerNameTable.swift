/// Builtin names of Python 2.
package enum FormerNameTable {
  /// For each name what Python 3 has in its place.
  package static let replacements: [String: String] = [
    "basestring": "str",
    "buffer": "memoryview",
    "long": "int",
    "raw_input": "input",
    "unichr": "chr",
    "unicode": "str",
    "xrange": "range",
  ]

  /// Names for which Python 3 has nothing that is used in the same way.
  package static let removed: Set<String> = [
    "cmp",
    "coerce",
    "execfile",
  ]
}
