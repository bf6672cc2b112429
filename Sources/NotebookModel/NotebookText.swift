import SourceText

/// A notebook in the shape of one text: the notebook, and where each part of it stands.
package protocol NotebookText: Sendable {
  /// The document's content. Offsets and ranges of the document count its bytes.
  var text: SourceText { get }
  /// The notebook that the text describes.
  var notebook: Notebook { get }

  /// Whether places can be told for certain, so that edits hit what they are meant for.
  var isEditable: Bool { get }

  /// The bytes of the text that show a place.
  func fileRange(of place: NotebookPlace) -> Range<Int>

  /// The part of the notebook at a byte of the text; nil outside cells.
  func place(at offset: Int) -> NotebookPlace?

  /// The bytes of a cell, its marker and all that belongs to it; nil for a cell that the notebook has not.
  func fileRange(ofCell index: CellIndex) -> Range<Int>?

  /// The bytes of the value of a cell's `metadata.notebook_path`, without its quotes; nil where that is not in the text.
  func fileRange(ofNotebookPathIn cell: CellIndex) -> Range<Int>?

  /// The last cell that starts at a byte of the text or before it.
  func lastCell(startingBy offset: Int) -> CellIndex?

  /// The tag that is written at a byte of the text: between its quotes, or after its last sign where it has no closing
  /// quote yet.
  func typedTag(at offset: Int) -> TypedTag?

  /// The bytes of the text that show a part of a tag, which counts in bytes of the tag's text; nil where there is no such
  /// tag, or it is no text.
  func fileRange(ofTag index: TagIndex, in cell: CellIndex, part: Range<Int>) -> Range<Int>?

  /// The cells that a range of the text touches.
  func cells(in range: Range<Int>) -> [CellIndex]

  /// The replacements in the text that make the edits, in order, not overlapping; none where they cannot be made.
  func sourceEdits(for edits: [NotebookEdit]) -> [SourceEdit]

  /// The same kind of notebook with another text.
  func replacing(_ text: SourceText) -> any NotebookText
}

extension IpynbDocument: NotebookText {
  // Where the parts of broken JSON end is a guess.
  package var isEditable: Bool { !notebook.problems.contains { $0.kind == .invalidJSON } }

  package func replacing(_ text: SourceText) -> any NotebookText { IpynbDocument(text) }
}
