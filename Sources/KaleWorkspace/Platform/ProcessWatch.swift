#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif
import Dispatch

/// Watches another process.
package enum ProcessWatch {
  private static let interval = DispatchTimeInterval.seconds(2)
  private static let queue = DispatchQueue(label: "kale-lsp.process-watch")

  /// Ends this process with status 1 once that one is gone. A process of another user counts as there.
  @Sendable package static func exitWhenGone(_ processID: Int) {
    queue.asyncAfter(deadline: .now() + interval) {
      guard let identifier = pid_t(exactly: processID), identifier > 0 else { return }
      if kill(identifier, 0) != 0, errno == ESRCH { exit(1) }
      exitWhenGone(processID)
    }
  }
}
