import KaleAnalysis
import KaleRules
import KaleSettings
import KaleWorkspace
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

  /// What the user has set in the editor.
  var editorSettings = Settings()

  /// The notebooks that open ones refer to.
  let library = NotebookLibrary(configurations: ProjectConfigurations(rules: .ofCatalogue))
  private(set) var texts: [DocumentURI: Text] = [:]
  /// Texts that are notebooks. One file may be open as a text and as a notebook document at once.
  private var textNotebooks: [DocumentURI: OpenNotebook] = [:]
  private(set) var syncedNotebooks: [DocumentURI: OpenNotebook] = [:]
  /// For each cell's document the notebooks it belongs to, the latest last: while an editor makes a notebook another, as
  /// when it is saved under a new name, a cell may be in both.
  private var ownersOfCells: [DocumentURI: [DocumentURI]] = [:]

  /// Which findings of a notebook are shown: its configuration file takes precedence over the editor.
  func selection(of notebook: DocumentURI) -> FindingSelection {
    let path = notebook.filePath.map(TextRecognition.notebookPath(ofDocumentAt:))
    guard let path, let file = library.configurations.file(forNotebookAt: path) else {
      return FindingSelection(editorSettings)
    }
    return FindingSelection(
      file.settings.over(editorSettings), ignoring: file.rulesIgnored(inNotebookAt: path))
  }

  /// The notebook that a document is, or is a cell of.
  func notebook(of document: DocumentURI) -> OpenNotebook? {
    ownersOfCells[document]?.last.flatMap { syncedNotebooks[$0] } ?? textNotebooks[document]
      ?? syncedNotebooks[document]
  }

  /// The notebook that a document is, or is a cell of, where it is one for Kale.
  func kaleNotebook(of document: DocumentURI) -> OpenNotebook? {
    notebook(of: document).flatMap { $0.analysis.isKaleNotebook ? $0 : nil }
  }

  /// Every notebook that is open, by name.
  var openNotebooks: [OpenNotebook] {
    (Array(syncedNotebooks.values) + textNotebooks.values).sorted { $0.uri.description < $1.uri.description }
  }

  /// The notebook a person means by a URI: open as cells, as a text, or under another spelling of the same path.
  func notebook(meantBy uri: DocumentURI) -> OpenNotebook? {
    if let open = syncedNotebooks[uri] ?? notebook(of: uri) { return open }
    guard let path = uri.filePath else { return nil }
    return (Array(syncedNotebooks.values) + textNotebooks.values).first { $0.uri.filePath == path }
  }

  /// Takes in a text document's new state; gives the notebook it is, nil for a text that is none.
  mutating func setText(_ text: Text, of uri: DocumentURI) -> OpenNotebook? {
    texts[uri] = text
    guard
      let document = TextRecognition(library: library)
        .read(text.text, name: uri.description, path: uri.filePath, languageID: text.languageID)
    else {
      return nil
    }
    let shape = OpenNotebook.Shape.file(document, version: text.version)
    let open =
      textNotebooks[uri]
      ?? OpenNotebook(uri: uri, shape: shape, selection: selection(of: uri), library: library)
    open.update(shape)
    textNotebooks[uri] = open
    updateLibrary(uri)
    return open
  }

  /// Forgets that a text was a notebook; gives the notebook.
  mutating func removeTextNotebook(_ uri: DocumentURI) -> OpenNotebook? {
    defer { updateLibrary(uri) }
    return textNotebooks.removeValue(forKey: uri)
  }

  /// Forgets a text document; gives the notebook it was.
  mutating func removeText(_ uri: DocumentURI) -> OpenNotebook? {
    texts[uri] = nil
    return removeTextNotebook(uri)
  }

  /// Takes in a notebook document's new state.
  @discardableResult
  mutating func setNotebook(_ notebook: SyncedNotebook, of uri: DocumentURI) -> OpenNotebook {
    let shape = OpenNotebook.Shape.synced(notebook)
    let open =
      syncedNotebooks[uri]
      ?? OpenNotebook(uri: uri, shape: shape, selection: selection(of: uri), library: library)
    open.update(shape)
    syncedNotebooks[uri] = open
    updateLibrary(uri)
    return open
  }

  /// Says which cells a notebook document has now.
  mutating func setCells(_ cells: some Sequence<SyncedNotebook.Cell>, of uri: DocumentURI) {
    disownCells(of: uri)
    for cell in cells { ownersOfCells[DocumentURI(cell.uri), default: []].append(uri) }
  }

  private mutating func disownCells(of uri: DocumentURI) {
    ownersOfCells = ownersOfCells.compactMapValues { owners in
      let others = owners.filter { $0 != uri }
      return others.isEmpty ? nil : others
    }
  }

  /// Forgets a notebook document and its cells; gives the notebook.
  mutating func removeNotebook(_ uri: DocumentURI) -> OpenNotebook? {
    disownCells(of: uri)
    defer { updateLibrary(uri) }
    return syncedNotebooks.removeValue(forKey: uri)
  }

  /// Gives the library the state of a notebook for those that refer to it.
  private func updateLibrary(_ uri: DocumentURI) {
    guard let path = uri.filePath else { return }
    library.setOpen((syncedNotebooks[uri] ?? textNotebooks[uri])?.notebook, at: path)
  }

  /// The open notebooks that refer to another, or that it refers to or has referred to: their findings may change with it.
  func notebooks(connectedTo notebook: OpenNotebook) -> [OpenNotebook] {
    guard let path = notebook.uri.filePath.map(FileSystem.normalized) else { return [] }
    let parts = notebook.referredPaths.union(notebook.formerlyReferredPaths)
    return openNotebooks.filter { other in
      guard other !== notebook else { return false }
      return other.refers(to: path)
        || !parts.isEmpty && other.uri.filePath.map { parts.contains(FileSystem.normalized($0)) } ?? false
    }
  }

  /// What is shown of a notebook: if it lacks names and another open notebook passes it some, it is a part of that one.
  func shownFindings(of notebook: OpenNotebook) -> [Finding] {
    let findings = notebook.findings
    guard findings.contains(where: { $0.rule.name == "missing-name" && $0.severity == .error }),
      let path = notebook.uri.filePath
    else { return findings }
    for root in openNotebooks where root !== notebook {
      guard let rootPath = root.uri.filePath, !root.analysis.references.isEmpty,
        let inner = ReferringNotebooks.analysis(ofNotebookAt: path, in: root.analysis, at: rootPath)
      else { continue }
      return notebook.selection.findings(in: inner)
    }
    return findings
  }
}
