#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif
import Dispatch
import Synchronization

/// Takes the signals that ask the process to end for as long as this lives, so that it can stop first what it has started.
package final class Interruption {
  /// What the signals' thread and this one tell each other.
  private final class Received: Sendable {
    private struct State {
      var signal: Int32?
      var handle: (@Sendable () -> Void)?
    }

    private let state = Mutex(State())

    var signal: Int32? { state.withLock { $0.signal } }

    func take(_ signal: Int32) {
      let handle = state.withLock { state in
        state.signal = state.signal ?? signal
        return state.handle
      }
      handle?()
    }

    /// Gives a later signal to a handler, and tells whether one has come before.
    func handle(with handle: @escaping @Sendable () -> Void) -> Bool {
      state.withLock { state in
        state.handle = handle
        return state.signal != nil
      }
    }
  }

  private static let signals = [SIGINT, SIGTERM, SIGHUP]

  private let received = Received()
  private let sources: [any DispatchSourceSignal]

  /// Takes signals from now on.
  package init() {
    let queue = DispatchQueue(label: "kale-lsp.interruption")
    sources = Self.signals.map { [received] number in
      // What the system would do without asking.
      ignoreSignal(number)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler { received.take(number) }
      source.resume()
      return source
    }
  }

  deinit { for source in sources { source.cancel() } }

  /// Calls `handle`, on a thread of its own, when such a signal comes; at once if one has come.
  package func stop(by handle: @escaping @Sendable () -> Void) {
    if received.handle(with: handle) { handle() }
  }

  /// The first signal that came.
  package var signal: Int32? { received.signal }
}

/// Keeps the system from doing by itself what a signal asks for. Inside types that have a `signal`, that name is theirs.
func ignoreSignal(_ number: Int32) { _ = signal(number, SIG_IGN) }
