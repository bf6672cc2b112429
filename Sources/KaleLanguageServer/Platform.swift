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
import Dispatch
import JSONRPC

// All that differs between operating systems, and all that touches files and processes, is in this file.

/// Files. The only place of the project that reads or writes them.
package enum FileSystem {
  /// Something that the operating system refused, with the path it was about.
  package struct Failure: Error, CustomStringConvertible {
    let path: String
    /// What could not be done with it: read, written.
    let action: String
    package let reason: String

    package var description: String { "\(path) cannot be \(action): \(reason)" }
  }

  package static func read(_ path: String) throws(Failure) -> [UInt8] {
    do {
      return Array(try Data(contentsOf: URL(filePath: path)))
    } catch {
      throw Failure(path: path, action: "read", reason: reason(of: error))
    }
  }

  /// Writes a file whole: another program sees the old content or the new, never a part. Makes the folders above it.
  package static func write(_ text: String, to path: String) throws(Failure) {
    let url = URL(filePath: path)
    do {
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: url, options: .atomic)
    } catch {
      throw Failure(path: path, action: "written", reason: reason(of: error))
    }
  }

  /// What tells one state of a file from another.
  package struct Stamp: Hashable, Sendable {
    package let size: Int
    private let modified: Double
    private let isFolder: Bool

    fileprivate init(_ attributes: [FileAttributeKey: Any]) {
      size = (attributes[.size] as? UInt64).map { Int(clamping: $0) } ?? attributes[.size] as? Int ?? 0
      modified = (attributes[.modificationDate] as? Date)?.timeIntervalSinceReferenceDate ?? 0
      isFolder = attributes[.type] as? FileAttributeType == .typeDirectory
    }
  }

  /// The present state of the file at a path; nil where there is none.
  package static func stamp(of path: String) -> Stamp? {
    (try? FileManager.default.attributesOfItem(atPath: URL(filePath: path).resolvingSymlinksInPath().path))
      .map(Stamp.init)
  }

  /// Puts new content into a file, whole: another program sees the old content or the new, never a part. The file keeps its
  /// permissions and, where the system lets it, its owner; a symbolic link goes on leading to it.
  package static func replaceContent(of path: String, with bytes: [UInt8]) throws(Failure) {
    let target = resolved(path)
    let temporary = join(folder(of: target), ".\(name(of: target)).\(getpid())")
    let files = FileManager.default
    guard files.isWritableFile(atPath: target) else {
      throw Failure(path: path, action: "written", reason: "permission denied")
    }
    do {
      let attributes = try files.attributesOfItem(atPath: target)
      try Data(bytes).write(to: URL(filePath: temporary))
      defer { try? files.removeItem(atPath: temporary) }
      let owner = attributes.filter { [.ownerAccountID, .groupOwnerAccountID].contains($0.key) }
      try? files.setAttributes(owner, ofItemAtPath: temporary)
      try files.setAttributes(attributes.filter { $0.key == .posixPermissions }, ofItemAtPath: temporary)
      guard rename(temporary, target) == 0 else { throw FileDescriptor.Failure(code: errno) }
    } catch {
      throw Failure(path: path, action: "written", reason: reason(of: error))
    }
  }

  package enum Kind {
    case file, folder
  }

  /// What stands at a path; nil where there is nothing.
  package static func kind(of path: String) -> Kind? {
    var isFolder = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { return nil }
    return isFolder ? .folder : .file
  }

  /// What was found below a folder.
  package struct Listing {
    /// The paths of the files, sorted.
    package var files: [String] = []
    /// Symbolic links to such files and to folders, which are not followed: they may lead anywhere, in circles too.
    package var links: [String] = []
    /// Folders that could not be read.
    package var failures: [Failure] = []

    package init(files: [String] = []) { self.files = files }
  }

  /// All files below a folder with this ending. Hidden folders, `.ipynb_checkpoints` among them, are passed over.
  package static func files(below folder: String, endingIn ending: String) -> Listing {
    var listing = Listing()
    var folders = [folder]
    while let current = folders.popLast() {
      do {
        let names = try FileManager.default.contentsOfDirectory(atPath: current)
        for name in names where !name.hasPrefix(".") {
          let path = join(current, name)
          let kind = kind(of: path)
          guard kind == .folder || kind == .file && name.hasSuffix(ending) else { continue }
          if isSymbolicLink(path) {
            listing.links.append(path)
          } else if kind == .folder {
            folders.append(path)
          } else {
            listing.files.append(path)
          }
        }
      } catch {
        listing.failures.append(Failure(path: current, action: "read", reason: reason(of: error)))
      }
    }
    listing.files.sort()
    listing.links.sort()
    return listing
  }

  // Paths are taken apart by bytes: to Swift, a slash with a combining mark behind it is another character.
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

  /// Whether a path, symbolic links followed as far as it exists, is inside a folder or the folder itself.
  package static func isInside(_ path: String, of folder: String) -> Bool {
    let inner = resolved(path).utf8.split(separator: slash)
    let outer = resolved(folder).utf8.split(separator: slash)
    return inner.count >= outer.count && zip(inner, outer).allSatisfy { $0.elementsEqual($1) }
  }

  private static func resolved(_ path: String) -> String {
    URL(filePath: absolute(path)).standardizedFileURL.resolvingSymlinksInPath().path
  }

  package static func absolute(_ path: String) -> String {
    join(FileManager.default.currentDirectoryPath, path)
  }

  /// An absolute path without `.` and `..` parts, taken out without a look at what is there, as Kale does.
  package static func normalized(_ path: String) -> String {
    var parts: [Substring.UTF8View] = []
    for part in absolute(path).utf8.split(separator: slash) where !part.elementsEqual(".".utf8) {
      if part.elementsEqual("..".utf8) { _ = parts.popLast() } else { parts.append(part) }
    }
    return "/" + parts.map { String(Substring($0)) }.joined(separator: "/")
  }

  private static func isSymbolicLink(_ path: String) -> Bool {
    (try? FileManager.default.destinationOfSymbolicLink(atPath: path)) != nil
  }

  private static func reason(of error: any Error) -> String {
    switch (error as? CocoaError)?.code {
    case .fileReadNoSuchFile, .fileNoSuchFile: "there is no such file"
    case .fileReadNoPermission, .fileWriteNoPermission: "permission denied"
    case .fileWriteFileExists: "something else of that name is in the way"
    case .fileWriteOutOfSpace: "the disk is full"
    default: (error as? CocoaError)?.underlying.map { "\($0)" } ?? "\(error)"
    }
  }
}

