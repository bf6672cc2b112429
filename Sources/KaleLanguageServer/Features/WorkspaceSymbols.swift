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
    guard notebook.analysis.isKaleNotebook else { return [] }
    return notebook.analysis.outline.units.map { unit in
      SymbolInformation(
        name: unit.name, kind: unit.isNotebook ? .module : .function,
        location: notebook.location(of: .cell(unit.definition), abilities.columns),
        containerName: notebook.uri.filePath.map(FileSystem.name) ?? notebook.uri.description)
    }
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
