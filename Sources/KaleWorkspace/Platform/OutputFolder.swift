#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// An open folder that files are put into, whole, and that nothing written through it gets out of.
///
/// A notebook says how its files and their folder are called, and a notebook can come from anywhere, in a folder full of
/// symbolic links. So the folders on the way are opened one below the other and never through a link: what is checked is
/// what is written to, whatever happens to the path in between.
struct OutputFolder: ~Copyable {
  /// The path, with symbolic links followed.
  let path: String
  private let descriptor: Int32

  /// What is to be done where the folder does not exist.
  enum Absence {
    case makeFolder, giveNil
  }

  /// Opens a folder that a person named: wherever its path leads, that is meant.
  static func open(
    _ path: String, ifAbsent absence: Absence
  ) throws(FileSystem.Failure) -> OutputFolder? {
    switch (FileSystem.kind(of: path), absence) {
    case (nil, .giveNil): return nil
    case (nil, .makeFolder): try FileSystem.makeFolder(path)
    default: break
    }
    return try OutputFolder(trusted: path)
  }

  /// Opens a folder that has to be `root`, or inside it also when symbolic links are followed.
  static func open(
    _ path: String, inside root: String, ifAbsent absence: Absence
  ) throws(FileSystem.Failure) -> OutputFolder? {
    guard let parts = FileSystem.parts(of: path, below: root) else {
      throw FileSystem.Failure(
        path: path, action: "written", reason: "it is outside the notebook's folder")
    }
    var folder = try OutputFolder(trusted: root)
    for part in parts {
      guard let next = try folder.subfolder(part, ifAbsent: absence) else { return nil }
      folder = next
    }
    return folder
  }

  private init(trusted path: String) throws(FileSystem.Failure) {
    let descriptor = openFolder(AT_FDCWD, path, flags: 0)
    guard descriptor >= 0 else { throw FileSystem.Failure(path: path, action: "written", code: errno) }
    self.init(path: path, descriptor: descriptor)
  }

  private init(path: String, descriptor: Int32) {
    self.path = path
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  private func subfolder(
    _ name: String, ifAbsent absence: Absence
  ) throws(FileSystem.Failure) -> OutputFolder? {
    let below = FileSystem.join(path, name)
    if absence == .makeFolder, mkdirat(descriptor, name, 0o777) != 0, errno != EEXIST {
      throw FileSystem.Failure(path: below, action: "written", code: errno)
    }
    let opened = openFolder(descriptor, name, flags: O_NOFOLLOW)
    if opened >= 0 { return OutputFolder(path: below, descriptor: opened) }
    let code = errno
    if code == ENOENT, absence == .giveNil { return nil }
    throw FileSystem.Failure(path: below, action: "written", code: isLink(name) ? ELOOP : code)
  }
}

// MARK: - Files

extension OutputFolder {
  /// What stands in the folder under a name.
  enum Content: Equatable {
    /// A regular file, with its bytes.
    case file([UInt8])
    case nothing
    case symbolicLink
    /// A folder, a pipe or the like.
    case other
  }

  /// What stands in the folder under a name; a symbolic link is not followed.
  func content(of name: String) throws(FileSystem.Failure) -> Content {
    try check(name)
    // Without waiting: under the name there may be a pipe that no one writes to.
    let opened = openat(descriptor, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard opened >= 0 else {
      let code = errno
      if code == ENOENT { return .nothing }
      if isLink(name) { return .symbolicLink }
      throw failure(name, "read", code)
    }
    defer { close(opened) }
    var status = stat()
    guard fstat(opened, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return .other }
    var bytes: [UInt8] = []
    let file = FileDescriptor(rawValue: opened)
    do {
      while case let piece = try file.read(upTo: 1 << 16), !piece.isEmpty { bytes += piece }
    } catch {
      throw failure(name, "read", error.code)
    }
    return .file(bytes)
  }

  /// Puts a file into the folder: another program sees the old file or the new, never a part. An old one's permissions
  /// stay. A symbolic link under that name is neither followed nor replaced.
  func write(_ text: String, to name: String) throws(FileSystem.Failure) {
    try replace(name, with: Array(text.utf8), status(ofFile: name), isDurable: false)
  }

  /// Replaces the content of a file in the folder, as `write` does. The content is on the disk when this returns.
  func replaceContent(of name: String, with bytes: [UInt8]) throws(FileSystem.Failure) {
    guard let status = try status(ofFile: name) else { throw failure(name, "written", ENOENT) }
    // A rename asks only for the permissions of the folder.
    guard faccessat(descriptor, name, W_OK, 0) == 0 else { throw failure(name, "written", errno) }
    try replace(name, with: bytes, status, isDurable: true)
  }

  private func replace(
    _ name: String, with bytes: [UInt8], _ replaced: stat?, isDurable: Bool
  ) throws(FileSystem.Failure) {
    do {
      try FileReplacement(folder: descriptor, name: name, replaced: replaced, isDurable: isDurable).perform(
        bytes)
    } catch {
      throw failure(name, "written", error.code)
    }
  }

  /// The state of a file that is to be replaced; nil where there is none. Anything but a file is an error.
  private func status(ofFile name: String) throws(FileSystem.Failure) -> stat? {
    try check(name)
    var status = stat()
    guard fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { return nil }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return status
    case S_IFLNK: throw failure(name, "written", ELOOP)
    default: throw failure(name, "written", EEXIST)
    }
  }

  private func isLink(_ name: String) -> Bool {
    var status = stat()
    return fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0 && status.st_mode & S_IFMT == S_IFLNK
  }

  /// A name is one part of a path and nothing that leads away.
  private func check(_ name: String) throws(FileSystem.Failure) {
    let hasSeparator = name.utf8.contains { $0 == UInt8(ascii: "/") || $0 == 0 }
    if hasSeparator || ["", ".", ".."].contains(name) { throw failure(name, "written", EINVAL) }
  }

  private func failure(_ name: String, _ action: String, _ code: Int32) -> FileSystem.Failure {
    FileSystem.Failure(path: FileSystem.join(path, name), action: action, code: code)
  }
}

extension FileSystem.Failure {
  /// What a call that failed with this `errno` means for a path.
  init(path: String, action: String, code: Int32) {
    let reason =
      switch code {
      case ELOOP: "it is a symbolic link, which kale-lsp does not follow. Remove it"
      case EACCES, EPERM: "permission denied"
      case ENOTDIR: "the path exists and is not a directory"
      case EISDIR, EEXIST: "the path exists and is not a regular file"
      case ENOENT: "no such file or directory"
      case ENOSPC: "the disk is full"
      case EFBIG: "the file is too large"
      default: "\(FileDescriptor.Failure(code: code))"
      }
    self.init(path: path, action: action, reason: reason)
  }
}

// Inside the type the name `open` is its own.
private func openFolder(_ folder: Int32, _ name: String, flags: Int32) -> Int32 {
  openat(folder, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | flags)
}
