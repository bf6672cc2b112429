import LanguageServerProtocol
import NotebookModel
import SourceText

/// The documents a client has open.
struct DocumentStore {
  /// A text document. One that is a notebook stands among `notebooks` too.
  struct Text {
    var version: Int
    var languageID: String
    var text: SourceText
  }

  private(set) var texts: [DocumentURI: Text] = [:]
  private(set) var notebooks: [DocumentURI: OpenNotebook] = [:]
  /// For each cell's document the notebook it belongs to.
  private var ownersOfCells: [DocumentURI: DocumentURI] = [:]

  /// The notebook that a document is, or is a cell of.
  func notebook(of document: DocumentURI) -> OpenNotebook? {
    notebooks[document] ?? ownersOfCells[document].flatMap { notebooks[$0] }
  }

  /// Takes in a text document's new state; gives the notebook it is, nil for a text that is none.
  mutating func setText(_ text: Text, of uri: DocumentURI) -> OpenNotebook? {
    texts[uri] = text
    guard let document = IpynbRecognition.read(text.text, uri: uri, languageID: text.languageID) else {
      return nil
    }
    let shape = OpenNotebook.Shape.file(document, version: text.version)
    if let open = notebooks[uri] {
      open.update(shape)
      return open
    }
    let open = OpenNotebook(uri: uri, shape: shape)
    notebooks[uri] = open
    return open
  }

  /// Forgets a text document; gives the notebook it was.
  mutating func removeText(_ uri: DocumentURI) -> OpenNotebook? {
    texts[uri] = nil
    return removeNotebook(uri)
  }

  /// Takes in a notebook document's new state.
  @discardableResult
  mutating func setNotebook(_ notebook: SyncedNotebook, of uri: DocumentURI) -> OpenNotebook {
    let open = notebooks[uri] ?? OpenNotebook(uri: uri, shape: .synced(notebook))
    open.update(.synced(notebook))
    notebooks[uri] = open
    return open
  }

  /// Says which cells a notebook document has now.
  mutating func setCells(_ cells: [SyncedNotebook.Cell], of uri: DocumentURI) {
    ownersOfCells = ownersOfCells.filter { $0.value != uri }
    for cell in cells { ownersOfCells[DocumentURI(cell.uri)] = uri }
  }

  /// Forgets a notebook and its cells.
  @discardableResult
  mutating func removeNotebook(_ uri: DocumentURI) -> OpenNotebook? {
    ownersOfCells = ownersOfCells.filter { $0.value != uri }
    return notebooks.removeValue(forKey: uri)
  }
}

/// Tells which texts are `.ipynb` files.
enum IpynbRecognition {
  /// The text as a notebook; nil for another text. What it holds decides: a broken file is one too if it is called so
  /// and not shown as something else.
  static func read(_ text: SourceText, uri: DocumentURI, languageID: String) -> IpynbDocument? {
    let isCalledNotebook = uri.description.hasSuffix(".ipynb")
    let isShownAsSource = ["python", "markdown"].contains(languageID)
    if IpynbDocument.recognises(text) {
      let document = IpynbDocument(text)
      return isCalledNotebook || document.hasCells ? document : nil
    }
    return isCalledNotebook && !isShownAsSource ? IpynbDocument(text) : nil
  }
}
