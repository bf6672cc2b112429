/// An immutable text as UTF-8 bytes that knows where its lines start.
///
/// Copies share their storage, and equality looks at the bytes only when neither identity nor the content hash has
/// decided already: a notebook of a thousand cells is compared with its successor in microseconds.
package struct SourceText: Sendable, Hashable {
  private final class Storage: Sendable {
    let bytes: [UInt8]
    let lineStarts: [Int]
    let isASCII: Bool
    let utf16Checkpoints: UTF16Checkpoints?
    let contentHash: Int

    init(bytes: [UInt8]) {
      self.bytes = bytes
      (lineStarts, isASCII) = SourceText.scan(bytes)
      let needsCheckpoints = !isASCII && SourceText.hasLongLine(lineStarts, end: bytes.count)
      utf16Checkpoints = needsCheckpoints ? UTF16Checkpoints(bytes: bytes) : nil
      var hasher = Hasher()
      bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
      self.contentHash = hasher.finalize()
    }
  }

  private let storage: Storage

  /// A text of these bytes. Bytes that are not UTF-8 stay as they are; they count one column each.
  package init(utf8: [UInt8]) {
    storage = Storage(bytes: utf8)
  }

  /// Creates a text from the UTF-8 bytes of a string.
  package init(_ string: String) {
    self.init(utf8: Array(string.utf8))
  }

  /// The text's bytes. Offsets elsewhere are indices into this array.
  package var utf8: [UInt8] { storage.bytes }

  /// Whether the text has no byte beyond ASCII: then every byte is a column in every encoding.
  var isASCII: Bool { storage.isASCII }

  /// Places for the search of UTF-16 columns. Nil where all lines are short enough, or all columns single bytes.
  var utf16Checkpoints: UTF16Checkpoints? { storage.utf16Checkpoints }

  /// The text as a string, with U+FFFD in place of bytes that are not UTF-8.
  package var string: String { String(decoding: storage.bytes, as: UTF8.self) }

  /// Returns a part of the text as a string.
  ///
  /// - Parameter range: The bytes of the part; the range is clamped to the text.
  /// - Returns: The part, with U+FFFD in place of bytes that are not UTF-8.
  package func string(in range: Range<Int>) -> String {
    String(decoding: storage.bytes[range.clamped(to: 0..<storage.bytes.count)], as: UTF8.self)
  }

  /// Number of lines, at least 1; a text that ends with a line break ends with an empty line.
  package var lineCount: Int { storage.lineStarts.count }

  /// The bytes of a line without its line break; nil where there is no such line.
  package func contentRange(ofLine line: Int) -> Range<Int>? {
    guard storage.lineStarts.indices.contains(line) else { return nil }
    let start = storage.lineStarts[line]
    guard line + 1 < storage.lineStarts.count else { return start..<storage.bytes.count }
    var end = storage.lineStarts[line + 1] - 1
    if end > start, storage.bytes[end] == UInt8(ascii: "\n"), storage.bytes[end - 1] == UInt8(ascii: "\r") {
      end -= 1
    }
    return start..<end
  }

  /// The line that holds the byte at `offset`; an offset outside the text counts as its nearest end.
  package func line(containing offset: Int) -> Int {
    var low = 0
    var high = storage.lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if storage.lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return low
  }

  /// A text with the bytes in `range` replaced; the range is clamped to the text.
  package func replacing(_ range: Range<Int>, with replacement: some Collection<UInt8>) -> SourceText {
    var bytes = storage.bytes
    bytes.replaceSubrange(range.clamped(to: 0..<bytes.count), with: replacement)
    return SourceText(utf8: bytes)
  }

  package static func == (left: SourceText, right: SourceText) -> Bool {
    left.storage === right.storage
      || left.storage.contentHash == right.storage.contentHash && left.storage.bytes == right.storage.bytes
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(storage.contentHash)
  }

  /// Where the lines start, and whether all bytes are ASCII. Lines end at LF, CRLF or a CR alone, as LSP says.
  private static func scan(_ bytes: [UInt8]) -> (lineStarts: [Int], isASCII: Bool) {
    var starts = [0]
    var seenBits: UInt64 = 0
    bytes.withUnsafeBytes { buffer in
      var index = 0
      while index < buffer.count {
        // Eight bytes at a time, as far as no line ends among them.
        while buffer.count - index >= 8 {
          let word = UInt64(
            littleEndian: buffer.loadUnaligned(fromByteOffset: index, as: UInt64.self))
          seenBits |= word
          let marks = lineEndMarks(in: word)
          index += marks == 0 ? 8 : marks.trailingZeroBitCount / 8
          if marks != 0 { break }
        }
        guard index < buffer.count else { break }
        let byte = buffer[index]
        seenBits |= UInt64(byte)
        index += 1
        guard byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") else { continue }
        if byte == UInt8(ascii: "\r"), index < buffer.count, buffer[index] == UInt8(ascii: "\n") {
          index += 1
        }
        starts.append(index)
      }
    }
    return (starts, seenBits & 0x8080_8080_8080_8080 == 0)
  }

  /// A word whose lowest set bit is in the first byte of `word` that ends a line; zero where none does.
  private static func lineEndMarks(in word: UInt64) -> UInt64 {
    let ones: UInt64 = 0x0101_0101_0101_0101
    // One less borrows into the high bit of a byte that is zero. Borrows travel upwards only, so the lowest mark is true.
    let feeds = word ^ (ones &* UInt64(UInt8(ascii: "\n")))
    let returns = word ^ (ones &* UInt64(UInt8(ascii: "\r")))
    return (((feeds &- ones) & ~feeds) | ((returns &- ones) & ~returns)) & 0x8080_8080_8080_8080
  }

  private static func hasLongLine(_ lineStarts: [Int], end: Int) -> Bool {
    var lineEnd = end
    for start in lineStarts.reversed() {
      if lineEnd - start > UTF16Checkpoints.spacing { return true }
      lineEnd = start
    }
    return false
  }
}
