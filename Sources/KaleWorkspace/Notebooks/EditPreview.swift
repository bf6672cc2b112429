import KaleAnalysis
import NotebookModel

/// Analyzes a notebook's file as it would be after edits. Each time it reads only the cells that the edits change.
package struct EditPreview {
  private let notebook: Notebook
  private let path: String
  private let library = NotebookLibrary()
  /// What has seen the notebook as it is.
  private let analyzer: PipelineAnalyzer

  /// Reads the notebook as it is.
  package init(of file: NotebookFile) {
    (notebook, path) = (file.document.notebook, file.path)
    var analyzer = PipelineAnalyzer()
    _ = library.analyze(notebook, at: path, with: &analyzer)
    self.analyzer = analyzer
  }

  /// Returns the analysis of the notebook after edits, which are not made.
  package func analysis(after edits: [NotebookEdit]) -> NotebookAnalysis {
    var analyzer = analyzer
    return library.analyze(notebook.applying(edits), at: path, with: &analyzer).analysis
  }
}
