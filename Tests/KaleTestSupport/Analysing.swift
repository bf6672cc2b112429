import KaleAnalysis
import KaleRules
import NotebookModel
import SourceText

/// Returns the analysis of a notebook by an analyzer that has seen no other.
package func analysis(
  of notebook: Notebook, referringTo files: ReferencedNotebooks = .unknown,
  beside folder: NotebookFolder = .unknown
) -> NotebookAnalysis {
  var analyzer = PipelineAnalyzer()
  return analyzer.analyze(notebook, referringTo: files, beside: folder)
}

/// The analysis of a notebook written as the examples of rules are.
package func analysis(of text: String) -> NotebookAnalysis {
  let example = ExampleNotebook(text)
  return analysis(of: example.notebook, referringTo: example.files, beside: example.folder)
}
