import NotebookModel

/// What a code cell is in the pipeline, in the words of its tags.
package enum CellRole: String, Sendable, Hashable, CaseIterable {
  case step, notebook, imports, functions, skip
  case pipelineParameters = "pipeline-parameters"
  case pipelineMetrics = "pipeline-metrics"
  /// No part of it: untagged code that joins nothing.
  case none
}

extension NotebookAnalysis {
  /// The role of a cell; nil for one that is not code.
  package func role(of cell: CellIndex) -> CellRole? {
    switch outline.assignments[cell] {
    case .notCode: nil
    case .dropped, .orphaned: CellRole.none
    case .skipped: .skip
    case .step: .step
    case .notebook: .notebook
    case .block(.imports): .imports
    case .block(.functions): .functions
    case .block(.pipelineParameters): .pipelineParameters
    case .block(.pipelineMetrics): .pipelineMetrics
    case .block(.skip): .skip
    }
  }

  /// The unit of the outline that a cell belongs to; nil for one that is not part of a step or reference.
  package func unit(ofCell cell: CellIndex) -> UnitIndex? { outline.unit(ofCell: cell) }

  /// The step whose tags a cell holds; nil for a cell that names none, or one that a cell above has named.
  package func step(definedBy cell: CellIndex) -> NotebookOutline.Unit? {
    guard case .step(let unit) = outline.assignments[cell], outline.units[unit].definition == cell else {
      return nil
    }
    return outline.units[unit]
  }

  /// Whether an untagged cell is part of what a tag above it began.
  package func isContinuation(_ cell: CellIndex) -> Bool {
    switch outline.assignments[cell] {
    case .step, .block: tags[cell].role == .untagged
    case .notCode, .dropped, .skipped, .notebook, .orphaned: false
    }
  }
}
