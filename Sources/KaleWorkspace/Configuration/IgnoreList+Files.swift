extension IgnoreList {
  /// Whether the list ignores the file at an absolute path, by itself or with a folder that it is in.
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
