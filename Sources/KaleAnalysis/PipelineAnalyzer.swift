import NotebookModel
import PythonSyntax

/// Analyses notebooks, and keeps what it found of each cell and step, so that the next snapshot of the same notebook
/// costs only what is new in it.
///
/// Most cells of a snapshot are where they were, or are moved by a few places by a cell that came or went: those are
/// found by comparing from both ends. The rest are looked up by content.
package struct PipelineAnalyzer {
  /// What has become of a snapshot's cells since the one before.
  private struct Change {
    /// The cells that are new or have changed.
    let cells: Range<CellIndex>
    /// Whether the notebook has the same steps, blocks and references as before, made of the same cells.
    let keepsOutline: Bool
  }

  /// The notebooks whose code an analyzer reads. Of others, nothing but tags and metadata is known; such an analyzer sees
  /// one notebook, and only once.
  package enum CodeScope: Sendable {
    case allNotebooks
    /// Those for Kale, which have their code in common with other analyzers where it is the same.
    case kaleNotebooks(sharing: CodeCache = CodeCache())
    case noNotebook
  }

  /// The cells of the last snapshot, and what was read of each.
  private var cells: ChunkedCellArray<NotebookCell> = []
  private var readings: ChunkedCellArray<CellReading> = []
  private var traits = NotebookTraits()
  /// What the cells use of the notebook's folder, once that has been asked for.
  private var knownImports: (all: Set<String>, ofPipeline: ModuleImports)?
  /// Which files the cells use, once that has been asked for.
  private var knownFileUses: FileUses?
  /// Which step or block each cell belongs to, once that has been asked for before an analysis.
  private var knownOutline: NotebookOutline?
  private var shared = (cells: [CodeFacts](), facts: SharedBlockFacts([]))
  private var units: ChunkedUnitArray<UnitFacts> = []
  /// How many units define each name.
  private var owners = NameOwners()
  /// What the data flow was computed with.
  private var flowAnalyzer = FlowAnalyzer()
  /// What is kept of the state of the notebook's variables.
  private let stateCheckpoints = StateCheckpoints()
  private var referenceAnalyzer: ReferenceAnalyzer
  /// The result for the last snapshot, with its cells.
  private var last: NotebookAnalysis?

  private let work: ParallelWork
  private let codeScope: CodeScope
  /// The release of Kale whose behavior the analysis follows.
  package let release: KaleRelease

  /// Creates an analyzer that has seen no notebook.
  ///
  /// - Parameters:
  ///   - work: How the reading of many cells is shared out.
  ///   - codeScope: The notebooks whose code is read.
  ///   - release: The release of Kale whose behavior the analysis follows.
  package init(
    work: ParallelWork = .serial, readingCodeOf codeScope: CodeScope = .allNotebooks,
    release: KaleRelease = .current
  ) {
    (self.work, self.codeScope, self.release) = (work, codeScope, release)
    referenceAnalyzer = ReferenceAnalyzer(release: release)
  }

  /// Finds what a notebook uses of its folder: what `NotebookFolder` has to be found for.
  ///
  /// - Parameters:
  ///   - notebook: The notebook.
  ///   - project: What the project that the folder belongs to decides.
  /// - Returns: What the notebook uses.
  package mutating func fileNeeds(
    of notebook: Notebook, in project: ProjectDefaults = ProjectDefaults()
  ) -> FileNeeds {
    read(notebook)
    let imports = knownImports ?? findImports()
    knownImports = imports
    let (patterns, packageNames) = fileSettings(of: notebook, in: project)
    return FileNeeds(
      imports: imports.all, pipelineImports: imports.ofPipeline, patterns: patterns,
      packageNames: packageNames, paths: fileUses().pathsBesideNotebook)
  }

  private func fileSettings(
    of notebook: Notebook, in project: ProjectDefaults
  ) -> ([FilePattern], [String: String?]) {
    if let last, last.notebook.kaleLSPMetadata == notebook.kaleLSPMetadata,
      last.configuration.configuration.project == project
    {
      let configuration = last.configuration.configuration
      return (configuration.files, configuration.packages.names)
    }
    let settings = NotebookSettingsReading(notebook.kaleLSPMetadata)
    return (settings.files, project.packageNames(besides: settings.packages.names))
  }

  private mutating func fileUses() -> FileUses {
    if let knownFileUses { return knownFileUses }
    let outline = knownOutline ?? NotebookOutline(readings)
    knownOutline = outline
    let uses = FileUses(outline, readings, traits)
    knownFileUses = uses
    return uses
  }

  private mutating func findImports() -> (all: Set<String>, ofPipeline: ModuleImports) {
    let cells = traits.cells.indices(with: [.imports, .dynamicImports])
    guard !cells.isEmpty else { return ([], ModuleImports(of: [])) }
    let outline = knownOutline ?? NotebookOutline(readings)
    knownOutline = outline
    return (
      all: Set(cells.flatMap { readings[$0].facts.importedPaths + readings[$0].facts.dynamicPaths }),
      ofPipeline: ModuleImports(of: cells.filter(outline.isRun).map { readings[$0].facts })
    )
  }

  /// Returns the paths in a notebook's references, as written, each once, in order.
  package mutating func referencedPaths(of notebook: Notebook) -> [String] {
    read(notebook)
    var seen: Set<String> = []
    return traits.cells.indices(with: .reference).compactMap { readings[$0].cell.notebookPath }
      .filter { seen.insert($0).inserted }
  }

  /// Analyses a notebook, whatever state it is in.
  ///
  /// - Parameters:
  ///   - notebook: The notebook.
  ///   - files: The notebooks that it refers to.
  ///   - folder: What its folder contains of what it uses.
  /// - Returns: What rules and features read.
  package mutating func analyze(
    _ notebook: Notebook, referringTo files: ReferencedNotebooks = .unknown,
    beside folder: NotebookFolder = .unknown
  ) -> NotebookAnalysis {
    read(notebook)
    let change = changeSinceLast()
    let old = change.keepsOutline ? last : nil
    let outline = old?.outline ?? knownOutline ?? NotebookOutline(readings)
    knownOutline = outline
    let references = outline.hasNotebooks ? referenceAnalyzer.read(outline, in: notebook, files) : [:]
    let blocks = BlockReading(outline, readings, notebook, release, changed: change.cells, old)
    let changedUnits = join(outline, in: notebook, changed: change.cells, old)
    let graph = order(outline, old)
    let flows = flowAnalyzer.flows(
      units, graph.graph, blocks, old, changed: changedUnits, isSame: isInterfaceSame(changedUnits, old))
    let placed =
      outline.hasNotebooks
      ? referenceAnalyzer.place(
        references, outline, in: notebook, kale: flows.kale, run: flows.run,
        parameters: Set(blocks.parameters.declarations.keys)) : [:]
    let analysis = NotebookAnalysis(
      release: release, notebook: notebook, folder: folder, readings: readings, traits: traits,
      outline: outline,
      graph: graph.graph, configuration: configuration(of: notebook, in: folder.project),
      parameters: blocks.parameters,
      metrics: blocks.metrics, units: units, namesMadeBySeveral: owners.several, shared: shared.facts,
      splitCells: splitCells(outline, blocks, changedUnits, old),
      composition: graph.composition, references: placed, kaleFlow: flows.kale, flow: flows.run,
      areFlowsEqual: flows.areAlike,
      deviations: flows.deviations, fileUses: fileUses(),
      valueMemo: valueMemo(flows.run, changed: blocks.isSame ? changedUnits : nil, change.cells, old),
      stateCheckpoints: outline.hasNotebooks ? nil : stateCheckpoints)
    last = analysis
    return analysis
  }
}

