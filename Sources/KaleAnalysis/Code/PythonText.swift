/// Text as Python's `str` takes it apart: it knows more line ends and more space than editors do.
enum PythonText {
  /// The lines of a text by their bytes, without their ends, as `str.splitlines` gives them.
  static func lines(of text: [UInt8]) -> [Range<Int>] {
    var lines: [Range<Int>] = []
    var start = 0
    var end = 0
    var previous: Unicode.Scalar?
    for scalar in String(decoding: text, as: UTF8.self).unicodeScalars {
      let next = end + UTF8.width(scalar)
      if isLineEnd(scalar) {
        let isBehindCarriageReturn = scalar == "\n" && previous == "\r"
        if !isBehindCarriageReturn { lines.append(start..<end) }
        start = next
      }
      previous = scalar
      end = next
    }
    if start < end { lines.append(start..<end) }
    return lines
  }

  /// A part of a text, by its bytes, without the space at its ends, as `str.strip` gives it.
  static func stripped(_ range: Range<Int>, of text: [UInt8]) -> Range<Int> {
    let scalars = String(decoding: text[range], as: UTF8.self).unicodeScalars
    let front = scalars.prefix(while: isSpace).reduce(0) { $0 + UTF8.width($1) }
    let back = scalars.reversed().prefix(while: isSpace).reduce(0) { $0 + UTF8.width($1) }
    let isBlank = front == range.count
    return range.lowerBound + front..<range.upperBound - (isBlank ? 0 : back)
  }

  private static func isLineEnd(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "\u{0A}"..."\u{0D}", "\u{1C}"..."\u{1E}", "\u{85}", "\u{2028}", "\u{2029}": true
    default: false
    }
  }

  private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isWhitespace || ("\u{1C}"..."\u{1F}").contains(scalar)
  }
}
