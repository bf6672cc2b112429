import KaleAnalysis

/// A reference to another notebook whose cell holds code.
enum ReferenceWithCode: Rule {
  static let description = RuleDescription(
    code: "KALE112", name: "reference-with-code", severity: .error,
    summary: "A `notebook:` cell holds code.",
    rationale: """
      A `notebook:` cell stands for another notebook and runs no code of its own. Kale refuses the notebook rather \
      than drop the code; comments are fine.
      """,
    examples: RuleExamples(
      triggering: [
        """
        # %% tags=["step:load"]
        data = 1
        # %% tags=["notebook:training"]
        «model = 2»
        """
      ],
      nonTriggering: [
        """
        # %% tags=["step:load"]
        data = 1
        # %% tags=["notebook:training"]
        # Trains the model.
        """
      ]))

  static func check(_ analysis: NotebookAnalysis) -> [Finding] {
    guard analysis.outline.hasNotebooks else { return [] }
    return analysis.outline.units.compactMap { unit in
      guard unit.isNotebook, let range = analysis.firstLineOfCode(unit.definition) else { return nil }
      return Finding(
        description, kale: .refused, at: .source(cell: unit.definition, range: range),
        "The cell of notebook `\(unit.name)` holds code, which would not run. Move it to a `step:` cell.")
    }
  }
}

extension NotebookAnalysis {
  /// The first line of a cell that is neither blank nor a comment, without the space around it.
  fileprivate func firstLineOfCode(_ cell: Int) -> Range<Int>? {
    let source = notebook.cells[cell].source
    for line in 0..<source.lineCount {
      guard var range = source.contentRange(ofLine: line) else { continue }
      let isBlank = { (byte: UInt8) in byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
      while let first = source.utf8[range].first, isBlank(first) {
        range = range.lowerBound + 1..<range.upperBound
      }
      while let last = source.utf8[range].last, isBlank(last) {
        range = range.lowerBound..<range.upperBound - 1
      }
      if let first = source.utf8[range].first, first != UInt8(ascii: "#") { return range }
    }
    return nil
  }
}
