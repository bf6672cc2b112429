/// Tells which lines of Python stand inside a string that began on a line before them, as jupytext sees it: by quotes
/// and comments alone, line by line.
struct QuoteState {
  /// The quote of the string with three quotes that is open.
  private var triple: UInt8?
  /// False for text in a language whose strings nobody knows.
  private let reads: Bool

  init(reads: Bool = true) { self.reads = reads }

  /// Whether the next line starts inside a string.
  var isQuoted: Bool { triple != nil }

  mutating func read(_ line: ArraySlice<UInt8>) {
    guard reads else { return }
    if triple == nil, line.trimmedFirst == UInt8(ascii: "#") { return }
    guard line.contains(where: Self.isQuote) else { return }
    var single: UInt8?
    // The last place where three quotes began or ended a string: the three of the next are other ones.
    var lastTriple = line.startIndex - 1
    for (offset, byte) in zip(line.indices, line) {
      if byte == UInt8(ascii: "#"), single == nil, triple == nil { break }
      guard Self.isQuote(byte) else { continue }
      if offset > line.startIndex, line[offset - 1] == UInt8(ascii: "\\") { continue }
      if single == byte {
        single = nil
      } else if single == nil {
        if isThird(offset, in: line), offset >= lastTriple + 3 {
          if triple == byte || triple == nil {
            triple = triple == nil ? byte : nil
            lastTriple = offset
          }
        } else if triple == nil {
          single = byte
        }
      }
    }
  }

  private static func isQuote(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")
  }

  private func isThird(_ offset: Int, in line: ArraySlice<UInt8>) -> Bool {
    offset >= line.startIndex + 2 && line[offset - 1] == line[offset] && line[offset - 2] == line[offset]
  }
}

extension ArraySlice<UInt8> {
  /// The first byte that is no white space of ASCII.
  var trimmedFirst: UInt8? { first { $0 != 0x20 && !(0x09...0x0D ~= $0) && !(0x1C...0x1F ~= $0) } }
}
