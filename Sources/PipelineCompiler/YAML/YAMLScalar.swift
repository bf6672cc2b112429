/// How one string is written so that every reader of YAML, 1.1 or 1.2, gets the same string back.
enum YAMLScalar {
  /// The string as it is, where nothing can take it for anything else.
  case plain(String)
  /// In quotes, on one line.
  case quoted(String)
  /// A block literal: its header (`|`, `|-`, `|2+` …) and its lines.
  case literal(header: String, lines: [Substring.UTF8View])

  /// Chooses the form that a person reads best: plain where it is safe, a block literal for text of several lines,
  /// single quotes, and double quotes with escapes for what YAML cannot hold otherwise.
  init(_ text: String, allowsLiteral: Bool = true) {
    let characters = YAMLCharacters(text)
    if characters.needsEscapes {
      self = .quoted(Self.doubleQuoted(text))
    } else if characters.hasLineFeed {
      self = allowsLiteral ? Self.block(text) : .quoted(Self.doubleQuoted(text))
    } else if Self.isSafePlain(text) {
      self = .plain(text)
    } else {
      self = .quoted(Self.singleQuoted(text))
    }
  }
}

/// What the characters of a text ask of its form.
private struct YAMLCharacters {
  var hasLineFeed = false
  /// Whether there is a character that only an escape can carry.
  var needsEscapes = false

  init(_ text: String) {
    // A step's program has tens of thousands of bytes, nearly always of ASCII.
    if let isPlain = text.utf8.withContiguousStorageIfAvailable(Self.arePrintable), isPlain {
      hasLineFeed = text.utf8.contains(UInt8(ascii: "\n"))
      return
    }
    for scalar in text.unicodeScalars {
      if scalar == "\n" {
        hasLineFeed = true
      } else if scalar.needsEscape {
        needsEscapes = true
        return
      }
    }
  }

  /// Whether there is nothing but line feeds and what ASCII prints.
  private static func arePrintable(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    bytes.allSatisfy { (0x20...0x7E).contains($0) || $0 == UInt8(ascii: "\n") }
  }
}

// MARK: - Plain

extension YAMLScalar {
  /// Words that some reader takes for a truth value or for nothing, in lower case.
  private static let reservedWords: Set<String> = [
    "y", "n", "yes", "no", "on", "off", "true", "false", "null",
  ]

  /// A narrow rule, narrower than YAML's own: ASCII letters, digits and a few marks that mean nothing, beginning
  /// with a letter (perhaps after dashes, a slash or an underscore), or with a digit in a version such as `2.1.0`.
  private static func isSafePlain(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard let last = bytes.last, last != UInt8(ascii: " "), last != UInt8(ascii: ":") else { return false }
    for (index, byte) in bytes.enumerated() {
      switch byte {
      case UInt8(ascii: ":"):
        // A colon before a space makes a mapping. Another byte follows, the last being no colon.
        if bytes[index + 1] == UInt8(ascii: " ") { return false }
      case _ where isPlainByte(byte): continue
      default: return false
      }
    }
    if isVersion(bytes) { return true }
    let body = bytes.drop { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "_") }
    guard let first = body.first, isLetter(first) else { return false }
    return !reservedWords.contains(text.lowercased())
  }

  private static func isPlainByte(_ byte: UInt8) -> Bool {
    switch byte {
    case _ where isLetter(byte), UInt8(ascii: "0")...UInt8(ascii: "9"): true
    case UInt8(ascii: " "), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "/"): true
    default: false
    }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }

  /// Whether the text is three or more groups of digits with dots between: no number has two dots.
  private static func isVersion(_ bytes: [UInt8]) -> Bool {
    let groups = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return groups.count >= 3
      && groups.allSatisfy { group in
        !group.isEmpty && group.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      }
  }
}

// MARK: - Quoted

extension YAMLScalar {
  private static func singleQuoted(_ text: String) -> String {
    var quoted = "'"
    for scalar in text.unicodeScalars {
      quoted.unicodeScalars.append(scalar)
      if scalar == "'" { quoted.unicodeScalars.append(scalar) }
    }
    return quoted + "'"
  }

  private static func doubleQuoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case "\r": quoted += "\\r"
      case "\t": quoted += "\\t"
      case _ where scalar.needsEscape: quoted += scalar.escaped
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}

// MARK: - Block literal

extension YAMLScalar {
  /// Text of several lines as a block literal; in double quotes where it has nothing but blanks, since a reader
  /// finds the literal's indentation from its first line that has something on it.
  private static func block(_ text: String) -> YAMLScalar {
    var lines = lines(of: text)
    guard let firstWithText = lines.first(where: { !$0.isEmpty }), hasText(lines) else {
      return .quoted(doubleQuoted(text))
    }
    let startsWithBlank =
      firstWithText.first == UInt8(ascii: " ") || firstWithText.first == UInt8(ascii: "\t")
    let indicator = startsWithBlank ? String(YAMLWriter.indentation) : ""
    let chomping: String
    if lines.last?.isEmpty == true {
      lines.removeLast()
      chomping = lines.last?.isEmpty == true ? "+" : ""
    } else {
      chomping = "-"
    }
    return .literal(header: "|" + indicator + chomping, lines: lines)
  }

  /// The lines, split at line feeds. The library's `split` takes ten times as long.
  private static func lines(of text: String) -> [Substring.UTF8View] {
    let bytes = text.utf8
    let ends = bytes.withContiguousStorageIfAvailable { bytes in
      bytes.indices.filter { bytes[$0] == UInt8(ascii: "\n") }
    }
    guard let ends else {
      return bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    }
    var lines: [Substring.UTF8View] = []
    lines.reserveCapacity(ends.count + 1)
    var start = bytes.startIndex
    var position = 0
    for end in ends {
      let index = bytes.index(start, offsetBy: end - position)
      lines.append(bytes[start..<index])
      start = bytes.index(after: index)
      position = end + 1
    }
    return lines + [bytes[start...]]
  }

  private static func hasText(_ lines: [Substring.UTF8View]) -> Bool {
    lines.contains { line in line.contains { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") } }
  }
}
