import PythonSyntax

/// The facts of the code put before every step.
package final class SharedBlockFacts: Sendable {
  /// The facts of all cells of the blocks, joined.
  package let facts: CellFacts
  let calls: Set<String>
  /// The joined code, which tells what is undefined in code that runs after it.
  let code: PrecedingCode
  /// For each function of the blocks the names its body needs from elsewhere.
  let functions: [String: Set<String>]
  /// The same as Kale finds them, which adds the blocks' star imports.
  let functionsToKale: [String: Set<String>]
  /// The blocks' star imports, as the names that Kale takes them for.
  let starImportsToKale: [String]
  /// Names that the blocks define without binding them.
  let hiddenNames: Set<String>
  /// Names that the blocks read only where they can do without them.
  let askedNames: Set<String>
  /// Names the blocks bind.
  package let bindings: Set<String>
  /// Names that a cell of the blocks imports, even if another cell reassigns them.
  let importedNames: Set<String>
  /// The other names that the blocks bind.
  let definedNames: Set<String>
  /// For each name that the blocks bind whether it is a function or class of which only the kind of result is known.
  let plainDefinitions: [String: Bool]
  /// Whether the cells are Python only together.
  let isSplit: Bool
  private let index: LazyNameIndex

  /// The cells that define or mention a name.
  package var names: NameIndex { index.value }

  /// Joins the facts of the cells, which are in the order in which steps run them.
  package init(_ cells: [CodeFacts]) {
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
    hiddenNames = Set(facts.hiddenNames.map(\.name))
    askedNames = UnitNames.askedNames(of: facts)
    importedNames = Set(
      cells.lazy.flatMap(\.facts.bindings).filter { $0.kind == .import }.map(\.name))
    definedNames = bindings.subtracting(importedNames)
    plainDefinitions = PlainDefinitions.names(of: facts)
  }
}
