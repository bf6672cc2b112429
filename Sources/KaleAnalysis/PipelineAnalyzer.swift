import NotebookModel
import PythonSyntax

/// Analyses notebooks, and keeps what it found of each cell and step, so that the next snapshot of the same notebook
/// costs only what is new in it.
///
/// Most cells of a snapshot stand where they stood, or are moved by a few places by a cell that came or went: those are
/// found by comparing from both ends. The rest are looked up by content.
package struct PipelineAnalyzer {
  /// What is known of one cell alone.
  private struct CellReading {
    package let cell: NotebookCell
    let tags: CellTags
    let facts: SharedFacts
  }

  /// What is known of one unit, and the facts it was joined from.
  private struct UnitReading {
    let cells: [SharedFacts]
    /// For a unit that stands for another notebook its code.
    var notebook: ReferencedCode?
    let facts: UnitFacts
  }

  private var readings: [CellReading] = []
  private var shared = (cells: [SharedFacts](), facts: SharedBlockFacts([]))
  private var units: [UnitReading] = []
  private var referenceAnalyzer = ReferenceAnalyzer()

  package init() {}

  /// Returns what the code of a notebook imports, with dots: what `LocalModules` has to be found for.
  package mutating func importedPaths(of notebook: Notebook) -> Set<String> {
    readings = read(notebook.cells)
    var paths: Set<String> = []
    for reading in readings { paths.formUnion(reading.facts.importedPaths) }
    return paths
  }

  /// Analyses a notebook, whatever state it is in.
  ///
  /// - Parameters:
  ///   - notebook: The notebook.
  ///   - files: The notebooks that it refers to.
  ///   - localModules: The modules in its folder.
  /// - Returns: What rules and features read.
  package mutating func analyze(
    _ notebook: Notebook, referringTo files: ReferencedNotebooks = .unknown,
    beside localModules: LocalModules = .none
  ) -> NotebookAnalysis {
    readings = read(notebook.cells)
    let tags = readings.map(\.tags)
    let facts = readings.map(\.facts)
    let outline = NotebookOutline(cells: notebook.cells, tags: tags)
    let references = referenceAnalyzer.read(outline, in: notebook, files)
    let parameterCells = outline.cells(of: .pipelineParameters)
    let parameters = ParameterReading(cells: parameterCells, facts: facts)
    let metrics = MetricReading(cells: outline.cells(of: .pipelineMetrics), notebook: notebook)
    units = join(outline, facts, in: notebook)
    let unitFacts = units.map(\.facts)
    let composition = CompositionOrder(outline, unitFacts)
    let graph = StepGraph(outline: outline, tags: tags, composition: composition)
    let kaleFlow = flow(.kale)
    let areAlike = FlowReadings.areAlike(kaleFlow, unitFacts, graph: graph, parameters: parameters)
    let flow = areAlike ? kaleFlow : flow(.run)
    func flow(_ reading: DataFlow.Reading) -> DataFlow {
      DataFlow(
        reading, graph: graph, facts: unitFacts,
        parameterNames: Set(parameters.declarations.keys), metrics: metrics.declarations.map(\.metric))
    }
    let placed = referenceAnalyzer.place(
      references, outline, in: notebook, kale: kaleFlow, run: flow,
      parameters: Set(parameters.declarations.keys))
    return NotebookAnalysis(
      notebook: notebook, localModules: localModules, tags: tags, facts: facts, outline: outline,
      graph: graph,
      configuration: ConfigurationReading(notebook.kaleMetadata, settings: notebook.kaleLSPMetadata),
      parameters: parameters, metrics: metrics,
      units: unitFacts, shared: shared.facts,
      splitCells: splitCells(outline, parameters.isSplit ? parameterCells : []),
      composition: composition, references: placed, kaleFlow: kaleFlow, flow: flow,
      deviations: FlowComparison(kale: kaleFlow, run: flow, units: unitFacts, parameters: parameters)
        .deviations)
  }

  /// The cells of those units and blocks that are Python only as a whole.
  private func splitCells(_ outline: NotebookOutline, _ parameterCells: [Int]) -> Set<Int> {
    var cells = Set(parameterCells)
    if shared.facts.isSplit { cells.formUnion(outline.cells(of: .imports) + outline.cells(of: .functions)) }
    for (unit, reading) in zip(outline.units, units) where reading.facts.isSplit {
      cells.formUnion(unit.cells)
    }
    return cells
  }

  private func read(_ cells: [NotebookCell]) -> [CellReading] {
    let limit = min(cells.count, readings.count)
    var front = 0
    while front < limit, readings[front].cell == cells[front] { front += 1 }
    var back = 0
    while back < limit - front, readings[readings.count - 1 - back].cell == cells[cells.count - 1 - back] {
      back += 1
    }
    let old = readings[front..<readings.count - back]
    let byContent = Dictionary(old.map { ($0.cell, $0) }, uniquingKeysWith: { first, _ in first })
    let new = cells[front..<cells.count - back].map { cell in byContent[cell] ?? Self.read(cell) }
    return readings[..<front] + new + readings[(readings.count - back)...]
  }

  private static func read(_ cell: NotebookCell) -> CellReading {
    let isCode = cell.kind == .code
    return CellReading(
      cell: cell, tags: CellTags(cell.tags),
      facts: isCode ? SharedFacts(analysing: cell.source.utf8) : SharedFacts.none)
  }

  /// Joins the facts of each unit's cells. A unit is looked for where it stood, counted from both ends.
  private mutating func join(
    _ outline: NotebookOutline, _ facts: [SharedFacts], in notebook: Notebook
  ) -> [UnitReading] {
    let sharedCells = (outline.cells(of: .imports) + outline.cells(of: .functions)).map { facts[$0] }
    let isSharedSame = sharedCells.elementsEqual(shared.cells, by: ===)
    if !isSharedSame { shared = (sharedCells, SharedBlockFacts(sharedCells)) }
    let growth = outline.units.count - units.count
    return outline.units.indices.map { index in
      let unit = outline.units[index]
      let cells = unit.cells.map { facts[$0] }
      let code = unit.isNotebook ? referenceAnalyzer.code(of: unit, in: notebook) : nil
      for place in [index, index - growth] where isSharedSame && units.indices.contains(place) {
        let old = units[place]
        if old.notebook === code, old.cells.elementsEqual(cells, by: ===) { return old }
      }
      return UnitReading(
        cells: cells, notebook: code,
        facts: code.map { UnitFacts(shared: shared.facts, notebook: $0) }
          ?? UnitFacts(shared: shared.facts, cells: cells))
    }
  }
}
