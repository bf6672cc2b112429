import NotebookModel
import PythonSyntax
import Synchronization

/// All that is known of one snapshot of a notebook: what the rules and the features read.
///
/// Invariant: an analysis never changes once it is made, so that it can be handed around as a reference and read by
/// several threads.
package final class NotebookAnalysis: Sendable {
  /// The snapshot that the analysis describes.
  package let notebook: Notebook
  /// The modules in the notebook's folder.
  package let localModules: LocalModules
  /// What is known of each cell alone.
  let readings: ChunkedArray<CellReading>
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
  /// The names that several units make.
  package let namesMadeBySeveral: Set<String>
  /// The facts of the code in front of every step.
  package let shared: SharedBlockFacts
  /// Cells that are Python only together with those that they are joined with.
  package let splitCells: Set<Int>
  /// How the units of a notebook that refers to others follow each other.
  package let composition: CompositionOrder
  /// For each unit that stands for another notebook what is known of that.
  package let references: [UnitIndex: NotebookReference]
  /// What crosses the borders of steps in the pipeline that Kale makes.
  package let kaleFlow: DataFlow
  /// What crosses them in the pipeline that kale-lsp makes.
  package let flow: DataFlow
  /// Names that are there in every step though the notebook does not make them: the parameters of one that refers to it.
  package let givenNames: Set<String>
  /// Whether the two flows are the same, since Kale reads the code as Python runs it.
  package let areFlowsAlike: Bool
  /// Where the two differ, in the order of the units.
  package let deviations: [FlowDeviation]
  private let knownTakers = Mutex<StepTakers?>(nil)

  init(
    notebook: Notebook, localModules: LocalModules, readings: ChunkedArray<CellReading>,
    traits: NotebookTraits,
    outline: NotebookOutline,
    graph: StepGraph, configuration: ConfigurationReading, parameters: ParameterReading,
    metrics: MetricReading, units: ChunkedUnitArray<UnitFacts>, namesMadeBySeveral: Set<String>,
    shared: SharedBlockFacts,
    splitCells: Set<Int>, composition: CompositionOrder, references: [UnitIndex: NotebookReference],
    kaleFlow: DataFlow, flow: DataFlow, givenNames: Set<String> = [], areFlowsAlike: Bool,
    deviations: [FlowDeviation]
  ) {
    self.notebook = notebook
    self.localModules = localModules
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
    self.areFlowsAlike = areFlowsAlike
    self.deviations = deviations
  }

  /// The notebook as part of another's pipeline: the same, with what crosses its border.
  func placed(
    references: [UnitIndex: NotebookReference], kaleFlow: DataFlow, flow: DataFlow, givenNames: Set<String>
  ) -> NotebookAnalysis {
    NotebookAnalysis(
      notebook: notebook, localModules: localModules, readings: readings, traits: traits, outline: outline,
      graph: graph,
      configuration: configuration, parameters: parameters, metrics: metrics, units: units,
      namesMadeBySeveral: namesMadeBySeveral, shared: shared, splitCells: splitCells,
      composition: composition, references: references, kaleFlow: kaleFlow, flow: flow,
      givenNames: givenNames, areFlowsAlike: false, deviations: deviations)
  }

  /// Which steps take what others hand on, found out when it is asked for first.
  package var takers: StepTakers {
    knownTakers.withLock { known in
      if let known { return known }
      let takers = StepTakers(self)
      known = takers
      return takers
    }
  }

  /// For each cell its tags as Kale reads them.
  package var tags: TagsOfCells { TagsOfCells(readings: readings) }

  /// For each cell the facts of its code; empty facts for a cell that is not code.
  package var facts: FactsOfCells { FactsOfCells(readings: readings) }

  /// The cells that have one of some traits, in order.
  package func cells(with traits: CellTraits) -> [Int] {
    self.traits.cells.indices(with: traits)
  }

  /// For each of some names the cells that bind it at module level, in order.
  package func cellsBinding(_ names: Set<String>) -> [String: [Int]] {
    let filters = names.count <= Self.mostFilteredNames ? names.map { NameFilter(CollectionOfOne($0)) } : nil
    var cells: [String: [Int]] = [:]
    for (cell, bound) in traits.bindings.enumerated() {
      if let filters, !filters.contains(where: bound.mayContain) { continue }
      for name in facts[cell].namesBound(among: names) { cells[name, default: []].append(cell) }
    }
    return cells
  }

  /// Of more names nearly every cell may have one.
  private static let mostFilteredNames = 8

  /// The units that have one of some traits, in order.
  package func units(with traits: UnitTraits) -> [UnitIndex] {
    self.traits.units.indices(with: traits).map { UnitIndex($0) }
  }

  /// The tag's text; empty for an element that is no string.
  package func tagText(cell: Int, index: Int) -> String {
    guard tags.indices.contains(cell), tags[cell].entries.indices.contains(index) else { return "" }
    return tags[cell].entries[index].text ?? ""
  }

  /// The cells whose code is put in front of every step: imports cells, then functions cells.
  package var sharedCells: [Int] { outline.sharedCells }

  /// The place of the tag that names a unit where its tags count.
  package func definition(of unit: UnitIndex) -> NotebookPlace {
    let cell = outline.units[unit].definition
    let references = outline.units[unit].isNotebook ? tags[cell].notebooks : tags[cell].steps
    return references.first.map { .tag(cell: cell, index: $0.tag) } ?? .cell(cell)
  }
}

