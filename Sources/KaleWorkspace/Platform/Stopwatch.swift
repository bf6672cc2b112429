/// The time since something began.
struct Stopwatch: Sendable {
  private let start = ContinuousClock.now

  /// The time in seconds, with one decimal and the unit.
  var seconds: String {
    let tenths = (ContinuousClock.now - start) / Duration.milliseconds(100)
    let rounded = Int(tenths.rounded())
    return "\(rounded / 10).\(rounded % 10) s"
  }
}
