import KaleWorkspace
import NotebookModel
import SourceText

/// A notebook's file as edits would leave it. Writes nothing by itself.
package struct EditedFile {
  /// The file after the edits.
  package let file: NotebookFile
  private let original: NotebookFile
  private let edits: [SourceEdit]

  /// Makes edits of a notebook in the text of its file.
  package init(_ original: NotebookFile, _ edits: [NotebookEdit]) {
    self.original = original
    self.edits = original.document.sourceEdits(for: edits)
    file =
      self.edits.isEmpty
      ? original
      : NotebookFile(
        path: original.path,
        document: original.document.replacing(original.document.text.applying(self.edits)),
        in: NotebookLibrary(configurations: original.configurations))
  }

  /// Whether the file stays the same.
  package var isUnchanged: Bool { edits.isEmpty }

  /// The changes in the format of `diff -u`; empty if there are none.
  package var diff: String { UnifiedDiff(path: file.path, of: original.document.text, edits: edits).text }

  /// The new content of the file; nil if nothing changes.
  package var changedContent: [UInt8]? { edits.isEmpty ? nil : file.document.text.utf8 }
}
