import Testing

@testable import PipelineCompiler

@Suite struct PythonLiteralTests {
  @Test(arguments: [
    ("plain", #""plain""#), ("it's \"x\"", #""it's \"x\"""#), ("a\\nb\n", #""a\\nb\n""#), ("é😀", "\"é😀\""),
    ("\0\u{85}\u{2028}\u{FEFF}", #""\x00\x85\u2028\ufeff""#), ("{{$}}", #""{{\x24}}""#),
    ("{$ {{ $", "\"{$ {{ $\""), ("$$ $$$ $(HOME) $HOME", #""\x24$ \x24\x24$ \x24(HOME) $HOME""#),
  ])
  func writesStringsOnOneLine(_ text: String, _ literal: String) {
    #expect(PythonLiteral.string(text) == literal)
  }

  @Test(arguments: [
    ("x = 1", "r'''\nx = 1\n'''"),
    (#"x = "a\n\\""#, "r'''\nx = \"a\\n\\\\\"\n'''"),
    ("'''doc'''", "r\"\"\"\n'''doc'''\n\"\"\""),
    ("'''a''' \"\"\"b\"\"\" \\", "'''\n''\\'a''\\' \"\"\"b\"\"\" \\\\\n'''"),
    ("'''\u{301}", "r\"\"\"\n'''\u{301}\n\"\"\""),
    ("!echo $$HOME", "'''\n!echo \\x24$HOME\n'''"),
    ("s = '{{$}}'", "'''\ns = '{{\\x24}}'\n'''"),
    ("a\r\nb\u{C}", "'''\na\\x0d\nb\\x0c\n'''"),
  ])
  func choosesALiteralForABlock(_ source: String, _ literal: String) {
    #expect(PythonLiteral.block(source) == literal)
  }

  @Test func emptiesBlankLinesWhereTheyMeanNothing() {
    #expect(PythonLiteral.block("if x:\n    y\n    \nz") == "r'''\nif x:\n    y\n\nz\n'''")
  }

  @Test func keepsBlankLinesThatMayBeText() {
    #expect(PythonLiteral.block("%%bash\n  \n\t\nx") == "'''\n%%bash\n \\x20\n\\t\nx\n'''")
    #expect(PythonLiteral.block("'''\n \n'''") == "'''\n''\\'\n\\x20\n''\\'\n'''")
  }

  /// Strings of the pieces that could close a literal, put together at random but the same each time.
  static let hostileTexts: [String] = {
    let pieces = [
      "'", "'''", "\"", "\"\"\"", "\\", "\n", "  ", "\t", "\r", "{{", "$", "}", "x", "\u{301}", "\u{2028}",
      "%%",
    ]
    var state: UInt64 = 42
    return (0..<2000).map { _ in
      var text = ""
      for _ in 0..<12 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        text += pieces[Int(state >> 33) % pieces.count]
      }
      return text
    }
  }()

  @Test func nothingInABlockGetsOutOfItsLiteral() throws {
    for text in Self.hostileTexts {
      let literal = PythonLiteral.block("%%\n" + text)
      let value = try #require(PythonReader.value(of: literal), "not one literal: \(literal)")
      #expect(Array(value.unicodeScalars) == Array("\n%%\n\(text)\n".unicodeScalars))
      #expect(!literal.utf8.elementsEqual([]) && !literal.holds("{{$"))
    }
  }

  @Test func nothingInAStringGetsOutOfItsLiteral() throws {
    for text in Self.hostileTexts {
      let literal = PythonLiteral.string(text)
      let value = try #require(PythonReader.value(of: literal), "not one literal: \(literal)")
      #expect(Array(value.unicodeScalars) == Array(text.unicodeScalars))
      #expect(!literal.utf8.contains(UInt8(ascii: "\n")) && !literal.holds("{{$"))
    }
  }
}

/// Reads a Python string literal as Python does, as far as the compiler writes them.
private enum PythonReader {
  /// The literal's value; nil where the text is not one literal from its first to its last character.
  static func value(of literal: String) -> String? {
    var rest = Array(literal.unicodeScalars)[...]
    let isRaw = rest.first == "r"
    if isRaw { rest = rest.dropFirst() }
    guard let quote = rest.first, quote == "'" || quote == "\"" else { return nil }
    let closing = Array(repeating: quote, count: rest.starts(with: [quote, quote, quote]) ? 3 : 1)
    rest = rest.dropFirst(closing.count)
    var value = String.UnicodeScalarView()
    while let scalar = rest.first {
      if rest.starts(with: closing) { return rest.count == closing.count ? String(value) : nil }
      guard closing.count == 3 || scalar != "\n" else { return nil }
      rest = rest.dropFirst()
      guard scalar == "\\" else {
        value.append(scalar)
        continue
      }
      guard let escaped = rest.popFirst() else { return nil }
      if isRaw {
        value.append(contentsOf: ["\\", escaped])
      } else {
        guard let meant = unescape(escaped, &rest) else { return nil }
        value.append(meant)
      }
    }
    return nil
  }

  private static func unescape(_ escaped: Unicode.Scalar, _ rest: inout ArraySlice<Unicode.Scalar>) -> Unicode
    .Scalar?
  {
    let digits: Int
    switch escaped {
    case "n": return "\n"
    case "r": return "\r"
    case "t": return "\t"
    case "\\", "'", "\"": return escaped
    case "x": digits = 2
    case "u": digits = 4
    case "U": digits = 8
    default: return nil
    }
    let number = String(String.UnicodeScalarView(rest.prefix(digits)))
    rest = rest.dropFirst(digits)
    return UInt32(number, radix: 16).flatMap(Unicode.Scalar.init)
  }
}
