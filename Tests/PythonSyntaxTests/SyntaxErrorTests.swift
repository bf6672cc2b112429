import Testing

@testable import PythonSyntax

/// Mistakes, with the words and lines CPython has for them.
@Suite struct SyntaxErrorTests {
  @Test(arguments: [
    ("print(a", 1, "'(' was never closed"), ("x = [1,\n2", 1, "'[' was never closed"),
    ("a)", 1, "unmatched ')'"),
    ("(a]", 1, "closing parenthesis ']' does not match opening parenthesis '('"),
    ("(\na]", 2, "closing parenthesis ']' does not match opening parenthesis '(' on line 1"),
    ("x = 'a", 1, "unterminated string literal (detected at line 1)"),
    ("a\nx = '''b\nc", 2, "unterminated triple-quoted string literal (detected at line 3)"),
    ("f'{a'", 1, "f-string: expecting '}'"), ("f'}'", 1, "f-string: single '}' is not allowed"),
    ("f'{}'", 1, "f-string: valid expression required before '}'"),
    ("f'{a!x}'", 1, "f-string: invalid conversion character 'x': expected 's', 'r', or 'a'"),
    ("if a\n  b", 1, "expected ':'"),
    ("if a:\nb", 2, "expected an indented block after 'if' statement on line 1"),
    ("def f():\nx", 2, "expected an indented block after function definition on line 1"),
    ("  a", 1, "unexpected indent"),
    ("if a:\n    b\n  c", 3, "unindent does not match any outer indentation level"),
    ("if a:\n        b\n\tc", 3, "inconsistent use of tabs and spaces in indentation"),
    ("print 'a'", 1, "Missing parentheses in call to 'print'. Did you mean print(...)?"),
    ("f() = 1", 1, "cannot assign to function call here. Maybe you meant '==' instead of '='?"),
    ("1 = a", 1, "cannot assign to literal here. Maybe you meant '==' instead of '='?"),
    ("None = 1", 1, "cannot assign to None"),
    ("if a = 1: pass", 1, "invalid syntax. Maybe you meant '==' or ':=' instead of '='?"),
    ("del f()", 1, "cannot delete function call"),
    ("f(a b)", 1, "invalid syntax. Perhaps you forgot a comma?"),
    ("f(a=1, b)", 1, "positional argument follows keyword argument"),
    ("f(a for a in b, c)", 1, "Generator expression must be parenthesized"),
    ("import a from b", 1, "Did you mean to use 'from ... import ...' instead?"),
    ("def f(a=1, b): pass", 1, "parameter without a default follows parameter with a default"),
    ("def f(*): pass", 1, "named arguments must follow bare *"),
    ("from a import b,", 1, "trailing comma not allowed without surrounding parentheses"),
    ("try: pass\nx", 2, "expected 'except' or 'finally' block"),
    (
      "0777", 1,
      "leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers"
    ),
    ("1a", 1, "invalid decimal literal"), ("0b2", 1, "invalid digit '2' in binary literal"),
    ("a \\ b", 1, "unexpected character after line continuation character"),
    ("x = “a”", 1, "invalid character '“' (U+201C)"),
    ("a\u{a0}b", 1, "invalid non-printable character U+00A0"),
    ("b'é'", 1, "bytes can only contain ASCII literal characters"),
    ("'a' b'c'", 1, "cannot mix bytes and nonbytes literals"),
    ("{a: }", 1, "expression expected after dictionary key and ':'"),
    ("(*a)", 1, "cannot use starred expression here"),
    ("[*a for a in b]", 1, "iterable unpacking cannot be used in comprehension"),
    ("a = 1 2", 1, "invalid syntax"),
    ("class", 1, "invalid syntax"), ("x = a if b", 1, "expected 'else' after 'if' expression"),
    ("a ? b", 1, "invalid syntax"), ("x = [\n  a,\n  def b,\n]", 3, "invalid syntax"),
    ("x = [\n  a,\n  def b]\ny = 'c", 4, "unterminated string literal (detected at line 4)"),
    ("x = [\n  a,\ndef b(): pass", 1, "'[' was never closed"),
    ("def f(\n  a: b\n  c: d): pass", 2, "invalid syntax. Perhaps you forgot a comma?"),
    ("def f():\n\n", 2, "expected an indented block after function definition on line 1"),
    ("try:\r\n  a\r\n", 2, "expected 'except' or 'finally' block"), ("@a\n", 1, "invalid syntax"),
    ("t'a' 'b'", 1, "cannot mix t-string literals with string or bytes literals"),
  ])
  func message(text: String, line: Int, message: String) throws {
    let error = try #require(CellFacts(analysing: text, dialect: .python).reportedError)
    #expect(error.message == message)
    #expect(LineTable(Array(text.utf8)).lineNumber(of: error.range.lowerBound) == line)
  }

  @Test(arguments: [
    "before = 1\n@broken@\nafter = 2", "before = 1\nx = (1,\ndef f(): pass\nafter = 2",
    "before = 1\nx = (1,\nafter = 2\n",
    "before = 1\nif x y:\n  pass\nafter = 2", "before = 1\nx = 'abc\nafter = 2",
    "before = 1\nf'{x'\nafter = 2",
    "before = 1\nx = [1, 2)\nafter = 2", "before = 1; x y; z\nafter = 2", "before = 1\n  x\nafter = 2",
    "before = 1\nx = 1__2\nafter = 2", "before = 1\ndef f(:\n  pass\nafter = 2",
    "before = 1\nprint 'x'\nafter = 2",
  ])
  func theStatementIsLostAndNotTheCell(text: String) {
    let facts = CellFacts(analysing: text)
    let names = Set(facts.bindings.map(\.name))
    #expect(names.isSuperset(of: ["before", "after"]))
    #expect(!facts.syntaxErrors.isEmpty)
  }

  @Test func theBlockBelowABrokenHeaderIsStillRead() {
    let facts = CellFacts(analysing: "for x on y:\n  inner = missing\nafter = 1")
    #expect(facts.bindings.map(\.name) == ["x", "inner", "after"])
    #expect(facts.undefinedNames() == ["missing"])
  }

  @Test func eachBrokenStatementIsReportedOnce() {
    let facts = CellFacts(analysing: "a b\nc = 'x\nd e\n")
    #expect(
      facts.syntaxErrors.map(\.message) == [
        "invalid syntax", "unterminated string literal (detected at line 2)", "invalid syntax",
      ])
  }

  @Test func invalidUTF8IsReported() {
    #expect(CellFacts(analysing: [0x61, 0x20, 0x3d, 0xff, 0x0a]).syntaxErrors.isEmpty == false)
  }
}
