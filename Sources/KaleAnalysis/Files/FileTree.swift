/// The files of a notebook's folder, as the search for files to ship asks about them.
///
/// Paths are relative to the folder, with `/` between parts; the folder itself is the empty path.
package protocol FileTree {
  /// What is at a path; nil for nothing.
  mutating func entry(at path: String) -> FileTreeEntry?

  /// The names of all that is in a folder.
  ///
  /// - Returns: The names, in no order; nil if there are more than `limit`.
  /// - Throws: Why the folder cannot be read.
  mutating func names(in folder: String, upTo limit: Int) throws(FileTreeFailure) -> [String]?

  /// Reads a file, never through a symbolic link.
  ///
  /// - Parameters:
  ///   - path: The path of the file.
  ///   - limit: How many bytes the file may have.
  /// - Returns: The content.
  /// - Throws: Why the file cannot be read.
  mutating func read(_ path: String, upTo limit: Int) throws(FileTreeFailure) -> [UInt8]

  /// Records that the result of the search depends on the size of a file.
  mutating func depend(onFileAt path: String)
}

/// What is at a path of a `FileTree`.
package enum FileTreeEntry: Sendable, Hashable {
  /// A regular file, and how many bytes it has.
  case file(size: Int)
  case folder
  /// A symbolic link, to a folder or to something else.
  case link(isFolder: Bool)
  /// A pipe, a socket or the like.
  case other
}

/// Why a file of a `FileTree` cannot be read.
package struct FileTreeFailure: Error {
  /// In a few words without a period: "permission denied".
  package let reason: String

  /// Creates a failure.
  package init(reason: String) { self.reason = reason }
}