/// The environment that the process was started in.
enum ProcessEnvironment {
  /// A variable's value without blanks around it; nil where it is not set or empty.
  static func value(of variable: String) -> String? {
    let value = (ProcessInfo.processInfo.environment[variable] ?? "").drop(while: \.isWhitespace)
    let end = value.lastIndex { !$0.isWhitespace }
    return end.map { String(value[...$0]) }
  }
}

/// The process's standard error.
package enum StandardError {
  package static func write(_ line: String, terminator: String = "\n") {
    let text = line + terminator
    // A log that cannot be written is no reason to stop.
    try? FileDescriptor.standardError.writeAll(Array(text.utf8))
  }
}

/// Watches another process.
enum ProcessWatch {
  private static let interval = DispatchTimeInterval.seconds(2)
  private static let queue = DispatchQueue(label: "kale-lsp.process-watch")

  /// Ends this process with status 1 once that one is gone. A process of another user counts as there.
  @Sendable static func exitWhenGone(_ processID: Int) {
    queue.asyncAfter(deadline: .now() + interval) {
      guard let identifier = pid_t(exactly: processID), identifier > 0 else { return }
      if kill(identifier, 0) != 0, errno == ESRCH { exit(1) }
      exitWhenGone(processID)
    }
  }
}

/// A transport over two file descriptors, which stay open when it goes.
package struct FileDescriptorTransport: ByteTransport {
  /// As many bytes as a pipe holds on Linux.
  private static let chunkLength = 1 << 16

  private let input: FileDescriptor
  private let output: FileDescriptor

  /// A transport that reads `input` and writes `output`.
  package init(input: FileDescriptor, output: FileDescriptor) {
    self.input = input
    self.output = output
  }

  /// The process's standard input and output. From now on a peer that goes away is an error of `write` and no
  /// longer the end of the process.
  package static func standardStreams() -> FileDescriptorTransport {
    FileDescriptor.ignoreBrokenPipeSignal()
    return FileDescriptorTransport(input: .standardInput, output: .standardOutput)
  }

  package func read() throws -> [UInt8] { try input.read(upTo: Self.chunkLength) }

  package func write(_ bytes: [UInt8]) throws { try output.writeAll(bytes) }
}

