import Dispatch

/// Lets something happen at most once in an interval.
package struct Pace: Sendable {
  private let interval: Duration
  private var last: ContinuousClock.Instant?
  /// Whether a later time has been arranged.
  private var isArranged = false

  /// Creates the pace of something that has not happened yet.
  ///
  /// - Parameter interval: The time between two times in seconds.
  package init(interval: Double) { self.interval = .seconds(interval) }

  /// Whether it may happen now, which it then does.
  package mutating func isDue() -> Bool {
    let now = ContinuousClock.now
    if let last, now - last < interval { return false }
    last = now
    isArranged = false
    return true
  }

  /// Whether a later time has to be arranged, which is then done.
  package mutating func isFree() -> Bool {
    defer { isArranged = true }
    return !isArranged
  }
}

/// Calls functions later.
package enum Delay {
  /// Calls a function after some seconds, on a thread of its own.
  package static func call(after seconds: Double, _ function: @escaping @Sendable () -> Void) {
    DispatchQueue.global().asyncAfter(deadline: .now() + seconds, execute: function)
  }
}
