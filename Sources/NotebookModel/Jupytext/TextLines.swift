import SourceText

/// The lines of a text as Python's `str.splitlines` counts them, which jupytext reads by.
///
/// A line is a slice of the text's bytes without its line break: its indices are offsets in the text. A byte order mark at
/// the start, which editors on Windows write, is before the first line: nothing reads it, and nothing is written before it.
struct TextLines: Sendable {
  let bytes: [UInt8]
  /// The bytes of each line without its line break.
  private let ranges: [Range<Int>]

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    var ranges: [Range<Int>] = []
    bytes.withUnsafeBufferPointer { buffer in
      var start = bytes.starts(with: ByteOrderMark.utf8) ? ByteOrderMark.utf8.count : 0
      var offset = start
      while offset < buffer.count {
        let length = Self.lineBreakLength(buffer, at: offset)
        if length > 0 {
          ranges.append(start..<offset)
          start = offset + length
        }
        offset += max(length, 1)
      }
      if start < buffer.count { ranges.append(start..<buffer.count) }
    }
    self.ranges = ranges
  }

  var count: Int { ranges.count }

  var indices: Range<Int> { 0..<ranges.count }

  /// A line; empty at the text's end for an index outside the lines.
  subscript(index: Int) -> ArraySlice<UInt8> { bytes[range(of: index)] }

  /// The bytes of a line; the text's end for an index outside the lines.
  func range(of index: Int) -> Range<Int> {
    ranges.indices.contains(index) ? ranges[index] : bytes.count..<bytes.count
  }

  /// Where a line starts; the text's end for an index after the lines.
  func start(of index: Int) -> Int { range(of: index).lowerBound }

  /// The bytes of some lines with the line breaks between them, without the last one.
  func range(of lines: Range<Int>) -> Range<Int> {
    guard let last = lines.last else { return start(of: lines.lowerBound)..<start(of: lines.lowerBound) }
    return start(of: lines.lowerBound)..<max(start(of: lines.lowerBound), range(of: last).upperBound)
  }

  /// The line that holds a byte, or whose line break does.
  func line(containing offset: Int) -> Int {
    var low = 0
    var high = ranges.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if ranges[middle].lowerBound <= offset { low = middle } else { high = middle }
    }
    return low
  }

  /// The bytes of the line break at `offset`; 0 where there is none.
  private static func lineBreakLength(_ bytes: UnsafeBufferPointer<UInt8>, at offset: Int) -> Int {
    switch bytes[offset] {
    case 0x0A...0x0C, 0x1C...0x1E: return 1
    case 0x0D: return offset + 1 < bytes.count && bytes[offset + 1] == 0x0A ? 2 : 1
    case 0xC2: return offset + 1 < bytes.count && bytes[offset + 1] == 0x85 ? 2 : 0
    case 0xE2:
      guard offset + 2 < bytes.count, bytes[offset + 1] == 0x80 else { return 0 }
      return bytes[offset + 2] == 0xA8 || bytes[offset + 2] == 0xA9 ? 3 : 0
    default: return 0
    }
  }
}

extension ArraySlice<UInt8> {
  /// Whether the line holds nothing but white space.
  var isBlank: Bool { trimmedStart == endIndex }

  /// Where the white space at the front ends.
  var trimmedStart: Int {
    var offset = startIndex
    while offset < endIndex {
      let length = whiteSpaceLength(at: offset)
      if length == 0 { break }
      offset += length
    }
    return offset
  }

  /// The line without white space at its ends.
  var trimmed: ArraySlice<UInt8> {
    let start = trimmedStart
    var end = endIndex
    search: while end > start {
      for length in 1...3 where end - length >= start && whiteSpaceLength(at: end - length) == length {
        end -= length
        continue search
      }
      break
    }
    return self[start..<end]
  }

  /// The bytes of the white space character at `offset`, as Python counts white space; 0 for another character.
  private func whiteSpaceLength(at offset: Int) -> Int {
    switch self[offset] {
    case 0x20, 0x09...0x0D, 0x1C...0x1F: return 1
    case 0xC2: return offset + 1 < endIndex && [0x85, 0xA0].contains(self[offset + 1]) ? 2 : 0
    case 0xE1, 0xE2, 0xE3:
      guard offset + 2 < endIndex else { return 0 }
      switch (self[offset], self[offset + 1], self[offset + 2]) {
      case (0xE1, 0x9A, 0x80), (0xE2, 0x80, 0x80...0x8A), (0xE2, 0x80, 0xA8), (0xE2, 0x80, 0xA9),
        (0xE2, 0x80, 0xAF), (0xE2, 0x81, 0x9F), (0xE3, 0x80, 0x80):
        return 3
      default: return 0
      }
    default: return 0
    }
  }

  /// Whether the line starts with `prefix`.
  func hasPrefix(_ prefix: String) -> Bool { starts(with: prefix.utf8) }

  /// Whether the line ends with `suffix`.
  func hasSuffix(_ suffix: String) -> Bool { self.suffix(suffix.utf8.count).elementsEqual(suffix.utf8) }

  /// Where `text` first stands; nil where it does not.
  func firstPlace(of text: String) -> Int? {
    let pattern = text.utf8
    guard let first = pattern.first, count >= pattern.count else { return nil }
    return (startIndex...endIndex - pattern.count).first { offset in
      self[offset] == first && self[offset...].starts(with: pattern)
    }
  }

  var string: String { String(decoding: self, as: UTF8.self) }
}

extension UInt8 {
  var isASCIILetter: Bool { (0x61...0x7A).contains(self | 0x20) }

  var isASCIIDigit: Bool { (0x30...0x39).contains(self) }
}
