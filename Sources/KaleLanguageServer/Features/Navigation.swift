import JSONSyntax
import KaleIDE
import LanguageServerProtocol
import NotebookModel

/// From a name to what it stands for, across the cells of a notebook: steps in tags, variables in code.
extension Session {
  func definition(_ request: Request) throws -> Reply {
    let params: DefinitionParams = try request.read()
    guard let (notebook, place) = try namingPlace(params.textDocument.uri, params.position) else {
      return .now(JSONValue.null)
    }
    let definition = PipelineNames(notebook.analysis).definition(ofNameAt: place)
    return .now(definition.map { notebook.location(of: $0, abilities.columns) })
  }

  func references(_ request: Request) throws -> Reply {
    let params: ReferenceParams = try request.read()
    guard let (notebook, place) = try namingPlace(params.textDocument.uri, params.position) else {
      return .now(JSONValue.null)
    }
    guard let places = PipelineNames(notebook.analysis).places(ofNameAt: place) else {
      return .now(JSONValue.null)
    }
    let wanted = places.filter { params.context.includeDeclaration || $0.role == .use }
    return .now(wanted.map { notebook.location(of: $0.place, abilities.columns) }.json)
  }

  func documentHighlights(_ request: Request) throws -> Reply {
    let params: DocumentHighlightParams = try request.read()
    let document = params.textDocument.uri
    guard let (notebook, place) = try namingPlace(document, params.position) else {
      return .now(JSONValue.null)
    }
    let places = PipelineNames(notebook.analysis).places(ofNameAt: place) {
      notebook.holds($0, in: document)
    }
    guard let places else { return .now(JSONValue.null) }
    let highlights = places.map { named in
      DocumentHighlight(
        range: notebook.location(of: named.place, abilities.columns).range,
        kind: named.role == .definition ? .write : .read)
    }
    return .now(highlights.json)
  }

  private func namingPlace(
    _ document: DocumentURI, _ position: Position
  ) throws -> (notebook: OpenNotebook, place: NotebookPlace)? {
    guard let notebook = documents.kaleNotebook(of: document),
      let place = try notebook.place(in: document, at: position, abilities.columns)
    else { return nil }
    return (notebook, place)
  }
}
