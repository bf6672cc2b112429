import NotebookModel
import PythonSyntax
import Synchronization

/// All that is known of one snapshot of a notebook: what the rules and the features read.
///
/// Invariant: an analysis never changes, so that it can be shared as a reference and read by
/// several threads.
package final class NotebookAnalysis: Sendable {
  /// The release of Kale whose behavior the analysis follows.
  package let release: KaleRelease
  /// The snapshot that was analyzed.
  package let notebook: Notebook
  /// What the notebook's folder contains of what the notebook uses.
  package let folder: NotebookFolder
  /// What is known of each cell alone.
  let readings: ChunkedCellArray<CellReading>
  private let traits: NotebookTraits
  /// Which step or block each cell belongs to.
  package let outline: NotebookOutline
  /// The order of the units.
  package let graph: StepGraph
  /// The notebook's configuration and what is wrong with it.
  package let configuration: ConfigurationReading
  /// The pipeline parameters and what is wrong with their declarations.
  package let parameters: ParameterReading
  /// The pipeline metrics and what is wrong with their declarations.
  package let metrics: MetricReading
  /// For each unit of the outline the facts of its code.
  package let units: ChunkedUnitArray<UnitFacts>
  /// The names that several units define.
  package let namesMadeBySeveral: Set<String>
  /// The facts of the shared code.
  package let shared: SharedBlockFacts
  /// Cells that are Python only together with those that they are joined with.
  package let splitCells: Set<CellIndex>
  /// How the units of a notebook that refers to others follow each other.
  package let composition: CompositionOrder
  /// For each unit that refers to another notebook what is known of that.
  package let references: [UnitIndex: NotebookReference]
  /// What crosses the boundaries of steps in Kale's pipeline.
  package let kaleFlow: DataFlow
  /// What crosses them in kale-lsp's pipeline.
  package let flow: DataFlow
  /// Names that every step has although the notebook does not define them: the parameters of one that refers to it.
  package let givenNames: Set<String>
  /// Whether the two flows are the same, since Kale reads the code as Python runs it.
  package let areFlowsEqual: Bool
  /// Where the two differ, in the order of the units.
  package let deviations: [FlowDeviation]
  /// Which files the code uses, as far as it names them.
  package let fileUses: FileUses
  private let knownConsumers = Mutex<StepConsumers?>(nil)
  private let knownState = Mutex<NotebookState?>(nil)
  /// The values that rules have asked for.
  let valueMemo: ValueMemo
  /// What is kept of the state of the notebook's variables from one snapshot to the next; nil where there is only one.
  let stateCheckpoints: StateCheckpoints?
  /// The names for new steps that were asked for.
  let freeNames = FreeNames()

  init(
    release: KaleRelease, notebook: Notebook, folder: NotebookFolder,
    readings: ChunkedCellArray<CellReading>,
    traits: NotebookTraits,
    outline: NotebookOutline,
    graph: StepGraph, configuration: ConfigurationReading, parameters: ParameterReading,
    metrics: MetricReading, units: ChunkedUnitArray<UnitFacts>, namesMadeBySeveral: Set<String>,
    shared: SharedBlockFacts,
    splitCells: Set<CellIndex>, composition: CompositionOrder, references: [UnitIndex: NotebookReference],
    kaleFlow: DataFlow, flow: DataFlow, givenNames: Set<String> = [], areFlowsEqual: Bool,
    deviations: [FlowDeviation], fileUses: FileUses, valueMemo: ValueMemo = ValueMemo(),
    stateCheckpoints: StateCheckpoints? = nil
  ) {
    self.release = release
    self.notebook = notebook
    self.folder = folder
    self.readings = readings
    self.traits = traits
    self.outline = outline
    self.graph = graph
    self.configuration = configuration
    self.parameters = parameters
    self.metrics = metrics
    self.units = units
    self.namesMadeBySeveral = namesMadeBySeveral
    self.shared = shared
    self.splitCells = splitCells
    self.composition = composition
    self.references = references
    self.kaleFlow = kaleFlow
    self.flow = flow
    self.givenNames = givenNames
    self.areFlowsEqual = areFlowsEqual
    self.deviations = deviations
    self.fileUses = fileUses
    self.valueMemo = valueMemo
    self.stateCheckpoints = stateCheckpoints
  }

  /// The notebook as part of another's pipeline: the same, with what crosses its boundary.
  func placed(
    references: [UnitIndex: NotebookReference], kaleFlow: DataFlow, flow: DataFlow, givenNames: Set<String>
  ) -> NotebookAnalysis {
    NotebookAnalysis(
      release: release, notebook: notebook, folder: folder, readings: readings, traits: traits,
      outline: outline,
      graph: graph,
      configuration: configuration, parameters: parameters, metrics: metrics, units: units,
      namesMadeBySeveral: namesMadeBySeveral, shared: shared, splitCells: splitCells,
      composition: composition, references: references, kaleFlow: kaleFlow, flow: flow,
      givenNames: givenNames, areFlowsEqual: false, deviations: deviations, fileUses: fileUses)
  }

  /// The modules in the notebook's folder.
  package var localModules: LocalModules { folder.modules }

  /// The files of the notebook's folder that its pipeline ships.
  package var shippedFiles: ShippedFiles { folder.shippedFiles }

  /// Which steps take what others pass on, computed on first use.
  package var consumers: StepConsumers {
    knownConsumers.withLock { known in
      if let known { return known }
      let consumers = StepConsumers(self)
      known = consumers
      return consumers
    }
  }

  /// What steps do to state that has no name, and the order that follows, computed on first use.
  package var state: NotebookState {
    knownState.withLock { known in
      if let known { return known }
      let state = readState()
      known = state
      return state
    }
  }

  /// For each cell its tags as Kale reads them.
  package var tags: TagsOfCells { TagsOfCells(readings: readings) }

  /// For each cell the facts of its code; empty facts for a cell that is not code.
  package var facts: FactsOfCells { FactsOfCells(readings: readings) }

  /// The cells that have one of some traits, in order.
  package func cells(with traits: CellTraits) -> [CellIndex] {
    self.traits.cells.indices(with: traits)
  }

  /// For each of some names the cells that bind it at module level, in order.
  package func cellsBinding(_ names: Set<String>) -> [String: [CellIndex]] {
    let filters = names.count <= Self.mostFilteredNames ? names.map { NameFilter(CollectionOfOne($0)) } : nil
    var cells: [String: [CellIndex]] = [:]
    for (cell, bound) in traits.bindings.indexed {
      if let filters, !filters.contains(where: bound.mayContain) { continue }
      for name in facts[cell].namesBound(among: names) { cells[name, default: []].append(cell) }
    }
    return cells
  }

  /// The largest number of names that are searched for: nearly every cell may have one of more names.
  private static let mostFilteredNames = 8

  /// The units that have one of some traits, in order.
  package func units(with traits: UnitTraits) -> [UnitIndex] { self.traits.units.indices(with: traits) }

  /// The tag as written; empty for an element that is not a string.
  package func tagText(cell: CellIndex, index: TagIndex) -> String {
    guard tags.indices.contains(cell), tags[cell].entries.indices.contains(index) else { return "" }
    return tags[cell].entries[index].text ?? ""
  }

  /// The cells whose code steps run: shared cells, then those of the steps, step by step.
  package var pipelineCells: [CellIndex] { sharedCells + outline.units.flatMap(\.cells) }

  /// The cells whose code runs at the start of every step: imports cells, then functions cells.
  package var sharedCells: [CellIndex] { outline.sharedCells }

  /// The place of the tag that names a unit where its tags count.
  package func definition(of unit: UnitIndex) -> NotebookPlace {
    let cell = outline.units[unit].definition
    let references = outline.units[unit].isNotebook ? tags[cell].notebooks : tags[cell].steps
    return references.first.map { .tag(cell: cell, index: $0.tag) } ?? .cell(cell)
  }
}
