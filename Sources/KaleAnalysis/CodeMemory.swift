import PythonSyntax
import SourceText
import Synchronization

/// What was found of code, for other notebooks with the same code: the notebooks of a folder share imports and helpers, and
/// many are copies of each other.
///
/// A memory is best used by one thread at a time: what it holds is counted by all who use it, and processors that count
/// the same objects wait for each other.
package final class CodeMemory: Sendable {
  /// Facts of the blocks and cells that they were joined from. The cells are named by identity, so they are held.
  private struct Joined<Facts: Sendable>: Sendable {
    let facts: Facts
    let cells: [CodeFacts]
  }

  /// A step: the cells of the shared blocks, and its own.
  private struct Step: Hashable {
    let cells: [ObjectIdentifier]
    let sharedCount: Int
  }

  private struct State {
    var code = RecentValues<SourceText, CodeFacts>(limit: 2048)
    var blocks = RecentValues<[ObjectIdentifier], Joined<SharedBlockFacts>>(limit: 64)
    var units = RecentValues<Step, Joined<UnitFacts>>(limit: 2048)
  }

  private let state = Mutex(State())

  /// Longer code is not remembered, so that what is held is bounded.
  private static let longestCode = 1 << 14

  /// Creates a memory that has seen no code.
  package init() {}

  /// Returns the facts of code.
  func facts(of source: SourceText) -> CodeFacts {
    guard source.utf8.count <= Self.longestCode else { return CodeFacts(analysing: source.utf8) }
    return state.withLock { state in
      state.code.value(for: source) { CodeFacts(analysing: source.utf8) }
    }
  }

  /// Returns the facts of the shared blocks that cells make.
  func blockFacts(of cells: [CodeFacts]) -> SharedBlockFacts {
    state.withLock { state in
      state.blocks.value(for: cells.map { ObjectIdentifier($0) }) {
        Joined(facts: SharedBlockFacts(cells), cells: cells)
      }.facts
    }
  }

  /// Returns the facts of a step that cells make after shared blocks.
  func unitFacts(
    of cells: [CodeFacts], after shared: (cells: [CodeFacts], facts: SharedBlockFacts)
  ) -> UnitFacts {
    let all = shared.cells + cells
    let key = Step(cells: all.map { ObjectIdentifier($0) }, sharedCount: shared.cells.count)
    return state.withLock { state in
      state.units.value(for: key) {
        Joined(facts: UnitFacts(shared: shared.facts, cells: cells), cells: all)
      }.facts
    }
  }
}

/// The values that were asked for last, a bounded number of them.
struct RecentValues<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  private let limit: Int
  private var recent: [Key: Value] = [:]
  /// What was asked for before the values of `recent`.
  private var older: [Key: Value] = [:]

  /// Creates a store of at most twice `limit` values.
  init(limit: Int) { self.limit = limit }

  /// Returns the value of a key, which is made if it is not known.
  mutating func value(for key: Key, _ make: () -> Value) -> Value {
    if let known = recent[key] { return known }
    let value = older[key] ?? make()
    if recent.count >= limit {
      older = recent
      recent = [:]
    }
    recent[key] = value
    return value
  }
}
