import NotebookModel
import PythonSyntax

/// Analyses notebooks, and keeps what it found of each cell and step, so that the next snapshot of the same notebook
/// costs only what is new in it.
///
/// Most cells of a snapshot stand where they stood, or are moved by a few places by a cell that came or went: those are
/// found by comparing from both ends. The rest are looked up by content.
package struct PipelineAnalyzer {
  /// What is known of one unit, and the facts it was joined from.
  private struct UnitReading {
    let cells: [SharedFacts]
    /// For a unit that stands for another notebook its code.
    var notebook: ReferencedCode?
    let facts: UnitFacts
  }

  /// What has become of a snapshot's cells since the one before.
  private struct Change {
    /// The cells that are new or have changed.
    let cells: Range<Int>
    /// Whether the notebook has the same steps, blocks and references as before, made of the same cells.
    let keepsOutline: Bool
  }

  private var readings: [CellReading] = []
  private var shared = (cells: [SharedFacts](), facts: SharedBlockFacts([]))
  private var units: [UnitReading] = []
  /// How many units make each name.
  private var owners = NameOwners()
  private var referenceAnalyzer = ReferenceAnalyzer()
  /// What the last snapshot came to, with the cells that it was made of.
  private var last: NotebookAnalysis?

  package init() {}

  /// Returns what the code of a notebook imports, with dots: what `LocalModules` has to be found for.
  package mutating func importedPaths(of notebook: Notebook) -> Set<String> {
    read(notebook.cells)
    var paths: Set<String> = []
    for reading in readings where reading.traits.contains(.imports) {
      paths.formUnion(reading.facts.importedPaths)
    }
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
    read(notebook.cells)
    let change = changeSinceLast()
    let old = change.keepsOutline ? last : nil
    let outline = old?.outline ?? NotebookOutline(readings)
    let references = outline.hasNotebooks ? referenceAnalyzer.read(outline, in: notebook, files) : [:]
    let blocks = BlockReading(outline, readings, notebook, changed: change.cells, old)
    let changedUnits = join(outline, in: notebook, changed: change.cells, old)
    let graph = order(outline, old)
    let flows = FlowReading(
      units.map(\.facts), graph.graph, blocks, old, changed: changedUnits,
      isSame: isInterfaceSame(changedUnits, old))
    let placed =
      outline.hasNotebooks
      ? referenceAnalyzer.place(
        references, outline, in: notebook, kale: flows.kale, run: flows.run,
        parameters: Set(blocks.parameters.declarations.keys)) : [:]
    let analysis = NotebookAnalysis(
      notebook: notebook, localModules: localModules, readings: readings, outline: outline,
      graph: graph.graph, configuration: configuration(of: notebook), parameters: blocks.parameters,
      metrics: blocks.metrics, units: flows.units, namesMadeBySeveral: owners.several, shared: shared.facts,
      splitCells: splitCells(
        outline, blocks.parameters.isSplit ? outline.cells(of: .pipelineParameters) : []),
      composition: graph.composition, references: placed, kaleFlow: flows.kale, flow: flows.run,
      areFlowsAlike: flows.areAlike,
      deviations: flows.deviations)
    last = analysis
    return analysis
  }
}

// MARK: - What stays the same

extension PipelineAnalyzer {
  private func configuration(of notebook: Notebook) -> ConfigurationReading {
    if let last, last.notebook.kaleMetadata == notebook.kaleMetadata,
      last.notebook.kaleLSPMetadata == notebook.kaleLSPMetadata
    {
      return last.configuration
    }
    return ConfigurationReading(notebook.kaleMetadata, settings: notebook.kaleLSPMetadata)
  }

  /// The order of the units: that of their tags, and of their data where there are references.
  private func order(
    _ outline: NotebookOutline, _ old: NotebookAnalysis?
  ) -> (graph: StepGraph, composition: CompositionOrder) {
    if let old, !outline.hasNotebooks { return (old.graph, old.composition) }
    let composition = CompositionOrder(outline, units.map(\.facts))
    return (StepGraph(outline: outline, readings, composition: composition), composition)
  }

  /// Whether units that were joined again want and give what they did.
  private func isInterfaceSame(_ changedUnits: [Int]?, _ old: NotebookAnalysis?) -> Bool {
    guard let old, let changedUnits else { return false }
    return changedUnits.allSatisfy { units[$0].facts.hasInterface(of: old.units[$0]) }
  }

  /// The cells of those units and blocks that are Python only as a whole.
  private func splitCells(_ outline: NotebookOutline, _ parameterCells: [Int]) -> Set<Int> {
    var cells = Set(parameterCells)
    if shared.facts.isSplit { cells.formUnion(outline.sharedCells) }
    for (unit, reading) in units.enumerated() where reading.facts.isSplit {
      cells.formUnion(outline.units[unit].cells)
    }
    return cells
  }
}

// MARK: - Reading

extension PipelineAnalyzer {
  /// Reads a snapshot's cells, those alone that the last one did not have.
  private mutating func read(_ cells: [NotebookCell]) {
    let (changed, former) = Self.difference(readings.count, cells.count) { readings[$0].cell == cells[$1] }
    guard !changed.isEmpty || !former.isEmpty else { return }
    let byContent = Dictionary(
      readings[former].map { ($0.cell, $0) }, uniquingKeysWith: { first, _ in first })
    let new = cells[changed].map { cell in byContent[cell] ?? CellReading(cell) }
    readings.replaceSubrange(former, with: new)
  }

  private func changeSinceLast() -> Change {
    guard let old = last?.readings else { return Change(cells: readings.indices, keepsOutline: false) }
    let (changed, former) = Self.difference(old.count, readings.count) { old[$0] === readings[$1] }
    let keepsOutline =
      changed.count == former.count && zip(old[former], readings[changed]).allSatisfy { $0.hasPart(of: $1) }
    return Change(cells: changed, keepsOutline: keepsOutline)
  }

