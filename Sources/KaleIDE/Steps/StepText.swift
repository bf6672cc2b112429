import KaleAnalysis

/// A step in a line, as code lenses, symbols and folded lines show it.
enum StepText {
  /// `step train ← df, model → accuracy`
  static func title(of unit: Int, in analysis: NotebookAnalysis) -> String {
    let kind = analysis.outline.units[unit].isNotebook ? "notebook" : "step"
    let summary = analysis.summary(of: unit)
    return ["\(kind) \(summary.name)", flow(of: summary)].filter { !$0.isEmpty }.joined(separator: " ")
  }

  /// `← df, model → accuracy`; empty for a step that takes and makes nothing.
  static func flow(of summary: StepSummary) -> String {
    [("←", summary.inputs.map(\.name)), ("→", summary.results)].filter { !$0.1.isEmpty }
      .map { "\($0.0) \($0.1.joined(separator: ", "))" }.joined(separator: " ")
  }
}
