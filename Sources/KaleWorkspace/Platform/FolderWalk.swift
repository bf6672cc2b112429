extension FileSystem {
  /// What was found below a folder.
  package struct Listing {
    /// The paths of the files, sorted.
    package var files: [String] = []
    /// Symbolic links to such files and to folders, which are not followed: they may lead anywhere, in circles too.
    package var links: [String] = []
    /// Pipes, sockets and devices with such a name, which are not read: a pipe may never end.
    package var specialFiles: [String] = []
    /// Folders that could not be read.
    package var failures: [Failure] = []

    /// Creates a listing of files, without links and failures.
    package init(files: [String] = []) { self.files = files }
  }

  /// All files below a folder with this ending. Hidden folders, `.ipynb_checkpoints` among them, are passed over.
  package static func files(below folder: String, endingIn ending: String) -> Listing {
    var walk = FolderWalk(below: [folder], endingIn: ending)
    while !walk.isFinished { walk.visitFolder() }
    var listing = walk.found
    listing.files.sort()
    listing.links.sort()
    listing.specialFiles.sort()
    return listing
  }
}

/// A way through all folders below some, a folder at a time, so that it can be left off and taken up again.
struct FolderWalk {
  private let ending: String
  private var folders: [String]
  /// What was found so far, in no order.
  private(set) var found = FileSystem.Listing()

  /// Looks for files with this ending. Hidden folders are passed over.
  init(below folders: [String], endingIn ending: String) {
    self.ending = ending
    self.folders = folders
  }

  var isFinished: Bool { folders.isEmpty }

  /// Looks at what is in the next folder; gives how much that is.
  @discardableResult
  mutating func visitFolder() -> Int {
    guard let current = folders.popLast() else { return 0 }
    do {
      let names = try FileSystem.names(in: current)
      for name in names where name.utf8.first != UInt8(ascii: ".") { visit(name, in: current) }
      return names.count
    } catch {
      found.failures.append(error)
      return 1
    }
  }

  private mutating func visit(_ name: String, in folder: String) {
    let path = FileSystem.join(folder, name)
    let (kind, isLink) = FileSystem.entry(at: path)
    guard kind == .folder || kind == .file && name.hasSuffix(ending) else { return }
    if isLink {
      found.links.append(path)
    } else if kind == .folder {
      folders.append(path)
    } else if FileSystem.isSpecialFile(path) {
      found.specialFiles.append(path)
    } else {
      found.files.append(path)
    }
  }
}
