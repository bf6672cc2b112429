import KaleIDE
import KaleWorkspace
import LanguageServerProtocol

/// Links the paths of referenced notebooks, where they are part of the document's text.
enum DocumentLinkRequest: RequestMethod {
  static let method = "textDocument/documentLink"

  static func announce(in capabilities: inout ServerCapabilities, to abilities: ClientAbilities) {
    capabilities.documentLinkProvider = DocumentLinkOptions(resolveProvider: false)
  }

  static func answer(_ params: DocumentLinkParams, in session: Session) throws -> [DocumentLink] {
    let document = params.textDocument.uri
    guard let notebook = session.documents.kaleNotebook(of: document), notebook.cell(of: document) == nil,
      let path = notebook.uri.filePath
    else { return [] }
    let folder = FileSystem.folder(of: path)
    return NotebookLink.links(in: notebook.analysis).compactMap { link in
      guard let location = notebook.location(ofNotebookPathIn: link.cell, session.abilities.columns) else {
        return nil
      }
      let target = FileSystem.normalized(FileSystem.join(folder, link.path))
      return DocumentLink(range: location.range, target: DocumentURI(filePath: target))
    }
  }
}
