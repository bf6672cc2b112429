@testable import PipelineCompiler
import Testing

@Suite struct YAMLWriterTests {
  @Test(arguments: [
    "python", "python:3.12", "system.Dataset", "0.0.1", "2.1.0", "kfp-2.17.0", "--executor_input", "-c",
    "/data",
    "two words", "_x", "https://pypi.org/simple", "a1e3", "nulls",
  ])
  func writesHarmlessStringsPlain(_ string: String) {
    #expect(YAMLWriter.write(.string(string)) == string + "\n")
  }

  @Test(arguments: [
    "", "yes", "No", "TRUE", "off", "y", "null", "~", "1", "1.5", "1e3", "0x1", "0o7", "1_000", "1:30",
    "2001-01-01",
    ".inf", "-.inf", "-1", "-", "--", "---", "...", "- item", "key: value", "key:", "a #b", "#b", "&a", "*a",
    "!t",
    "|", ">", "\"", "%", "@", "`", "{{$}}", "[", "]", ",", "? ", "=", "<<", " leading", "trailing ", "é", "漢",
    "😀",
    "\\", "tab\there",
  ])
  func quotesWhatSomeReaderTakesForSomethingElse(_ string: String) {
    #expect(YAMLWriter.write(.string(string)) == "'" + string + "'\n")
  }

  @Test func doublesSingleQuotes() {
    #expect(YAMLWriter.write(.string("it's '")) == "'it''s '''\n")
  }

  @Test(arguments: [
    ("\r", #""\r""#), ("\r\n", #""\r\n""#), ("a\r\"\\\tb", #""a\r\"\\\tb""#), ("\u{85}", #""\x85""#),
    ("\u{2028}\u{2029}", #""\u2028\u2029""#), ("\u{FEFF}x", #""\ufeffx""#), ("\0", #""\x00""#),
    ("\u{1B}[0m", #""\x1b[0m""#), ("\u{7F}", #""\x7f""#), ("\u{FFFE}", #""\ufffe""#),
    ("\u{1FFFF}", #""\U0001ffff""#),
    ("\n", #""\n""#), (" \n\t\n", #"" \n\t\n""#),
  ])
  func escapesWhatNothingElseCanCarry(_ string: String, _ written: String) {
    #expect(YAMLWriter.write(.string(string)) == written + "\n")
  }

  @Test(arguments: [
    ("a\nb", "|-\n  a\n  b\n"),
    ("a\n", "|\n  a\n"),
    ("a\n\n\n", "|+\n  a\n\n\n"),
    ("\na\n", "|\n\n  a\n"),
    ("  a\nb\n", "|2\n    a\n  b\n"),
    ("\n  \n a", "|2-\n\n    \n   a\n"),
    ("\ta\n", "|2\n  \ta\n"),
    ("a  \n\t\nb: 'x' #\n---\n", "|\n  a  \n  \t\n  b: 'x' #\n  ---\n"),
  ])
  func writesLinesAsBlockLiteral(_ string: String, _ written: String) {
    #expect(YAMLWriter.write(.string(string)) == written)
  }

  @Test func sortsKeysByCodePointAndNestsInBlockStyle() {
    let value = YAMLValue.mapping([
      "b": .sequence([
        .string("x"), .mapping(["k": .boolean(true), "j": .number(2)]), .sequence([.string("z")]),
      ]),
      "B": .mapping(["text": .string("one\ntwo\n")]),
      "a": .mapping([:]),
      "c": .sequence([]),
    ])
    #expect(
      YAMLWriter.write(value) == """
        B:
          text: |
            one
            two
        a: {}
        b:
        - x
        - j: 2.0
          k: true
        - - z
        c: []

        """)
  }

  @Test func marksKeysThatReadersWouldNotFindTheColonOf() {
    let key = String(repeating: "k", count: 2000)
    #expect(YAMLWriter.write(.mapping([key: .string("v")])) == "? \(key)\n: v\n")
  }

  @Test(arguments: [(1e22, "1.0e+22"), (1e-7, "1.0e-07"), (1.5e300, "1.5e+300"), (-3.0, "-3.0")])
  func writesNumbersThatYAML11TakesForNumbers(_ number: Double, _ written: String) {
    #expect(YAMLWriter.write(.number(number)) == written + "\n")
  }
}
