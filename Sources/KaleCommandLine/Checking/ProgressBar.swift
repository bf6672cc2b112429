import KaleWorkspace

/// How far a long command is, on one line of the terminal, which goes when the command is done.
struct ProgressBar {
  private let total: Int
  private let terminal: Terminal?
  private let write: (String) -> Void
  private let stopwatch = Stopwatch()
  private var pace = Pace(interval: 0.1)
  private var count = 0
  private var isVisible = false

  /// A command that is done sooner shows none.
  private static let delay = 1.0
  private static let width = 30

  /// Creates a bar that is shown on standard error, if that is a terminal.
  ///
  /// - Parameters:
  ///   - total: How many items there are.
  ///   - isShown: Whether it may be shown.
  init(of total: Int, isShown: Bool) {
    self.total = total
    let terminal = isShown && total > 1 ? Terminal.ofErrors : nil
    self.terminal = terminal?.isPresent == true ? terminal : nil
    write = { StandardError.write($0, terminator: "") }
  }

  /// Counts an item.
  mutating func advance() {
    count += 1
    guard terminal != nil, count < total, stopwatch.elapsed >= Self.delay, pace.isDue() else { return }
    isVisible = true
    write("\r\(Self.line(count, of: total))")
  }

  /// Clears the line, so that something else can be written.
  mutating func hide() {
    guard isVisible else { return }
    isVisible = false
    write("\r\u{1B}[K")
  }

  /// Returns the bar after some items.
  static func line(_ count: Int, of total: Int) -> String {
    let filled = total == 0 ? 0 : width * min(count, total) / total
    let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
    return "Checking \(bar) \(count)/\(total)"
  }
}
