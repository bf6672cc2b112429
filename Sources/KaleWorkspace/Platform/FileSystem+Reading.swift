#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

// What is asked of many files for each notebook: the system's own calls, which take a fraction of what Foundation takes.
extension FileSystem {
  /// So much of a file is read at once at most, whatever size the system says it has.
  private static let largestPiece = 64 << 20

  /// Reads a whole file.
  ///
  /// - Parameter path: The path of the file, or of a pipe, which is read to its end.
  /// - Returns: The content of the file.
  /// - Throws: Why the file cannot be read.
  package static func read(_ path: String) throws(Failure) -> [UInt8] {
    do {
      return try content(of: path)
    } catch {
      throw Failure(path: path, action: "read", reason: reason(ofReading: error))
    }
  }

  private static func content(of path: String) throws(FileDescriptor.Failure) -> [UInt8] {
    let descriptor = isValid(path) ? openForReading(path) : -1
    guard descriptor >= 0 else { throw FileDescriptor.Failure(code: isValid(path) ? errno : ENOENT) }
    defer { close(descriptor) }
    let file = FileDescriptor(rawValue: descriptor)
    var status = stat()
    let size = fstat(descriptor, &status) == 0 ? Int(status.st_size) : 0
    var bytes: [UInt8] = []
    if size > 0 { bytes = try file.read(upTo: min(size, largestPiece)) }
    // What has no size, a pipe for example, may have content all the same.
    while bytes.count != size || size == 0 {
      let piece = try file.read(upTo: size > bytes.count ? min(size - bytes.count, largestPiece) : 1 << 16)
      if piece.isEmpty { break }
      bytes += piece
    }
    return bytes
  }

  private static func reason(ofReading failure: FileDescriptor.Failure) -> String {
    switch failure.code {
    case ENOENT: "no such file"
    case EACCES, EPERM: "permission denied"
    case EISDIR: "it is a directory"
    default: failure.description
    }
  }

  /// The names of all that is in a folder, `.` and `..` included, in no order.
  static func names(in folder: String) throws(Failure) -> [String] {
    try names(in: folder, upTo: .max) ?? []
  }

  /// The names of all that is in a folder, as above; nil if there are more than a number, `.` and `..` not counted.
  static func names(in folder: String, upTo limit: Int) throws(Failure) -> [String]? {
    var names: [String] = []
    let isComplete = try visitEntries(of: folder) { name, _ in
      names.append(name)
      return names.count - 2 <= limit
    }
    return isComplete ? names : nil
  }

  /// What a folder says of an entry: more than its name where the file system keeps that beside the name.
  enum EntryHint {
    case file, folder, unknown
    /// A name that is not UTF-8 stands repaired for another one, and opens nothing.
    case misnamedFile, misnamedFolder
  }

  /// Calls a function with all that is in a folder, `.` and `..` included, in no order, until it returns false.
  ///
  /// - Returns: Whether it was called with all.
  @discardableResult
  static func visitEntries(
    of folder: String, _ visit: (_ name: String, _ hint: EntryHint) -> Bool
  ) throws(Failure) -> Bool {
    guard let stream = isValid(folder) ? opendir(folder) : nil else {
      throw Failure(
        path: folder, action: "read", reason: reason(ofReading: FileDescriptor.Failure(code: errno)))
    }
    defer { closedir(stream) }
    // The name is longer than the field is declared in some systems, so it is read where it stands.
    let offset = MemoryLayout<dirent>.offset(of: \.d_name) ?? 0
    while let entry = readdir(stream) {
      let name = UnsafeRawPointer(entry).advanced(by: offset).assumingMemoryBound(to: CChar.self)
      let valid = String(validatingCString: name)
      let isValid = valid != nil
      let hint: EntryHint =
        switch entry.pointee.d_type {
        case EntryType.folder: isValid ? .folder : .misnamedFolder
        case EntryType.file: isValid ? .file : .misnamedFile
        default: isValid ? .unknown : .misnamedFile
        }
      guard visit(valid ?? String(cString: name), hint) else { return false }
    }
    return true
  }

  /// What `d_type` is, on every system.
  private enum EntryType {
    static let folder: UInt8 = 4
    static let file: UInt8 = 8
  }

  /// What stands at a path.
  package enum Kind {
    case file, folder
  }

  /// What stands at a path; nil where there is nothing. A symbolic link counts as what it leads to.
  package static func kind(of path: String) -> Kind? { status(of: path).map(kind) }

  /// What stands at a path, as `kind` tells it, and whether the path is that of a symbolic link.
  static func entry(at path: String) -> (kind: Kind?, isLink: Bool) {
    var status = stat()
    guard isValid(path), lstat(path, &status) == 0 else { return (nil, false) }
    let isLink = status.st_mode & S_IFMT == S_IFLNK
    return (isLink ? kind(of: path) : kind(of: status), isLink)
  }

  /// Whether a path is that of a pipe, a socket or a device.
  package static func isSpecialFile(_ path: String) -> Bool {
    guard let status = status(of: path) else { return false }
    return ![S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT)
  }

  private static func kind(of status: stat) -> Kind { status.st_mode & S_IFMT == S_IFDIR ? .folder : .file }

  private static func status(of path: String) -> stat? {
    var status = stat()
    return isValid(path) && stat(path, &status) == 0 ? status : nil
  }

  /// Whether the system can be asked about a path: to C, a null character ends it, and what is asked about is another.
  private static func isValid(_ path: String) -> Bool { !path.utf8.contains(0) }

  /// What tells one state of a file from another.
  struct Stamp: Hashable, Sendable {
    /// The size of the file in bytes.
    let size: Int
    private let modifiedSeconds: Int
    private let modifiedNanoseconds: Int
    private let isFolder: Bool

    init(_ status: stat) {
      size = Int(status.st_size)
      #if canImport(Darwin)
        let modified = status.st_mtimespec
      #else
        let modified = status.st_mtim
      #endif
      modifiedSeconds = Int(modified.tv_sec)
      modifiedNanoseconds = Int(modified.tv_nsec)
      isFolder = status.st_mode & S_IFMT == S_IFDIR
    }
  }

  /// The present state of the file at a path; nil where there is none.
  static func stamp(of path: String) -> Stamp? { status(of: path).map(Stamp.init) }

  /// What the links to one file have in common.
  struct FileIdentity: Hashable {
    private let device: dev_t
    private let number: ino_t

    fileprivate init(_ status: stat) { (device, number) = (status.st_dev, status.st_ino) }
  }

  /// Returns the identity of the file at a path; nil if there is no file.
  static func identity(of path: String) -> FileIdentity? { status(of: path).map(FileIdentity.init) }

  /// The files that standard output and standard error go to.
  struct Outputs {
    private let files: [FileIdentity]

    fileprivate init() {
      files = [Int32(1), 2].compactMap { descriptor in
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return FileIdentity(status)
      }
    }

    /// Whether the file at a path is one of them.
    func hold(_ path: String) -> Bool {
      guard !files.isEmpty, let identity = FileSystem.identity(of: path) else { return false }
      return files.contains(identity)
    }
  }

  /// The files that this process's output goes to now.
  static var outputs: Outputs { Outputs() }

  /// The path of the working directory.
  static var workingFolder: String {
    guard let path = getcwd(nil, 0) else { return "." }
    defer { free(path) }
    return String(cString: path)
  }
}

private func openForReading(_ path: String) -> Int32 { open(path, O_RDONLY | O_CLOEXEC) }