  /// Where two lists differ: all but their common beginning and their common end.
  private static func difference(
    _ oldCount: Int, _ newCount: Int, areSame: (Int, Int) -> Bool
  ) -> (new: Range<Int>, old: Range<Int>) {
    let limit = min(oldCount, newCount)
    var front = 0
    while front < limit, areSame(front, front) { front += 1 }
    var back = 0
    while back < limit - front, areSame(oldCount - 1 - back, newCount - 1 - back) { back += 1 }
    return (front..<newCount - back, front..<oldCount - back)
  }

  /// Joins the facts of each unit's cells. A unit is looked for where it stood, counted from both ends.
  ///
  /// - Returns: the units that were joined, where all others are what they were; nil where that is not known.
  private mutating func join(
    _ outline: NotebookOutline, in notebook: Notebook, changed: Range<Int>, _ old: NotebookAnalysis?
  ) -> [Int]? {
    let sharedCells = outline.sharedCells.map { readings[$0].facts }
    let isSharedSame = sharedCells.elementsEqual(shared.cells, by: ===)
    if !isSharedSame { shared = (sharedCells, SharedBlockFacts(sharedCells)) }
    if old != nil, isSharedSame, !outline.hasNotebooks {
      let joined = Set(changed.compactMap { outline.unit(ofCell: $0) }).sorted()
      for unit in joined {
        owners.remove(units[unit].facts.ownNames)
        units[unit] = join(outline.units[unit], in: notebook)
        owners.add(units[unit].facts.ownNames)
      }
      return joined
    }
    let growth = outline.units.count - units.count
    let former = units
    units = outline.units.indices.map { index in
      let unit = outline.units[index]
      let code = unit.isNotebook ? referenceAnalyzer.code(of: unit, in: notebook) : nil
      for place in [index, index - growth] where isSharedSame && former.indices.contains(place) {
        let known = former[place]
        let isSame =
          known.notebook === code && known.cells.count == unit.cells.count
          && zip(known.cells, unit.cells).allSatisfy { $0 === readings[$1].facts }
        if isSame { return known }
      }
      return join(unit, in: notebook)
    }
    owners = NameOwners()
    for unit in units { owners.add(unit.facts.ownNames) }
    return nil
  }

  private func join(_ unit: NotebookOutline.Unit, in notebook: Notebook) -> UnitReading {
    let cells = unit.cells.map { readings[$0].facts }
    let code = unit.isNotebook ? referenceAnalyzer.code(of: unit, in: notebook) : nil
    return UnitReading(
      cells: cells, notebook: code,
      facts: code.map { UnitFacts(shared: shared.facts, notebook: $0) }
        ?? UnitFacts(shared: shared.facts, cells: cells))
  }
}

/// What the parameters and metrics cells say.
struct BlockReading {
  let parameters: ParameterReading
  let metrics: MetricReading
  /// Whether both say what they said in the last snapshot.
  let isSame: Bool

  /// Reads the blocks, or keeps what they said where no cell of theirs has changed.
  fileprivate init(
    _ outline: NotebookOutline, _ readings: [CellReading], _ notebook: Notebook, changed: Range<Int>,
    _ old: NotebookAnalysis?
  ) {
    let (parameterCells, metricCells) = (
      outline.cells(of: .pipelineParameters), outline.cells(of: .pipelineMetrics)
    )
    if let old, !parameterCells.contains(where: changed.contains),
      !metricCells.contains(where: changed.contains)
    {
      (parameters, metrics, isSame) = (old.parameters, old.metrics, true)
      return
    }
    parameters = ParameterReading(cells: parameterCells, facts: FactsOfCells(readings: readings))
    metrics = MetricReading(cells: metricCells, notebook: notebook)
    isSame = false
  }
}

/// What crosses the borders of units, in both readings of the code.
struct FlowReading {
  let units: [UnitFacts]
  let kale: DataFlow
  let run: DataFlow
  /// Whether both are the same.
  let areAlike: Bool
  let deviations: [FlowDeviation]

  /// Works the flows out, or keeps those of the last snapshot.
  ///
  /// `changed`: the units whose code has changed, where all else is as it was; nil where more has. `isSame`: whether every
  /// unit wants and gives what it did.
  fileprivate init(
    _ units: [UnitFacts], _ graph: StepGraph, _ blocks: BlockReading, _ old: NotebookAnalysis?,
    changed: [Int]?, isSame: Bool
  ) {
    self.units = units
    if let old, isSame, blocks.isSame {
      (kale, run, areAlike, deviations) = (old.kaleFlow, old.flow, old.areFlowsAlike, old.deviations)
      return
    }
    func flow(_ reading: DataFlow.Reading) -> DataFlow {
      DataFlow(
        reading, graph: graph, facts: units, parameterNames: Set(blocks.parameters.declarations.keys),
        metrics: blocks.metrics.declarations.map(\.metric))
    }
    let base = blocks.isSame && changed != nil ? old : nil
    kale = base?.kaleFlow.updated(changed ?? [], to: units) ?? flow(.kale)
    areAlike = FlowReadings.areAlike(kale, units, graph: graph, parameters: blocks.parameters)
    // Where both were alike, there is none of the second reading to go on from.
    let former = base.flatMap { $0.areFlowsAlike ? nil : $0.flow }
    run = areAlike ? kale : former?.updated(changed ?? [], to: units) ?? flow(.run)
    deviations =
      areAlike
      ? [] : FlowComparison(kale: kale, run: run, units: units, parameters: blocks.parameters).deviations
  }
}
