/// The time since something began.
package struct Stopwatch: Sendable {
  private let start = ContinuousClock.now

  /// Starts now.
  package init() {}

  /// The time in seconds.
  package var elapsed: Double { (ContinuousClock.now - start) / Duration.seconds(1) }

  /// The time in seconds, with one decimal and the unit.
  var seconds: String { Self.text(elapsed) }

  /// Returns a number of seconds with one decimal and the unit.
  static func text(_ seconds: Double) -> String {
    let tenths = Int(exactly: (max(seconds, 0) * 10).rounded()) ?? 0
    return "\(tenths / 10).\(tenths % 10) s"
  }
}
