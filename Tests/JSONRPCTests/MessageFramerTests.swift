import KaleTestSupport
import Testing

@testable import JSONRPC

@Suite("Framing")
struct MessageFramerTests {
  private static func outputs(_ chunks: [[UInt8]]) -> [MessageFramer.Output] {
    var framer = MessageFramer()
    return chunks.flatMap { framer.feed($0) }
  }

  private static func message(_ text: String) -> MessageFramer.Output { .message(Array(text.utf8)) }

  @Test(
    "Headers in any order, case and company",
    arguments: [
      "Content-Length: 2\r\n\r\n{}",
      "content-length:2\r\n\r\n{}",
      "CONTENT-LENGTH: \t2 \r\nContent-Type: application/vscode-jsonrpc; charset=utf-8\r\n\r\n{}",
      "Content-Type: application/vscode-jsonrpc; charset=utf8\r\nX-Other: a:b\r\nContent-Length: 2\r\n\r\n{}",
      "Content-Length: 2\n\n{}",
      "\r\nContent-Length: 2\r\n\r\n{}\r\n",
    ])
  func headers(stream: String) {
    let bytes = Array(stream.utf8)
    #expect(Self.outputs([bytes]) == [Self.message("{}")])
    #expect(Self.outputs(bytes.map { [$0] }) == [Self.message("{}")])
  }

  @Test(
    "A header that cannot be used is one error, and the next message is read",
    arguments: [
      ("Content-Type: x\r\n\r\n{}", .missingContentLength),
      ("Content-Length: -1\r\n\r\n{}", .badContentLength),
      ("Content-Length: +1\r\n\r\n{}", .badContentLength),
      ("Content-Length:\r\n\r\n{}", .badContentLength),
      ("Content-Length: 99999999999999999999999\r\n\r\n{}", .badContentLength),
      ("Content-Length: 1073741825\r\n\r\n{}", .badContentLength),
      ("Content-Length: 2x\r\n\r\n{}", .badContentLength),
      ("hello\r\n\r\n{}", .malformedHeader),
      ("hello\r\nccontentcontent-\n", .malformedHeader),
      (String(repeating: "x", count: 10_000), .malformedHeader),
    ] as [(String, FramingError)])
  func badHeaders(stream: String, error: FramingError) {
    let bytes = Array((stream + "Content-Length: 3\r\n\r\n[1]Content-Length: 2\r\n\r\n[]").utf8)
    let expected = [.error(error), Self.message("[1]"), Self.message("[]")]
    #expect(Self.outputs([bytes]) == expected)
    #expect(Self.outputs(bytes.map { [$0] }) == expected)
  }

  @Test("Any cuts give the same messages", arguments: 0..<20 as Range<UInt64>)
  func anyCuts(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var stream: [UInt8] = []
    var expected: [MessageFramer.Output] = []
    for _ in 0..<30 {
      let body = (0..<Int.random(in: 0..<300, using: &generator)).map { _ in
        UInt8.random(in: 0...255, using: &generator)
      }
      stream += Array("Content-Length: \(body.count)\r\n\r\n".utf8) + body
      expected.append(.message(body))
    }
    var framer = MessageFramer()
    var outputs: [MessageFramer.Output] = []
    var rest = stream[...]
    while !rest.isEmpty {
      let chunk = rest.prefix(Int.random(in: 1..<200, using: &generator))
      outputs += framer.feed(Array(chunk))
      rest = rest.dropFirst(chunk.count)
    }
    #expect(outputs == expected)
  }

  @Test("Random bytes never stop the framer", arguments: 0..<20 as Range<UInt64>)
  func randomBytes(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let pieces = [
      "Content-Length:", " ", "-", "1", "7", "\r\n", "\n", "\r", "{}", "x: y", "\u{0}", "é", "c",
      "999999999999",
    ]
    var recoveries = 0
    for _ in 0..<100 {
      var framer = MessageFramer()
      for _ in 0..<60 {
        _ = framer.feed(Array((pieces.randomElement(using: &generator) ?? "").utf8))
      }
      let spacer = Array((String(repeating: "\n", count: 1000) + "bad\n").utf8)
      _ = framer.feed(spacer)
      let outputs = framer.feed(Array("\nContent-Length: 2\r\n\r\n{}".utf8))
      // A long body that was announced by chance swallows what follows.
      #expect(outputs.isEmpty || outputs.last == Self.message("{}"))
      if !outputs.isEmpty { recoveries += 1 }
    }
    #expect(recoveries > 50)
  }

  @Test("A message of many chunks is put together without copying it again and again")
  func manyChunks() {
    let count = 50_000_000
    var framer = MessageFramer()
    #expect(framer.feed(Array("Content-Length: \(count)\r\n\r\n".utf8)).isEmpty)
    let chunk = [UInt8](repeating: 0x61, count: 1 << 16)
    var left = count
    var outputs: [MessageFramer.Output] = []
    var places: Set<UInt> = []
    while left > 0 {
      outputs += framer.feed(Array(chunk.prefix(left)))
      left -= min(left, chunk.count)
      places.insert(framer.body.withUnsafeBytes { UInt(bitPattern: $0.baseAddress) })
    }
    // It stays where it is, but for the empty body afterwards.
    #expect(places.count <= 2)
    guard case .message(let body)? = outputs.first else {
      Issue.record("no message")
      return
    }
    #expect(outputs.count == 1)
    #expect(body.count == count)
  }
}
