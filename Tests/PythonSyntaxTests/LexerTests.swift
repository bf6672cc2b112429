import Testing

@testable import PythonSyntax

@Suite struct LexerTests {
  private func kinds(_ text: String) -> [TokenKind] {
    var lexer = Lexer(Array(text.utf8), range: 0..<text.utf8.count, dialect: .python, names: .known)
    lexer.run()
    return lexer.tokens.map(\.kind)
  }

  @Test func keywordsAreInTheOrderOfTheirNames() {
    for name in KnownName.allCases.prefix(Int(KnownName.keywordCount)) {
      let found = kinds(name.spelling)[0]
      #expect(found.rawValue == UInt8(name.rawValue), "\(name.spelling)")
    }
    #expect(kinds("yielded")[0] == .name)
  }

  @Test(arguments: [
    ("\n", [TokenKind.name, .newline, .name, .newline, .endOfFile]),
    ("\r", [.name, .newline, .name, .newline, .endOfFile]),
    ("\r\n", [.name, .newline, .name, .newline, .endOfFile]),
    ("\\\n", [.name, .name, .newline, .endOfFile]),
    ("\n\n  # note\n\u{c}", [.name, .newline, .name, .newline, .endOfFile]),
  ])
  func lineEnds(between: String, expected: [TokenKind]) {
    #expect(kinds("a\(between)b") == expected)
  }

  @Test func indentation() {
    #expect(
      kinds("if a:\n\tb\n\tc\nd") == [
        .if, .name, .colon, .newline, .indent, .name, .newline, .name, .newline, .dedent, .name, .newline,
        .endOfFile,
      ])
  }

  @Test(arguments: [
    "0", "00", "1_000", "0x_ff", "0b1010", "0o17", "1.", ".5", "1e10", "1E-3", "1_0.0_1e+1_0", "3j", "1.5J",
  ])
  func numbers(text: String) {
    #expect(kinds(text) == [.number, .newline, .endOfFile])
    #expect(CellFacts(analysing: text).syntaxErrors.isEmpty)
  }

  @Test(arguments: [
    "'a'", "\"a\"", "'''a\nb'''", "r'\\\\'", "b'x'", "Rb'x'", "bR'x'", "u'x'", "'a' 'b'", "'\\N{EM DASH}'",
    "'\\\n'",
  ])
  func strings(text: String) {
    #expect(kinds(text).allSatisfy { $0 == .string || $0 == .newline || $0 == .endOfFile })
    #expect(CellFacts(analysing: text).syntaxErrors.isEmpty)
  }

  @Test(arguments: [
    "f'{a}'", "f'{a!r:>{width}.{places}}'", "f'{{}}'", "f'{a=}'", "f'{a[\"b\"]}'", "f'{f\"{f'''{a}'''}\"}'",
    "f'{ {1: 2}[1] }'", "f'{(lambda x: x)(1)}'", "f'''{\na\n}'''", "rf'\\{a}'", "t'{a}'", "f'{a:%H:%M}'",
    "f'{a!=b}'",
    "f'\\N{EM DASH}{a}'", "f'{x:{{y}}}'",
  ])
  func formatStrings(text: String) {
    #expect(CellFacts(analysing: text).syntaxErrors.map(\.message) == [])
  }

  @Test func namesAreNormalised() {
    let facts = CellFacts(analysing: "ﬁx = 1\nfix\n𝔘 = 2\nU")
    #expect(facts.bindings.map(\.name) == ["fix", "U"])
    #expect(facts.undefinedNames().isEmpty)
  }

  @Test func canonicallyEquivalentNamesAreOne() {
    let facts = CellFacts(analysing: "caf\u{e9} = 1\ncafe\u{301}")
    #expect(facts.undefinedNames().isEmpty)
  }

  @Test func linesAndColumns() {
    let table = LineTable(Array("a\r\nβ𝒳c\rd".utf8))
    #expect([0, 3, 11].map { table.lineNumber(of: $0) } == [1, 2, 3])
    #expect(table.utf16Column(of: 9) == 3)
  }
}