// MARK: - What stays the same

extension PipelineAnalyzer {
  private func configuration(
    of notebook: Notebook, in project: ProjectDefaults
  ) -> ConfigurationReading {
    if let last, last.notebook.kaleMetadata == notebook.kaleMetadata,
      last.notebook.kaleLSPMetadata == notebook.kaleLSPMetadata,
      last.configuration.configuration.project == project
    {
      return last.configuration
    }
    return ConfigurationReading(
      notebook.kaleMetadata, settings: notebook.kaleLSPMetadata, of: release, in: project)
  }

  /// The order of the units: that of their tags, and of their data where there are references.
  private func order(
    _ outline: NotebookOutline, _ old: NotebookAnalysis?
  ) -> (graph: StepGraph, composition: CompositionOrder) {
    if let old, !outline.hasNotebooks { return (old.graph, old.composition) }
    let composition = CompositionOrder(outline, units)
    return (StepGraph(outline: outline, readings, composition: composition), composition)
  }

  /// What is still known of values after an edit of single units; nothing where more has changed.
  private func valueMemo(
    _ flow: DataFlow, changed: [UnitIndex]?, _ cells: Range<CellIndex>, _ old: NotebookAnalysis?
  ) -> ValueMemo {
    guard let old, let changed else { return ValueMemo() }
    let update = ValueMemoUpdate(from: old, to: units, flow, changed: changed, cells: cells)
    return old.valueMemo.updated(update) { TextColumns.all(in: FactsOfCells(readings: readings)) }
  }

