import KaleWorkspace
import KaleLanguageServer

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A folder for one test, gone after it.
package final class TemporaryFolder {
  /// The folder's absolute path, without symbolic links.
  package let path: String

  /// Makes a new folder.
  package init() throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "kale-lsp-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.resolvingSymlinksInPath().path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Returns the path of something in the folder.
  package func path(_ name: String) -> String { FileSystem.join(path, name) }

  /// Makes a folder in the folder.
  package func makeFolder(_ name: String) throws { try FileSystem.makeFolder(path(name)) }

  /// Makes a symbolic link.
  package func makeLink(_ name: String, to destination: String) throws {
    try FileManager.default.createSymbolicLink(atPath: path(name), withDestinationPath: destination)
  }

  /// Writes a file.
  package func write(_ text: String, _ name: String) throws { try FileSystem.write(text, to: path(name)) }

  /// Returns the text of a file.
  package func text(_ name: String) throws -> String {
    String(decoding: try FileSystem.read(path(name)), as: UTF8.self)
  }

  /// Returns the permissions of a file.
  package func permissions(_ name: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: path(name))[.posixPermissions] as? Int
  }

  /// Sets the permissions of a file.
  package func setPermissions(_ mode: Int, of name: String) throws {
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path(name))
  }

  /// The names of everything in the folder, hidden files too.
  package func names(in name: String = ".") throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path(name)).sorted()
  }

  /// Returns what a symbolic link leads to.
  package func linkDestination(_ name: String) throws -> String {
    try FileManager.default.destinationOfSymbolicLink(atPath: path(name))
  }
}
