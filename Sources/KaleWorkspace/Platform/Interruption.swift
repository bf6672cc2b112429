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
  /// What the signals' thread tells this one.
  private final class Received: Sendable {
    let signal = Mutex<Int32?>(nil)
  }

  private static let signals = [SIGINT, SIGTERM, SIGHUP]

  private let received = Received()
  private let sources: [any DispatchSourceSignal]

  /// Calls `handle`, on a thread of its own, when such a signal comes.
  package init(_ handle: @escaping @Sendable () -> Void) {
    let queue = DispatchQueue(label: "kale-lsp.interruption")
    sources = Self.signals.map { [received] number in
      // What the system would do without asking.
      ignoreSignal(number)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler {
        received.signal.withLock { $0 = $0 ?? number }
        handle()
      }
      source.resume()
      return source
    }
  }

  deinit { for source in sources { source.cancel() } }

  /// The first signal that came.
  package var signal: Int32? { received.signal.withLock { $0 } }
}

/// Keeps the system from doing by itself what a signal asks for. Inside types that have a `signal`, that name is theirs.
func ignoreSignal(_ number: Int32) { _ = signal(number, SIG_IGN) }
