#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif
import Dispatch

/// Suspends a program together with this process, when a person presses Ctrl-Z, and has it go on with it.
package final class Suspension {
  private let source: any DispatchSourceSignal

  /// Begins to wait for the signal. `program` returns what has been started, if anything has.
  package init(of program: @escaping @Sendable () -> ChildProcess?) {
    // What the system would do without asking.
    ignoreSignal(SIGTSTP)
    source = DispatchSource.makeSignalSource(
      signal: SIGTSTP, queue: DispatchQueue(label: "kale-lsp.suspension"))
    source.setEventHandler {
      let program = program()
      program?.suspend()
      // Sent to this thread, it halts before it goes on.
      raise(SIGSTOP)
      // `fg` and `bg` continue here.
      program?.resume()
    }
    source.resume()
  }

  deinit { source.cancel() }
}
