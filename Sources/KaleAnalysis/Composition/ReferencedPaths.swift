import NotebookModel

extension NotebookCell {
  /// The path of the notebook that the cell, with these tags, refers to; nil for one that refers to none.
  func referencedPath(_ tags: @autoclosure () -> CellTags) -> String? {
    guard kind == .code, let notebookPath, !notebookPath.isEmpty, case .notebook = tags().role else {
      return nil
    }
    return notebookPath
  }
}

extension Notebook {
  /// The paths in the notebook's references, as written, each once, in order.
  package func referencedPaths(in release: KaleRelease) -> [String] {
    var seen: Set<String> = []
    return allReferencedPaths(in: release).filter { seen.insert($0).inserted }
  }

  /// The path in each of the notebook's references, as written, in order.
  private func allReferencedPaths(in release: KaleRelease) -> [String] {
    cells.compactMap { $0.referencedPath(CellTags($0.tags, of: release)) }
  }

  /// Whether the notebook is put together of more than `limit` others, each counted as often as it is referred to.
  func isPutTogether(ofMoreThan limit: Int, _ files: ReferencedNotebooks, in release: KaleRelease) -> Bool {
    var count = 0
    var stack = [(notebook: self, files: files)]
    while count <= limit, let (notebook, files) = stack.popLast() {
      guard files.refersToOthers else { continue }
      for path in notebook.allReferencedPaths(in: release) {
        count += 1
        guard files.cycle(through: path) == nil, case .notebook(let next) = files.file(path) else { continue }
        stack.append((next.notebook, files.rooted(at: path)))
      }
    }
    return count > limit
  }
}
