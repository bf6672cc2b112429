import KaleAnalysis

/// A step in a line, as code lenses, symbols and folded lines show it.
enum StepText {
  /// `step train ← df, model → accuracy`
  static func title(of unit: UnitIndex, in analysis: NotebookAnalysis) -> String {
    let definition = analysis.outline.units[unit]
    let kind = definition.isNotebook ? "notebook" : "step"
    return ["\(kind) \(definition.name)", flow(of: unit, in: analysis)].filter { !$0.isEmpty }
      .joined(separator: " ")
  }

  /// `← df, model → accuracy`; empty for a step without inputs and outputs.
  static func flow(of unit: UnitIndex, in analysis: NotebookAnalysis) -> String {
    let flow = analysis.flow.flows[unit]
    let inputs = ShownNames(flow.inputs, atMost: ShownNames.Limit.line)
    return [("←", inputs), ("→", results(of: unit, in: analysis, atMost: ShownNames.Limit.line))]
      .filter { !$0.1.names.isEmpty }.map { "\($0.0) \($0.1.text)" }.joined(separator: " ")
  }

  /// What a step makes for others: its outputs, then the metrics that are not outputs.
  static func results(of unit: UnitIndex, in analysis: NotebookAnalysis, atMost limit: Int) -> ShownNames {
    let flow = analysis.flow.flows[unit]
    let metrics = flow.metrics.map(\.variable).filter { !flow.outputs.contains($0) }
    return ShownNames(flow.outputs, then: metrics, atMost: limit)
  }
}
