import KalePipeline
import NotebookModel
import SourceText

func analysis(of notebook: Notebook) -> NotebookAnalysis {
  var analyzer = PipelineAnalyzer()
  return analyzer.analyze(notebook)
}

/// The analysis of a notebook written as the examples of rules are.
func analysis(of text: String) -> NotebookAnalysis { analysis(of: ExampleNotebook(text).notebook) }

extension Notebook {
  /// The notebook after some edits, as a client would make them.
  func applying(_ edits: [NotebookEdit]) -> Notebook {
    var result = self
    for index in cells.indices {
      let cell = cells[index]
      let list = EditedTagList(count: cell.tags.count, cell: index, edits: edits)
      result.cells[index] = NotebookCell(
        kind: cell.kind, source: cell.source, tags: list.tags(from: cell.tags),
        notebookPath: cell.notebookPath)
    }
    return result
  }
}
