import SourceText

/// A cell's source put together from pieces of a text, and where each byte of it stands there.
struct CellSource: Sendable {
  /// Bytes that stand in the source as they stand in the text.
  private struct Piece: Sendable {
    var source: Int
    var text: Int
    var count: Int
  }

  private(set) var bytes: [UInt8] = []
  private var pieces: [Piece] = []
  private var hasLines = false

  /// The text's bytes that the source is made of, from its first piece to its last; nil where it has none.
  var textRange: Range<Int>? {
    guard let first = pieces.first, let last = pieces.last else { return nil }
    return first.text..<last.text + last.count
  }

  /// The source of some lines as they are.
  init(_ lines: Range<Int>, of text: TextLines) {
    self.init()
    let whole = text.range(of: lines)
    guard !lines.isEmpty else { return }
    let content = text.bytes[whole]
    let isPlain = content.count == lines.reduce(lines.count - 1) { $0 + text.range(of: $1).count }
    if isPlain, !content.contains(where: { 0x0B...0x0D ~= $0 || 0x1C...0x1E ~= $0 }) {
      // One byte a line break, and none of them another than "\n".
      bytes = Array(content)
      pieces = [Piece(source: 0, text: whole.lowerBound, count: whole.count)]
      hasLines = true
    } else {
      for line in lines { append(line: text[line]) }
    }
  }

  init() {}

  /// Appends a line that stands in the text in some pieces.
  mutating func append(line parts: ArraySlice<UInt8>...) {
    if hasLines { bytes.append(UInt8(ascii: "\n")) }
    hasLines = true
    for (index, part) in parts.enumerated() where index == 0 || !part.isEmpty {
      append(Piece(source: bytes.count, text: part.startIndex, count: part.count))
      bytes += part
    }
  }

  /// Appends a line that does not stand in the text; it is shown at `place`.
  mutating func append(line: String, shownAt place: Int) {
    if hasLines { bytes.append(UInt8(ascii: "\n")) }
    hasLines = true
    pieces.append(Piece(source: bytes.count, text: place, count: 0))
    bytes += line.utf8
  }

  /// Appends a line of which a part does not stand in the text.
  mutating func append(line front: ArraySlice<UInt8>, thenMade made: String, thenText rest: ArraySlice<UInt8>)
  {
    append(line: front)
    pieces.append(Piece(source: bytes.count, text: front.endIndex, count: 0))
    bytes += made.utf8
    append(Piece(source: bytes.count, text: rest.startIndex, count: rest.count))
    bytes += rest
  }

  /// Appends what another source holds, after a line break.
  mutating func append(_ other: CellSource) {
    if hasLines { bytes.append(UInt8(ascii: "\n")) }
    hasLines = hasLines || other.hasLines
    for piece in other.pieces {
      append(Piece(source: bytes.count + piece.source, text: piece.text, count: piece.count))
    }
    bytes += other.bytes
  }

  private mutating func append(_ piece: Piece) {
    if let last = pieces.last, last.count > 0, last.text + last.count == piece.text,
      last.source + last.count == piece.source
    {
      pieces[pieces.count - 1].count += piece.count
    } else {
      pieces.append(piece)
    }
  }

  /// Where a byte of the source stands in the text; what stands nowhere is at the end of what is before it.
  func textOffset(of offset: Int) -> Int? {
    guard let index = lastIndex(where: { $0.source <= offset }) else { return pieces.first?.text }
    let piece = pieces[index]
    return piece.text + min(offset - piece.source, piece.count)
  }

  /// The text's bytes that show some bytes of the source; nil for a source without a place in the text.
  func textRange(of range: Range<Int>) -> Range<Int>? {
    guard let start = textOffset(of: range.lowerBound), let end = textOffset(of: range.upperBound) else {
      return nil
    }
    return start..<max(start, end)
  }

  /// The byte of the source that stands at an offset of the text, or the nearest before it.
  func sourceOffset(of offset: Int) -> Int? {
    guard let index = lastIndex(where: { $0.text <= offset }) else { return pieces.first?.source }
    let piece = pieces[index]
    return piece.source + min(offset - piece.text, piece.count)
  }

  /// The last piece for which something holds that holds for all before it.
  private func lastIndex(where holds: (Piece) -> Bool) -> Int? {
    let next = pieces.partitioningIndex { !holds($0) }
    return next > 0 ? next - 1 : nil
  }
}
