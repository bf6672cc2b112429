import KaleTestSupport
import Testing

@testable import PythonSyntax

/// What is read by words is what is read byte by byte, wherever the words begin and end.
@Suite struct SourceScanTests {
  /// Bytes of which few mean something, so that runs of all lengths come about.
  private static func bytes(_ generator: inout SeededGenerator) -> [UInt8] {
    let special: [UInt8] = [0x0a, 0x0d, 0x22, 0x27, 0x5c, 0x00, 0x1f, 0x80, 0xff, 0x20, 0x23]
    return (0..<Int.random(in: 0..<70, using: &generator)).map { _ in
      Int.random(in: 0..<9, using: &generator) == 0
        ? special.randomElement(using: &generator) ?? 0 : UInt8.random(in: 0x30...0x7e, using: &generator)
    }
  }

  @Test(arguments: 1...300 as ClosedRange<UInt64>)
  func wordsSayWhatBytesSay(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let source = Self.bytes(&generator)
    let limit = Int.random(in: 0...source.count, using: &generator)
    let start = Int.random(in: 0...limit, using: &generator)
    let rest = source[start..<limit]

    #expect(
      SourceScan.lineEnd(in: source, from: start, limit: limit)
        == rest.firstIndex { $0 == 0x0a || $0 == 0x0d } ?? limit)
    for quote in [0x22, 0x27] as [UInt8] {
      #expect(
        SourceScan.endOfPlainText(in: source, from: start, limit: limit, quote: quote)
          == rest.firstIndex { $0 < 0x20 || $0 >= 0x80 || $0 == quote || $0 == 0x5c } ?? limit)
    }
    #expect(
      SourceScan.endOfSpaces(in: source, from: start, limit: limit) == rest.firstIndex { $0 != 0x20 } ?? limit
    )
    let name = SourceScan.name(in: source, from: start, limit: limit)
    let letters = rest.prefix { byte in
      byte >= 0x80 || byte == 0x5f || (0x30...0x39).contains(byte) || (0x61...0x7a).contains(byte | 0x20)
    }
    #expect(name.end == letters.endIndex)
    #expect(name.isASCII == letters.allSatisfy { $0 < 0x80 })
    #expect(name.hash == SourceScan.hash(of: Array(letters)))
  }

  /// A limit beyond the source is the source's end.
  @Test func nothingIsReadOutsideTheSource() {
    let source = Array("abc".utf8)
    #expect(SourceScan.lineEnd(in: source, from: 0, limit: 1_000) == 3)
    #expect(SourceScan.endOfPlainText(in: source, from: 1, limit: 1_000, quote: 0x22) == 3)
    #expect(SourceScan.name(in: source, from: 2, limit: 1_000).end == 3)
    #expect(!SourceScan.areEqual(source, 1, source, 0, count: 3))
    #expect(SourceScan.areEqual(source, 3, source, 3, count: 0))
  }

  /// Names of every length that the hash treats in its own way, with the byte at each place changed.
  @Test(arguments: 1...40) func everyByteOfANameCounts(length: Int) {
    var names = NameTable.known
    let name = (0..<length).map { UInt8(0x61 + $0 % 26) }
    let identity = names.intern(bytes: name)
    for place in 0..<length {
      var other = name
      other[place] = UInt8(ascii: "_")
      #expect(names.intern(bytes: other) != identity)
      #expect(SourceScan.hash(of: other) != SourceScan.hash(of: name))
    }
    #expect(names.intern(bytes: name) == identity)
    #expect(names.text(identity) == String(decoding: name, as: UTF8.self))
  }
}
