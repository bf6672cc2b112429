import KaleTestSupport
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

  @Test(arguments: 0..<20 as Range<UInt64>)
  func everyCharacterStartSurvivesTheRoundTrip(seed: UInt64) {
    let alphabet: [String] = ["a", "é", "日", "😀", "\n", "\r\n", "\r", "\t"]
    var random = SeededGenerator(seed: seed)
    for _ in 0..<25 {
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

  /// What the walk from a line's start says: each character that starts there with the code units before it.
  private func walk(_ source: SourceText) -> [(offset: Int, column: Int)] {
    let bytes = source.utf8
    var characters: [(offset: Int, column: Int)] = []
    var offset = 0
    var column = 0
    while offset < bytes.count {
      characters.append((offset, column))
      // Either a whole character or a byte that counts alone.
      let width = (2...4).first { width in
        let end = offset + width
        return end <= bytes.count && String(validating: bytes[offset..<end], as: UTF8.self)?.count == 1
          && bytes[offset] >= 0x80
      }
      column += width == 4 ? 2 : 1
      offset += width ?? 1
    }
    return characters
  }

  @Test(arguments: [
    ["😀"], ["a", "😀"], ["é", "日", "😀", "x"], ["日"], ["a"], ["plain text ", "é"],
  ])
  func longLinesHaveTheColumnsOfAWalk(alphabet: [String]) {
    var pieces: [String] = []
    for number in 0..<3000 { pieces.append(alphabet[number % alphabet.count]) }
    // Bytes that are no character stand at the checkpoints' places as well.
    let source = SourceText(utf8: Array(pieces.joined().utf8) + [0xF0, 0x9F, 0x98, 0x80, 0x80, 0xFF, 0x61])
    for (offset, column) in walk(source) {
      let position = TextPosition(line: 0, column: column)
      guard source.position(of: offset, in: .utf16) == position,
        source.offset(of: position, in: .utf16) == offset
      else {
        Issue.record("byte \(offset) is column \(column)")
        return
      }
    }
    let end = source.position(of: .max, in: .utf16)
    #expect(source.offset(of: TextPosition(line: 0, column: .max), in: .utf16) == source.utf8.count)
    #expect(source.offset(of: end, in: .utf16) == source.utf8.count)
  }

  @Test func longLinesAmongOthersHaveColumnsOfTheirOwn() {
    let long = String(repeating: "é😀x", count: 3000)
    let source = SourceText("日\n" + long + "\r\nx😀y")
    #expect(source.position(of: 4 + 7 * 2000, in: .utf16) == TextPosition(line: 1, column: 8000))
    #expect(source.offset(of: TextPosition(line: 1, column: 8000), in: .utf16) == 4 + 7 * 2000)
    #expect(source.offset(of: TextPosition(line: 1, column: .max), in: .utf16) == 4 + 21_000)
    #expect(source.offset(of: TextPosition(line: 2, column: 3), in: .utf16) == 4 + 21_000 + 2 + 5)
    #expect(source.position(of: .max, in: .utf16) == TextPosition(line: 2, column: 4))
  }

  @Test func aLookupCostsTheSameAnywhereOnALine() {
    // "abc", é and an emoji: 9 bytes, 6 code units.
    let count = 9_000_000 / 9
    let source = SourceText(String(repeating: "abcé😀", count: count))
    // A walk from the line's start would read 10^12 bytes, and the suite would not come to its end.
    for number in 0..<60_000 {
      let unit = count - 1 - number
      let position = TextPosition(line: 0, column: unit * 6 + 4)
      guard source.position(of: unit * 9 + 5, in: .utf16) == position,
        source.offset(of: position, in: .utf16) == unit * 9 + 5
      else {
        Issue.record("unit \(unit)")
        return
      }
    }
  }
}
