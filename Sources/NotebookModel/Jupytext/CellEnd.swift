/// The end of a cell in a text in which blank lines separate cells: the light format, and Markdown.
struct CellEnd {
  /// The line after the content.
  var content: Int
  /// The line after the end of the cell, before the blank lines that separate it from the next one.
  var next: Int
  /// Whether a line between the two, or two blank lines, mark the end.
  var isMarked = false

  /// Returns the line at which the next cell starts: after one blank line, or after two if the end is marked.
  func start(ofNextIn text: TextLines) -> Int {
    let next = min(self.next, text.count)
    if next + 1 < text.count, text[next].isBlank, !text[next + 1].isBlank { return next + 1 }
    let isSeparatedTwice =
      isMarked && next + 2 < text.count && text[next].isBlank && text[next + 1].isBlank
      && !text[next + 2].isBlank
    return isSeparatedTwice ? next + 2 : next
  }
}