/// The facts of a cell's code, shared by every notebook that holds the cell.
package final class SharedFacts: Sendable {
  /// What the code reads, binds, deletes, calls and imports.
  package let facts: CellFacts
  /// The code that the facts are about.
  let source: [UInt8]
  /// For each name that the code binds at module level its place among the bindings.
  private let places: [String: Int]
  /// The names that the code binds at module level.
  let boundNames: NameFilter
  /// Whether the code may make names that nobody can see: by a magic, or by running text as code.
  package let mayBringNames: Bool
  /// A line that Kale hides though it is the middle of an expression, so that it cannot read the rest.
  package let misreadLine: MagicComments.Line?
  /// The comments that take findings of the cell back.
  package let ignoreComments: [IgnoreComment]
  /// The comments that say which packages the code needs.
  package let requirementComments: [RequirementComment]
  /// What the code imports, with dots: see `ImportFact.importedPaths`.
  package let importedPaths: [String]

  /// Analyzes the code of a cell, given as UTF-8.
  package init(analysing source: [UInt8]) {
    var facts = CellFacts(analysing: source)
    if source.starts(with: Self.byteOrderMark) { facts.syntaxErrors.insert(Self.byteOrderMarkError, at: 0) }
    self.facts = facts
    self.source = source
    mayBringNames = facts.mayBringNames
    places = Dictionary(
      zip(facts.bindings.lazy.map(\.name), facts.bindings.indices), uniquingKeysWith: { first, _ in first })
    boundNames = NameFilter(places.keys)
    misreadLine =
      facts.syntaxErrors.isEmpty && facts.escapes.isEmpty ? MagicComments.misreadLine(in: source) : nil
    ignoreComments = IgnoreComment.all(in: source)
    requirementComments = RequirementComment.all(in: source)
    importedPaths = facts.imports.flatMap(\.importedPaths)
  }

  /// The facts of empty code.
  package static let none = SharedFacts(analysing: [])

  /// Those of some names that the code binds at module level.
  func namesBound(among names: Set<String>) -> [String] {
    names.count < places.count
      ? names.filter { places[$0] != nil } : places.keys.filter(names.contains)
  }

  /// How the code binds a name at module level; nil where it does not.
  package func binding(of name: String) -> Binding? { places[name].map { facts.bindings[$0] } }

  /// Python reads it in front of a file, and not in front of a cell.
  private static let byteOrderMark = Array("\u{FEFF}".utf8)
  private static let byteOrderMarkError = PythonSyntaxError(
    message: "invalid non-printable character U+FEFF", range: 0..<byteOrderMark.count)
}

extension CellFacts {
  /// The names the code needs from elsewhere, at once or when code of it runs later.
  package var allReads: some Sequence<NameUse> { [reads, deferredReads].joined() }
}
