/// The files that the arguments of a command lead to, each once.
package struct NotebookSearch: Sendable {
  /// Something that an argument leads to.
  package enum Entry: Sendable {
    /// A file that may be a notebook; `isNamed` if it is an argument itself.
    case file(path: String, isNamed: Bool)
    /// A symbolic link below a folder, which is not followed.
    case link(path: String)
    /// Something that is neither a file nor a folder, for example a pipe.
    case specialFile(path: String)
    /// A folder or a file that cannot be read.
    case failure(FileSystem.Failure)

    /// The path of a file that may be a notebook.
    package var filePath: String? {
      if case .file(let path, _) = self { return path }
      return nil
    }
  }

  /// What the arguments lead to, in their order.
  package private(set) var entries: [Entry] = []
  /// Whether an argument is a folder.
  package private(set) var includesFolder = false
  /// The real paths of the files so far.
  private var seen: Set<String> = []

  /// What follows the last point of the name of a notebook.
  static let ending = "ipynb"
  /// What follows the last point of the name of a file that may be a notebook: its content decides.
  static let endings: Set<String> = [ending, "py", "md", "markdown", "myst", "mystnb", "mnb"]

  /// Looks for notebooks.
  ///
  /// - Parameters:
  ///   - arguments: Files, which count whatever their names, and folders.
  ///   - exclusions: Returns what is left out where an argument leads.
  package init(_ arguments: [String], leavingOut exclusions: (_ argument: String) -> FileExclusions) {
    for argument in arguments { add(argument, exclusions(argument)) }
  }

  /// The paths of the `.ipynb` files.
  package var notebookPaths: Set<String> {
    Set(entries.lazy.compactMap(\.filePath).filter { FileSystem.ending(of: $0) == Self.ending })
  }

  /// A way through folders to their `.ipynb` files.
  static func walk(below folders: [String], leavingOut exclusions: FileExclusions) -> FolderWalk {
    FolderWalk(below: folders, withEndings: [ending], leavingOut: exclusions)
  }

  private mutating func add(_ argument: String, _ exclusions: FileExclusions) {
    guard let kind = FileSystem.kind(of: argument) else {
      // An argument that is not UTF-8 stands repaired for another one.
      let isRepaired = argument.unicodeScalars.contains("\u{FFFD}")
      let reason =
        "no such file or directory" + (isRepaired ? ". If its name is not valid UTF-8, rename it" : "")
      return entries.append(.failure(FileSystem.Failure(path: argument, action: "read", reason: reason)))
    }
    if kind == .folder { includesFolder = true }
    if exclusions.leaveOutNamed(FileSystem.normalized(argument)) { return }
    switch kind {
    case .file:
      if seen.insert(FileSystem.resolved(argument)).inserted {
        entries.append(.file(path: argument, isNamed: true))
      }
    case .folder: addFolder(argument, exclusions)
    }
  }

  private mutating func addFolder(_ argument: String, _ exclusions: FileExclusions) {
    // The files of the working directory are shown without a path.
    let folder = argument == "." || argument == "./" ? "" : argument
    let listing = FileSystem.files(
      below: folder.isEmpty ? "." : folder, withEndings: Self.endings, leavingOut: exclusions)
    let real = FileSystem.resolved(argument)
    let shown = { (path: String) in folder.isEmpty ? String(path.dropFirst(2)) : path }
    // Nothing below is reached through a link.
    let length = (folder.isEmpty ? "." : folder).utf8.count
    for path in listing.files {
      let inner = path.utf8.dropFirst(length).drop { $0 == UInt8(ascii: "/") }
      guard seen.insert(FileSystem.join(real, String(Substring(inner)))).inserted else { continue }
      entries.append(.file(path: shown(path), isNamed: false))
    }
    entries += listing.failures.map { .failure($0) }
    entries += listing.links.map { .link(path: shown($0)) }
    entries += listing.specialFiles.map { .specialFile(path: shown($0)) }
  }
}
