import KalePipeline
import NotebookModel
import SourceText

func analysis(of notebook: Notebook) -> NotebookAnalysis {
  var analyzer = PipelineAnalyzer()
  return analyzer.analyze(notebook)
}

/// The analysis of a notebook written as the examples of rules are.
func analysis(of text: String) -> NotebookAnalysis { analysis(of: ExampleNotebook(text).notebook) }
