import KaleTestSupport
import TOMLSyntax
import Testing

@Suite("TOML")
struct TOMLTests {
  private func root(_ text: String) throws -> TOMLTable {
    let document = TOMLDocument(parsing: Array(text.utf8))
    try #require(document.error == nil, "\(text)")
    return document.root
  }

  private func value(_ text: String) throws -> TOMLValue.Content? { try root("x = " + text)["x"]?.content }

  @Test(
    "Strings",
    arguments: [
      (#""a\tb\u00e9\U0001F600""#, "a\tbé😀"), (#"'C:\d'"#, #"C:\d"#), ("\"\"", ""), ("''", ""),
      ("\"\"\"\na\r\nb\"\"\"", "a\nb"), ("\"\"\"a \\\n\n   b\"\"\"", "a b"), ("'''\n'a' '''", "'a' "),
      ("\"\"\"a\"\"\"\"\"", "a\"\""), ("''''a'''", "'a"),
    ])
  func strings(text: String, expected: String) throws {
    #expect(try value(text) == .string(expected))
  }

  @Test(
    "Numbers, dates and flags",
    arguments: [
      ("1_000", .integer(1000)), ("-0", .integer(0)), ("+9223372036854775807", .integer(.max)),
      ("0xdead_BEEF", .integer(0xDEAD_BEEF)), ("0o17", .integer(15)), ("0b101", .integer(5)),
      ("1e3", .float(1000)), ("-1.5E-1", .float(-0.15)), ("-inf", .float(-.infinity)),
      ("true", .boolean(true)),
      ("1979-05-27 07:32:00.5-07:00", .dateTime("1979-05-27 07:32:00.5-07:00")),
      ("2024-02-29", .dateTime("2024-02-29")), ("07:32:00", .dateTime("07:32:00")),
    ] as [(String, TOMLValue.Content)])
  func values(text: String, expected: TOMLValue.Content) throws {
    #expect(try value(text) == expected)
  }

  @Test("Tables that are defined in parts are one table")
  func tables() throws {
    let root = try root(
      """
      [tool.a.b]
      x = 1
      [tool]
      a.c = {d.e = 2, f = [1, # one
        2,]}
      [[tool.list]]
      name = "first"
      [[tool.list]]
      [tool.list.inner]
      """)
    guard case .table(let tool)? = root["tool"]?.content, case .table(let a)? = tool["a"]?.content,
      case .array(let list)? = tool["list"]?.content
    else {
      Issue.record("tables are missing")
      return
    }
    #expect(a.entries.map(\.key) == ["b", "c"])
    #expect(list.count == 2)
  }

  @Test(
    "Errors are where they are, and say what is expected",
    arguments: [
      ("a = 1\na = 2", 6..<7, "`a` is already defined"), ("a = ", 4..<4, "expected a value"),
      ("a 1", 2..<2, "expected `=` after a key"),
      ("[a\nb = 1", 2..<2, "expected `]` at the end of a table header"),
      ("a = \"b", 4..<6, "unterminated string"), ("a = [1 2]", 7..<7, "expected `,` or `]` in an array"),
      ("a = 1 b", 6..<7, "expected the end of the line"), ("a = 2023-02-30", 4..<14, "there is no such date"),
      ("[a]\n[a]", 5..<6, "`a` is already defined"),
      ("a.b = 1\n[a]", 9..<10, "`a` is already defined"),
      ("a = {}\na.b = 1", 7..<8, "`a` is not a table that can be extended"),
      ("a = 99999999999999999999", 4..<24, "this integer does not fit into 64 bits"),
      ("a = \"\\d\"", 5..<6, "invalid escape sequence. Write `\\\\` for a backslash"),
      ("a = 1 # \u{1}", 8..<9, "control characters are not allowed here"),
    ])
  func errors(text: String, range: Range<Int>, message: String) {
    let error = TOMLDocument(parsing: Array(text.utf8)).error
    #expect(error == TOMLSyntaxError(message, range))
  }

  @Test("Ranges cover keys, values and headers")
  func ranges() throws {
    let root = try root("[tool.\"kale-lsp\"]\n'strict' = [true]\n")
    guard case .table(let tool)? = root["tool"]?.content, let section = tool["kale-lsp"],
      case .table(let table) = section.content
    else {
      Issue.record("the section is missing")
      return
    }
    #expect(section.range == 0..<17)
    #expect(table.entries.map(\.keyRange) == [18..<26])
    #expect(table["strict"]?.range == 29..<35)
  }

  @Test("Keys that only look alike are different keys")
  func canonicalEquivalence() throws {
    #expect(try root("\"\u{E9}\" = 1\n\"e\u{301}\" = 2").entries.count == 2)
  }

  @Test("What is not UTF-8 is an error where it begins")
  func invalidUTF8() {
    let document = TOMLDocument(parsing: Array("a = \"é".utf8) + [0xC3] + Array("\"".utf8))
    #expect(document.error == TOMLSyntaxError("not UTF-8", 7..<8))
  }
}

@Suite("TOML from any bytes")
struct TOMLFuzzTests {
  private static let sample = Array(
    """
    # A project.
    title = "kale" # name
    [tool.kale-lsp]
    strict = true
    select = ["KALE2", 'missing-name', \"\"\"a\\
       b\"\"\"]
    per-file-ignores."exploration/**" = ["KALE4"]
    rules = {foreign-tag = "off", x.y = [1, 0x1F, 1.5e3, 1979-05-27T07:32:00Z]}
    [[tool.list]]
    """.utf8)

  @Test("A document with random changes", arguments: 0..<20 as Range<UInt64>)
  func mutations(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<200 {
      var bytes = Self.sample
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        let start = Int.random(in: 0..<bytes.count, using: &generator)
        let end = min(bytes.count, start + Int.random(in: 0...8, using: &generator))
        let new = (0..<Int.random(in: 0...3, using: &generator)).map { _ in
          Self.sample.randomElement(using: &generator) ?? 0
        }
        bytes.replaceSubrange(start..<end, with: new)
      }
      check(bytes)
    }
  }

  @Test("Every prefix")
  func prefixes() {
    for count in 0...Self.sample.count { check(Array(Self.sample[..<count])) }
  }

  @Test("Nesting is bounded", arguments: ["[", "{a=", "a.", "[a."])
  func nesting(unit: String) {
    let many = String(repeating: unit, count: 100_000)
    check(Array(("x = " + many).utf8))
    check(Array(("[" + many).utf8))
    check(Array((many + "b = 1").utf8))
  }

  private func check(_ bytes: [UInt8]) {
    let document = TOMLDocument(parsing: bytes)
    if let error = document.error {
      #expect(0 <= error.range.lowerBound && error.range.upperBound <= bytes.count)
      #expect(document.root.entries.isEmpty)
    }
  }
}