/// An open file, pipe or socket: read and written a piece at a time.
package struct FileDescriptor: Sendable {
  /// The number that the operating system knows it by.
  package let rawValue: Int32

  /// The descriptor with this number.
  package init(rawValue: Int32) { self.rawValue = rawValue }

  /// The process's standard input.
  package static let standardInput = FileDescriptor(rawValue: 0)
  /// The process's standard output.
  package static let standardOutput = FileDescriptor(rawValue: 1)
  /// The process's standard error.
  package static let standardError = FileDescriptor(rawValue: 2)

  /// A call that the operating system refused.
  package struct Failure: Error, Sendable, Hashable, CustomStringConvertible {
    /// The `errno` of the call.
    package let code: Int32

    package var description: String { String(cString: strerror(code)) }
  }

  /// Keeps a write to a pipe that no one reads from ending the process; it fails with EPIPE instead.
  package static func ignoreBrokenPipeSignal() { _ = signal(SIGPIPE, SIG_IGN) }

  /// Waits until there are bytes and gives at most `limit` of them; empty at the end.
  package func read(upTo limit: Int) throws(Failure) -> [UInt8] {
    while true {
      var code: Int32 = 0
      let bytes = [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
        let result = systemRead(rawValue, buffer.baseAddress, limit)
        code = result < 0 ? errno : 0
        count = max(result, 0)
      }
      if code == 0 { return bytes }
      try recover(from: code, waitingFor: POLLIN)
    }
  }

  /// Writes all of `bytes`, in as many calls as it takes.
  package func writeAll(_ bytes: [UInt8]) throws(Failure) {
    var written = 0
    while written < bytes.count {
      let (result, code) = bytes.withUnsafeBytes { buffer in
        let result = systemWrite(rawValue, buffer.baseAddress?.advanced(by: written), bytes.count - written)
        return (result, result < 0 ? errno : 0)
      }
      if result >= 0 {
        written += result
      } else {
        try recover(from: code, waitingFor: POLLOUT)
      }
    }
  }

  /// After a call that failed with `code`: returns where the call has to be made again, now or after waiting.
  /// Node and others share pipes that do not block.
  private func recover(from code: Int32, waitingFor event: some BinaryInteger) throws(Failure) {
    switch code {
    case EINTR: return
    case EAGAIN, EWOULDBLOCK:
      var request = pollfd(fd: rawValue, events: Int16(truncatingIfNeeded: event), revents: 0)
      _ = poll(&request, 1, -1)
    default: throw Failure(code: code)
    }
  }
}

// Inside the type the names `read` and `write` are its own.
private func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  read(descriptor, buffer, count)
}

private func systemWrite(_ descriptor: Int32, _ buffer: UnsafeRawPointer?, _ count: Int) -> Int {
  write(descriptor, buffer, count)
}
