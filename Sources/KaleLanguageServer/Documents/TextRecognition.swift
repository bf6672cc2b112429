import NotebookModel
import SourceText

/// Tells which texts are notebooks: what they hold decides, and not what they are called.
enum TextRecognition {
  /// The text as a notebook; nil for another text.
  ///
  /// - Parameters:
  ///   - name: the file's name or URI.
  ///   - languageID: what the editor calls the text's language; empty where there is no editor.
  static func read(_ text: SourceText, name: String, languageID: String = "") -> (any NotebookText)? {
    // A file too broken to tell is JSON if it is called so and not shown as source in some language, as editors do that
    // convert notebooks.
    let isCalledNotebook = name.hasSuffix(".ipynb") && languagesOfTheFile.contains(languageID)
    let isObject = IpynbDocument.recognises(text)
    if isObject {
      let document = IpynbDocument(text)
      if isCalledNotebook || document.hasCells { return document }
    }
    if let document = JupytextDocument(text, JupytextHint(languageID: languageID, name: name)) {
      return document
    }
    return isCalledNotebook && !isObject ? IpynbDocument(text) : nil
  }

  /// What editors call the language of an `.ipynb` file shown as it is.
  private static let languagesOfTheFile: Set<String> = [
    "ipynb", "json", "jsonc", "jupyter", "plaintext", "text", "",
  ]
}
