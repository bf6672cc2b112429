import KaleAnalysis
import NotebookModel

/// Finds the files that pipelines ship, for each notebook once as long as it uses the same and the files stay the same.
struct ShippedFileSearch {
  private struct Result {
    let needs: FileNeeds
    let files: ShippedFiles
    let stamps: [String: FileSystem.Stamp?]

    /// Whether nothing has changed. Of very many files only a client tells, since an edit is not to wait for them.
    var isCurrent: Bool {
      stamps.count > ShippedFileSearch.mostChecked
        || stamps.allSatisfy { FileSystem.stamp(of: $0.key) == $0.value }
    }
  }

  /// So many files and folders are looked at when a notebook is edited.
  private static let mostChecked = 256
  /// So many notebooks are remembered.
  private static let memory = 64

  private var results: [String: Result] = [:]

  /// Returns the files that the pipeline of the notebook at a path ships.
  mutating func files(for needs: FileNeeds, ofNotebookAt path: String) -> ShippedFiles {
    if needs.pipelineImports.isEmpty && needs.patterns.isEmpty { return .none }
    if let known = results[path], known.needs == needs, known.isCurrent { return known.files }
    var tree = DiskFileTree(root: FileSystem.folder(of: path))
    let files = ShippedFiles(for: needs, in: &tree)
    if results.count >= Self.memory { results = [:] }
    results[path] = Result(needs: needs, files: files, stamps: tree.stamps)
    return files
  }

  /// Has the next search look again for notebooks in some folders.
  mutating func forget(_ folders: Set<String>) {
    results = results.filter { !folders.contains(FileSystem.folder(of: $0.key)) }
  }
}
