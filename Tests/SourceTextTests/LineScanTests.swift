import KaleTestSupport
import SourceText
import Testing

/// Lines are found by words; each is where a look at every byte finds it.
@Suite struct LineScanTests {
  @Test(arguments: 1...300 as ClosedRange<UInt64>)
  func linesEndWhereBytesSay(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let pieces = ["\n", "\r", "\r\n", "a", "bcdefgh", "é", "0123456789abcdef", "\u{0b}\u{0c}"]
    let text = (0..<Int.random(in: 0..<30, using: &generator)).map { _ in
      pieces.randomElement(using: &generator) ?? ""
    }.joined()
    let bytes = Array(text.utf8)
    var lines: [[UInt8]] = [[]]
    var index = 0
    while index < bytes.count {
      if bytes[index] == 0x0d, index + 1 < bytes.count, bytes[index + 1] == 0x0a { index += 1 }
      if bytes[index] == 0x0a || bytes[index] == 0x0d {
        lines.append([])
      } else {
        lines[lines.count - 1].append(bytes[index])
      }
      index += 1
    }
    let source = SourceText(utf8: bytes)
    #expect(source.lineCount == lines.count)
    for line in lines.indices {
      #expect(source.contentRange(ofLine: line).map { Array(bytes[$0]) } == lines[line])
    }
    // A column is a code unit, which for a text beyond ASCII is no byte.
    let end = source.position(of: bytes.count, in: .utf16)
    #expect(end.column == String(decoding: lines[lines.count - 1], as: UTF8.self).utf16.count)
  }
}
