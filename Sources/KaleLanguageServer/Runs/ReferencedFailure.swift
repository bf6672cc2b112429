import KaleAnalysis
import KaleWorkspace
import LanguageServerProtocol
import NotebookModel

/// Where a step of a notebook failed that the notebook of a run refers to.
struct ReferencedFailure {
  let failure: RunRecord.Failure
  /// The path of the notebook that has the step.
  let path: String
  /// The notebook when the run began.
  let notebook: Notebook
}

extension RunRecord {
  /// Returns the failures in notebooks that the notebook of the run, at a path, refers to, with their cells there.
  func referencedFailures(at rootPath: String) -> [ReferencedFailure] {
    run.steps.compactMap { step in
      guard step.state == .failed, let failure = step.failure, let cell = failure.cell else { return nil }
      let names = step.name.split(separator: "/").map(String.init)
      guard names.count > 1,
        let (analysis, path) = base.notebook(ofReferences: names.dropLast(), at: rootPath),
        analysis.notebook.cells.indices.contains(cell)
      else { return nil }
      return ReferencedFailure(
        failure: Failure(
          step: step.name, cell: cell, line: failure.line.map { $0 - 1 }, message: failure.message),
        path: path, notebook: analysis.notebook)
    }
  }
}

extension NotebookAnalysis {
  /// Returns the notebook that references of some names lead to, one from the other, and its path.
  fileprivate func notebook(
    ofReferences names: ArraySlice<String>, at path: String
  ) -> (analysis: NotebookAnalysis, path: String)? {
    guard let name = names.first else { return (self, path) }
    guard let unit = outline.unit(named: name), let inner = references[unit]?.analysis,
      let written = notebook.cells[outline.units[unit].definition].notebookPath
    else { return nil }
    let target = FileSystem.normalized(FileSystem.join(FileSystem.folder(of: path), written))
    return inner.notebook(ofReferences: names.dropFirst(), at: target)
  }
}

extension Session {
  /// Returns the failures of the last runs of other notebooks in a notebook that they refer to, each with the notebook as it
  /// was.
  func failuresOfReferringRuns(in notebook: OpenNotebook) -> [ReferencedFailure] {
    guard let path = notebook.uri.filePath.map(FileSystem.normalized) else { return [] }
    return runRecords.sorted { $0.key < $1.key }.flatMap { root, record in
      root == notebook.uri.filePath ? [] : record.referencedFailures(at: root).filter { $0.path == path }
    }
  }

  /// Publishes the failures of a run in the notebooks that its notebook refers to, and those that are no longer.
  func publishReferencedFailures(of record: RunRecord, at rootPath: String) {
    let paths = Set(record.referencedFailures(at: rootPath).map(\.path)).union(record.publishedPaths)
    record.publishedPaths = paths
    for notebook in documents.openNotebooks {
      guard let path = notebook.uri.filePath, paths.contains(FileSystem.normalized(path)) else { continue }
      publishDiagnostics(of: notebook)
      if isPulled(notebook) { refreshDiagnostics() }
    }
  }
}
