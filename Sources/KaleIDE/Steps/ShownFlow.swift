import KaleAnalysis
import NotebookModel

/// The part of the data flow that lenses and hints show. While it is the same, they are too.
package struct ShownFlow: Sendable, Equatable {
  private let units: UnitArray<NotebookOutline.Unit>
  private let flows: ChunkedUnitArray<DataFlow.Flow>

  /// Takes from an analysis what lenses and hints depend on.
  package init(_ analysis: NotebookAnalysis) {
    units = analysis.outline.units
    flows = analysis.flow.flows
  }
}
