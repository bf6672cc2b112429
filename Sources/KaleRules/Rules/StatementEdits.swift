import KaleAnalysis
import NotebookModel
import PythonSyntax
import SourceText

/// Edits of statements, for fixes.
extension NotebookAnalysis {
  /// Returns the edit that adds a statement to the imports: at the end of the first imports cell, or in a new one before
  /// everything that is part of the pipeline.
  ///
  /// - Parameters:
  ///   - statement: The statement.
  ///   - user: The first cell that needs it; an imports cell further down does not help it when the notebook runs.
  /// - Returns: The edit.
  func addition(toImports statement: String, before user: CellIndex? = nil) -> NotebookEdit {
    guard let cell = importsCell(above: user) else {
      return .insertCell(before: placeOfNewImports, source: statement, tags: ["imports"])
    }
    let source = notebook.cells[cell].source.utf8
    // A cell that ends with a line break keeps it, so that several statements can be added at once.
    let isOnNewLine = source.last.map { $0 == UInt8(ascii: "\n") } ?? true
    return .replaceSource(
      cell: cell, range: source.count..<source.count, with: isOnNewLine ? statement + "\n" : "\n" + statement)
  }

  /// Returns the first imports cell, if it is above a cell and another statement can follow its code.
  func importsCell(above cell: CellIndex?) -> CellIndex? {
    guard let first = outline.cells(of: .imports).first, cell.map({ first < $0 }) ?? true else { return nil }
    let runsOther = facts[first].facts.escapes.contains { $0.kind == .cellMagic && !$0.runsCodeOnce }
    let source = notebook.cells[first].source.utf8
    let isOpen = !facts[first].facts.syntaxErrors.isEmpty || source.last == UInt8(ascii: "\\")
    return runsOther || isOpen ? nil : first
  }

  /// The index at which a new imports cell is inserted: untagged code further up would join it.
  var placeOfNewImports: CellIndex {
    outline.assignments.firstIndex { $0 != .notCode && $0 != .skipped && $0 != .dropped }
      ?? notebook.cells.endIndex
  }

  /// Returns the edit that removes the lines of a statement at module level; nil if they contain anything else.
  func removal(ofStatement range: Range<Int>, in cell: CellIndex) -> NotebookEdit? {
    isStatement(range, of: facts[cell].facts.statements) ? removal(ofLines: range, in: cell) : nil
  }

  /// Whether a range is one of some statements, which are in order.
  func isStatement(_ range: Range<Int>, of statements: [StatementFact]) -> Bool {
    statements.last(startingUpTo: range.lowerBound)?.range == range
  }

  /// Returns the edit that removes the lines of a range; nil if they contain anything else, or are indented: they may be
  /// the whole body of a block.
  func removal(ofLines range: Range<Int>, in cell: CellIndex) -> NotebookEdit? {
    let source = notebook.cells[cell].source.utf8
    let range = range.withoutSpaceBehind(in: source)
    let isSpace = { (byte: UInt8) in byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
    let isLineEnd = { (byte: UInt8) in byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") }
    let lineStart = (source[..<range.lowerBound].lastIndex(where: isLineEnd) ?? -1) + 1
    let rest = source[range.upperBound...].drop(while: isSpace)
    guard lineStart == range.lowerBound else { return nil }
    guard let next = rest.first else {
      // The last line goes with the break before it.
      let start = source[..<lineStart].last == UInt8(ascii: "\n") ? lineStart - 1 : lineStart
      return .replaceSource(cell: cell, range: start..<source.count, with: "")
    }
    guard next == UInt8(ascii: "\n") else { return nil }
    return .replaceSource(cell: cell, range: lineStart..<rest.startIndex + 1, with: "")
  }

  /// Returns the same removals of lines, those of lines that follow each other as one: the last line of a cell goes with
  /// the break before it, which the line above takes too.
  func joined(_ removals: [NotebookEdit]) -> [NotebookEdit] {
    var joined: [(cell: CellIndex, range: Range<Int>)] = []
    for case .replaceSource(let cell, let range, _) in removals {
      if let last = joined.last, last.cell == cell, range.lowerBound <= last.range.upperBound {
        joined[joined.count - 1].range = last.range.lowerBound..<max(last.range.upperBound, range.upperBound)
      } else {
        joined.append((cell, range))
      }
    }
    return joined.map { cell, range in
      let source = notebook.cells[cell].source.utf8
      let isLineEnd = { (index: Int) in index >= 0 && source[index] == UInt8(ascii: "\n") }
      // Lines at the end, too, go with the break before them.
      let isAtEnd =
        range.upperBound == source.count && !isLineEnd(source.count - 1) && !isLineEnd(range.lowerBound)
      let start = isAtEnd && isLineEnd(range.lowerBound - 1) ? range.lowerBound - 1 : range.lowerBound
      return .replaceSource(cell: cell, range: start..<range.upperBound, with: "")
    }
  }

  /// Returns a part of a cell's source, without trailing space.
  func text(of range: Range<Int>, in cell: CellIndex) -> String {
    let source = notebook.cells[cell].source
    return source.string(in: range.withoutSpaceBehind(in: source.utf8))
  }
}

extension Range<Int> {
  /// Returns the range without trailing line breaks and space, which blocks and magics have.
  func withoutSpaceBehind(in source: [UInt8]) -> Range<Int> {
    var end = upperBound
    while end > lowerBound, " \t\r\n".utf8.contains(source[end - 1]) { end -= 1 }
    return lowerBound..<end
  }
}
