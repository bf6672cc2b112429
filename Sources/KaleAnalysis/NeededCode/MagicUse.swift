import PythonSyntax

/// A magic, shell command or help request of a cell.
struct MagicUse {
  /// The magic's name; nil for a shell command or a help request.
  var name: String?
  /// Whether it starts another program.
  var isProgram: Bool

  /// Reads the escapes of a cell.
  static func all(_ escapes: [IPythonEscape], in bytes: [UInt8]) -> [MagicUse] {
    escapes.map { escape in
      switch escape.kind {
      case .lineMagic, .cellMagic: MagicUse(named: escape.text)
      case .shell: MagicUse(name: nil, isProgram: !isPlain(command: escape.text))
      case .help: MagicUse(name: nil, isProgram: false)
      case .assignment: assigned(escape, in: bytes)
      }
    }
  }

  private init(name: String?, isProgram: Bool) { (self.name, self.isProgram) = (name, isProgram) }

  private init(named text: String) {
    let name = String(text.prefix { !$0.isWhitespace })
    self.init(name: name, isProgram: ["bash", "sh", "script", "system", "sx"].contains(name))
  }

  /// Whether a command runs one program that does not run Python code.
  private static func isPlain(command: String) -> Bool {
    let words = command.utf8.split(separator: UInt8(ascii: " "))
    guard let program = words.first, !command.utf8.contains(where: Self.shellOperators.contains) else {
      return false
    }
    return NameReaderTable.plainPrograms.contains(String(decoding: program, as: UTF8.self))
  }

  private static let shellOperators = Set("|&;$`(".utf8)

  /// `name = %magic` or `name = !command`: the first of the signs tells which.
  private static func assigned(_ escape: IPythonEscape, in bytes: [UInt8]) -> MagicUse {
    let sign = bytes[escape.range.clamped(to: bytes.indices)]
      .first { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "!") }
    return sign == UInt8(ascii: "!") ? MagicUse(name: nil, isProgram: true) : MagicUse(named: escape.text)
  }
}
