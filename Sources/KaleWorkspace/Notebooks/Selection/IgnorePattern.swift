/// A line of a `.gitignore` file.
struct IgnorePattern: Sendable {
  /// Whether the line takes back what lines before it ignore.
  let isNegated: Bool
  /// Whether the line is about folders only.
  private let isForFolders: Bool
  /// Whether the line is about the path below the file's folder, and not about the name alone.
  private let isAboutPath: Bool
  private let glob: GlobPattern

  /// Reads a line without its line break; nil for a comment and a blank line.
  init?(_ line: ArraySlice<UInt8>) {
    guard line.first != UInt8(ascii: "#") else { return nil }
    var line = Self.withoutTrailingSpaces(line)
    isNegated = line.first == UInt8(ascii: "!")
    if isNegated { line = line.dropFirst() }
    isForFolders = line.last == UInt8(ascii: "/")
    if isForFolders { line = line.dropLast() }
    isAboutPath = line.contains(UInt8(ascii: "/"))
    if line.isEmpty { return nil }
    if line.first == UInt8(ascii: "/") { line = line.dropFirst() }
    glob = GlobPattern(line, isPath: isAboutPath)
  }

  /// Determines whether the line is about a file or folder.
  ///
  /// - Parameters:
  ///   - path: Its path below the folder of the file with the line.
  ///   - name: The last part of the path.
  ///   - isFolder: Whether it is a folder.
  /// - Returns: Whether it is.
  func matches(_ path: ArraySlice<UInt8>, name: ArraySlice<UInt8>, isFolder: Bool) -> Bool {
    if isForFolders, !isFolder { return false }
    return glob.accepts(isAboutPath ? path : name)
  }

  /// Spaces at the end do not count, unless a backslash precedes them.
  private static func withoutTrailingSpaces(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var firstSpace: Int?
    var index = line.startIndex
    while index < line.endIndex {
      switch line[index] {
      case UInt8(ascii: " "): firstSpace = firstSpace ?? index
      case UInt8(ascii: "\\"):
        index += 1
        if index == line.endIndex { return line }
        firstSpace = nil
      default: firstSpace = nil
      }
      index += 1
    }
    return line[..<(firstSpace ?? line.endIndex)]
  }
}
