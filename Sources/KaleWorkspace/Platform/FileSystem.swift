#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Files. The only place of the project that reads or writes them.
package enum FileSystem {
  /// Something that the operating system refused, with the path it was about.
  package struct Failure: Error, CustomStringConvertible {
    let path: String
    /// What could not be done with it: read, written.
    let action: String
    /// Why not, in a few words without a period: "permission denied".
    package let reason: String

    package var description: String { "\(Terminal.printable(path)) cannot be \(action): \(reason)" }
  }

  /// Writes a whole file: other programs see the old content or the new one, never a part.
  ///
  /// - Parameters:
  ///   - text: The content of the file.
  ///   - path: The path of the file. Folders above it are created if they do not exist.
  /// - Throws: Why the file cannot be written. A symbolic link in its place is an error.
  package static func write(_ text: String, to path: String) throws(Failure) {
    let path = absolute(path)
    try OutputFolder.open(folder(of: path), ifAbsent: .makeFolder)?.write(text, to: name(of: path))
  }

  /// Creates a folder, and those above it, if they do not exist.
  ///
  /// - Parameter path: The path of the folder.
  /// - Throws: Why a folder cannot be created.
  package static func makeFolder(_ path: String) throws(Failure) {
    do {
      try FileManager.default.createDirectory(at: URL(filePath: path), withIntermediateDirectories: true)
    } catch {
      throw Failure(path: path, action: "written", reason: reason(of: error))
    }
  }

  /// Creates a temporary folder, which no other user can read. The caller removes it.
  ///
  /// - Returns: The path of the folder.
  /// - Throws: Why the folder cannot be created.
  package static func makeTemporaryFolder() throws(Failure) -> String {
    let parent = FileManager.default.temporaryDirectory.path
    let pattern = join(parent, "kale-lsp-XXXXXX")
    guard let path = pattern.withCString({ strdup($0) }) else {
      throw Failure(path: pattern, action: "written", reason: "out of memory")
    }
    defer { free(path) }
    guard mkdtemp(path) != nil else {
      throw Failure(path: parent, action: "written", reason: "\(FileDescriptor.Failure(code: errno))")
    }
    return String(cString: path)
  }

  /// Removes a folder with all that is in it, as far as that is possible.
  package static func removeFolder(_ path: String) { try? FileManager.default.removeItem(atPath: path) }

  /// Whether a path is that of a program.
  static func isProgram(_ path: String) -> Bool {
    kind(of: path) == .file && FileManager.default.isExecutableFile(atPath: path)
  }

  /// Replaces the content of a file: other programs see the old content or the new one, never a part.
  ///
  /// The file keeps its permissions and, if the system permits, its owner.
  ///
  /// - Parameters:
  ///   - path: The path of the file. A symbolic link is followed, and stays.
  ///   - bytes: The new content.
  /// - Throws: Why the file cannot be replaced. A file that does not exist is an error.
  package static func replaceContent(of path: String, with bytes: [UInt8]) throws(Failure) {
    // As the system reads the path: a `..` after a link leads out of the folder that the link leads to.
    guard let real = realpath(path, nil) else { throw Failure(path: path, action: "written", code: errno) }
    defer { free(real) }
    let target = String(cString: real)
    do {
      try OutputFolder.open(folder(of: target), ifAbsent: .makeFolder)?
        .replaceContent(of: name(of: target), with: bytes)
    } catch {
      throw Failure(path: path, action: error.action, reason: error.reason)
    }
  }

  // Paths are taken apart by bytes: to Swift, a slash with a combining mark after it is another character.
  private static let slash = UInt8(ascii: "/")

  /// The path of `name` in `folder`; `name` itself where it is absolute.
  package static func join(_ folder: String, _ name: String) -> String {
    if name.utf8.first == slash || folder.isEmpty { return name }
    return folder.utf8.last == slash ? folder + name : folder + "/" + name
  }

  /// The folder a path is in; the working directory for a bare name.
  package static func folder(of path: String) -> String {
    guard let last = path.utf8.lastIndex(of: slash) else { return "." }
    return last == path.startIndex ? "/" : String(path[..<last])
  }

  /// The last part of a path.
  package static func name(of path: String) -> String {
    path.utf8.lastIndex(of: slash).map { String(path[path.utf8.index(after: $0)...]) } ?? path
  }

  /// What follows the last point of a file's name; nil if it has none, or only one that hides it.
  package static func ending(of name: String) -> String? {
    guard let point = name.utf8.lastIndex(of: UInt8(ascii: ".")), point > name.startIndex else { return nil }
    return String(name[name.utf8.index(after: point)...])
  }

  /// Returns the path below a folder. Links are not followed.
  ///
  /// - Parameters:
  ///   - path: A path.
  ///   - folder: The path of the folder.
  /// - Returns: The path from the folder; nil if it is not inside.
  package static func relative(_ path: String, to folder: String) -> String? {
    let root = normalized(folder)
    let prefix = root == "/" ? root : root + "/"
    let whole = normalized(path)
    return whole.utf8.starts(with: prefix.utf8)
      ? String(whole.utf8.dropFirst(prefix.utf8.count)) ?? whole : nil
  }

  /// The folders that lead from `root` to a path, symbolic links followed as far as it exists; none where they are the
  /// same, nil where the path is not inside.
  package static func parts(of path: String, below root: String) -> [String]? {
    let inner = resolved(path).utf8.split(separator: slash)
    let outer = resolved(root).utf8.split(separator: slash)
    guard inner.count >= outer.count, zip(inner, outer).allSatisfy({ $0.elementsEqual($1) }) else {
      return nil
    }
    return inner.dropFirst(outer.count).map { String(Substring($0)) }
  }

  /// The path with symbolic links followed, as far as it exists.
  package static func resolved(_ path: String) -> String {
    var existing = normalized(path)
    var rest: [String] = []
    while true {
      if let real = realpath(existing, nil) {
        defer { free(real) }
        return rest.reversed().reduce(String(cString: real), join)
      }
      if existing == "/" { return rest.reversed().reduce(existing, join) }
      rest.append(name(of: existing))
      existing = folder(of: existing)
    }
  }

  /// Returns the absolute form of a path. Relative paths start at the working folder.
  package static func absolute(_ path: String) -> String {
    // An absolute path says no less without the working directory.
    path.utf8.first == slash ? path : join(workingFolder, path)
  }

  /// An absolute path without `.` and `..` parts, taken out without a look at what is there, as Kale does.
  package static func normalized(_ path: String) -> String {
    var parts: [Substring.UTF8View] = []
    for part in absolute(path).utf8.split(separator: slash) where !part.elementsEqual(".".utf8) {
      if part.elementsEqual("..".utf8) { _ = parts.popLast() } else { parts.append(part) }
    }
    return "/" + parts.map { String(Substring($0)) }.joined(separator: "/")
  }

  static func reason(of error: any Error) -> String {
    switch (error as? CocoaError)?.code {
    case .fileReadNoSuchFile, .fileNoSuchFile: "no such file"
    case .fileReadNoPermission, .fileWriteNoPermission: "permission denied"
    case .fileWriteFileExists: "the path exists and is not a directory"
    case .fileWriteOutOfSpace: "the disk is full"
    default: (error as? CocoaError)?.underlying.map { "\($0)" } ?? "\(error)"
    }
  }
}
