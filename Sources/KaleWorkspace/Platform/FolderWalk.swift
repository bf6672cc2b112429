extension FileSystem {
  /// What was found below a folder.
  package struct Listing: Sendable {
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

  /// Finds the files below a folder. Hidden files and folders, `.ipynb_checkpoints` among them, are left out.
  ///
  /// - Parameters:
  ///   - folder: The path of the folder.
  ///   - endings: What follows the last point of the files' names; nil for all files.
  ///   - exclusions: What is left out besides.
  /// - Returns: The files with one of the endings.
  package static func files(
    below folder: String, withEndings endings: Set<String>?, leavingOut exclusions: FileExclusions
  ) -> Listing {
    var walk = FolderWalk(below: [folder], withEndings: endings, leavingOut: exclusions)
    while !walk.isFinished { walk.visitFolder() }
    var listing = walk.found
    listing.files.sort()
    listing.links.sort()
    listing.specialFiles.sort()
    return listing
  }

  /// All files below a folder with this ending, point included, or with any; only what is hidden is left out.
  package static func files(below folder: String, endingIn ending: String) -> Listing {
    files(
      below: folder, withEndings: ending.isEmpty ? nil : [String(ending.drop { $0 == "." })],
      leavingOut: .none)
  }
}

/// A way through all folders below some, a folder at a time, so that it can be left off and taken up again.
struct FolderWalk {
  /// A folder to visit.
  private struct Folder {
    let path: String
    /// The absolute path, without links where it starts.
    let absolute: String
    /// What the ignore files above it ignore; for a folder where the walk starts, nil until it is visited.
    let scope: IgnoreScope?
    /// What else is left out: what the configuration file says that counts for the folder above it.
    let exclusions: FileExclusions
    let isStart: Bool
  }

  private let endings: Set<String>?
  private var folders: [Folder]
  /// What was found so far, in no order.
  private(set) var found = FileSystem.Listing()

  /// Looks for files with some endings. What is hidden is passed over.
  init(below folders: [String], withEndings endings: Set<String>?, leavingOut exclusions: FileExclusions) {
    self.endings = endings
    self.folders = folders.map {
      Folder(
        path: $0, absolute: FileSystem.normalized($0), scope: nil, exclusions: exclusions, isStart: true)
    }
  }

  var isFinished: Bool { folders.isEmpty }

  /// Looks at what is in the next folder; gives how much that is.
  @discardableResult
  mutating func visitFolder() -> Int {
    guard let current = folders.popLast() else { return 0 }
    var entries: [(name: String, hint: FileSystem.EntryHint)] = []
    var (hasIgnoreFile, isRepository, isConfigured, count) = (false, false, false, 0)
    do {
      try FileSystem.visitEntries(of: current.path) { name, hint in
        count += 1
        hasIgnoreFile = hasIgnoreFile || name == ".gitignore"
        isRepository = isRepository || name == ".git"
        isConfigured = isConfigured || current.exclusions.configurationNames.contains(name)
        if name.utf8.first != UInt8(ascii: "."), isWanted(name, hint) { entries.append((name, hint)) }
        return true
      }
    } catch {
      found.failures.append(error)
      return 1
    }
    if entries.isEmpty { return count }
    let isNested = isConfigured && !current.isStart
    let exclusions =
      isNested
      ? current.exclusions.inConfiguredFolder?(current.absolute) ?? current.exclusions : current.exclusions
    let scope = scope(
      of: current, exclusions, isRepository: isRepository, hasIgnoreFile: hasIgnoreFile)
    for entry in entries { visit(entry.name, entry.hint, in: current, exclusions, scope) }
    return count
  }

  private func scope(
    of folder: Folder, _ exclusions: FileExclusions, isRepository: Bool, hasIgnoreFile: Bool
  ) -> IgnoreScope? {
    guard exclusions.respectsGitignore else { return nil }
    if folder.isStart || !folder.exclusions.respectsGitignore {
      return IgnoreScope.scope(ofFolder: folder.absolute)
    }
    if !isRepository, !hasIgnoreFile { return folder.scope }
    return IgnoreScope.scope(
      ofFolder: folder.absolute, isRepository: isRepository, hasIgnoreFile: hasIgnoreFile, in: folder.scope)
  }

  /// Whether an entry may be a folder, or a file with one of the endings.
  private func isWanted(_ name: String, _ hint: FileSystem.EntryHint) -> Bool {
    switch hint {
    case .file, .misnamedFile: hasEnding(name)
    case .folder, .misnamedFolder, .unknown: true
    }
  }

  private func hasEnding(_ name: String) -> Bool {
    guard let endings else { return true }
    return FileSystem.ending(of: name).map(endings.contains) ?? false
  }

  private mutating func visit(
    _ name: String, _ hint: FileSystem.EntryHint, in folder: Folder, _ exclusions: FileExclusions,
    _ scope: IgnoreScope?
  ) {
    let path = FileSystem.join(folder.path, name)
    if hint == .misnamedFile || hint == .misnamedFolder {
      let reason = "its name is not valid UTF-8. Rename it"
      return found.failures.append(FileSystem.Failure(path: path, action: "read", reason: reason))
    }
    let (kind, isLink) = hint == .file ? (.file, false) : FileSystem.entry(at: path)
    guard kind == .folder || kind == .file && hasEnding(name) else { return }
    let absolute = FileSystem.join(folder.absolute, name)
    // To git a link is a file, whatever it leads to.
    if exclusions.leaveOut(absolute, isFolder: kind == .folder && !isLink, in: scope) { return }
    if isLink {
      found.links.append(path)
    } else if kind == .folder {
      folders.append(
        Folder(path: path, absolute: absolute, scope: scope, exclusions: exclusions, isStart: false))
    } else if hint != .file, FileSystem.isSpecialFile(path) {
      found.specialFiles.append(path)
    } else {
      found.files.append(path)
    }
  }
}
