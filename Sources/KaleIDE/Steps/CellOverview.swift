import KaleAnalysis
import NotebookModel

/// What a code cell is in the pipeline, for an editor that shows it beside the cell.
package struct CellOverview: Sendable, Hashable {
  /// The names of a step's inputs, outputs and metrics; for the blocks of parameters and metrics, those of the pipeline. Of each
  /// the first hundred.
  package struct Names: Sendable, Hashable {
    /// The steps that the step runs after.
    package var previous: [String] = []
    /// The names that the step takes, with their providers.
    package var inputs: [StepInput] = []
    /// The names that the step passes on.
    package var outputs: [String] = []
    /// The pipeline parameters that the step uses.
    package var parameters: [String] = []
    /// The variables that the step reports as metrics.
    package var metrics: [String] = []
  }

  /// Index of the cell in the notebook.
  package let cell: CellIndex
  /// What the cell is in the pipeline.
  package let role: CellRole
  /// The unit of the outline that the cell belongs to; nil for one that is no part of a step or reference.
  package let unit: UnitIndex?
  /// Whether the cell has no tag and is part of what a tag above it began.
  package let isContinuation: Bool
  /// The cell's tags, as written and in their order.
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
  package init(ofUnit unit: UnitIndex, in analysis: NotebookAnalysis) {
    let flow = analysis.flow.flows[unit]
    func first(_ names: some Collection<String>) -> [String] {
      ShownNames(names, atMost: ShownNames.Limit.card).names
    }
    self.init(
      previous: first(Set(analysis.graph.previous[unit].map { analysis.outline.units[$0].name })),
      inputs: first(flow.inputs).map { name in
        StepInput(name: name, provider: analysis.providerName(of: name, for: unit))
      },
      outputs: first(flow.outputs), parameters: first(flow.parameters),
      metrics: Array(flow.metrics.lazy.map(\.variable).prefix(ShownNames.Limit.card)))
  }

  /// The names of a cell that belongs to no unit.
  package init(ofBlock role: CellRole, in analysis: NotebookAnalysis) {
    self.init()
    switch role {
    case .pipelineParameters:
      parameters = Array(analysis.parameters.parameters.lazy.map(\.name).prefix(ShownNames.Limit.card))
    case .pipelineMetrics:
      metrics = Array(analysis.metrics.declarations.lazy.map(\.metric.variable).prefix(ShownNames.Limit.card))
    case .step, .notebook, .imports, .functions, .skip, .none: break
    }
  }
}
