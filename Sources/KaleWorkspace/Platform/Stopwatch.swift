/// The time since something began.
struct Stopwatch: Sendable {
  private let start = ContinuousClock.now

  /// The time in seconds, with one decimal and the unit.
  var seconds: String { Self.text((ContinuousClock.now - start) / Duration.seconds(1)) }

  /// Returns a number of seconds with one decimal and the unit.
  static func text(_ seconds: Double) -> String {
    let tenths = Int(exactly: (max(seconds, 0) * 10).rounded()) ?? 0
    return "\(tenths / 10).\(tenths % 10) s"
  }
}
