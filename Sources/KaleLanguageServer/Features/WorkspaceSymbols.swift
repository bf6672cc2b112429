import JSONSyntax
import KalePipeline
import LanguageServerProtocol
import NotebookModel

extension Session {
  /// The steps of all notebooks that are open.
  func workspaceSymbols(_ request: Request) throws -> Reply {
    let params: WorkspaceSymbolParams = try request.read()
    let query = SymbolQuery(params.query)
    let symbols = documents.openNotebooks.filter(\.analysis.isKaleNotebook).flatMap { notebook in
      notebook.analysis.outline.units.filter { query.matches($0.name) }.map { unit in
        SymbolInformation(
          name: unit.name, kind: unit.isNotebook ? .module : .function,
          location: notebook.location(of: .cell(unit.definition), abilities.columns),
          containerName: notebook.uri.filePath.map(FileSystem.name) ?? notebook.uri.description)
      }
    }
    return .now(symbols.json)
  }
}

/// What a person types to find a name: its letters in order, with others between them.
struct SymbolQuery {
  private let letters: [Character]

  init(_ text: String) { letters = Array(text.lowercased()) }

  func matches(_ name: String) -> Bool {
    var rest = letters[...]
    for letter in name.lowercased() where letter == rest.first { rest.removeFirst() }
    return rest.isEmpty
  }
}
