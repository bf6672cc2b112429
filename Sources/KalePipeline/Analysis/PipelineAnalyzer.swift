import NotebookModel
import PythonSyntax

/// Analyses notebooks, and keeps what it found of each cell and step, so that the next snapshot of the same notebook
/// costs only what is new in it.
package struct PipelineAnalyzer {
  /// What a step's facts were joined from.
  private struct UnitKey: Hashable {
    var shared: [ObjectIdentifier]
    var cells: [ObjectIdentifier]
  }

  private var tags: [[NotebookTag]: CellTags] = [:]
  private var facts: [NotebookCell: SharedFacts] = [:]
  private var units: [UnitKey: UnitFacts] = [:]

  package init() {}

  /// The analysis of a notebook, whatever state it is in.
  package mutating func analyze(_ notebook: Notebook) -> NotebookAnalysis {
    let tags = readTags(notebook.cells)
    let outline = NotebookOutline(cells: notebook.cells, tags: tags)
    let facts = readFacts(notebook.cells)
    let graph = StepGraph(outline: outline, tags: tags)
    let parameters = ParameterReading(cells: outline.cells(of: .pipelineParameters), facts: facts)
    let metrics = MetricReading(cells: outline.cells(of: .pipelineMetrics), notebook: notebook)
    let flow = DataFlow(
      graph: graph, names: outline.units.map(\.name), facts: joinFacts(outline, facts),
      parameters: parameters.parameters, metrics: metrics.declarations.map(\.metric))
    return NotebookAnalysis(
      notebook: notebook, tags: tags, facts: facts, outline: outline, graph: graph,
      configuration: ConfigurationReading(notebook.kaleMetadata), parameters: parameters, metrics: metrics,
      flow: flow)
  }

  private mutating func readTags(_ cells: [NotebookCell]) -> [CellTags] {
    var current: [[NotebookTag]: CellTags] = [:]
    let result = cells.map { cell in
      let read = current[cell.tags] ?? tags[cell.tags] ?? CellTags(cell.tags)
      current[cell.tags] = read
      return read
    }
    tags = current
    return result
  }

  private mutating func readFacts(_ cells: [NotebookCell]) -> [SharedFacts] {
    var current: [NotebookCell: SharedFacts] = [:]
    current.reserveCapacity(cells.count)
    let result = cells.map { cell in
      guard cell.kind == .code else { return SharedFacts.none }
      let read = current[cell] ?? facts[cell] ?? SharedFacts(CellFacts(analysing: cell.source.utf8))
      current[cell] = read
      return read
    }
    facts = current
    return result
  }

  private mutating func joinFacts(_ outline: NotebookOutline, _ facts: [SharedFacts]) -> [UnitFacts] {
    let sharedCells = (outline.cells(of: .imports) + outline.cells(of: .functions)).map { facts[$0] }
    let sharedKey = sharedCells.map { ObjectIdentifier($0) }
    lazy var shared = SharedBlockFacts(sharedCells)
    var current: [UnitKey: UnitFacts] = [:]
    current.reserveCapacity(outline.units.count)
    let result = outline.units.map { unit in
      let cells = unit.cells.map { facts[$0] }
      let key = UnitKey(shared: sharedKey, cells: cells.map { ObjectIdentifier($0) })
      let joined = current[key] ?? units[key] ?? UnitFacts(shared: shared, cells: cells)
      current[key] = joined
      return joined
    }
    units = current
    return result
  }
}
