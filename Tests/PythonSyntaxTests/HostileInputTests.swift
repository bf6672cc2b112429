import KaleTestSupport
import Testing

@testable import PythonSyntax

/// Input made to hurt: it must end, and without a crash.
///
/// None of it is timed. What takes steps without end, or exponentially many, never gets there, and Tests/run.sh ends the suite.
@Suite struct HostileInputTests {
  static let repeated: [(String, Int)] = [
    ("(", 40_000), ("[{(", 30_000), ("a(\n", 40_000), ("f'{", 20_000), ("f\"{f'{", 20_000), ("'", 40_001),
    ("\"\"\"\n", 30_001),
    ("not ", 40_000), ("-", 40_000), ("lambda: ", 20_000), ("a if b else ", 40_000), ("a.", 40_000),
    ("a = ", 20_000),
    ("x**", 40_000), ("a + ", 40_000), ("a[b]", 40_000), ("await ", 20_000), ("match x;", 20_000),
    ("?\n", 20_000), ("a?\n", 20_000),
    ("if x:\n", 10_000), ("else:\n", 10_000), (")", 40_000), ("}", 40_000), ("\\", 10_000),
    ("\\\n", 40_000), ("@", 40_000), ("*", 40_000),
    ("a,", 40_000), ("x: ", 20_000), ("é", 20_000), ("\u{201c}", 20_000), ("0_", 20_000),
    ("%%time\n", 20_000), ("with (", 20_000), ("\t\n", 40_000),
    ("def f(a, b", 20_000), ("class A(\n", 20_000), ("import a\ndef f(): pass\n", 10_000),
    ("x: 'y'\n", 20_000), ("!", 40_000), ("a = !b\n", 20_000), ("case ", 20_000),
  ]

  @Test(arguments: repeated)
  func repetition(unit: String, count: Int) {
    let text = String(repeating: unit, count: count)
    for dialect in [PythonDialect.notebook, .python] { _ = CellFacts(analysing: text, dialect: dialect) }
  }

  @Test func deepBlocks() {
    let text = (0..<10_000).map { String(repeating: " ", count: $0 % 2000) + "if x:\n" }.joined()
    #expect(
      CellFacts(analysing: text).syntaxErrors.contains { $0.message == "too many levels of indentation" })
  }

  @Test func nestingUpToTheLimitIsFine() {
    let brackets = String(repeating: "(", count: 199) + "a" + String(repeating: ")", count: 199)
    #expect(CellFacts(analysing: brackets).syntaxErrors.isEmpty)
    let blocks =
      (0..<99).map { String(repeating: " ", count: $0) + "if x:\n" }.joined()
      + String(repeating: " ", count: 99) + "y"
    #expect(CellFacts(analysing: blocks).syntaxErrors.isEmpty)
  }

  @Test func longLine() {
    let text = "x = [" + String(repeating: "1, ", count: 1_000_000) + "]"
    #expect(CellFacts(analysing: text).syntaxErrors.isEmpty)
  }

  @Test(arguments: 0..<60)
  func randomBytes(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    let pieces = [
      "(", ")", "[", "]", "{", "}", "'", "\"", "'''", "f'", "f\"{", ":", "\n", "\n  ", "\n\t", "\\", "=", "a",
      "1", ".", ",", "*", "def ", "class ", "if ", "lambda ", "for ", " in ", "%", "!", "?", "\r", "\u{c}",
      "é", "\0", "@", "match ", "case ", "with ", "as ", "x: ", "->",
    ]
    var text: [UInt8] = []
    for _ in 0..<2000 {
      if Int.random(in: 0..<20, using: &random) == 0 {
        text.append(UInt8.random(in: 0...255, using: &random))
      } else {
        text += Array(pieces[Int.random(in: 0..<pieces.count, using: &random)].utf8)
      }
    }
    for dialect in [PythonDialect.notebook, .python] {
      let source = PythonSource(text, dialect: dialect)
      for error in source.facts.syntaxErrors { #expect(error.range.upperBound <= text.count + 1) }
      _ = source.nameOccurrences
    }
  }
}
