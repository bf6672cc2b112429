import JSONSyntax
import KaleAnalysis
import LanguageServerProtocol
import SourceText

extension Session {
  /// Above a step's head what it takes and makes, above the first cell what can be done with the pipeline.
  func codeLenses(_ request: Request) throws -> Reply {
    let params: CodeLensParams = try request.read()
    guard let notebook = documents.kaleNotebook(of: params.textDocument.uri) else {
      return .now(JSONValue.array([]))
    }
    return .now(
      CodeLensContent(notebook, in: params.textDocument.uri, abilities.columns).lenses.json)
  }
}

/// The lenses of one of a notebook's documents.
private struct CodeLensContent {
  let notebook: OpenNotebook
  let analysis: NotebookAnalysis
  let document: DocumentURI
  let columns: ColumnEncoding

  init(_ notebook: OpenNotebook, in document: DocumentURI, _ columns: ColumnEncoding) {
    self.notebook = notebook
    self.document = document
    self.columns = columns
    analysis = notebook.analysis
  }

  var lenses: [CodeLens] { pipelineLenses + stepLenses }

  private var pipelineLenses: [CodeLens] {
    let first = analysis.notebook.cells.firstIndex { $0.kind == .code }
    guard let first, notebook.holds(first, in: document) else { return [] }
    let commands = [("Compile pipeline", ServerCommand.compile), ("Run pipeline", .run)]
    return commands.map { title, command in
      lens(
        above: first,
        Command(title: title, command: command.rawValue, arguments: [["uri": notebook.uri.json]]))
    }
  }

  private var stepLenses: [CodeLens] {
    analysis.outline.units.indices.compactMap { unit in
      let head = analysis.outline.units[unit].definition
      guard notebook.holds(head, in: document) else { return nil }
      // A title and nothing to do: what the step is made of is right below.
      return lens(above: head, Command(title: StepText.title(of: unit, in: analysis), command: ""))
    }
  }

  private func lens(above cell: Int, _ command: Command) -> CodeLens {
    CodeLens(range: notebook.location(of: .cell(cell), columns).range, command: command)
  }
}
