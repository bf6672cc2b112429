extension FileSystem {
  /// Returns a path as a user would name it: from the working folder if it is inside, otherwise whole.
  package static func relativeToWorkingFolder(_ path: String) -> String {
    let folder = absolute("")
    let start = folder.utf8.last == UInt8(ascii: "/") ? folder : folder + "/"
    guard path.utf8.count > start.utf8.count, path.utf8.starts(with: start.utf8) else { return path }
    return String(Substring(path.utf8.dropFirst(start.utf8.count)))
  }
}
