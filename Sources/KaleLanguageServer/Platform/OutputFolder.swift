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
package struct OutputFolder: ~Copyable {
  /// The path, with symbolic links followed.
  package let path: String
  private let descriptor: Int32

  /// What is to be done where the folder does not exist.
  package enum Absence {
    case makeFolder, giveNil
  }

  /// Opens a folder that a person named: wherever its path leads, that is meant.
  package static func open(
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
  package static func open(
    _ path: String, inside root: String, ifAbsent absence: Absence
  ) throws(FileSystem.Failure) -> OutputFolder? {
    guard let parts = FileSystem.parts(of: path, below: root) else {
      throw FileSystem.Failure(
        path: path, action: "written", reason: "it leads out of the notebook's folder")
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
    guard descriptor >= 0 else { throw Self.failure(path, "written", code: errno) }
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
      throw Self.failure(below, "written", code: errno)
    }
    let opened = openFolder(descriptor, name, flags: O_NOFOLLOW)
    if opened >= 0 { return OutputFolder(path: below, descriptor: opened) }
    let code = errno
    if code == ENOENT, absence == .giveNil { return nil }
    throw Self.failure(below, "written", code: isLink(name) ? ELOOP : code)
  }
}

// MARK: - Files

extension OutputFolder {
  /// What stands in the folder under a name.
  package enum Content: Equatable {
    case file([UInt8])
    case nothing
    case symbolicLink
    /// A folder, a pipe or the like.
    case other
  }

  /// What stands in the folder under a name; a symbolic link is not followed.
  package func content(of name: String) throws(FileSystem.Failure) -> Content {
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
  package func write(_ text: String, to name: String) throws(FileSystem.Failure) {
    try check(name)
    var old = stat()
    let isThere = fstatat(descriptor, name, &old, AT_SYMLINK_NOFOLLOW) == 0
    if isThere, old.st_mode & S_IFMT == S_IFLNK { throw failure(name, "written", ELOOP) }
    let temporary = ".\(name).\(getpid())"
    // What is there is left from a process that has ended, and had this one's number.
    unlinkat(descriptor, temporary, 0)
    let opened = openat(descriptor, temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o666)
    guard opened >= 0 else { throw failure(name, "written", errno) }
    let code = fill(opened, with: text, permissions: isThere ? old.st_mode & 0o777 : nil)
    if code == 0, renameat(descriptor, temporary, descriptor, name) == 0 { return }
    let reason = code == 0 ? errno : code
    unlinkat(descriptor, temporary, 0)
    throw failure(name, "written", reason)
  }

  /// Writes a new file and closes it; gives the number of what went wrong, 0 for nothing.
  private func fill(_ file: Int32, with text: String, permissions: mode_t?) -> Int32 {
    defer { close(file) }
    if let permissions { _ = fchmod(file, permissions) }
    do {
      try FileDescriptor(rawValue: file).writeAll(Array(text.utf8))
      return 0
    } catch {
      return error.code
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
    Self.failure(FileSystem.join(path, name), action, code: code)
  }

  private static func failure(_ path: String, _ action: String, code: Int32) -> FileSystem.Failure {
    let reason =
      switch code {
      case ELOOP: "it is a symbolic link, and those are not followed. Remove it"
      case EACCES, EPERM: "permission denied"
      case ENOTDIR, EISDIR, EEXIST: "something else of that name is in the way"
      case ENOENT: "there is no such folder"
      case ENOSPC: "the disk is full"
      default: "\(FileDescriptor.Failure(code: code))"
      }
    return FileSystem.Failure(path: path, action: action, reason: reason)
  }
}

// Inside the type the name `open` is its own.
private func openFolder(_ folder: Int32, _ name: String, flags: Int32) -> Int32 {
  openat(folder, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | flags)
}
