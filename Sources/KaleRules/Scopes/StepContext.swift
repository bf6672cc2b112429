import KaleAnalysis
import NotebookModel
import PythonSyntax

/// One step, or one reference to another notebook, with what crosses its boundary: all that a `StepRule` sees.
///
/// Invariant: code of other steps matters only through the flows, the deviations and the reference. Besides these and the
/// step's own cells, findings depend on the notebook's configuration alone (`RuleCatalogueTests`).
package struct StepContext: Sendable {
  private let analysis: NotebookAnalysis
  private let unit: UnitIndex
  /// The step as the outline has it: held here, since every rule asks for parts of it.
  private let outline: NotebookOutline.Unit
  /// Where the two data flows differ for the step.
  private let allDeviations: [FlowDeviation]

  /// The context of a step, or of a reference to another notebook.
  ///
  /// - Parameters:
  ///   - unit: Its index in the outline.
  ///   - analysis: The analysis of the notebook.
  ///   - deviations: For each unit where the two data flows differ.
  init(_ unit: UnitIndex, in analysis: NotebookAnalysis, _ deviations: [UnitIndex: [FlowDeviation]]) {
    self.analysis = analysis
    self.unit = unit
    outline = analysis.outline.units[unit]
    allDeviations = deviations[unit] ?? []
  }
}

// MARK: - The step

extension StepContext {
  var name: String { outline.name }

  /// The cell whose tags count.
  var definition: CellIndex { outline.definition }

  /// The place of the tag that names the step.
  var place: NotebookPlace { analysis.definition(of: unit) }

  /// The tags of the cell whose tags count.
  var tags: CellTags { analysis.tags[outline.definition] }

  /// The step's own cells with their facts, in order.
  var cells: some Collection<(index: CellIndex, facts: CellFacts)> {
    outline.cells.lazy.map { [analysis] cell in (cell, analysis.facts[cell].facts) }
  }

  /// The release of Kale whose behavior the analysis follows.
  var release: KaleRelease { analysis.release }

  /// The facts of all code that the step runs.
  var code: UnitFacts { analysis.units[unit] }

  /// What every step is given that does not say otherwise.
  var defaults: StepConfiguration { analysis.configuration.configuration.stepsDefaults }

  /// The `prev:` tags that name the step itself, by their indices.
  var tagsNamingItself: [TagIndex] {
    analysis.graph.edges(of: unit).filter { $0.previous == unit }.map(\.tag)
  }

  /// Returns the bindings of a name in the step's own code, one a cell.
  func bindings(of name: String) -> [(cell: CellIndex, binding: Binding)] {
    analysis.bindings(of: name, in: unit)
  }

  /// Returns where the step's own code binds a name; nil if it does not.
  func binding(of name: String) -> NotebookPlace? { analysis.binding(of: name, in: unit) }

  /// Returns where the step's own code names a variable first, be it to delete it.
  func occurrence(of name: String) -> NotebookPlace? { analysis.occurrence(of: name, in: unit) }
}

// MARK: - Its boundary

extension StepContext {
  /// What crosses the boundary in the pipeline that kale-lsp compiles.
  var flow: DataFlow.Flow { analysis.flow.flows[unit] }

  /// What crosses it in Kale's pipeline.
  var kaleFlow: DataFlow.Flow { analysis.kaleFlow.flows[unit] }

  /// Returns the step from which Kale's pipeline passes a name to this one.
  func kaleProvider(of name: String) -> String? {
    analysis.kaleFlow.provider(of: name, for: unit).map(analysis.stepName)
  }

  /// Whether the step that passes a name to this one defines it in some runs only.
  func isDefinedSometimes(_ name: String) -> Bool {
    analysis.flow.provider(of: name, for: unit).map { analysis.units[$0].run.madeSometimes.contains(name) }
      ?? false
  }

  /// Whether a later step takes a name and asks whether it is defined.
  func isAskedForLater(_ name: String) -> Bool {
    analysis.units(withCells: .hiddenReads).contains { later in
      later > unit && analysis.units[later].run.isDispensable(name)
    }
  }

  /// The fix that spells names in a line of their own before the statement that a use is in.
  func mention(of names: [String], before use: NameUse, in cell: CellIndex) -> Fix? {
    analysis.mention(of: names, beforeStatementAt: use.range.lowerBound, in: cell)
  }

  /// Returns the deviations of one kind.
  func deviations(_ kind: FlowDeviation.Kind) -> [FlowDeviation] {
    allDeviations.isEmpty ? [] : allDeviations.filter { $0.kind == kind }
  }
}

// MARK: - References

extension StepContext {
  /// Whether it refers to another notebook.
  var isNotebook: Bool { outline.isNotebook }

  /// What is known of that notebook; nil for a step.
  var reference: NotebookReference? { isNotebook ? analysis.references[unit] : nil }

  /// The cell whose tags count, as it is in the notebook.
  var cell: NotebookCell { analysis.notebook.cells[outline.definition] }
}