  /// Whether units that were joined again need and provide what they did.
  private func isInterfaceSame(_ changedUnits: [UnitIndex]?, _ old: NotebookAnalysis?) -> Bool {
    guard let old, let changedUnits else { return false }
    return changedUnits.allSatisfy { units[$0].hasInterface(of: old.units[$0]) }
  }

  /// The cells of those units and blocks that are Python only as a whole.
  private func splitCells(
    _ outline: NotebookOutline, _ blocks: BlockReading, _ changedUnits: [UnitIndex]?, _ old: NotebookAnalysis?
  ) -> Set<CellIndex> {
    if let old, let changedUnits, blocks.isSame,
      !changedUnits.contains(where: { units[$0].isSplit || old.units[$0].isSplit })
    {
      return old.splitCells
    }
    var cells = Set(blocks.parameters.isSplit ? outline.cells(of: .pipelineParameters) : [])
    if shared.facts.isSplit { cells.formUnion(outline.sharedCells) }
    for (unit, facts) in units.indexed where facts.isSplit {
      cells.formUnion(outline.units[unit].cells)
    }
    return cells
  }
}

// MARK: - Reading

extension PipelineAnalyzer {
  /// Reads a snapshot's cells, those alone that the last one did not have.
  private mutating func read(_ notebook: Notebook) {
    let cells = notebook.cells
    let (changed, former) = cells.difference(from: self.cells, by: ==)
    guard !changed.isEmpty || !former.isEmpty else { return }
    self.cells = cells
    let byContent = Dictionary(
      readings[former].map { ($0.cell, $0) }, uniquingKeysWith: { first, _ in first })
    // An edit of tags leaves cells where they were, with the same code.
    let places = changed.count == former.count ? readings[former].map { $0 } : []
    let pairs = cells[changed].enumerated().map {
      (cell: $0.element, former: places.isEmpty ? nil : places[$0.offset])
    }
    let readsCode =
      switch codeScope {
      case .allNotebooks: true
      case .kaleNotebooks: notebook.isKaleNotebook(in: release)
      case .noNotebook: false
      }
    let new = work.map(pairs) { [release, keepsTrees, cache] pair in
      byContent[pair.cell]
        ?? CellReading(
          pair.cell, of: release, readsCode: readsCode, keepsTree: keepsTrees, from: cache,
          after: pair.former)
    }
    forgetImports(new, readings[former])
    readings.replaceSubrange(former, with: new)
    traits.cells.replaceSubrange(former, with: new.map(\.traits))
    traits.bindings.replaceSubrange(former, with: new.lazy.map(\.facts.boundNames))
  }

  /// Forgets what the cells import if cells changed that import something, or the pipeline may run others than before.
  private mutating func forgetImports(
    _ new: [CellReading], _ former: some Collection<CellReading>
  ) {
    if new.count != former.count || !zip(former, new).allSatisfy({ $0.hasPart(of: $1) }) {
      (knownOutline, knownImports, knownFileUses) = (nil, nil, nil)
    }
    if let uses = knownFileUses,
      new.contains(where: uses.depend(on:)) || former.contains(where: uses.depend(on:))
    {
      knownFileUses = nil
    }
    let isSame =
      new.count == former.count && zip(former, new).allSatisfy { $0.facts.importsSame(as: $1.facts) }
    if !isSame { knownImports = nil }
  }

  /// Whether the syntax trees of cells are kept. An editor would keep them for as long as a notebook is open, and
  /// those of a very long notebook take more memory than all else.
  private var keepsTrees: Bool {
    switch codeScope {
    case .allNotebooks: false
    case .kaleNotebooks, .noNotebook: cells.count <= NotebookAnalysis.mostCellsWithOperations
    }
  }

