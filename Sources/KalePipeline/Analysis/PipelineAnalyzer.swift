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
    let cell: NotebookCell
    let tags: CellTags
    let facts: SharedFacts
  }

  /// What is known of one unit, and the facts it was joined from.
  private struct UnitReading {
    let cells: [SharedFacts]
    let facts: UnitFacts
  }

  private var readings: [CellReading] = []
  private var shared = (cells: [SharedFacts](), facts: SharedBlockFacts([]))
  private var units: [UnitReading] = []

  package init() {}

  /// The analysis of a notebook, whatever state it is in.
  package mutating func analyze(_ notebook: Notebook) -> NotebookAnalysis {
    readings = read(notebook.cells)
    let tags = readings.map(\.tags)
    let facts = readings.map(\.facts)
    let outline = NotebookOutline(cells: notebook.cells, tags: tags)
    let graph = StepGraph(outline: outline, tags: tags)
    let parameters = ParameterReading(cells: outline.cells(of: .pipelineParameters), facts: facts)
    let metrics = MetricReading(cells: outline.cells(of: .pipelineMetrics), notebook: notebook)
    units = join(outline, facts)
    let unitFacts = units.map(\.facts)
    let (kaleFlow, flow) = (flow(.kale), flow(.run))
    func flow(_ reading: DataFlow.Reading) -> DataFlow {
      DataFlow(
        reading, graph: graph, names: outline.units.map(\.name), facts: unitFacts,
        parameterNames: Set(parameters.declarations.keys), metrics: metrics.declarations.map(\.metric))
    }
    return NotebookAnalysis(
      notebook: notebook, tags: tags, facts: facts, outline: outline, graph: graph,
      configuration: ConfigurationReading(notebook.kaleMetadata), parameters: parameters, metrics: metrics,
      units: unitFacts, kaleFlow: kaleFlow, flow: flow,
      deviations: FlowComparison(kale: kaleFlow, run: flow, units: unitFacts, parameters: parameters)
        .deviations)
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
  private mutating func join(_ outline: NotebookOutline, _ facts: [SharedFacts]) -> [UnitReading] {
    let sharedCells = (outline.cells(of: .imports) + outline.cells(of: .functions)).map { facts[$0] }
    let isSharedSame = sharedCells.elementsEqual(shared.cells, by: ===)
    if !isSharedSame { shared = (sharedCells, SharedBlockFacts(sharedCells)) }
    let growth = outline.units.count - units.count
    return outline.units.indices.map { index in
      let cells = outline.units[index].cells.map { facts[$0] }
      for place in [index, index - growth] where isSharedSame && units.indices.contains(place) {
        if units[place].cells.elementsEqual(cells, by: ===) { return units[place] }
      }
      return UnitReading(cells: cells, facts: UnitFacts(shared: shared.facts, cells: cells))
    }
  }
}
