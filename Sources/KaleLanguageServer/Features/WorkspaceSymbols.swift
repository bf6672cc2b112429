import KaleIDE
import NotebookModel
import KaleWorkspace
import LanguageServerProtocol

extension Session {
  /// The steps of all notebooks that are open, and of those of the workspace that have been read.
  func workspaceSymbols(_ request: Request) throws -> Reply {
    let params: WorkspaceSymbolParams = try request.read()
    let query = SymbolQuery(params.query)
    _ = updateWorkspace()
    let closed = workspace.contents.filter {
      documents.notebook(meantBy: DocumentURI(filePath: $0.path)) == nil
    }
    let symbols = documents.openNotebooks.flatMap(symbols) + closed.flatMap(\.content.symbols)
    return .now(symbols.filter { query.matches($0.name) }.json)
  }

  /// The steps of a notebook; none of one that is not for Kale.
  func symbols(of notebook: OpenNotebook) -> [SymbolInformation] {
    NotebookSymbol.steps(in: notebook.analysis).map { symbol in
      SymbolInformation(
        name: symbol.name, kind: SymbolKind(symbol.kind),
        location: notebook.location(
          of: symbol.cells.first.map(NotebookPlace.cell) ?? .notebook, abilities.columns),
        containerName: notebook.uri.filePath.map(FileSystem.name) ?? notebook.uri.description)
    }
  }
}
