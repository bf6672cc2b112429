/// Which files and folders are left out where folders are searched.
package struct FileExclusions: Sendable {
  /// The folders that no one wants to have searched: environments, packages, what tools build and remember.
  package static let usualFolders = [
    ".bzr", ".direnv", ".eggs", ".git", ".hg", ".ipynb_checkpoints", ".kale", ".mypy_cache", ".nox",
    ".pants.d", ".pyenv", ".pytest_cache", ".ruff_cache", ".svn", ".tox", ".venv", ".virtual_documents",
    "__pycache__", "__pypackages__", "_build", "buck-out", "build", "dist", "node_modules", "site-packages",
    "venv",
  ]

  /// What is left out, as lines of `.gitignore` files. Of several lists, the last that is about a file counts.
  package var lists: [IgnoreList]
  /// Whether `.gitignore` files are respected, with the other files in which git looks.
  package var respectsGitignore = true
  /// Whether what is named itself is left out too.
  package var isForced = false
  /// The names of configuration files: a folder below that has one of its own is searched as that says.
  var configurationNames: Set<String> = []
  /// Returns what is left out instead in such a folder, given by its absolute path.
  var inConfiguredFolder: (@Sendable (_ folder: String) -> FileExclusions)?

  /// Leaves out the usual folders, and what git ignores.
  package init() { self.init([IgnoreList(Self.usualFolders, in: "/")]) }

  /// Leaves out what lists say, and what git ignores.
  package init(_ lists: [IgnoreList]) { self.lists = lists }

  /// Leaves out nothing but hidden folders.
  package static var none: FileExclusions {
    var exclusions = FileExclusions([])
    exclusions.respectsGitignore = false
    return exclusions
  }

  /// Determines whether a file or folder is left out where it is found.
  ///
  /// - Parameters:
  ///   - path: Its absolute path.
  ///   - isFolder: Whether it is a folder.
  ///   - scope: What git ignores there.
  /// - Returns: Whether it is left out.
  func leaveOut(_ path: String, isFolder: Bool, in scope: IgnoreScope?) -> Bool {
    let bytes = Array(path.utf8)
    return lists.last { $0.ignores(bytes, isFolder: isFolder) != nil }?.ignores(bytes, isFolder: isFolder)
      ?? scope?.ignores(bytes, isFolder: isFolder) ?? false
  }

  /// Determines whether something is left out although it is named: it, or a folder that it is in.
  ///
  /// - Parameter path: Its absolute path.
  /// - Returns: Whether it is left out.
  package func leaveOutNamed(_ path: String) -> Bool {
    guard isForced else { return false }
    var folders: [String] = []
    var folder = FileSystem.folder(of: path)
    while folder != "/" {
      folders.append(folder)
      folder = FileSystem.folder(of: folder)
    }
    let isFolder = FileSystem.kind(of: path) == .folder
    let steps = folders.reversed().map { ($0, true) } + [(path, isFolder)]
    return steps.contains { step, isFolder in
      let scope = respectsGitignore ? IgnoreScope.scope(ofFolder: FileSystem.folder(of: step)) : nil
      return leaveOut(step, isFolder: isFolder, in: scope)
    }
  }
}
