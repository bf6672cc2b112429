import JSONSyntax
import SourceText

/// A notebook as Kale sees one, whatever shape it came in.
///
/// An immutable value: an edit makes a new one that shares every cell it did not touch.
package struct Notebook: Sendable {
  /// All cells, Markdown and raw ones too; the index of a cell here is its index in the file.
  package let cells: ChunkedCellArray<NotebookCell>
  /// `metadata.kubeflow_notebook`, nil where there is none.
  package let kaleMetadata: JSONValue?
  /// `metadata.kale_lsp`, settings that only kale-lsp knows; nil where there is none.
  package let kaleLSPMetadata: JSONValue?
  /// The language of the notebook's kernel; nil where that is Python, or unknown.
  package let foreignLanguage: String?
  /// What is wrong with the notebook as a document.
  package let problems: [NotebookProblem]

  /// Creates a notebook from its parts.
  ///
  /// - Parameters:
  ///   - cells: The cells, in order.
  ///   - kaleMetadata: The value of `metadata.kubeflow_notebook`.
  ///   - kaleLSPMetadata: The value of `metadata.kale_lsp`.
  ///   - foreignLanguage: The language of its kernel; nil where that is Python, or unknown.
  ///   - problems: What is wrong with the document that the notebook was read from.
  package init<Cells: Sequence<NotebookCell>>(
    cells: Cells = [NotebookCell](), kaleMetadata: JSONValue? = nil, kaleLSPMetadata: JSONValue? = nil,
    foreignLanguage: String? = nil, problems: [NotebookProblem] = []
  ) {
    self.init(
      sharing: ChunkedCellArray(cells), kaleMetadata: kaleMetadata, kaleLSPMetadata: kaleLSPMetadata,
      foreignLanguage: foreignLanguage, problems: problems)
  }

  private init(
    sharing cells: ChunkedCellArray<NotebookCell>, kaleMetadata: JSONValue?, kaleLSPMetadata: JSONValue?,
    foreignLanguage: String?, problems: [NotebookProblem]
  ) {
    self.cells = cells
    self.kaleMetadata = kaleMetadata
    self.kaleLSPMetadata = kaleLSPMetadata
    self.foreignLanguage = foreignLanguage
    self.problems = problems
  }

  /// Returns the notebook with other cells. It shares the chunks that `cells` shares with the cells of this one.
  package func with(cells: ChunkedCellArray<NotebookCell>) -> Notebook {
    Notebook(
      sharing: cells, kaleMetadata: kaleMetadata, kaleLSPMetadata: kaleLSPMetadata,
      foreignLanguage: foreignLanguage, problems: problems)
  }

  /// Returns the notebook with other metadata.
  package func with(kaleMetadata: JSONValue?, kaleLSPMetadata: JSONValue?) -> Notebook {
    Notebook(
      sharing: cells, kaleMetadata: kaleMetadata, kaleLSPMetadata: kaleLSPMetadata,
      foreignLanguage: foreignLanguage, problems: problems)
  }

  /// The problem because of which the file cannot be read as a notebook; nil if it can be read.
  package var unreadableProblem: NotebookProblem? {
    problems.first { $0.kind == .invalidJSON || $0.kind == .notANotebook }
  }

  /// Returns the notebook with other problems.
  func with(problems: [NotebookProblem]) -> Notebook {
    Notebook(
      sharing: cells, kaleMetadata: kaleMetadata, kaleLSPMetadata: kaleLSPMetadata,
      foreignLanguage: foreignLanguage, problems: problems)
  }
}

