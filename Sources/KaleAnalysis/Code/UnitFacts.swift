import PythonSyntax

/// What is known of a unit's whole code, the shared blocks in front: the facts of its cells, joined.
package final class UnitFacts: Sendable {
  /// What the code wants and gives as Kale 2.3.0 reads it.
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

  package init(shared: SharedBlockFacts, cells: [SharedFacts]) {
    let code = JoinedCode(cells)
    let own = code.facts
    isSplit = code.isSplit
    isNotebook = false
    ownNames = Set(own.bindings.map(\.name))
    madeNames = ownNames
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
    isReadAlike = false
    isSplit = false
    isNotebook = true
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
  /// For each function of the blocks the names its body needs from elsewhere.
  let functions: [String: Set<String>]
  /// Names the blocks bind.
  let bindings: Set<String>
  /// Whether the cells are Python only together.
  let isSplit: Bool

  package init(_ cells: [SharedFacts]) {
    let code = JoinedCode(cells)
    let facts = code.facts
    self.facts = facts
    isSplit = code.isSplit
    calls = Set(facts.calls)
    functions = Dictionary(
      facts.functions.map { ($0.name, $0.freeNames(after: facts)) }, uniquingKeysWith: { _, last in last })
    bindings = Set(facts.bindings.map(\.name))
  }
}
