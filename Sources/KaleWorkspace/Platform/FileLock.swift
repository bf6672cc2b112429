#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A lock on a file that nobody else holds, until the value goes out of use.
struct FileLock: ~Copyable {
  private let descriptor: Int32

  /// Takes the lock at once; nil if another process holds one, shared or not, or the file cannot be opened.
  ///
  /// - Parameter path: The path of the file, which exists.
  init?(exclusiveOn path: String) {
    let opened = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard opened >= 0 else { return nil }
    guard flock(opened, LOCK_EX | LOCK_NB) == 0 else {
      close(opened)
      return nil
    }
    descriptor = opened
  }

  deinit { close(descriptor) }
}
