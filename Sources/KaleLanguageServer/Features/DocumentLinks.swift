import JSONSyntax
import KaleIDE
import KaleWorkspace
import LanguageServerProtocol

extension Session {
  /// The paths of referenced notebooks, where the document has them in its text.
  func documentLinks(_ request: Request) throws -> Reply {
    let params: DocumentLinkParams = try request.read()
    let document = params.textDocument.uri
    guard let notebook = documents.kaleNotebook(of: document), notebook.cell(of: document) == nil,
      let path = notebook.uri.filePath
    else { return .now(JSONValue.array([])) }
    let folder = FileSystem.folder(of: path)
    let links = NotebookLink.links(in: notebook.analysis).compactMap { link -> DocumentLink? in
      guard let location = notebook.location(ofNotebookPathIn: link.cell, abilities.columns) else {
        return nil
      }
      let target = FileSystem.normalized(FileSystem.join(folder, link.path))
      return DocumentLink(range: location.range, target: DocumentURI(filePath: target))
    }
    return .now(links.json)
  }
}
