/// The last words of names that not every version of Python has, and the names of builtin types.
///
/// They are interned when the first table of names is made, so that a look at a number tells them from other names.
enum VersionedWords {
  /// The words that a table of names begins with, besides `KnownName`s.
  static let all: [String] = Set(paths.map(lastWord)).union(types).sorted()

  /// Whether a name is the last word of a path in `VersionedNameTable`.
  @inline(__always) static func isVersioned(_ name: NameID) -> Bool { has(.path, name) }

  /// Whether a name is that of a builtin in `VersionedNameTable`.
  @inline(__always) static func isBuiltin(_ name: NameID) -> Bool { has(.builtin, name) }

  /// Whether a name is that of an argument in `VersionedNameTable`.
  @inline(__always) static func isArgument(_ name: NameID) -> Bool { has(.argument, name) }

  /// Whether a name is that of a type of Python, which few programs use for something else.
  @inline(__always) static func isType(_ name: NameID) -> Bool { has(.type, name) }

  private enum Mark: UInt8 {
    case path = 1
    case argument = 2
    case type = 4
    case builtin = 8
  }

  @inline(__always) private static func has(_ mark: Mark, _ name: NameID) -> Bool {
    name >= 0 && Int(name) < marks.count && marks[Int(name)] & mark.rawValue != 0
  }

  private static let paths = Array(VersionedNameTable.additions.keys) + VersionedNameTable.removals.keys
  private static let types = ["bool", "bytes", "complex", "dict", "float", "int", "list", "str", "tuple"]

  /// What each of the first names is.
  private static let marks: [UInt8] = {
    var table = NameTable.known
    var marks = [UInt8](repeating: 0, count: table.count)
    func mark(_ word: String, _ mark: Mark) {
      let name = Int(table.intern(word))
      if name < marks.count { marks[name] |= mark.rawValue }
    }
    for path in paths {
      mark(lastWord(of: path), isArgument(path) ? .argument : path.contains(".") ? .path : .builtin)
    }
    for type in types { mark(type, .type) }
    return marks
  }()

  /// Whether a path ends in an argument: what precedes it is a function that is called, not a module.
  private static func isArgument(_ path: String) -> Bool {
    path.hasPrefix("zip.") || path.hasPrefix("dataclasses.dataclass.")
      || path.hasPrefix("dataclasses.field.")
  }

  private static func lastWord(of path: String) -> String {
    path.split(separator: ".").last.map(String.init) ?? path
  }
}
