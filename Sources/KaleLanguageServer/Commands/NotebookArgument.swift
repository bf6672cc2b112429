import JSONRPC
import JSONSyntax
import LanguageServerProtocol
import NotebookModel

/// The argument of commands that need only a notebook: the notebook, one of its cells, or a text.
struct NotebookArgument: JSONDecodable, JSONEncodable {
  let uri: DocumentURI

  init(uri: DocumentURI) { self.uri = uri }

  init(json: JSONNode) throws(JSONDecodingError) { uri = try json.required("uri") }

  var json: JSONValue { ["uri": uri.json] }
}

/// A cell: the one whose own document `uri` is, or otherwise the one with the index `cell` in the notebook.
struct CellArgument: JSONDecodable {
  let uri: DocumentURI
  let index: Int?

  init(uri: DocumentURI, index: Int) {
    self.uri = uri
    self.index = index
  }

  init(json: JSONNode) throws(JSONDecodingError) {
    uri = try json.required("uri")
    index = try json.optional("cell")
  }
}

extension Session {
  /// The open notebook that a document is or belongs to.
  func openNotebook(meantBy uri: DocumentURI) throws(ResponseError) -> OpenNotebook {
    guard let notebook = documents.notebook(meantBy: uri) else {
      throw ResponseError(.requestFailed, "\(uri) is not open as a notebook.")
    }
    return notebook
  }
}

extension OpenNotebook {
  /// The index of the cell that a command is about.
  func cell(meantBy argument: CellArgument) throws(ResponseError) -> CellIndex {
    if let cell = cell(of: argument.uri) { return cell }
    guard let index = argument.index else {
      throw ResponseError(
        .invalidParams, "Specify a cell: its document as `uri`, or its index as `cell`.")
    }
    guard notebook.cells.indices.contains(CellIndex(index)) else {
      let count = notebook.cells.count
      throw ResponseError(
        .invalidParams, "Cell \(index) is out of range: the notebook has \(count) cells, counted from 0.")
    }
    return CellIndex(index)
  }
}
