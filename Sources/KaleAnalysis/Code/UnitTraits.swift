import NotebookModel
import PythonSyntax

/// Properties that few units have, by which rules select them.
package struct UnitTraits: OptionSet, Sendable, Hashable {
  package let rawValue: UInt64

  package init(rawValue: UInt64) { self.rawValue = rawValue }

  /// Names whose values may have a known origin: see `UnitFacts.traceableNames`.
  package static let traceableValues = UnitTraits(rawValue: 1 << 0)
  /// Names that only some runs define: see `UnitNames.madeSometimes`.
  package static let namesMadeSometimes = UnitTraits(rawValue: 1 << 1)

  /// Names that the shared code imports: see `SharedBlockFacts.importedNames`.
  package static let importedNames = UnitTraits(rawValue: 1 << 2)

  /// Names that the shared code assigns or defines.
  package static let sharedNames = UnitTraits(rawValue: 1 << 29)

  /// The traits of a unit with these names.
  init(traceable: Set<String>, _ names: UnitNames, bindsImportedName: Bool, bindsSharedName: Bool = false) {
    self = []
    if bindsSharedName { insert(.sharedNames) }
    if bindsImportedName { insert(.importedNames) }
    if !traceable.isEmpty { insert(.traceableValues) }
    if !names.madeSometimes.isEmpty { insert(.namesMadeSometimes) }
  }
}

/// The traits of all cells and units of a notebook: what rules look through in place of the cells and units themselves.
struct NotebookTraits: Sendable {
  var cells = Traits<CellTraits, CellIndex>()
  var units = Traits<UnitTraits, UnitIndex>()
  /// For each cell the names that it binds.
  var bindings: CellArray<NameFilter> = []
}

/// The traits of cells, or of units, by their indices.
struct Traits<Trait: OptionSet & Sendable, Index: PositionIndex>: Sendable
where Trait.RawValue == UInt64 {
  private var traits: PositionCollection<Index, [UInt64]>
  /// The traits that some element has, or has had.
  private var all: UInt64

  init(_ traits: [Trait] = []) {
    self.traits = PositionCollection(traits.map(\.rawValue))
    all = self.traits.reduce(0, |)
  }

  /// Replaces the traits of elements with those of new ones.
  mutating func replaceSubrange(_ range: Range<Index>, with new: [Trait]) {
    traits.replaceSubrange(range, with: new.lazy.map(\.rawValue))
    all = new.reduce(all) { $0 | $1.rawValue }
  }

  /// The elements that have one of some traits, in order.
  func indices(with wanted: Trait) -> [Index] {
    guard all & wanted.rawValue != 0 else { return [] }
    return traits.indices.filter { traits[$0] & wanted.rawValue != 0 }
  }
}
