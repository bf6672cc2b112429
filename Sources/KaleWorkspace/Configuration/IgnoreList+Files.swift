extension IgnoreList {
  /// Whether the list ignores a file, by itself or with a folder that it is in.
  ///
  /// - Parameter path: The absolute path of the file.
  func ignoresFile(at path: String) -> Bool {
    if ignores(Array(path.utf8), isFolder: false) == true { return true }
    var folder = FileSystem.folder(of: path)
    while folder != "/" {
      if ignores(Array(folder.utf8), isFolder: true) == true { return true }
      folder = FileSystem.folder(of: folder)
    }
    return false
  }
}
