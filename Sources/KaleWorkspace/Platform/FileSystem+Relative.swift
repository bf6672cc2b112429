extension FileSystem {
  /// Returns a path as a user would name it: from the working folder if it is inside, otherwise whole.
  package static func relativeToWorkingFolder(_ path: String) -> String {
    relative(path, to: workingFolder) ?? path
  }
}
