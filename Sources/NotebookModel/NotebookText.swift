import SourceText

/// A notebook in the shape of one text: the notebook, and where each part of it stands.
package protocol NotebookText: Sendable {
  var text: SourceText { get }
  var notebook: Notebook { get }

  /// Whether places can be told for certain, so that edits hit what they are meant for.
  var isEditable: Bool { get }

  /// The bytes of the text that show a place.
  func fileRange(of place: NotebookPlace) -> Range<Int>

  /// The part of the notebook at a byte of the text; nil outside cells.
  func place(at offset: Int) -> NotebookPlace?

  /// The cells that a range of the text touches.
  func cells(in range: Range<Int>) -> [Int]

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
