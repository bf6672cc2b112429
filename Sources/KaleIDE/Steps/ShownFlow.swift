import KaleAnalysis

/// What of a notebook is shown in lenses and hints: where it is the same, so are they.
package struct ShownFlow: Sendable, Equatable {
  private let units: [NotebookOutline.Unit]
  private let flows: [DataFlow.Flow]

  package init(_ analysis: NotebookAnalysis) {
    units = analysis.outline.units
    flows = analysis.flow.flows
  }
}
