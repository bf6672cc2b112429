import Synchronization

/// How work on many elements is distributed. The analysis starts no threads itself: its caller decides.
package struct ParallelWork: Sendable {
  private let perform: @Sendable (_ count: Int, _ body: @escaping @Sendable (Int) -> Void) -> Void

  /// Work that a function distributes.
  ///
  /// - Parameter perform: Calls `body` with each index below `count`, in any order and on any threads, and returns
  ///   when all calls have.
  package init(perform: @escaping @Sendable (_ count: Int, _ body: @escaping @Sendable (Int) -> Void) -> Void)
  {
    self.perform = perform
  }

  /// Sequential work on the caller's thread.
  package static let serial = ParallelWork { count, body in
    for index in 0..<count { body(index) }
  }

  /// The number of elements that are processed in less time than a thread takes to start.
  private static let portion = 32

  /// Returns the results of a function for each element, in the order of the elements.
  func map<Element: Sendable, Result: Sendable>(
    _ elements: [Element], _ transform: @escaping @Sendable (Element) -> Result
  ) -> [Result] {
    guard elements.count > 2 * Self.portion else { return elements.map(transform) }
    let count = (elements.count + Self.portion - 1) / Self.portion
    let results = PortionResults<Result>(count: count)
    perform(count) { index in
      let start = index * Self.portion
      results.set(elements[start..<min(start + Self.portion, elements.count)].map(transform), of: index)
    }
    return results.all
  }
}

/// The results of each portion so far.
private final class PortionResults<Result: Sendable>: Sendable {
  private let portions: Mutex<[[Result]]>

  init(count: Int) { portions = Mutex(Array(repeating: [], count: count)) }

  func set(_ results: [Result], of portion: Int) { portions.withLock { $0[portion] = results } }

  var all: [Result] { portions.withLock { $0.flatMap(\.self) } }
}
