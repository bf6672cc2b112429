import Synchronization

/// A cache of values whose keys recur.
///
/// What is asked for once is not kept: where most keys do not recur, that would take memory for nothing. So a value is made
/// twice, and then kept.
final class RecurringValues<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  private struct Contents {
    /// The hash values of the keys that were asked for.
    var seen: Set<Int> = []
    /// Two generations of values. When the younger one is full, the older one is forgotten, and what was asked for meanwhile
    /// is in the younger one.
    var younger: [Key: (value: Value, size: Int)] = [:]
    var older: [Key: (value: Value, size: Int)] = [:]
    /// The sum of the sizes in the younger one.
    var size = 0

    /// Notes that a key is asked for, and returns whether it was before.
    mutating func note(_ key: Key, mostSeen: Int) -> Bool {
      if seen.count >= mostSeen { seen = [] }
      return !seen.insert(key.hashValue).inserted
    }

    mutating func value(for key: Key, limit: Int) -> Value? {
      if let known = younger[key] { return known.value }
      guard let known = older[key] else { return nil }
      add(known.value, known.size, for: key, limit: limit)
      return known.value
    }

    mutating func add(_ value: Value, _ size: Int, for key: Key, limit: Int) {
      if self.size >= limit { (older, younger, self.size) = (younger, [:], 0) }
      if younger.updateValue((value, size), forKey: key) == nil { self.size += size }
    }
  }

  private let limit: Int
  private let contents = Mutex(Contents())

  /// Creates an empty cache.
  ///
  /// - Parameter limit: The sum of the sizes of the values that are kept; twice as much for a while.
  init(limit: Int) { self.limit = limit }

  /// The number of keys that are remembered, by their hash values.
  private static var mostSeen: Int { 1 << 16 }

  /// Returns the value for a key. It is made on the caller's thread, and by two threads if both ask for it at once.
  ///
  /// - Parameters:
  ///   - key: The key.
  ///   - size: What the value counts for.
  ///   - make: Makes the value if none is known.
  /// - Returns: The value, which others may have too.
  func value(for key: Key, size: Int, make: () -> Value) -> Value {
    let (isSeen, known) = contents.withLock { contents in
      contents.note(key, mostSeen: Self.mostSeen)
        ? (true, contents.value(for: key, limit: limit)) : (false, nil)
    }
    if let known { return known }
    let value = make()
    if isSeen { contents.withLock { $0.add(value, size, for: key, limit: limit) } }
    return value
  }
}
