/// A position on a line that its document does not have.
struct PositionOutsideText: Error {
  let line: Int
  let lineCount: Int

  var message: String { "Line \(line) is out of range: the document has \(lineCount) lines, counted from 0." }
}
