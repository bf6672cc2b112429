import JSONSyntax
import KaleTestSupport
import Testing

@Suite("Places inside JSON strings")
struct JSONStringMapTests {
  /// One way to write a scalar, and what it decodes to.
  private static let spellings: [(raw: String, decoded: String)] = [
    ("a", "a"), ("é", "é"), ("€", "€"), ("😀", "😀"), (#"\n"#, "\n"), (#"\""#, "\""), (#"\\"#, "\\"),
    (#"\/"#, "/"),
    (#"\b"#, "\u{8}"), (#"\f"#, "\u{C}"), (#"\r"#, "\r"), (#"\t"#, "\t"), (#"\u0041"#, "A"),
    (#"\u00E9"#, "é"),
    (#"\u20ac"#, "€"), (#"\ud83d\ude00"#, "😀"), (#"\ud83d\n"#, "\u{FFFD}\n"), (#"\ude00"#, "\u{FFFD}"),
    (#"\ud83dx"#, "\u{FFFD}x"), (#"\ude00\ud83d "#, "\u{FFFD}\u{FFFD} "),
    ("plain text of some length", "plain text of some length"),
  ]

  @Test("Offsets agree with decoding piece by piece", arguments: 0..<30 as Range<UInt64>)
  func random(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    var text = Array(#"["x", ""#.utf8)
    let contentStart = text.count
    var decoded: [UInt8] = []
    var expected: [(decoded: Int, raw: Int)] = []
    for _ in 0..<Int.random(in: 0..<40, using: &generator) {
      let spelling = try #require(Self.spellings.randomElement(using: &generator))
      // Within one spelling only its start is known here: scalars that stand for themselves map one to one.
      expected.append((decoded.count, text.count))
      text += Array(spelling.raw.utf8)
      decoded += Array(spelling.decoded.utf8)
    }
    let contentEnd = text.count
    expected.append((decoded.count, contentEnd))
    text += Array("\"]".utf8)

    let tree = JSONTree(parsing: text)
    #expect(tree.isValid)
    let node = try #require(tree.root?.elements.map { $0 }.last)
    let map = try #require(node.stringMap)
    #expect(node.utf8Content == decoded)
    #expect(map.decodedCount == decoded.count)
    #expect(map.contentRange == contentStart..<contentEnd)
    for pair in expected {
      #expect(map.textOffset(ofDecoded: pair.decoded) == pair.raw)
      #expect(map.decodedOffset(ofText: pair.raw) == pair.decoded)
    }
    for (here, next) in zip(expected, expected.dropFirst()) {
      for offset in here.decoded..<next.decoded {
        #expect((here.raw..<next.raw).contains(map.textOffset(ofDecoded: offset)))
      }
      for offset in here.raw..<next.raw {
        #expect((here.decoded..<next.decoded).contains(map.decodedOffset(ofText: offset)))
      }
    }
  }

  @Test("Inside an escape is its start; outside the string is its nearest end")
  func insideAndOutside() throws {
    let text = #""a\ud83d\ude00b""#
    let map = try #require(JSONTree(parsing: Array(text.utf8)).root?.stringMap)
    #expect((-1...7).map(map.textOffset(ofDecoded:)) == [1, 1, 2, 2, 2, 2, 14, 15, 15])
    #expect((0...16).map(map.decodedOffset(ofText:)) == [0, 0] + Array(repeating: 1, count: 12) + [5, 6, 6])
  }

  @Test("An unclosed string has a map to the end of its line")
  func unclosed() throws {
    let node = try #require(JSONTree(parsing: Array("\"a\\nb\n".utf8)).root)
    #expect(node.string == "a\nb")
    #expect(node.stringMap?.contentRange == 1..<5)
    #expect(node.stringMap?.textOffset(ofDecoded: 3) == 5)
  }

  @Test(
    "Malformed UTF-8 is repaired as Swift repairs it",
    arguments: [
      [0xFF], [0xC3], [0xE2, 0x82], [0xE2, 0x82, 0x41], [0xED, 0xA0, 0x80], [0xF0, 0x9F, 0x98],
      [0xF4, 0x90, 0x80, 0x80],
      [0xC0, 0x80], [0x80, 0x80], [0xF0, 0x9F, 0x98, 0x80, 0xE9],
    ] as [[UInt8]])
  func malformed(bytes: [UInt8]) throws {
    let tree = JSONTree(parsing: [0x22, 0x61] + bytes + [0x22])
    #expect(tree.errors.first?.message == "invalid UTF-8")
    #expect(tree.root?.string == "a" + String(decoding: bytes, as: UTF8.self))
    #expect(tree.root?.stringMap?.decodedCount == tree.root?.utf8Content?.count)
  }
}
