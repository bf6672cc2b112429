import KaleAnalysis

/// What a code cell is in the pipeline, for an editor that shows it beside the cell.
package struct CellOverview: Sendable, Hashable {
  /// The names of a step's inputs, outputs and metrics; for the blocks of parameters and metrics, those of the pipeline.
  package struct Names: Sendable, Hashable {
    package var previous: [String] = []
    package var inputs: [StepInput] = []
    package var outputs: [String] = []
    package var parameters: [String] = []
    package var metrics: [String] = []
  }

  package let cell: Int
  package let role: CellRole
  /// The unit of the outline that the cell belongs to; nil for one that is no part of a step or reference.
  package let unit: Int?
  /// Whether the cell has no tag and is part of what a tag above it began.
  package let isContinuation: Bool
  package let tags: [String]

  /// Returns the code cells of a notebook, in its order.
  package static func cells(in analysis: NotebookAnalysis) -> [CellOverview] {
    analysis.notebook.cells.indices.compactMap { cell in
      analysis.role(of: cell).map { role in
        CellOverview(
          cell: cell, role: role, unit: analysis.unit(ofCell: cell),
          isContinuation: analysis.isContinuation(cell), tags: analysis.tags[cell].entries.compactMap(\.text))
      }
    }
  }
}

extension CellOverview.Names {
  /// The names of a unit of the outline, which all of its cells have in common.
  package init(ofUnit unit: Int, in analysis: NotebookAnalysis) {
    let summary = analysis.summary(of: unit)
    self.init(
      previous: summary.previous, inputs: summary.inputs, outputs: summary.outputs,
      parameters: summary.parameters, metrics: summary.metrics)
  }

  /// The names of a cell that belongs to no unit.
  package init(ofBlock role: CellRole, in analysis: NotebookAnalysis) {
    self.init()
    switch role {
    case .pipelineParameters: parameters = analysis.parameters.parameters.map(\.name)
    case .pipelineMetrics: metrics = analysis.metrics.declarations.map(\.metric.variable)
    case .step, .notebook, .imports, .functions, .skip, .none: break
    }
  }
}
