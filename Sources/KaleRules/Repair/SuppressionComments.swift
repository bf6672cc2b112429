import KaleAnalysis
import NotebookModel

/// Comments that suppress the findings of a notebook, one for each cell: `# kale: ignore[missing-name]`.
///
/// A finding gets no comment if it is about the notebook as a whole, in a metrics cell, where Kale rejects every comment, in
/// a cell magic, or in a cell that is not Python.
package struct SuppressionComments {
  /// What suppresses each finding.
  package private(set) var fixes: [Fix] = []
  /// The edits that add the comments.
  package let edits: [NotebookEdit]

  /// A notebook whose findings need more rounds needs another run.
  private static let mostRounds = 100

  /// Creates the comments for what a selection shows of a notebook, but for offers.
  ///
  /// - Parameters:
  ///   - original: The notebook.
  ///   - folder: What its folder contains of what it uses.
  ///   - selection: The findings to show.
  package init(
    for original: Notebook, beside folder: NotebookFolder = .unknown, showing selection: FindingSelection
  ) {
    var analyzer = PipelineAnalyzer()
    var notebook = original
    // A rule may report only the first cell with a problem. Once that cell has a comment, it reports the next.
    for _ in 0..<Self.mostRounds {
      let found = Self.round(for: analyzer.analyze(notebook, beside: folder), showing: selection)
      if found.edits.isEmpty { break }
      fixes += found.fixes
      notebook = notebook.applying(found.edits)
    }
    edits = original.edits(toBecome: notebook, origins: CellArray(original.cells.indices.map { $0 }))
  }

  private static func round(
    for analysis: NotebookAnalysis, showing selection: FindingSelection
  ) -> (fixes: [Fix], edits: [NotebookEdit]) {
    var fixes: [Fix] = []
    var rules: [CellIndex: Set<String>] = [:]
    for finding in selection.allFindings(in: analysis) where finding.severity != .hint {
      guard let cell = finding.place.cell, takesComment(cell, in: analysis),
        finding.rule != UnknownIgnoredRule.description
      else { continue }
      rules[cell, default: []].insert(finding.rule.name)
      fixes.append(Fix("Suppress `\(finding.rule.name)`", []))
    }
    let edits = rules.sorted { $0.key < $1.key }.map { cell, names in
      edit(suppressing: names.sorted().joined(separator: ", "), in: cell, of: analysis)
    }
    return (fixes, edits)
  }

  private static func takesComment(_ cell: CellIndex, in analysis: NotebookAnalysis) -> Bool {
    guard analysis.notebook.cells.indices.contains(cell), analysis.notebook.foreignLanguage == nil else {
      return false
    }
    let code = analysis.notebook.cells[cell]
    let isMagic = code.source.string.drop(while: \.isWhitespace).hasPrefix("%%")
    return code.isPython && !isMagic && analysis.outline.assignments[cell] != .block(.pipelineMetrics)
  }

  private static func edit(
    suppressing names: String, in cell: CellIndex, of analysis: NotebookAnalysis
  ) -> NotebookEdit {
    let list = analysis.facts[cell].ignoreComments.lazy.filter(\.holdsForCell).compactMap(\.entries).first
    if let last = list?.last {
      let isOpen = last.text.isEmpty
      let place = last.range.upperBound..<last.range.upperBound
      return .replaceSource(cell: cell, range: place, with: isOpen ? names : ", \(names)")
    }
    let end = analysis.notebook.cells[cell].source.utf8.isEmpty ? "" : "\n"
    return .replaceSource(cell: cell, range: 0..<0, with: "# kale: ignore[\(names)]\(end)")
  }
}