  /// The code that the notebook may have in common with others.
  private var cache: CodeCache? {
    if case .kaleNotebooks(let cache) = codeScope { cache } else { nil }
  }

  private func changeSinceLast() -> Change {
    guard let old = last?.readings else { return Change(cells: readings.indices, keepsOutline: false) }
    let (changed, former) = readings.difference(from: old, by: ===)
    let keepsOutline =
      changed.count == former.count && zip(old[former], readings[changed]).allSatisfy { $0.hasPart(of: $1) }
    return Change(cells: changed, keepsOutline: keepsOutline)
  }

  /// Joins the facts of each unit's cells. A unit is looked for where it stood, counted from both ends.
  ///
  /// - Returns: The units that were joined, where all others are what they were; nil where that is not known.
  private mutating func join(
    _ outline: NotebookOutline, in notebook: Notebook, changed: Range<CellIndex>, _ old: NotebookAnalysis?
  ) -> [UnitIndex]? {
    let sharedCells = outline.sharedCells.map { readings[$0].facts }
    let isSharedSame = sharedCells.elementsEqual(shared.cells, by: ===)
    if !isSharedSame {
      shared = (sharedCells, cache?.block(of: sharedCells) ?? SharedBlockFacts(sharedCells))
    }
    if old != nil, isSharedSame, !outline.hasNotebooks {
      let joined = Set(changed.compactMap { outline.unit(ofCell: $0) }).sorted()
      for unit in joined {
        owners.remove(units[unit].ownNames)
        units[unit] = UnitFacts(shared: shared.facts, cells: facts(of: outline.units[unit]), standingFor: nil)
        traits.units.replaceSubrange(unit..<unit.advanced(by: 1), with: [units[unit].traits])
        owners.add(units[unit].ownNames)
      }
      return joined
    }
    let former = isSharedSame ? units : []
    let known = outline.units.indices.map { self.known($0, of: outline, in: notebook, among: former) }
    let new = zip(known, outline.units).filter { $0.0 == nil }.map { _, unit in
      (cells: facts(of: unit), code: unit.isNotebook ? referenceAnalyzer.code(of: unit, in: notebook) : nil)
    }
    var joined = work.map(new) { [shared = shared.facts, cache] unit in
      if unit.code == nil, let cache { return cache.unit(of: unit.cells, after: shared) }
      return UnitFacts(shared: shared, cells: unit.cells, standingFor: unit.code)
    }[...]
    units = ChunkedUnitArray(ChunkedArray(known.lazy.compactMap { $0 ?? joined.popFirst() }))
    traits.units = Traits(units.map(\.traits))
    owners = NameOwners()
    for unit in units { owners.add(unit.ownNames) }
    return nil
  }

  /// Returns the facts of a unit from the last snapshot; nil if no unit there has the same cells.
  private func known(
    _ index: UnitIndex, of outline: NotebookOutline, in notebook: Notebook,
    among former: ChunkedUnitArray<UnitFacts>
  ) -> UnitFacts? {
    if former.isEmpty { return nil }
    let unit = outline.units[index]
    let code = unit.isNotebook ? referenceAnalyzer.code(of: unit, in: notebook) : nil
    for place in [index, index.advanced(by: former.count - outline.units.count)]
    where former.indices.contains(place) {
      let known = former[place]
      let isSame =
        known.notebook === code && known.cells.count == unit.cells.count
        && zip(known.cells, unit.cells).allSatisfy { $0 === readings[$1].facts }
      if isSame { return known }
    }
    return nil
  }

  private func facts(of unit: NotebookOutline.Unit) -> [CodeFacts] { unit.cells.map { readings[$0].facts } }
}

/// What the parameters and metrics cells say.
struct BlockReading {
  let parameters: ParameterReading
  let metrics: MetricReading
  /// Whether both say what they said in the last snapshot.
  let isSame: Bool

  /// Reads the blocks, or keeps what they said where no cell of theirs has changed.
  init(
    _ outline: NotebookOutline, _ readings: ChunkedCellArray<CellReading>, _ notebook: Notebook,
    _ release: KaleRelease, changed: Range<CellIndex>,
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
    metrics = MetricReading(cells: metricCells, notebook: notebook, of: release)
    isSame = false
  }
}
