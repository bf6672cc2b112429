#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Replaces a file in an open folder, whole. Every file that this program writes is written by it.
///
/// The new content goes into a file of its own, which then takes the name: another program sees the old content or the
/// new, never a part. That file is created under a name that nobody can foresee and never opened where something exists,
/// so that nothing in the folder, a planted symbolic link least of all, decides where the content goes. Whatever fails,
/// the file is removed again.
struct FileReplacement {
  /// How the content gets into the file; tests pass one that fails.
  typealias Writer = (FileDescriptor, [UInt8]) throws(FileDescriptor.Failure) -> Void

  private static let attemptCount = 100

  /// The folder.
  let folder: Int32
  /// The file's name in the folder.
  let name: String
  /// The file that has the name; the new one gets its permissions and, where the system allows it, its owner. Nil where
  /// there is none.
  let replaced: stat?
  /// Whether the content is on the disk before it takes the name: a crash of the system then leaves the old or the new.
  let isDurable: Bool

  /// Replaces the file, or creates it.
  func perform(
    _ bytes: [UInt8],
    writer: Writer = { file, bytes throws(FileDescriptor.Failure) in try file.writeAll(bytes) }
  ) throws(FileDescriptor.Failure) {
    ignoreFileSizeSignal()
    let (temporary, file) = try create()
    do {
      try fill(file, with: bytes, writer)
      try Self.check(renameat(folder, temporary, folder, name))
    } catch {
      unlinkat(folder, temporary, 0)
      throw error
    }
  }

  /// Creates a file under a name that is not in use.
  private func create() throws(FileDescriptor.Failure) -> (name: String, file: FileDescriptor) {
    // Nobody else reads what replaces a file until its permissions are those of that file.
    let mode: mode_t = replaced == nil ? 0o666 : 0o600
    for _ in 0..<Self.attemptCount {
      // Not made from the file's own name, which may be as long as a name can be.
      let temporary = ".kale-lsp-" + String(UInt64.random(in: .min ... .max), radix: 36)
      let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
      let opened = openat(folder, temporary, flags, mode)
      if opened >= 0 { return (temporary, FileDescriptor(rawValue: opened)) }
      guard errno == EEXIST || errno == EINTR else { break }
    }
    throw FileDescriptor.Failure(code: errno)
  }

  /// Writes a new file and closes it.
  private func fill(
    _ file: FileDescriptor, with bytes: [UInt8], _ writer: Writer
  ) throws(FileDescriptor.Failure) {
    do {
      try writer(file, bytes)
      try inherit(file.rawValue)
      if isDurable { try synchronize(file.rawValue) }
    } catch {
      close(file.rawValue)
      throw error
    }
    // Some file systems report only now that the content did not fit. After EINTR the file is closed all the same.
    if close(file.rawValue) != 0, errno != EINTR { throw FileDescriptor.Failure(code: errno) }
  }

  private func inherit(_ file: Int32) throws(FileDescriptor.Failure) {
    guard let replaced else { return }
    // Only root gives files away; a group that one belongs to can be kept all the same.
    if fchown(file, replaced.st_uid, replaced.st_gid) != 0 { _ = fchown(file, uid_t.max, replaced.st_gid) }
    try setPermissions(replaced.st_mode & 0o7777, of: file)
  }

  /// Sets the permissions. A file system that has none, and refuses to set any, is no reason to fail.
  private func setPermissions(_ mode: mode_t, of file: Int32) throws(FileDescriptor.Failure) {
    guard fchmod(file, mode) != 0 else { return }
    let code = errno
    var status = stat()
    let isSame = fstat(file, &status) == 0 && status.st_mode & 0o777 == mode & 0o777
    if !isSame { throw FileDescriptor.Failure(code: code) }
  }

  private func synchronize(_ file: Int32) throws(FileDescriptor.Failure) {
    while fsync(file) != 0 {
      switch errno {
      case EINTR: continue
      // The file system cannot.
      case EINVAL, ENOTSUP, ENOSYS: return
      default: throw FileDescriptor.Failure(code: errno)
      }
    }
  }

  private static func check(_ result: Int32) throws(FileDescriptor.Failure) {
    if result != 0 { throw FileDescriptor.Failure(code: errno) }
  }
}

/// Makes a file that would exceed the limit of `ulimit -f` an error of the write. By default it ends the process, which
/// then cannot clean up.
private func ignoreFileSizeSignal() { _ = signal(SIGXFSZ, SIG_IGN) }
