/// Splits a virtual document into the texts of its cells.
enum VirtualBlocks {
  /// So many known texts with one first line are tried at most.
  private static let maximumCandidates = 32

  /// The bytes of each cell. Two blank lines stand between cells, but may stand in one as well: where a known text stands,
  /// it is one cell.
  static func split(_ text: [UInt8], known: [[UInt8]]) -> [Range<Int>] {
    var byFirstLine: [ArraySlice<UInt8>: [[UInt8]]] = [:]
    for cell in Set(known) { byFirstLine[firstLine(of: cell[...]), default: []].append(cell) }
    for key in byFirstLine.keys {
      byFirstLine[key]?.sort { $0.count > $1.count }
    }
    var blocks: [Range<Int>] = []
    var start = 0
    while start < text.count {
      let candidates = byFirstLine[firstLine(of: text[start...])] ?? []
      let match = candidates.prefix(maximumCandidates).first { cell in
        text[start...].starts(with: cell) && isEnd(start + cell.count, in: text)
      }
      let end = match.map { start + $0.count } ?? nextEnd(from: start, in: text)
      blocks.append(start..<end)
      start = end + separatorLength
    }
    return blocks
  }

  /// A line break that ends the cell, and two blank lines.
  private static let separatorLength = 3

  private static func firstLine(of text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    text.prefix { $0 != 0x0A }
  }

  /// Whether a cell ends at an offset: the text does, or two blank lines follow.
  private static func isEnd(_ offset: Int, in text: [UInt8]) -> Bool {
    let rest = text[offset...].prefix(separatorLength)
    return rest.isEmpty || rest.count == 1 && rest.first == 0x0A
      || rest.count == separatorLength && rest.allSatisfy { $0 == 0x0A }
  }

  private static func nextEnd(from start: Int, in text: [UInt8]) -> Int {
    var offset = start
    while let lineBreak = text[offset...].firstIndex(of: 0x0A) {
      if isEnd(lineBreak, in: text) { return lineBreak }
      offset = lineBreak + 1
    }
    return text.count
  }
}
