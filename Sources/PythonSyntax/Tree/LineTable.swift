/// Where the lines of a text start, counted as Python does: LF, CR LF and CR end them.
public struct LineTable: Sendable {
  private let starts: [Int]
  private let source: [UInt8]

  /// The lines of a text given as UTF-8.
  public init(_ source: [UInt8]) {
    var starts = [0]
    for (place, byte) in source.enumerated() {
      let isBeforeLineFeed = byte == "\r" && place + 1 < source.count && source[place + 1] == "\n"
      if byte == "\n" || (byte == "\r" && !isBeforeLineFeed) {
        starts.append(place + 1)
      }
    }
    self.starts = starts
    self.source = source
  }

  /// The line of a byte, from 1.
  public func lineNumber(of offset: Int) -> Int {
    var low = 0
    var high = starts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= offset { low = middle } else { high = middle }
    }
    return low + 1
  }

  /// The UTF-16 code units between the start of the line and a byte.
  public func utf16Column(of offset: Int) -> Int { textBefore(offset).utf16.count }

  /// The code points between the start of the line and a byte.
  public func codePointColumn(of offset: Int) -> Int { textBefore(offset).unicodeScalars.count }

  private func textBefore(_ offset: Int) -> String {
    let start = starts[lineNumber(of: offset) - 1]
    return String(decoding: source[start..<max(start, min(offset, source.count))], as: UTF8.self)
  }
}
