import NotebookModel
import SourceText

/// What the `pipeline-metrics` cells say.
///
/// Kale reads them line by line as text: `print(name)` and nothing else, not even a comment.
package struct MetricReading: Sendable {
  /// A line that names no metric.
  package struct Fault: Sendable, Hashable {
    /// What can be wrong with a line.
    package enum Kind: Sendable, Hashable {
      /// A comment, which Kale rejects and kale-lsp ignores.
      case comment
      case noPrintOfAName
      /// `print(…)` of something that is not a valid name for a metric, as written.
      case invalidName(String)
      /// `print(…)` of a Python keyword, as written.
      case keyword(String)
    }

    /// The kind of fault.
    package var kind: Kind
    /// The cell of the line.
    package var cell: CellIndex
    /// The line without the white space around it, in bytes of the cell's source.
    package var range: Range<Int>
  }

  /// A `print(name)` line.
  package struct Declaration: Sendable, Hashable {
    /// The metric that the line declares.
    package var metric: PipelineMetric
    /// The cell of the line.
    package var cell: CellIndex
    /// The line without the white space around it, in bytes of the cell's source.
    package var range: Range<Int>
  }

  /// The metrics in the order of their lines, each once.
  package private(set) var declarations: [Declaration] = []
  /// The lines that Kale rejects, in their order.
  package private(set) var faults: [Fault] = []
  private var declared: Set<PipelineMetric> = []

  private let release: KaleRelease

  /// Reads the metrics cells of a notebook as a release of Kale does.
  package init(cells: [CellIndex], notebook: Notebook, of release: KaleRelease) {
    self.release = release
    let lines = cells.flatMap { cell -> [Line] in
      let source = notebook.cells[cell].source
      return PythonText.lines(of: source.utf8).compactMap { Line($0, of: source, cell: cell) }
    }
    for (index, line) in lines.enumerated() {
      // Kale strips the joined cells once, so that space does no harm before the first line and after the last.
      let start = index == 0 ? line.trimmed.lowerBound : line.whole.lowerBound
      let end = index == lines.count - 1 ? line.trimmed.upperBound : line.whole.upperBound
      read(line.source.string(in: start..<end), line)
    }
  }

  /// A line that is not blank.
  private struct Line {
    let source: SourceText
    package let cell: CellIndex
    let whole: Range<Int>
    /// Without the space around it.
    let trimmed: Range<Int>

    init?(_ whole: Range<Int>, of source: SourceText, cell: CellIndex) {
      trimmed = PythonText.stripped(whole, of: source.utf8)
      guard !trimmed.isEmpty else { return nil }
      self.source = source
      self.cell = cell
      self.whole = whole
    }
  }

  private mutating func read(_ text: String, _ line: Line) {
    let place = (cell: line.cell, range: line.trimmed)
    if line.source.utf8[line.trimmed.lowerBound] == UInt8(ascii: "#") {
      faults.append(Fault(kind: .comment, cell: place.cell, range: place.range))
    } else if text.hasPrefix("print("), text.hasSuffix(")") {
      readName(String(text.dropFirst(6).dropLast()), at: place)
    } else {
      faults.append(Fault(kind: .noPrintOfAName, cell: place.cell, range: place.range))
    }
  }

  private mutating func readName(_ name: String, at place: (cell: CellIndex, range: Range<Int>)) {
    if let kind = Self.fault(ofName: name, in: release) {
      faults.append(Fault(kind: kind, cell: place.cell, range: place.range))
      return
    }
    let metric = PipelineMetric(variable: name)
    guard declared.insert(metric).inserted else { return }
    declarations.append(Declaration(metric: metric, cell: place.cell, range: place.range))
  }

  /// Whether a metric can have a name.
  package static func isValid(_ name: String, in release: KaleRelease) -> Bool {
    fault(ofName: name, in: release) == nil
  }

  /// Kale takes `[a-z]([_a-z0-9]{0,62}[a-z0-9])?`, without keywords.
  private static func fault(ofName name: String, in release: KaleRelease) -> Fault.Kind? {
    if keywords.contains(name) { return .keyword(name) }
    let isShort = name.utf8.count <= release.limits.longestMetricName
    if let first = name.utf8.first, let last = name.utf8.last, isShort, first.isLowercaseLetter,
      last != UInt8(ascii: "_"), StepName.isValid(name, in: release)
    {
      return nil
    }
    let isName = !name.isEmpty && name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
    return isName ? .invalidName(name) : .noPrintOfAName
  }

  /// Python's lower-case keywords.
  private static let keywords: Set<String> = [
    "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif", "else",
    "except",
    "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal", "not", "or", "pass",
    "raise", "return", "try", "while", "with", "yield",
  ]
}
