import KaleIDE
import NotebookModel
import KaleWorkspace
import LanguageServerProtocol

/// Finds steps by name in the notebooks that are open, and in those of the workspace that have been read.
enum WorkspaceSymbolRequest: RequestMethod {
  static let method = "workspace/symbol"

  static func announce(in capabilities: inout ServerCapabilities, to abilities: ClientAbilities) {
    capabilities.workspaceSymbolProvider = true
  }

  static func answer(_ params: WorkspaceSymbolParams, in session: Session) throws -> [SymbolInformation] {
    let query = SymbolQuery(params.query)
    _ = session.updateWorkspace()
    let closed = session.workspace.contents.filter {
      session.documents.notebook(meantBy: DocumentURI(filePath: $0.path)) == nil
    }
    let symbols =
      session.documents.openNotebooks.flatMap(session.symbols) + closed.flatMap(\.content.symbols)
    return symbols.filter { query.matches($0.name) }
  }
}

extension Session {
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
