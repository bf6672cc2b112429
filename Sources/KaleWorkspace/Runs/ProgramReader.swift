import Dispatch
import Synchronization

/// Reads what a program writes, on a thread of its own, and never gets far ahead of the thread that takes the lines: then
/// it stops reading, and the program has to wait when it writes more than a pipe holds.
package final class ProgramReader: Sendable {
  /// When the lines that wait take so many bytes, no more are read until they have been taken.
  package static let capacity = 1 << 16
  /// What a line takes besides its bytes; a program can write lines without any.
  static let lineOverhead = 32

  private struct State {
    var lines: [[UInt8]] = []
    var byteCount = 0
    var end: ProgramEnd?
    /// Whether it has been announced that something waits to be taken.
    var isAnnounced = false
    /// Whether the reading thread waits for room.
    var isFull = false
    var isDiscarding = false

    /// Notes that something waits; returns whether that is news.
    mutating func announce() -> Bool {
      defer { isAnnounced = true }
      return !isAnnounced
    }

    mutating func removeLines() -> (lines: [[UInt8]], wasFull: Bool) {
      defer { (lines, byteCount, isFull) = ([], 0, false) }
      return (lines, isFull)
    }
  }

  /// The program whose output is read.
  package let program: any RunningProgram
  private let state = Mutex(State())
  /// Signalled for the reading thread when there is room again.
  private let room = DispatchSemaphore(value: 0)

  /// Creates a reader, which reads nothing until ``start(_:)`` is called.
  package init(_ program: any RunningProgram) { self.program = program }

  /// How the program ended; unknown before it has.
  package var end: ProgramEnd { state.withLock { $0.end ?? .unknown } }

  /// Begins to read. `announce` is called on the reading thread when there is something to take: once, and again only
  /// after `take()`.
  package func start(_ announce: @escaping @Sendable () -> Void) {
    DispatchQueue(label: "kale-lsp.program-reader").async { [self] in
      let end = program.forEachLine { add($0, announce) }
      let isNews = state.withLock { state in
        state.end = end
        return state.announce()
      }
      if isNews { announce() }
    }
  }

  /// Returns the lines that wait, and whether the program has ended and these are the last.
  package func take() -> (lines: [[UInt8]], isOver: Bool) {
    let (lines, isOver, wasFull) = state.withLock { state in
      state.isAnnounced = false
      let isOver = state.end != nil
      let (lines, wasFull) = state.removeLines()
      return (lines, isOver, wasFull)
    }
    if wasFull { room.signal() }
    return (lines, isOver)
  }

  /// Throws away the lines that wait and all that follow, so that the program need not wait for anybody.
  package func discard() {
    let wasFull = state.withLock { state in
      state.isDiscarding = true
      return state.removeLines().wasFull
    }
    if wasFull { room.signal() }
  }

  /// Adds a line and waits for room after it.
  private func add(_ line: [UInt8], _ announce: () -> Void) {
    let (isNews, isFull) = state.withLock { state in
      if state.isDiscarding { return (false, false) }
      state.lines.append(line)
      state.byteCount += line.count + Self.lineOverhead
      state.isFull = state.byteCount >= Self.capacity
      return (state.announce(), state.isFull)
    }
    if isNews { announce() }
    if isFull { room.wait() }
  }
}
