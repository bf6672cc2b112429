import PythonSyntax

/// What Kale does to code before it looks for names: it puts `#` before every line that starts with `%`, to hide
/// IPython's magics from Python. It does not look at where the line is.
package enum MagicComments {
  /// A line that Kale takes for a magic, by its bytes without the space in front.
  package typealias Line = Range<Int>

  /// The code as Kale reads it, and the lines it hid; nil where there are none.
  package static func hidden(in source: [UInt8]) -> (code: [UInt8], lines: [Line])? {
    var code: [UInt8] = []
    var lines: [Line] = []
    var copied = 0
    var lineStart = 0
    while lineStart < source.count {
      // The space in front may reach over blank lines; the sign then goes before the first of them.
      let start = source[lineStart...].firstIndex { !isSpace($0) } ?? source.count
      let end = source[start...].firstIndex(of: UInt8(ascii: "\n")) ?? source.count
      if start < source.count, source[start] == UInt8(ascii: "%") {
        code += source[copied..<lineStart] + [UInt8(ascii: "#")]
        copied = lineStart
        lines.append(start..<end)
      }
      lineStart = end + 1
    }
    return lines.isEmpty ? nil : (code + source[copied...], lines)
  }

  /// The first hidden line of code that is Python, where what is left of it is not; nil where Kale can read it.
  package static func misreadLine(in source: [UInt8]) -> Line? {
    guard let hidden = hidden(in: source), !CellFacts(analysing: hidden.code).syntaxErrors.isEmpty else {
      return nil
    }
    return hidden.lines.first
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || (0x09...0x0D).contains(byte)
  }
}
