import SourceText

/// The code of several notebooks: what they have in common is read once.
///
/// Copies and versions of a notebook share most of their cells and steps, and the notebooks of a project its imports and
/// functions.
package final class CodeCache: Sendable {
  /// What was made of cells, with the cells, by whose identities it is found.
  private typealias Joined<Facts: Sendable> = RecurringValues<
    [ObjectIdentifier], (facts: Facts, of: [CodeFacts], after: SharedBlockFacts?)
  >

  /// The bytes of code whose facts are kept. They take many times its size.
  private static let mostBytes = 1 << 17

  private let cells = RecurringValues<SourceText, CodeFacts>(limit: mostBytes)
  private let blocks = Joined<SharedBlockFacts>(limit: mostBytes)
  private let units = Joined<UnitFacts>(limit: mostBytes)

  /// Creates a cache that has seen no code.
  package init() {}

  /// Returns the facts of a cell's code.
  ///
  /// - Parameters:
  ///   - source: The code.
  ///   - keepsTree: Whether the syntax tree is kept if the code is read.
  /// - Returns: The facts, which other notebooks may have too.
  func facts(of source: SourceText, keepsTree: Bool) -> CodeFacts {
    let bytes = source.utf8
    return cells.value(for: source, size: bytes.count) { CodeFacts(analysing: bytes, keepsTree: keepsTree) }
  }

  /// Returns the facts of the cells of shared blocks, joined.
  func block(of cells: [CodeFacts]) -> SharedBlockFacts {
    blocks.value(for: cells.map(ObjectIdentifier.init), size: Self.size(of: cells)) {
      (SharedBlockFacts(cells), cells, nil)
    }.facts
  }

  /// Returns the facts of a step's cells, joined.
  ///
  /// - Parameters:
  ///   - cells: The facts of the step's own cells.
  ///   - shared: The facts of the code that runs before them.
  /// - Returns: The facts, which other notebooks may have too.
  func unit(of cells: [CodeFacts], after shared: SharedBlockFacts) -> UnitFacts {
    let key = [ObjectIdentifier(shared)] + cells.map(ObjectIdentifier.init)
    return units.value(for: key, size: Self.size(of: cells)) {
      (UnitFacts(shared: shared, cells: cells), cells, shared)
    }.facts
  }

  private static func size(of cells: [CodeFacts]) -> Int { cells.reduce(0) { $0 + $1.source.count } }
}
