import Synchronization

/// The code of cells by its text: what several notebooks of a folder have in common is read once.
///
/// Copies and versions of a notebook share most of their cells, and the notebooks of a project its imports and functions.
package final class CodeCache: Sendable {
  /// Two generations of code. When the younger one is full, the older one is forgotten, and what was asked for meanwhile is
  /// in the younger one.
  private struct Generations {
    var younger: [[UInt8]: CodeFacts] = [:]
    var older: [[UInt8]: CodeFacts] = [:]
    /// The bytes of code in the younger one.
    var size = 0

    mutating func facts(of source: [UInt8]) -> CodeFacts? {
      if let facts = younger[source] { return facts }
      guard let facts = older[source] else { return nil }
      add(facts)
      return facts
    }

    mutating func add(_ facts: CodeFacts) {
      if size >= CodeCache.mostBytes { (older, younger, size) = (younger, [:], 0) }
      if younger.updateValue(facts, forKey: facts.source) == nil { size += facts.source.count }
    }
  }

  /// The bytes of code in a generation. What is read from code takes many times its size.
  private static let mostBytes = 1 << 17

  private let generations = Mutex(Generations())

  /// Creates a cache that has seen no code.
  package init() {}

  /// Returns the facts of code, which are read if they are not known.
  ///
  /// - Parameters:
  ///   - source: The code.
  ///   - keepsTree: Whether the syntax tree is kept if the code is read.
  /// - Returns: The facts, which other notebooks may have too.
  func facts(of source: [UInt8], keepsTree: Bool) -> CodeFacts {
    if let known = generations.withLock({ $0.facts(of: source) }) { return known }
    let facts = CodeFacts(analysing: source, keepsTree: keepsTree)
    generations.withLock { $0.add(facts) }
    return facts
  }
}
