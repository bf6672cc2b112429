/// Fast looks at bytes, the only place of the room that uses pointers.
enum ByteScan {
  /// The first offset from `start` on whose byte may mean something inside a JSON string: a quote, a backslash, a
  /// control character or a byte beyond ASCII; the end of `bytes` where there is none.
  ///
  /// Eight bytes are tested at a time: megabytes of base64 stand in one string.
  static func endOfPlainStringBytes(in bytes: [UInt8], from start: Int) -> Int {
    bytes.withUnsafeBytes { buffer in
      var offset = start
      let lastWord = buffer.count - MemoryLayout<UInt64>.size
      while offset <= lastWord {
        let word = UInt64(littleEndian: buffer.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
        let marks = specialByteMarks(in: word)
        guard marks == 0 else { return offset + marks.trailingZeroBitCount / 8 }
        offset += MemoryLayout<UInt64>.size
      }
      while offset < buffer.count, isPlain(buffer[offset]) { offset += 1 }
      return offset
    }
  }

  /// Returns the first offset, from `start`, of a byte that is not white space; the end of `bytes` if there is none.
  static func endOfWhiteSpace(in bytes: [UInt8], from start: Int) -> Int {
    bytes.withUnsafeBufferPointer { buffer in
      var offset = start
      while offset < buffer.count, case let byte = buffer[offset], byte <= 0x20,
        byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
      { offset += 1 }
      return offset
    }
  }

  /// Whether the bytes of `text` stand in `bytes` from `start` on.
  static func hasContent(_ text: String, in bytes: [UInt8], from start: Int) -> Bool {
    var text = text
    return text.withUTF8 { text in
      guard start >= 0, text.count <= bytes.count - start else { return false }
      return bytes.withUnsafeBufferPointer { bytes in
        for offset in 0..<text.count where bytes[start + offset] != text[offset] { return false }
        return true
      }
    }
  }

  private static let ones: UInt64 = 0x0101_0101_0101_0101
  private static let highBits: UInt64 = 0x8080_8080_8080_8080

  /// A word whose lowest set bit is in the first byte of `word` that is not plain; zero where all are.
  private static func specialByteMarks(in word: UInt64) -> UInt64 {
    let quote = word ^ (ones &* UInt64(UInt8(ascii: "\"")))
    let backslash = word ^ (ones &* UInt64(UInt8(ascii: "\\")))
    // A byte below n borrows from its high bit when n is subtracted. Borrows travel upwards only, so the lowest
    // mark is always true.
    let control = (word &- ones &* 0x20) & ~word
    return (word | control | ((quote &- ones) & ~quote) | ((backslash &- ones) & ~backslash)) & highBits
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    byte >= 0x20 && byte < 0x80 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
  }

  /// The sequence that starts with the byte at `offset`, which is beyond ASCII: how many bytes it has, and
  /// whether it encodes a scalar. One that does not is cut where Unicode's practice of replacing maximal
  /// subparts, which Swift's `String` follows, cuts it.
  static func utf8Sequence(in bytes: [UInt8], at offset: Int, end: Int) -> (length: Int, isValid: Bool) {
    let length: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch bytes[offset] {
    case 0xC2...0xDF: length = 2
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: length = 3
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    case 0xF1...0xF3: length = 4
    default: return (1, false)
    }
    guard offset + 1 < end, second.contains(bytes[offset + 1]) else { return (1, false) }
    for index in 2..<max(length, 2) {
      guard offset + index < end, bytes[offset + index] & 0xC0 == 0x80 else { return (index, false) }
    }
    return (length, true)
  }
}
