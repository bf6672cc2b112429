/// The same work on many items by several threads at once, with the outcomes in the order of the items.
package enum OrderedWork {
  /// How many items for each thread may have been begun and not delivered yet. Without a bound, the outcomes of all items
  /// would wait in memory behind an item that takes long, or behind a slow reader.
  package static let lead = 16

  private struct State<Outcome: Sendable>: Sendable {
    let itemCount: Int
    let limit: Int
    /// The first item that no thread has begun.
    var next = 0
    /// The first item whose outcome has not been delivered.
    var undelivered = 0
    /// The outcomes that wait for those of items before them.
    var outcomes: [Int: Outcome] = [:]

    var canBegin: Bool { next == itemCount || next - undelivered < limit }
    var canDeliver: Bool { outcomes[undelivered] != nil }

    mutating func begin() -> Int? {
      guard next < itemCount else { return nil }
      defer { next += 1 }
      return next
    }

    mutating func removeFirst() -> Outcome? {
      defer { undelivered += 1 }
      return outcomes.removeValue(forKey: undelivered)
    }
  }

  /// Works on each item, each thread on one at a time, and delivers the outcomes.
  ///
  /// - Parameters:
  ///   - items: The items.
  ///   - threadCount: How many threads work. With one, which is the caller's own, an item is begun when the outcome of the
  ///     item before it has been delivered.
  ///   - work: What is done with an item, on any thread.
  ///   - deliver: Takes each outcome, in the order of the items, on the caller's thread.
  package static func run<Item: Sendable, Outcome: Sendable>(
    on items: [Item], threadCount: Int = Threads.processorCount,
    _ work: @escaping @Sendable (Item) -> Outcome, deliver: (Outcome) -> Void
  ) {
    let threadCount = min(threadCount, items.count)
    let monitor = Monitor(
      State<Outcome>(itemCount: items.count, limit: max(1, threadCount) * lead))
    var startedCount = 0
    if threadCount > 1 {
      for _ in 0..<threadCount {
        let hasStarted = Threads.start {
          while let index = monitor.withLock(onceReady: \.canBegin, { $0.begin() }) {
            let outcome = work(items[index])
            monitor.withLock { $0.outcomes[index] = outcome }
          }
        }
        if hasStarted { startedCount += 1 }
      }
    }
    guard startedCount > 0 else {
      for item in items { deliver(work(item)) }
      return
    }
    for _ in items {
      if let outcome = monitor.withLock(onceReady: \.canDeliver, { $0.removeFirst() }) { deliver(outcome) }
    }
  }
}
