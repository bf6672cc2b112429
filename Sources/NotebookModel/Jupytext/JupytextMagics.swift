/// IPython's magics and commands, which jupytext writes into scripts as comments: `# %matplotlib inline`, `# !ls`.
enum JupytextMagics {
  /// Whether a line is a magic, commented out or not. Where it surely is code, in a cell with a marker, `name?` is a
  /// question too.
  static func isMagic(_ line: ArraySlice<UInt8>, isSurelyCode: Bool) -> Bool {
    guard mayBeMagic(line) else { return false }
    let unescaped = line.behindSpaces.behindComments(spaced: false)
    let isPercent = unescaped.behindPercents?.first?.isASCIILetter == true
    if isPercent {
      if hasNote("escape", in: unescaped) { return true }
      return !hasNote("noescape", in: unescaped)
    }
    return isCommand(line) || isAssignment(line) || isSurelyCode && isQuestion(line) || isShellWord(line)
  }

  /// Most lines are none, and most of them show it by a byte or two.
  private static func mayBeMagic(_ line: ArraySlice<UInt8>) -> Bool {
    guard let first = line.trimmedFirst else { return false }
    switch first {
    case UInt8(ascii: "#"), UInt8(ascii: "%"), UInt8(ascii: "?"), UInt8(ascii: "!"): return true
    case UInt8(ascii: "c"), UInt8(ascii: "m"), UInt8(ascii: "r"), UInt8(ascii: "d"), UInt8(ascii: "e"),
      UInt8(ascii: "l"):
      return true
    default:
      return line.contains { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "!") || $0 == UInt8(ascii: "?") }
    }
  }

  /// `# noescape` or `# escape` after a magic.
  private static func hasNote(_ note: String, in line: ArraySlice<UInt8>) -> Bool {
    line.indices.contains { offset in
      line[offset] == UInt8(ascii: "#") && line[(offset + 1)...].behindSpaces.hasPrefix(note)
    }
  }

  /// `!command`, `?name`.
  private static func isCommand(_ line: ArraySlice<UInt8>) -> Bool {
    let rest = line.behindSpaces.behindComments(spaced: false).behindSpaces
    guard let first = rest.first, first == UInt8(ascii: "!") || first == UInt8(ascii: "?") else {
      return false
    }
    guard let next = rest.dropFirst().behindSpaces.first else { return false }
    return next.isASCIILetter || ".~$\\/{}".utf8.contains(next)
  }

  /// `name = %magic`, `name = !command`.
  private static func isAssignment(_ line: ArraySlice<UInt8>) -> Bool {
    let name = line.behindComments(spaced: false).behindSpaces
    guard let first = name.first, first.isASCIILetter || first == UInt8(ascii: "_") else { return false }
    let rest = name.drop {
      $0.isASCIILetter || $0.isASCIIDigit || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "$")
    }
    .behindSpaces
    guard rest.first == UInt8(ascii: "=") else { return false }
    let value = rest.dropFirst().behindSpaces
    let command = value.first == UInt8(ascii: "!") ? value.dropFirst() : value.behindPercents
    return command?.first?.isASCIILetter == true
  }

  /// `name?`, with nothing before the question mark but what has no space.
  private static func isQuestion(_ line: ArraySlice<UInt8>) -> Bool {
    let trimmed = line.trimmed
    guard trimmed.last == UInt8(ascii: "?") else { return false }
    return !trimmed.behindComments(spaced: true).contains { $0 == 0x20 || 0x09...0x0D ~= $0 }
  }

  /// A command of the shell that IPython takes without a sign: `ls data`, but not `ls = 1` or `ls(1)`.
  private static func isShellWord(_ line: ArraySlice<UInt8>) -> Bool {
    let word = line.behindComments(spaced: false)
    let letters = word.prefix { (0x61...0x7A).contains($0) }
    guard (2...5).contains(letters.count), shellWords.contains(letters.string) else { return false }
    let rest = word[letters.endIndex...]
    guard let space = rest.first else { return true }
    guard space == 0x20 || 0x09...0x0D ~= space else { return false }
    guard let next = rest.dropFirst().first else { return true }
    return next != UInt8(ascii: "=") && next != UInt8(ascii: ",")
  }

  private static let shellWords: Set<String> = [
    "cat", "cd", "cp", "mv", "rm", "rmdir", "mkdir", "copy", "ddir", "echo", "ls", "ldir", "ren",
  ]

  /// Whether a magic goes on in the next line.
  static func goesOn(_ line: ArraySlice<UInt8>) -> Bool { line.trimmed.last == UInt8(ascii: "\\") }

  /// A line without its comment sign: what precedes it and what follows it; nil for a line without.
  static func uncommented(_ line: ArraySlice<UInt8>) -> (
    indentation: ArraySlice<UInt8>, rest: ArraySlice<UInt8>
  )? {
    let start = line.trimmedStart
    guard let rest = line[start...].behindComment else { return nil }
    return (line[..<start], rest)
  }
}

extension ArraySlice<UInt8> {
  /// The line without a comment sign at its very start and a space after that; nil where it has none.
  var behindComment: ArraySlice<UInt8>? {
    guard first == UInt8(ascii: "#") else { return nil }
    return dropFirst().first == UInt8(ascii: " ") ? dropFirst(2) : dropFirst()
  }

  fileprivate var behindSpaces: ArraySlice<UInt8> {
    drop { $0 == 0x20 || 0x09...0x0D ~= $0 || 0x1C...0x1F ~= $0 }
  }

  /// The line without comment signs at its start, each with at most one space after it, or with just one.
  fileprivate func behindComments(spaced: Bool) -> ArraySlice<UInt8> {
    var rest = self
    while rest.first == UInt8(ascii: "#") {
      let isSpaced = rest.dropFirst().first == UInt8(ascii: " ")
      if spaced, !isSpaced { break }
      rest = rest.dropFirst(isSpaced ? 2 : 1)
    }
    return rest
  }

  /// What follows one to three percent signs; nil where there are none, or more.
  fileprivate var behindPercents: ArraySlice<UInt8>? {
    let rest = drop { $0 == UInt8(ascii: "%") }
    return (1...3).contains(rest.startIndex - startIndex) ? rest : nil
  }
}
