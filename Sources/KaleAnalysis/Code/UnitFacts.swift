import PythonSyntax

/// What is known of a unit's whole code, the shared blocks in front: the facts of its cells, joined.
package final class UnitFacts: Sendable {
  /// What the code needs and provides as Kale reads it.
  package let kale: UnitNames
  /// What it needs and provides when it runs.
  package let run: UnitNames
  /// Names that the unit's own code defines, without the shared blocks.
  package let ownNames: Set<String>
  /// Names that the unit defines: of a step its own, of a notebook those that its steps define.
  package let madeNames: Set<String>
  /// Names that the unit's own code names and may not have at its end: what it deletes, the variables of comprehensions,
  /// what it defines in some runs only.
  let unkeptNames: Set<String>
  /// Names that the unit's own code binds to something that an import, a call or a generator defines.
  package let traceableNames: Set<String>
  /// The traits by which rules select the unit.
  let traits: UnitTraits
  /// Whether both readings find the same names read, defined and needed by definitions.
  let isReadAlike: Bool
  /// Names called directly.
  package let calls: Set<String>
  /// The name, where the code's last statement is nothing but a name.
  package let trailingName: String?
  /// Whether a `from x import *` may bring names that nobody can see.
  package let hasStarImport: Bool
  /// Whether the unit's cells are Python only together.
  let isSplit: Bool
  /// Whether the unit refers to another notebook.
  var isNotebook: Bool { notebook != nil }
  /// The facts of its cells, that it was joined from.
  let cells: [CodeFacts]
  /// The notebook that it refers to; nil for a step.
  let notebook: ReferencedCode?
  /// Where its own cells involve a name.
  private let index: LazyNameIndex

  /// Where the unit's own cells, counted as in the outline, involve a name.
  package var names: NameIndex { index.value }

  /// Whether another unit, after the same shared blocks, wants and gives the same, so that the data flow stays as it is
  /// when this one takes its place.
  func hasInterface(of other: UnitFacts) -> Bool {
    self === other
      || !isNotebook && !other.isNotebook && kale.hasInterface(of: other.kale)
        && run.hasInterface(of: other.run) && ownNames == other.ownNames && unkeptNames == other.unkeptNames
        && isReadAlike == other.isReadAlike && calls == other.calls && trailingName == other.trailingName
        && hasStarImport == other.hasStarImport
  }

  /// Joins the facts of a unit's cells, after the shared blocks.
  ///
  /// - Parameters:
  ///   - shared: The blocks.
  ///   - cells: The facts of the unit's own cells.
  ///   - notebook: The code of the notebook that the unit refers to; nil for a step.
  convenience init(shared: SharedBlockFacts, cells: [CodeFacts], standingFor notebook: ReferencedCode?) {
    if let notebook {
      self.init(shared: shared, notebook: notebook, cells: cells)
    } else {
      self.init(shared: shared, cells: cells)
    }
  }

  /// Joins the facts of a step's cells.
  ///
  /// - Parameters:
  ///   - shared: The facts of the code that runs before the step's own.
  ///   - cells: The facts of the step's cells, in the order in which they run.
  package init(shared: SharedBlockFacts, cells: [CodeFacts]) {
    let code = JoinedCode(cells)
    let own = code.facts
    isSplit = code.isSplit
    (self.cells, notebook) = (cells, nil)
    index = LazyNameIndex(cells)
    ownNames = Set(own.bindings.map(\.name))
    madeNames = ownNames
    var plain = PlainDefinitions(own, after: shared)
    traceableNames = Set(
      cells.lazy.flatMap(\.facts.bindings).filter { $0.isTraceable && !plain.make($0) }.map(\.name))
    kale = UnitNames(asKaleReads: own, after: shared)
    run = UnitNames(whenRun: own, making: ownNames, after: shared, kale: kale)
    let (ownNames, wanted) = (ownNames, kale.wanted)
    unkeptNames = own.mentions.filter {
      !ownNames.contains($0) && !wanted.contains($0) && !BuiltinNames.python.contains($0)
        && !shared.bindings.contains($0)
    }.union(run.madeSometimes)
    isReadAlike =
      kale.wanted == run.wanted && kale.definitions == run.definitions && run.doubtful.isEmpty
      && run.dispensable.isEmpty
      && ownNames.isSubset(of: own.mentions) && own.globalBindings.isEmpty
    calls = shared.calls.union(own.calls)
    let isBlank = cells.allSatisfy { $0.facts.statements.isEmpty && $0.facts.escapes.isEmpty }
    trailingName = isBlank ? shared.facts.trailingName : own.trailingName
    hasStarImport = !own.starImports.isEmpty || !shared.facts.starImports.isEmpty
    traits = UnitTraits(
      traceable: traceableNames, run, bindsImportedName: !ownNames.isDisjoint(with: shared.importedNames),
      bindsSharedName: !ownNames.isDisjoint(with: shared.definedNames))
  }

  /// The facts of a unit that refers to another notebook, whose steps follow each other as if they were one.
  init(shared: SharedBlockFacts, notebook code: ReferencedCode, cells: [CodeFacts]) {
    let own = CellFacts.joined(code.cells.map(\.facts))
    ownNames = []
    unkeptNames = []
    traceableNames = []
    isReadAlike = false
    isSplit = false
    (self.cells, notebook) = (cells, code)
    index = LazyNameIndex([])
    let all = UnitNames(asKaleReads: own, after: shared)
    madeNames = own.globalBindings.union(own.bindings.lazy.map(\.name))
    kale = UnitNames(asKaleReadsNotebook: all)
    run = UnitNames(whenNotebookRuns: code, making: madeNames, kale: all)
    calls = shared.calls.union(own.calls)
    let isBlank = code.cells.allSatisfy { $0.facts.statements.isEmpty && $0.facts.escapes.isEmpty }
    trailingName = isBlank ? shared.facts.trailingName : own.trailingName
    hasStarImport = !own.starImports.isEmpty || !shared.facts.starImports.isEmpty
    traits = UnitTraits(traceable: traceableNames, run, bindsImportedName: false)
  }
}

extension Binding {
  /// Whether the origin of the value is known.
  fileprivate var isTraceable: Bool {
    if kind == .import { return true }
    switch value {
    case .generator, .path: return true
    case .lambda, .awaited, .other: return false
    }
  }
}
