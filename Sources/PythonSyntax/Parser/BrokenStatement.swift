/// What a statement that cannot be read seems to bind, as far as its text shows: it is mostly one that is being written.
///
/// An open bracket or quote makes the lines below part of the statement, so each line is looked at by itself.
struct BrokenStatement {
  /// The value of an `error` node that is an import without an end.
  static let unfinishedImport: Int32 = 1
  /// The value of an `error` node that is a magic without a `%`.
  static let automagic: Int32 = 2

  /// The ranges of the names that it seems to bind.
  private(set) var names: [Range<Int>] = []
  /// Whether it is an import of which the names are not all written yet.
  private(set) var isUnfinishedImport = false

  private let source: [UInt8]
  private let end: Int
  private var position: Int

  /// Reads the statement at `range`.
  init(_ range: Range<Int>, in source: [UInt8]) {
    self.source = source
    let range = range.clamped(to: source.indices)
    (position, end) = (range.lowerBound, range.upperBound)
    while position < end {
      scanLine()
      while position < end, !source[position].isLineEnd { position += 1 }
      while position < end, source[position].isLineEnd { position += 1 }
    }
  }

  /// Whether a string is an identifier and not a keyword.
  static func isIdentifier(_ text: String) -> Bool {
    guard let first = text.utf8.first, !first.isDigit, text.utf8.allSatisfy(\.isWordByte) else {
      return false
    }
    return !keywords.contains(text)
  }

  private static let keywords: Set<String> = Set(
    KnownName.allCases.prefix(Int(KnownName.keywordCount)).map(\.spelling))

  // MARK: - Lines

  private mutating func scanLine() {
    let start = position
    guard let word = readWord() else { return readTargets(from: start) }
    switch String(decoding: source[word], as: UTF8.self) {
    case "async": scanLine()
    case "def", "class": readName()
    case "import": readImports(endsWithLine: true)
    case "from":
      while let word = readWord(orDots: true) {
        if source[word].elementsEqual("import".utf8) { return readImports(endsWithLine: false) }
      }
      isUnfinishedImport = true
    case "for": readLoopTargets()
    case "with", "except": readAliases()
    case let text: if Self.isIdentifier(text) { readTargets(from: start) }
    }
  }

  private mutating func skipBlanks() { while position < end, source[position].isBlank { position += 1 } }

  /// The word here; nil if there is none.
  private mutating func readWord(orDots: Bool = false) -> Range<Int>? {
    skipBlanks()
    let start = position
    while position < end, source[position].isWordByte || orDots && source[position] == "." { position += 1 }
    return start < position ? start..<position : nil
  }

  private mutating func readName() {
    if let word = readWord() { add(word) }
  }

  private mutating func add(_ word: Range<Int>) {
    if Self.isIdentifier(String(decoding: source[word], as: UTF8.self)) { names.append(word) }
  }

  /// What is imported: `a.b, c as d`; of `from x import (a, b` the names may go on in the lines below.
  private mutating func readImports(endsWithLine: Bool) {
    skipBlanks()
    var isOpen = false
    if !endsWithLine, position < end, source[position] == "(" {
      isOpen = true
      position += 1
    }
    var last: Range<Int>?
    var isAlias = false
    isUnfinishedImport = true
    while position < end {
      if isOpen { while position < end, source[position].isLineEnd { position += 1 } }
      if let word = readWord() {
        if source[word].elementsEqual("as".utf8) {
          (isAlias, last, isUnfinishedImport) = (true, nil, true)
        } else if let last {
          // Something else follows the name.
          return add(last)
        } else {
          last = word
          isUnfinishedImport = false
        }
        continue
      }
      guard position < end, !source[position].isLineEnd || isOpen else { break }
      switch source[position] {
      case ".":
        // Of a dotted name, the first part is bound.
        position += 1
        if !isAlias, let package = last { names.append(package) }
        last = nil
        _ = readWord()
      case ",":
        position += 1
        if let last { add(last) }
        (last, isAlias) = (nil, false)
        isUnfinishedImport = true
      default:
        if let last { add(last) }
        return
      }
    }
    if let last { add(last) }
  }

  private mutating func readLoopTargets() {
    var isAfterName = false
    while position < end, !source[position].isLineEnd {
      if let word = readWord() {
        if isAfterName || source[word].elementsEqual("in".utf8) { return }
        add(word)
        isAfterName = true
      } else if position < end, [",", "(", ")"].contains(Unicode.Scalar(source[position])) {
        if source[position] == "," { isAfterName = false }
        position += 1
      } else {
        return
      }
    }
  }

  /// What follows each `as` of a line.
  private mutating func readAliases() {
    while position < end, !source[position].isLineEnd {
      guard let word = readWord() else {
        position += 1
        continue
      }
      if source[word].elementsEqual("as".utf8) { readName() }
    }
  }

  /// `a, b = `, `a = b = `, `a: int = `: names that an `=` follows.
  private mutating func readTargets(from start: Int) {
    position = start
    var waiting: [Range<Int>] = []
    var mayOpen = true
    while position < end, !source[position].isLineEnd {
      if let word = readWord() {
        if !mayOpen, let last = waiting.last, last.upperBound < word.lowerBound { return }
        waiting.append(word)
        mayOpen = false
        continue
      }
      guard position < end else { return }
      switch source[position] {
      case ",", "*", ")", "]": mayOpen = source[position] != ")"
      case "(", "[": if !mayOpen { return }
      case ":":
        // What stands between is the annotation.
        guard waiting.count == 1 else { return }
        while position + 1 < end, source[position + 1] != "=", !source[position + 1].isLineEnd {
          position += 1
        }
      case "=":
        guard position + 1 >= end || source[position + 1] != "=" else { return }
        for word in waiting { add(word) }
        waiting = []
        mayOpen = true
      default: return
      }
      position += 1
    }
  }
}

extension UInt8 {
  /// Whether the byte may be part of a word: a letter, a digit, `_`, or of a character beyond ASCII.
  @inline(__always) var isWordByte: Bool {
    isDigit || isLowercaseLetter || isUppercaseLetter || self == "_" || !isASCII
  }
}
