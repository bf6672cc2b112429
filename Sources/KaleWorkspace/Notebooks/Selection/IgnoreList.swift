import SourceText

/// Patterns in the syntax of `.gitignore`, with the folder that they count from.
package struct IgnoreList: Sendable {
  private let patterns: [IgnorePattern]
  /// The bytes of the folder's absolute path, with a slash at the end.
  private let folder: [UInt8]

  /// Creates a list from patterns, the last of which counts most.
  ///
  /// - Parameters:
  ///   - patterns: The patterns, each as a line of a `.gitignore` file.
  ///   - folder: The absolute path of the folder that patterns with a slash count from.
  package init(_ patterns: [String], in folder: String) {
    self.init(lines: patterns.map { Array($0.utf8)[...] }, in: folder)
  }

  /// Creates a list from the text of a `.gitignore` file.
  init(text: [UInt8], in folder: String) {
    let mark = ByteOrderMark.utf8
    let text = text.starts(with: mark) ? text.dropFirst(mark.count) : text[...]
    let lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: true)
    self.init(lines: lines.map { $0.last == UInt8(ascii: "\r") ? $0.dropLast() : $0 }, in: folder)
  }

  private init(lines: [ArraySlice<UInt8>], in folder: String) {
    patterns = lines.compactMap(IgnorePattern.init)
    self.folder = Array((folder.utf8.last == UInt8(ascii: "/") ? folder : folder + "/").utf8)
  }

  /// Whether there is no pattern.
  var isEmpty: Bool { patterns.isEmpty }

  /// Determines whether the list ignores a file or folder.
  ///
  /// - Parameters:
  ///   - path: The bytes of its absolute path.
  ///   - isFolder: Whether it is a folder.
  /// - Returns: Whether it is ignored; nil if no pattern is about it.
  func ignores(_ path: [UInt8], isFolder: Bool) -> Bool? {
    guard path.count > folder.count, path.starts(with: folder) else { return nil }
    let inner = path[folder.count...]
    let name = inner[(inner.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? inner.startIndex)...]
    return patterns.last { $0.matches(inner, name: name, isFolder: isFolder) }.map { !$0.isNegated }
  }
}
