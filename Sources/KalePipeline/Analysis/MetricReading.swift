import NotebookModel
import SourceText

/// What the `pipeline-metrics` cells say.
///
/// Kale reads them line by line as text: `print(name)` and nothing else, not even a comment.
package struct MetricReading: Sendable {
  /// A line that names no metric.
  package struct Fault: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
      /// A comment, which Kale refuses and kale-lsp passes over.
      case comment
      case noPrintOfAName
      case invalidName(String)
    }

    package var kind: Kind
    package var cell: Int
    package var range: Range<Int>
  }

  /// A `print(name)` line.
  package struct Declaration: Sendable, Hashable {
    package var metric: PipelineMetric
    package var cell: Int
    package var range: Range<Int>
  }

  /// The metrics in the order of their lines, each once.
  package private(set) var declarations: [Declaration] = []
  package private(set) var faults: [Fault] = []

  package init(cells: [Int], notebook: Notebook) {
    for cell in cells {
      let source = notebook.cells[cell].source
      for line in 0..<source.lineCount {
        guard let range = source.contentRange(ofLine: line) else { continue }
        read(source, range, cell: cell, isBlockEdge: line == 0 || line == source.lineCount - 1)
      }
    }
  }

  /// Reads one line. Kale strips the block's ends, so space around its first and last line does no harm.
  private mutating func read(_ source: SourceText, _ line: Range<Int>, cell: Int, isBlockEdge: Bool) {
    let trimmed = trim(source, line)
    guard !trimmed.isEmpty else { return }
    let range = isBlockEdge ? trimmed : line
    let text = source.string(in: range)
    if source.utf8[trimmed.lowerBound] == UInt8(ascii: "#") {
      faults.append(Fault(kind: .comment, cell: cell, range: trimmed))
    } else if text.hasPrefix("print("), text.hasSuffix(")") {
      let name = String(text.dropFirst(6).dropLast())
      guard Self.isValidName(name) else {
        let isName = !name.isEmpty && name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
        faults.append(Fault(kind: isName ? .invalidName(name) : .noPrintOfAName, cell: cell, range: trimmed))
        return
      }
      let metric = PipelineMetric(variable: name)
      guard !declarations.contains(where: { $0.metric == metric }) else { return }
      declarations.append(Declaration(metric: metric, cell: cell, range: trimmed))
    } else {
      faults.append(Fault(kind: .noPrintOfAName, cell: cell, range: trimmed))
    }
  }

  private func trim(_ source: SourceText, _ line: Range<Int>) -> Range<Int> {
    let isBlank = { (byte: UInt8) in byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == 0x0C }
    var (start, end) = (line.lowerBound, line.upperBound)
    while start < end, isBlank(source.utf8[start]) { start += 1 }
    while end > start, isBlank(source.utf8[end - 1]) { end -= 1 }
    return start..<end
  }

  /// `[a-z]([_a-z0-9]{0,62}[a-z0-9])?` and no keyword.
  private static func isValidName(_ name: String) -> Bool {
    guard let first = name.utf8.first, let last = name.utf8.last, name.utf8.count <= 64 else { return false }
    return first.isLowercaseLetter && last != UInt8(ascii: "_") && StepName.isValid(name)
      && !keywords.contains(name)
  }

  /// Python's lower-case keywords.
  private static let keywords: Set<String> = [
    "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif", "else",
    "except",
    "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal", "not", "or", "pass",
    "raise", "return", "try", "while", "with", "yield",
  ]
}
