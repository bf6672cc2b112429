import KaleIDE
import LanguageServerProtocol
import NotebookModel

// Names lead across the cells of a notebook: those of steps in tags, those of variables in code.

/// Finds the definition of the name at a position.
enum DefinitionRequest: RequestMethod {
  static let method = "textDocument/definition"

  static func announce(in capabilities: inout ServerCapabilities, to abilities: ClientAbilities) {
    capabilities.definitionProvider = true
  }

  static func answer(_ params: DefinitionParams, in session: Session) throws -> Location? {
    guard let named = try NamingPlace(params.textDocument.uri, params.position, in: session),
      let definition = named.names.definition(ofNameAt: named.place)
    else { return nil }
    return named.notebook.location(of: definition, session.abilities.columns)
  }
}

/// Finds every place that names the same as a position does.
enum ReferencesRequest: RequestMethod {
  static let method = "textDocument/references"

  static func announce(in capabilities: inout ServerCapabilities, to abilities: ClientAbilities) {
    capabilities.referencesProvider = true
  }

  static func answer(_ params: ReferenceParams, in session: Session) throws -> [Location]? {
    guard let named = try NamingPlace(params.textDocument.uri, params.position, in: session),
      let places = named.names.places(ofNameAt: named.place)
    else { return nil }
    return places.filter { params.context.includeDeclaration || $0.role == .use }
      .map { named.notebook.location(of: $0.place, session.abilities.columns) }
  }
}

/// Finds the places of the same document that name the same as a position does.
enum DocumentHighlightRequest: RequestMethod {
  static let method = "textDocument/documentHighlight"

  static func announce(in capabilities: inout ServerCapabilities, to abilities: ClientAbilities) {
    capabilities.documentHighlightProvider = true
  }

  static func answer(
    _ params: DocumentHighlightParams, in session: Session
  ) throws -> [DocumentHighlight]? {
    let document = params.textDocument.uri
    guard let named = try NamingPlace(document, params.position, in: session) else { return nil }
    let places = named.names.places(ofNameAt: named.place) { named.notebook.holds($0, in: document) }
    return places?.map { place in
      DocumentHighlight(
        range: named.notebook.location(of: place.place, session.abilities.columns).range,
        kind: place.role == .definition ? .write : .read)
    }
  }
}

/// A place of a notebook that may name something.
private struct NamingPlace {
  let notebook: OpenNotebook
  let place: NotebookPlace

  var names: PipelineNames { PipelineNames(notebook.analysis) }

  init?(_ document: DocumentURI, _ position: Position, in session: Session) throws {
    guard let notebook = session.documents.kaleNotebook(of: document),
      let place = try notebook.place(in: document, at: position, session.abilities.columns)
    else { return nil }
    self.notebook = notebook
    self.place = place
  }
}
