import KaleAnalysis

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A folder on disk, with what was looked at in it, so that a change is noticed.
///
/// A notebook names its files, and can come from anywhere, in a folder full of symbolic links. So a file is opened from
/// folder to folder, none of them through a link: whatever happens to the path in between, nothing outside is read.
struct DiskFileTree: FileTree {
  private let root: String
  /// The states of the folders and files that the answers depend on, as they were before.
  private(set) var stamps: [String: FileSystem.Stamp?] = [:]

  init(root: String) { self.root = root }

  mutating func entry(at path: String) -> FileTreeEntry? {
    depend(onFileAt: FileSystem.folder(of: path))
    let path = absolute(path)
    var status = stat()
    guard lstat(path, &status) == 0 else { return nil }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return .file(size: Int(status.st_size))
    case S_IFDIR: return .folder
    case S_IFLNK: return .link(isFolder: FileSystem.kind(of: path) == .folder)
    default: return .other
    }
  }

  mutating func names(in folder: String, upTo limit: Int) throws(FileTreeFailure) -> [String]? {
    depend(onFileAt: folder)
    do {
      let names = try FileSystem.names(in: absolute(folder), upTo: limit)
      return names?.filter { $0 != "." && $0 != ".." }
    } catch {
      throw FileTreeFailure(reason: error.reason)
    }
  }

  mutating func depend(onFileAt path: String) {
    let path = absolute(path)
    if stamps[path] == nil { stamps[path] = .some(FileSystem.stamp(of: path)) }
  }

  mutating func read(_ path: String, upTo limit: Int) throws(FileTreeFailure) -> [UInt8] {
    depend(onFileAt: path)
    // One that is being written is likely to be complete a moment later.
    for _ in 0..<2 {
      if let bytes = try content(of: path, upTo: limit) { return bytes }
    }
    throw FileTreeFailure(reason: "it changed while it was read")
  }

  /// The content of a file; nil if it changed meanwhile.
  private func content(of path: String, upTo limit: Int) throws(FileTreeFailure) -> [UInt8]? {
    let descriptor = openInside(path)
    guard descriptor >= 0 else { throw Self.failure(errno) }
    defer { close(descriptor) }
    var before = stat()
    guard fstat(descriptor, &before) == 0, before.st_mode & S_IFMT == S_IFREG else {
      throw FileTreeFailure(reason: "it is not a regular file")
    }
    guard before.st_size <= limit else { throw FileTreeFailure(reason: "it has become larger") }
    var bytes: [UInt8] = []
    do throws(FileDescriptor.Failure) {
      let file = FileDescriptor(rawValue: descriptor)
      while bytes.count <= limit, case let piece = try file.read(upTo: 1 << 16), !piece.isEmpty {
        bytes += piece
      }
    } catch {
      throw Self.failure(error.code)
    }
    var after = stat()
    let isSame =
      fstat(descriptor, &after) == 0 && bytes.count == Int(before.st_size)
      && FileSystem.Stamp(before) == FileSystem.Stamp(after)
    return isSame ? bytes : nil
  }

  /// Opens a file below the folder; -1, and `errno`, if that is not possible.
  private func openInside(_ path: String) -> Int32 {
    var folder = openat(AT_FDCWD, root, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    let parts = path.utf8.split(separator: UInt8(ascii: "/")).map { String(Substring($0)) }
    for part in parts.dropLast() where folder >= 0 {
      let next = part == ".." ? -1 : openat(folder, part, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
      let code = errno
      close(folder)
      errno = code
      folder = next
    }
    guard folder >= 0, let name = parts.last, name != ".." else { return -1 }
    // Without waiting: there may be a pipe that no one writes to.
    let file = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    let code = errno
    close(folder)
    errno = code
    return file
  }

  private static func failure(_ code: Int32) -> FileTreeFailure {
    let reason =
      switch code {
      case ELOOP, ENOTDIR: "it is, or is in, a symbolic link"
      case EACCES, EPERM: "permission denied"
      case ENOENT: "no such file"
      case ENXIO: "it is not a regular file"
      default: FileDescriptor.Failure(code: code).description
      }
    return FileTreeFailure(reason: reason)
  }

  private func absolute(_ path: String) -> String {
    path.isEmpty || path == "." ? root : FileSystem.join(root, path)
  }
}
