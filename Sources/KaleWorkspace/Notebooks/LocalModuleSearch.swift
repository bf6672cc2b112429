import KaleAnalysis
import NotebookModel

/// Looks for the modules that a notebook imports in the notebook's folder.
///
/// Only the names that are imported are looked for, each once as long as the folder stays the same: a folder may hold
/// very many files, or be on a slow network.
package struct LocalModuleSearch {
  /// What has a name in a folder.
  private enum Entry {
    /// A file, or a folder that is a package.
    case module
    /// A folder that is not a package of its own. What is in it may change while the folder above it stays the same.
    case folder
    case nothing
  }

  private struct Folder {
    let stamp: FileSystem.Stamp
    var entries: [String: Entry] = [:]
  }

  /// How many names of a notebook are looked for; the others count as not there.
  private static let limit = 1024
  /// How many names are remembered for a folder.
  private static let memory = 8 * limit
  /// The types of files that are modules.
  package static let fileTypes = ModuleFile.types

  private var folders: [String: Folder] = [:]

  /// Finds the modules in a folder that imports lead to.
  ///
  /// - Parameters:
  ///   - imports: What is imported, with dots.
  ///   - folder: The folder's path.
  /// - Returns: The modules that are there now.
  package mutating func modules(for imports: Set<String>, in folder: String) -> LocalModules {
    let wanted = Self.namesBelow(imports)
    guard !wanted.isEmpty, let stamp = FileSystem.stamp(of: folder) else { return .none }
    var known = folders[folder].flatMap { $0.stamp == stamp ? $0 : nil } ?? Folder(stamp: stamp)
    if known.entries.count > Self.memory { known.entries = [:] }
    var found: [String] = []
    for (name, members) in wanted.sorted(by: { $0.key < $1.key }).prefix(Self.limit) {
      let entry = known.entries[name] ?? Self.entry(name, in: folder)
      switch entry {
      case .module: found.append(name)
      case .folder:
        // Python prefers an installed package to such a folder, which counts only for a module that it has.
        let inner = FileSystem.join(folder, name)
        let present = members.sorted().prefix(Self.limit).filter { Self.entry($0, in: inner) != .nothing }
        found += present.map { name + "." + $0 }
      case .nothing: break
      }
      if entry != .folder { known.entries[name] = entry }
    }
    folders[folder] = known
    return LocalModules(found)
  }

  /// Has the next search look into some folders again.
  package mutating func forget(_ forgotten: Set<String>) {
    for folder in forgotten { folders[folder] = nil }
  }

  /// Whether a file at a path is one that this looks for.
  package static func isModuleFile(_ path: String) -> Bool { fileTypes.contains { path.hasSuffix("." + $0) } }

  /// Returns for each first name the names after it, without modules that every step has.
  private static func namesBelow(_ imports: Set<String>) -> [String: Set<String>] {
    var names: [String: Set<String>] = [:]
    for path in imports {
      let parts = path.split(separator: ".", maxSplits: 2).map(String.init)
      guard let first = parts.first, !PackageNames.isInEveryStep(first) else { continue }
      names[first, default: []].formUnion(parts.dropFirst().prefix(1))
    }
    return names
  }

  private static func entry(_ name: String, in folder: String) -> Entry {
    let path = FileSystem.join(folder, name)
    // Most names have no folder, in which nothing has to be looked for then.
    let hasFolder = FileSystem.kind(of: path) == .folder
    if hasFolder && isModule(FileSystem.join(path, "__init__")) || isModule(path) { return .module }
    return hasFolder ? .folder : .nothing
  }

  private static func isModule(_ path: String) -> Bool {
    fileTypes.contains { FileSystem.kind(of: path + "." + $0) == .file }
  }
}
