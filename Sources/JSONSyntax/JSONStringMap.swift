/// How offsets in a string's decoded UTF-8 content and offsets in the JSON text correspond.
///
/// Offsets outside the string are taken for the nearest end of its content, so that no question has a wrong
/// answer that traps.
package struct JSONStringMap: Sendable, Hashable {
  /// A piece of the content whose bytes differ from those of the text.
  private struct Escape: Sendable, Hashable {
    var decoded: Range<Int>
    var raw: Range<Int>
  }

  /// The string's bytes in the text, without its quotes.
  package let contentRange: Range<Int>
  /// The length of the decoded content in UTF-8 bytes.
  package let decodedCount: Int
  private let escapes: [Escape]

  /// The map of a string without escapes that stands at `contentRange`.
  init(verbatim contentRange: Range<Int>) {
    self.contentRange = contentRange
    decodedCount = contentRange.count
    escapes = []
  }

  init(_ content: JSONStringContent) {
    var escapes: [Escape] = []
    var decodedCount = 0
    for piece in content {
      let start = decodedCount
      if let scalar = piece.scalar {
        decodedCount += UTF8.width(scalar)
        escapes.append(Escape(decoded: start..<decodedCount, raw: piece.range))
      } else {
        decodedCount += piece.range.count
      }
    }
    contentRange = content.range
    self.decodedCount = decodedCount
    self.escapes = escapes
  }

  /// The offset in the text of the decoded byte at `offset`; inside an escape, where the escape starts.
  package func textOffset(ofDecoded offset: Int) -> Int {
    let offset = min(max(offset, 0), decodedCount)
    let following = escapes.firstIndexOfSorted { $0.decoded.lowerBound > offset }
    guard following > 0 else { return contentRange.lowerBound + offset }
    let escape = escapes[following - 1]
    if escape.decoded.contains(offset) { return escape.raw.lowerBound }
    return escape.raw.upperBound + (offset - escape.decoded.upperBound)
  }

  /// The decoded offset of the byte of the text at `offset`; inside an escape, that of the scalar's first byte.
  package func decodedOffset(ofText offset: Int) -> Int {
    let offset = min(max(offset, contentRange.lowerBound), contentRange.upperBound)
    let following = escapes.firstIndexOfSorted { $0.raw.lowerBound > offset }
    guard following > 0 else { return offset - contentRange.lowerBound }
    let escape = escapes[following - 1]
    if escape.raw.contains(offset) { return escape.decoded.lowerBound }
    return escape.decoded.upperBound + (offset - escape.raw.upperBound)
  }
}

extension Array {
  /// The first index from which on all elements satisfy `isAfter`, in an array where none that does is followed
  /// by one that does not.
  fileprivate func firstIndexOfSorted(where isAfter: (Element) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = low + (high - low) / 2
      if isAfter(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
