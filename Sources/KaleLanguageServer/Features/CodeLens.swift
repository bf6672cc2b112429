import JSONSyntax
import KaleIDE
import LanguageServerProtocol

extension Session {
  /// Above a step's head what it takes and makes, above the first cell what can be done with the pipeline.
  func codeLenses(_ request: Request) throws -> Reply {
    let params: CodeLensParams = try request.read()
    let document = params.textDocument.uri
    guard let notebook = documents.kaleNotebook(of: document) else { return .now(JSONValue.array([])) }
    let lenses = StepLens.lenses(in: notebook.analysis) { notebook.holds($0, in: document) }
    return .now(
      lenses.map { lens in
        CodeLens(
          range: notebook.location(of: .cell(lens.cell), abilities.columns).range,
          command: Command(lens, of: notebook))
      }.json)
  }
}

extension Command {
  fileprivate init(_ lens: StepLens, of notebook: OpenNotebook) {
    guard let action = lens.action else {
      self.init(title: lens.title, command: "")
      return
    }
    let command: ServerCommand =
      switch action {
      case .compile: .compile
      case .run: .run
      }
    self.init(title: lens.title, command: command.rawValue, arguments: [["uri": notebook.uri.json]])
  }
}
