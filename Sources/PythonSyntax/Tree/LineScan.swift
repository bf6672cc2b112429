/// Lines of a text, counted as Python does: LF, CR LF and CR end them.
enum LineScan {
  /// The line of a byte, from 1.
  static func lineNumber(of offset: Int, in source: [UInt8]) -> Int {
    var line = 1
    var place = 0
    let end = min(offset, source.count)
    while place < end {
      let byte = source[place]
      if byte == 0x0a || (byte == 0x0d && !(place + 1 < source.count && source[place + 1] == 0x0a)) { line += 1 }
      place += 1
    }
    return line
  }
}
