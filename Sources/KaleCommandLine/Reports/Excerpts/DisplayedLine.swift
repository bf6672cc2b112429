import KaleWorkspace

/// A line of code as a terminal shows it: free of what would do something else to the terminal, not wider than there is
/// room, and with the columns of a part of it.
struct DisplayedLine {
  /// What is printed.
  private(set) var text = ""
  /// The columns of the marked part; empty where it has no width.
  private(set) var mark: Range<Int>?

  private static let ellipsis = "…"
  private static let tab = "    "

  /// Creates the line.
  ///
  /// - Parameters:
  ///   - bytes: The line's bytes in its text, without the line break.
  ///   - range: The marked bytes of the text; nil if no part is marked.
  ///   - width: The columns that there are.
  init(_ bytes: ArraySlice<UInt8>, marking range: Range<Int>?, width: Int) {
    let window = Self.window(of: bytes, around: range?.lowerBound ?? bytes.startIndex, width: width)
    let isCutAtStart = window.startIndex > bytes.startIndex
    var (column, offset) = (0, window.startIndex)
    var (markStart, markEnd): (Int?, Int?)
    if isCutAtStart { append(Self.ellipsis, 1, &column) }
    for scalar in String(decoding: window, as: UTF8.self).unicodeScalars {
      if let range, offset >= range.lowerBound, markStart == nil { markStart = column }
      if let range, offset >= range.upperBound, markEnd == nil { markEnd = column }
      let (shown, width) = Self.shown(scalar)
      append(shown, width, &column)
      offset += scalar.utf8.count
    }
    let end = column
    if window.endIndex < bytes.endIndex { append(Self.ellipsis, 1, &column) }
    if range != nil { mark = (markStart ?? end)..<max(markStart ?? end, markEnd ?? end) }
  }

  private mutating func append(_ part: String, _ width: Int, _ column: inout Int) {
    text += part
    column += width
  }

  /// The bytes to show: all, if they fit; else some before a place and more after it, whole characters.
  private static func window(
    of bytes: ArraySlice<UInt8>, around place: Int, width: Int
  ) -> ArraySlice<UInt8> {
    if bytes.count <= width { return bytes }
    let place = min(max(place, bytes.startIndex), bytes.endIndex)
    let room = max(width - 2, 8)
    var start = place - bytes.startIndex < room * 2 / 3 ? bytes.startIndex : place - room / 3
    var end = min(start + room, bytes.endIndex)
    while start > bytes.startIndex, bytes[start] & 0xC0 == 0x80 { start -= 1 }
    while end < bytes.endIndex, bytes[end] & 0xC0 == 0x80 { end += 1 }
    return bytes[start..<end]
  }

  /// What is printed for a character, and how many columns it takes.
  private static func shown(_ scalar: Unicode.Scalar) -> (text: String, width: Int) {
    if scalar.isASCII, scalar.value >= 0x20, scalar.value != 0x7F { return (String(scalar), 1) }
    if scalar == "\t" { return (tab, tab.utf8.count) }
    if Terminal.isControl(scalar) {
      let text = scalar.escaped(asASCII: true)
      return (text, text.utf8.count)
    }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return (String(scalar), 0)
    default: return (String(scalar), wide.contains { $0.contains(scalar.value) } ? 2 : 1)
    }
  }

  /// What terminals show two columns wide.
  private static let wide: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
    0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1F9FF,
    0x20000...0x3FFFD,
  ]
}
