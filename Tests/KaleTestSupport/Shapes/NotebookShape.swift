import SourceText

/// The shapes in which a notebook reaches the server, each text form that jupytext has of it included.
package enum NotebookShape: String, CaseIterable, Sendable {
  /// A notebook document, each cell a document of its own.
  case notebookDocument
  /// The JSON of an `.ipynb` file.
  case ipynb
  case percent
  case light
  case markdown
  case myst
  /// JupyterLab's virtual document: code alone, tags taken from the saved file.
  case virtualDocument

  /// Whether one document holds all cells.
  package var isOneDocument: Bool { self != .notebookDocument }

  /// Whether tags stand in the text.
  package var hasTagsInText: Bool { self != .notebookDocument && self != .virtualDocument }

  /// Whether the server can have a client change tags and code in it.
  package var isEditable: Bool { self != .virtualDocument }

  /// The name of the file in the folder of the test.
  package var fileName: String {
    switch self {
    case .notebookDocument, .ipynb, .virtualDocument: "n.ipynb"
    case .percent, .light: "n.py"
    case .markdown, .myst: "n.md"
    }
  }

  /// What an editor calls the language of the text.
  package var languageID: String {
    switch self {
    case .ipynb: "json"
    case .notebookDocument, .percent, .light, .virtualDocument: "python"
    case .markdown, .myst: "markdown"
    }
  }
}
