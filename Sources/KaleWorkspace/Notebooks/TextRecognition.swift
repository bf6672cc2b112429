import NotebookModel
import SourceText

/// Tells which texts are notebooks: what they hold decides, and not what they are called.
package struct TextRecognition {
  /// Where the saved notebooks are that texts are other forms of.
  package let library: NotebookLibrary

  /// Recognises texts with the help of a library.
  package init(library: NotebookLibrary) { self.library = library }

  /// The text as a notebook; nil for another text.
  ///
  /// `name` is the file's name or URI, `path` its path, nil for a text that is no file; `languageID` is what the editor
  /// calls the text's language, empty where there is no editor.
  package func read(_ text: SourceText, name: String, path: String?, languageID: String = "") -> (
    any NotebookText
  )? {
    // A file too broken to tell is JSON if it is called so and not shown as source in some language, as editors do that
    // convert notebooks.
    let isCalledNotebook = name.hasSuffix(".ipynb")
    let isShownAsFile = isCalledNotebook && Self.languagesOfTheFile.contains(languageID)
    let isObject = IpynbDocument.recognises(text)
    if isObject {
      let document = IpynbDocument(text)
      if isShownAsFile || document.hasCells { return document }
    }
    let document = JupytextDocument(text, JupytextHint(languageID: languageID, name: name)) { document in
      savedNotebook(of: document, path: path, isCalledNotebook: isCalledNotebook)
    }
    if let document, document.beginsWithMarker || !isCalledNotebook { return document }
    if isCalledNotebook, languageID == "python", let saved = path.flatMap(savedNotebook(ofVirtualDocument:)) {
      return VirtualDocument(text, alignedWith: saved)
    }
    if let document { return document }
    // A plugin that shows notebooks as scripts shows one that it cannot read as it is.
    let isBroken = isShownAsFile ? !isObject : isCalledNotebook && isObject && Self.mentionsFormat(text)
    return isBroken ? IpynbDocument(text) : nil
  }

  /// Whether the text has a key that every notebook has.
  private static func mentionsFormat(_ text: SourceText) -> Bool {
    let key = Array("\"nbformat\"".utf8)
    var bytes = text.utf8[...]
    while let quote = bytes.firstIndex(of: key[0]) {
      if bytes[quote...].starts(with: key) { return true }
      bytes = bytes[(quote + 1)...]
    }
    return false
  }

  /// What editors call the language of an `.ipynb` file shown as it is.
  private static let languagesOfTheFile: Set<String> = [
    "ipynb", "json", "jsonc", "jupyter", "plaintext", "text", "",
  ]

  /// The `.ipynb` file that a text is another form of: the one it is shown instead of, or is paired with.
  private func savedNotebook(of document: JupytextDocument, path: String?, isCalledNotebook: Bool)
    -> Notebook?
  {
    guard let path else { return nil }
    if isCalledNotebook { return library.savedNotebook(at: path) }
    return document.pairing?.notebookPath(ofTextAt: FileSystem.absolute(path)).flatMap(
      library.savedNotebook(at:))
  }

  /// The notebook of a virtual document: its own path's, or, where jupyter-lsp keeps virtual documents in a folder of their
  /// own, that of the same name outside.
  private func savedNotebook(ofVirtualDocument path: String) -> Notebook? {
    library.savedNotebook(at: Self.notebookPath(ofDocumentAt: path))
  }

  /// Returns the path of the notebook that a document is: that of a virtual document is outside of the folder where
  /// jupyter-lsp keeps such documents.
  package static func notebookPath(ofDocumentAt path: String) -> String {
    path.split(separator: "/\(virtualFolder)/", maxSplits: 1, omittingEmptySubsequences: false)
      .joined(separator: "/")
  }

  private static let virtualFolder = ".virtual_documents"
}
