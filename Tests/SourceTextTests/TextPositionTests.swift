import SourceText
import Testing

@Suite struct TextPositionTests {
  @Test(arguments: [
    ("", 1), ("a", 1), ("a\n", 2), ("a\r\nb", 2), ("a\rb\nc", 3), ("\n\n\n", 4), ("\r\r\n", 3),
  ])
  func countsLines(text: String, lines: Int) {
    #expect(SourceText(text).lineCount == lines)
  }

  @Test(arguments: [
    ("a\r\nb", 0, 0..<1), ("a\r\nb", 1, 3..<4), ("a\rb", 0, 0..<1), ("ab\n", 0, 0..<2), ("ab\n", 1, 3..<3),
  ])
  func leavesTheLineBreakOut(text: String, line: Int, range: Range<Int>) {
    #expect(SourceText(text).contentRange(ofLine: line) == range)
  }

  @Test(arguments: [
    ("x😀y", 5, 3, 5), ("x😀y", 1, 1, 1), ("x😀y", 3, 1, 1), ("é=1", 2, 1, 2), ("日本\tx", 7, 3, 7),
  ])
  func countsColumnsInBothEncodings(text: String, offset: Int, utf16: Int, utf8: Int) {
    let source = SourceText(text)
    #expect(source.position(of: offset, in: .utf16) == TextPosition(line: 0, column: utf16))
    #expect(source.position(of: offset, in: .utf8) == TextPosition(line: 0, column: utf8))
  }

  @Test func columnInsideASurrogatePairIsTheCharactersStart() {
    let source = SourceText("x😀y")
    #expect(source.offset(of: TextPosition(line: 0, column: 2), in: .utf16) == 1)
    #expect(source.offset(of: TextPosition(line: 0, column: 3), in: .utf16) == 5)
  }

  @Test func columnPastTheLineIsItsEndAndLinePastTheTextIsNothing() {
    let source = SourceText("ab\r\ncd")
    #expect(source.offset(of: TextPosition(line: 0, column: 99), in: .utf16) == 2)
    #expect(source.offset(of: TextPosition(line: 1, column: 99), in: .utf8) == 6)
    #expect(source.offset(of: TextPosition(line: 2, column: 0), in: .utf16) == nil)
    #expect(source.offset(of: TextPosition(line: -1, column: 0), in: .utf16) == nil)
  }

  @Test func positionsOutsideAreTheNearestEnd() {
    let source = SourceText("ab\ncd")
    #expect(source.position(of: -5, in: .utf16) == TextPosition(line: 0, column: 0))
    #expect(source.position(of: 500, in: .utf16) == TextPosition(line: 1, column: 2))
  }

  @Test func everyCharacterStartSurvivesTheRoundTrip() {
    let alphabet: [String] = ["a", "é", "日", "😀", "\n", "\r\n", "\r", "\t"]
    var random = SystemRandomNumberGenerator()
    for _ in 0..<500 {
      let pieces = (0..<20).compactMap { _ in alphabet.randomElement(using: &random) }
      let source = SourceText(pieces.joined())
      var offset = 0
      for piece in pieces {
        defer { offset += piece.utf8.count }
        if piece.contains(where: \.isNewline) { continue }
        for encoding in [ColumnEncoding.utf8, .utf16] {
          let position = source.position(of: offset, in: encoding)
          #expect(source.offset(of: position, in: encoding) == offset)
        }
      }
    }
  }

  @Test func bytesThatAreNotUTF8CountOneColumnEach() {
    let source = SourceText(utf8: [0xFF, 0xC3, 0x61, 0x80, 0x0A])
    #expect(source.position(of: 3, in: .utf16) == TextPosition(line: 0, column: 3))
    #expect(source.offset(of: TextPosition(line: 0, column: 4), in: .utf16) == 4)
  }

  @Test func equalityIsByContent() {
    #expect(SourceText("abc") == SourceText("abc"))
    #expect(SourceText("abc") != SourceText("abd"))
    #expect(SourceText("abc").replacing(1..<2, with: "xyz".utf8) == SourceText("axyzc"))
    #expect(SourceText("abc").replacing(2..<99, with: []).string == "ab")
  }
}
