import NotebookModel

extension Notebook {
  /// Whether the notebook is for Kale: its metadata or a tag that no other tool uses says so.
  ///
  /// Kale's panel in JupyterLab writes its metadata into notebooks of any language.
  func isKaleNotebook(in release: KaleRelease) -> Bool {
    kaleMetadata != nil && foreignLanguage == nil
      || cells.contains { CellTags($0.tags, of: release).showKale }
  }
}

extension NotebookAnalysis {
  /// Whether the notebook is for Kale; see `Notebook.isKaleNotebook(in:)`.
  package var isKaleNotebook: Bool {
    notebook.kaleMetadata != nil && notebook.foreignLanguage == nil || !cells(with: .kaleTags).isEmpty
  }
}
