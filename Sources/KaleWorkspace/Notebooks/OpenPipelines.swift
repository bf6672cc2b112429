import KaleAnalysis
import NotebookModel

/// The names of the pipelines of the notebooks that are open in an editor.
struct OpenPipelines {
  private struct Entry {
    /// The name that the configuration sets.
    let name: String
    /// The notebooks that it refers to, as normalized paths.
    let references: Set<String>
  }

  private var entries: [String: Entry] = [:]

  /// Takes in the state of a notebook; nil where it is closed.
  ///
  /// - Parameters:
  ///   - notebook: The notebook. One without steps is not compiled.
  ///   - path: Its normalized path.
  mutating func set(_ notebook: Notebook?, at path: String) {
    guard let notebook, case .string(let name)? = notebook.kaleMetadata?["pipeline_name"], !name.isEmpty,
      notebook.cells.contains(where: { $0.tags.contains { $0.text?.hasPrefix("step:") == true } })
    else {
      entries[path] = nil
      return
    }
    let folder = FileSystem.folder(of: path)
    let targets = notebook.referencedPaths(in: .current).map {
      FileSystem.normalized(FileSystem.join(folder, $0))
    }
    entries[path] = Entry(name: name, references: Set(targets))
  }

  /// Returns the pipelines of the other notebooks in the folder of the one at a normalized path, by the names of their
  /// files. Notebooks of which one is a part of the other, and the two files of a paired notebook, are not compiled side by
  /// side.
  func others(besideNotebookAt path: String) -> [String: String] {
    if entries.isEmpty { return [:] }
    let folder = FileSystem.folder(of: path)
    let own = entries[path]?.references ?? []
    var others: [String: String] = [:]
    for (other, entry) in entries
    where other != path && FileSystem.folder(of: other) == folder && !own.contains(other)
      && !entry.references.contains(path) && Self.stem(of: other) != Self.stem(of: path)
    {
      others[FileSystem.name(of: other)] = entry.name
    }
    return others
  }

  /// The name of a file without its ending.
  static func stem(of path: String) -> Substring {
    let name = FileSystem.name(of: path)
    return name.lastIndex(of: ".").map { name[..<$0] } ?? name[...]
  }
}
