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

/// Files. The only place of the project that reads or writes them.
package enum FileSystem {
  /// Something that the operating system refused, with the path it was about.
  package struct Failure: Error, CustomStringConvertible {
    package let description: String
  }

  package static func read(_ path: String) throws(Failure) -> [UInt8] {
    do {
      return Array(try Data(contentsOf: URL(filePath: path)))
    } catch {
      throw Failure(description: "\(path) cannot be read: \(reason(of: error))")
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
      throw Failure(description: "\(path) cannot be written: \(reason(of: error))")
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

  /// The paths of all files below a folder with this ending, sorted. Hidden folders, `.ipynb_checkpoints` among them,
  /// are passed over.
  package static func files(below folder: String, endingIn ending: String) -> [String] {
    var found: [String] = []
    var folders = [folder]
    while let current = folders.popLast() {
      for name in (try? FileManager.default.contentsOfDirectory(atPath: current)) ?? []
      where !name.hasPrefix(".") {
        let path = join(current, name)
        if isSymbolicLink(path) { continue }
        switch kind(of: path) {
        case .folder: folders.append(path)
        case .file: if name.hasSuffix(ending) { found.append(path) }
        case nil: break
        }
      }
    }
    return found.sorted()
  }

  /// The path of `name` in `folder`; `name` itself where it is absolute.
  package static func join(_ folder: String, _ name: String) -> String {
    if name.hasPrefix("/") || folder.isEmpty { return name }
    return folder.hasSuffix("/") ? folder + name : folder + "/" + name
  }

  /// The folder a path is in; the working directory for a bare name.
  package static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  package static func absolute(_ path: String) -> String {
    join(FileManager.default.currentDirectoryPath, path)
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

/// The process's standard error.
package enum StandardError {
  package static func write(_ line: String, terminator: String = "\n") {
    var text = line + terminator
    text.withUTF8 { buffer in
      // A log that cannot be written is no reason to stop.
      _ = systemWrite(2, buffer.baseAddress, buffer.count)
    }
  }

  private static func systemWrite(_ descriptor: Int32, _ buffer: UnsafePointer<UInt8>?, _ count: Int) -> Int {
    #if canImport(Glibc)
      Glibc.write(descriptor, buffer, count)
    #elseif canImport(Musl)
      Musl.write(descriptor, buffer, count)
    #else
      Darwin.write(descriptor, buffer, count)
    #endif
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
