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

  /// The blocks, each with the known text that it is; those joined that are parts of one, edited text with two blank lines
  /// in it.
  static func joined(_ blocks: [(range: Range<Int>, origin: Int?)], of text: [UInt8], known: [[UInt8]])
    -> [(range: Range<Int>, origin: Int?)]
  {
    var result: [(range: Range<Int>, origin: Int?)] = []
    // Blocks that nothing is known of yet may be the beginning of the next one that is known.
    var pending: [Range<Int>] = []
    for block in blocks {
      guard let origin = block.origin else {
        let last = pending.isEmpty ? result.last : nil
        if let last, let origin = last.origin, isPart(text[block.range], of: known[origin]) {
          result[result.count - 1].range = last.range.lowerBound..<block.range.upperBound
        } else {
          pending.append(block.range)
        }
        continue
      }
      var start = block.range.lowerBound
      while let last = pending.last, isPart(text[last], of: known[origin]) {
        start = last.lowerBound
        pending.removeLast()
      }
      result += pending.map { ($0, nil) }
      pending = []
      result.append((start..<block.range.upperBound, origin))
    }
    return result + pending.map { ($0, nil) }
  }

  /// Whether most lines of a block stand in a text that has two blank lines in it.
  private static func isPart(_ block: ArraySlice<UInt8>, of known: [UInt8]) -> Bool {
    guard !block.isEmpty, known[...].firstPlace(of: "\n\n\n") != nil else { return false }
    let lines = Set(known.split(separator: 0x0A))
    let own = block.split(separator: 0x0A)
    return own.count { lines.contains($0) } * 2 > own.count
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
