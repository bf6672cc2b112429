import PythonSyntax

/// What is known of a unit's whole code, the shared blocks in front: the facts of its cells, joined.
package final class UnitFacts: Sendable {
  /// What the code wants and gives as Kale reads it.
  package let kale: UnitNames
  /// What it wants and gives when it runs.
  package let run: UnitNames
  /// Names that the unit's own code makes, without the shared blocks.
  package let ownNames: Set<String>
  /// Names that the unit makes: of a step its own, of a notebook those that its steps make.
  package let madeNames: Set<String>
  /// Names that the unit's own code names and may not have at its end: what it deletes, the variables of comprehensions,
  /// what it makes in some runs only.
  let unkeptNames: Set<String>
  /// Whether the unit's own code binds a name that the code in front of every step imports.
  package let bindsImportedName: Bool
  /// Names that the unit's own code binds to something that an import, a call or a generator makes.
  package let traceableNames: Set<String>
  /// Whether both readings find the same names wanted, made and needed by definitions.
  let isReadAlike: Bool
  /// Names called directly.
  package let calls: Set<String>
  /// The name, where the code's last statement is nothing but a name.
  package let trailingName: String?
  /// Whether a `from x import *` may bring names that nobody can see.
  package let hasStarImport: Bool
  /// Whether the unit's cells are Python only together.
  let isSplit: Bool
  /// Whether the unit stands for another notebook.
  let isNotebook: Bool
  /// Where its own cells have to do with a name.
  private let index: LazyNameIndex

  /// Where the unit's own cells, counted as in the outline, have to do with a name.
  package var names: NameIndex { index.value }

  /// What the code wants and gives in one reading.
  package func names(_ reading: DataFlow.Reading) -> UnitNames {
    switch reading {
    case .kale: kale
    case .run: run
    }
  }

  /// Whether another unit, behind the same shared blocks, wants and gives the same, so that the data flow stays as it is
  /// when this one takes its place.
  func hasInterface(of other: UnitFacts) -> Bool {
    self === other
      || !isNotebook && !other.isNotebook && kale.hasInterface(of: other.kale)
        && run.hasInterface(of: other.run) && ownNames == other.ownNames && unkeptNames == other.unkeptNames
        && isReadAlike == other.isReadAlike && calls == other.calls && trailingName == other.trailingName
        && hasStarImport == other.hasStarImport
  }

  package init(shared: SharedBlockFacts, cells: [SharedFacts]) {
    let code = JoinedCode(cells)
    let own = code.facts
    isSplit = code.isSplit
    isNotebook = false
    index = LazyNameIndex(cells)
    ownNames = Set(own.bindings.map(\.name))
    madeNames = ownNames
    traceableNames = Set(cells.lazy.flatMap(\.facts.bindings).filter(\.isTraceable).map(\.name))
    bindsImportedName = !shared.importedNames.isEmpty && !ownNames.isDisjoint(with: shared.importedNames)
    kale = UnitNames(asKaleReads: own, after: shared)
    run = UnitNames(whenRun: own, making: ownNames, after: shared, kale: kale)
    unkeptNames = own.mentions.subtracting(ownNames).subtracting(kale.wanted).subtracting(BuiltinNames.python)
      .filter { !shared.bindings.contains($0) }.union(run.madeSometimes)
    isReadAlike =
      kale.wanted == run.wanted && kale.definitions == run.definitions && run.doubtful.isEmpty
      && ownNames.isSubset(of: own.mentions) && own.globalBindings.isEmpty
    calls = shared.calls.union(own.calls)
    let isBlank = cells.allSatisfy { $0.facts.statements.isEmpty && $0.facts.escapes.isEmpty }
    trailingName = isBlank ? shared.facts.trailingName : own.trailingName
    hasStarImport = !own.starImports.isEmpty || !shared.facts.starImports.isEmpty
  }

  /// The facts of a unit that stands for another notebook, whose steps follow each other as if they were one.
  init(shared: SharedBlockFacts, notebook code: ReferencedCode) {
    let own = CellFacts.joined(code.cells.map(\.facts))
    ownNames = []
    unkeptNames = []
    traceableNames = []
    bindsImportedName = false
    isReadAlike = false
    isSplit = false
    isNotebook = true
    index = LazyNameIndex([])
    let all = UnitNames(asKaleReads: own, after: shared)
    madeNames = own.globalBindings.union(own.bindings.lazy.map(\.name))
    kale = UnitNames(asKaleReadsNotebook: all)
    run = UnitNames(whenNotebookRuns: code, making: madeNames, kale: all)
    calls = shared.calls.union(own.calls)
    let isBlank = code.cells.allSatisfy { $0.facts.statements.isEmpty && $0.facts.escapes.isEmpty }
    trailingName = isBlank ? shared.facts.trailingName : own.trailingName
    hasStarImport = !own.starImports.isEmpty || !shared.facts.starImports.isEmpty
  }
}

/// The facts of the code put in front of every step.
package final class SharedBlockFacts: Sendable {
  package let facts: CellFacts
  let calls: Set<String>
  /// The code, to be asked for what is undefined behind it.
  let code: PrecedingCode
  /// For each function of the blocks the names its body needs from elsewhere.
  let functions: [String: Set<String>]
  /// The same as Kale finds them, which adds the blocks' star imports.
  let functionsToKale: [String: Set<String>]
  /// The blocks' star imports, as the names that Kale takes them for.
  let starImportsToKale: [String]
  /// Names the blocks bind.
  package let bindings: Set<String>
  /// Names that a cell of the blocks imports, whatever another makes of them.
  let importedNames: Set<String>
  /// Whether the cells are Python only together.
  let isSplit: Bool
  private let index: LazyNameIndex

  /// Where the cells have to do with a name.
  package var names: NameIndex { index.value }

  package init(_ cells: [SharedFacts]) {
    index = LazyNameIndex(cells)
    let code = JoinedCode(cells)
    let facts = code.facts
    self.facts = facts
    isSplit = code.isSplit
    calls = Set(facts.calls)
    let preceding = PrecedingCode(facts)
    let starImports = facts.starImports.map(UnitNames.nameToKale)
    let functions = Dictionary(
      facts.functions.map { ($0.name, preceding.freeNames(of: $0)) }, uniquingKeysWith: { _, last in last })
    (self.code, self.functions, starImportsToKale) = (preceding, functions, starImports)
    functionsToKale = starImports.isEmpty ? functions : functions.mapValues { $0.union(starImports) }
    bindings = Set(facts.bindings.map(\.name))
    importedNames = Set(
      cells.lazy.flatMap(\.facts.bindings).filter { $0.kind == .import }.map(\.name))
  }
}

extension Binding {
  /// Whether it can be told how the value comes to be.
  fileprivate var isTraceable: Bool {
    if kind == .import { return true }
    switch value {
    case .generator, .path: return true
    case .lambda, .awaited, .other: return false
    }
  }
}
