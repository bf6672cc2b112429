#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A value that threads share: one of them at a time has it, and each can wait until it is as that thread needs it.
///
/// Unchecked, since the compiler knows nothing of the lock: nothing reaches `state` but through `withLock`.
final class Monitor<State: Sendable>: @unchecked Sendable {
  private var state: State
  // Both must stay where they are for as long as threads know them.
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  /// A monitor of a value.
  init(_ state: State) {
    self.state = state
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(changed, nil)
  }

  deinit {
    pthread_cond_destroy(changed)
    pthread_mutex_destroy(mutex)
    changed.deallocate()
    mutex.deallocate()
  }

  /// Waits until the value meets a condition, and changes it. Threads that wait look at it again then.
  func withLock<Result>(
    onceReady isReady: (State) -> Bool = { _ in true }, _ body: (inout State) -> Result
  ) -> Result {
    pthread_mutex_lock(mutex)
    defer {
      pthread_cond_broadcast(changed)
      pthread_mutex_unlock(mutex)
    }
    while !isReady(state) { pthread_cond_wait(changed, mutex) }
    return body(&state)
  }
}