/// One cell. Cells are compared by content; sharing one between notebooks makes that a comparison of pointers.
package final class NotebookCell: Sendable, Hashable {
  /// The type of a cell, as `cell_type` in an `.ipynb` file.
  package enum Kind: Sendable, Hashable {
    case code, markdown, raw
  }

  /// The type of the cell. Kale reads code cells only.
  package let kind: Kind
  /// The cell's text, as its editor shows it.
  package let source: SourceText
  /// The elements of `metadata.tags`, in order; a tag may occur twice.
  package let tags: TagArray<NotebookTag>
  /// `metadata.notebook_path`, the notebook that a `notebook:` cell stands for.
  package let notebookPath: String?
  /// The language that an editor gives the cell, where it is not Python: `metadata.vscode.languageId`.
  package let language: String?
  private let contentHash: Int

  /// Creates a cell and hashes its contents once, so that comparisons are cheap.
  package init(
    kind: Kind, source: SourceText, tags: [NotebookTag] = [], notebookPath: String? = nil,
    language: String? = nil
  ) {
    self.kind = kind
    self.source = source
    self.tags = TagArray(tags)
    self.notebookPath = notebookPath
    self.language = language
    var hasher = Hasher()
    hasher.combine(kind)
    hasher.combine(source)
    hasher.combine(tags)
    hasher.combine(notebookPath)
    hasher.combine(language)
    contentHash = hasher.finalize()
  }

  /// The same cell with another text.
  package func with(source: SourceText) -> NotebookCell {
    NotebookCell(
      kind: kind, source: source, tags: tags.values, notebookPath: notebookPath, language: language)
  }

  package static func == (left: NotebookCell, right: NotebookCell) -> Bool {
    left === right
      || left.contentHash == right.contentHash && left.kind == right.kind && left.source == right.source
        && left.tags == right.tags && left.notebookPath == right.notebookPath
        && left.language == right.language
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(contentHash)
  }
}

/// An element of a cell's list of tags.
package enum NotebookTag: Sendable, Hashable {
  /// A string, as written, white space included.
  case text(String)
  /// An element that is no string; Kale refuses the notebook for it.
  case other(JSONValue)

  /// The tag's string; nil for an element that is not a string.
  package var text: String? {
    if case .text(let text) = self { return text }
    return nil
  }
}

/// Something wrong with a notebook as a document, before any tag is looked at.
package struct NotebookProblem: Sendable, Hashable {
  /// What can be wrong with a document.
  package enum Kind: Sendable, Hashable {
    /// The file is not valid JSON.
    case invalidJSON
    /// JSON, but not a notebook.
    case notANotebook
    /// A notebook with a malformed part; programs that read it fail.
    case malformed
    /// A version of the notebook format that Kale does not support.
    case unsupportedFormat
    /// Two cells with the same id.
    case duplicateCellID
  }

  /// The kind of problem.
  package let kind: Kind
  /// The part of the notebook that the problem is shown on.
  package let place: NotebookPlace
  /// A sentence that says what is wrong and what to do.
  package let message: String

  /// Creates a problem with a message that is a full sentence.
  package init(kind: Kind, place: NotebookPlace, message: String) {
    self.kind = kind
    self.place = place
    self.message = message
  }
}

/// A place in a notebook, in terms that hold for every shape.
package enum NotebookPlace: Sendable, Hashable {
  /// A tag, by its index in the cell's list.
  case tag(cell: CellIndex, index: TagIndex)
  /// Bytes of a cell's source.
  case source(cell: CellIndex, range: Range<Int>)
  /// A cell as a whole: shown at its first line.
  case cell(CellIndex)
  /// A value in the notebook's metadata, by the keys that lead to it, or to the nearest object above it that
  /// exists.
  case metadata(path: [String])
  /// The key of a value in the notebook's metadata, by the keys that lead to the value.
  case metadataKey(path: [String])
  /// Bytes of the file, for shapes that are a file.
  case file(range: Range<Int>)
  case notebook

  /// The cell the place is in.
  package var cell: CellIndex? {
    switch self {
    case .tag(let cell, _), .source(let cell, _), .cell(let cell): cell
    case .metadata, .metadataKey, .file, .notebook: nil
    }
  }
}
