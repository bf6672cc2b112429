import KaleAnalysis
import KaleRules
import KaleWorkspace
import NotebookModel

/// A notebook's file put right. Nothing is written.
package struct FileRepair {
  /// What was done, in order.
  package let fixes: [Fix]
  /// The file as it is to be.
  package let file: NotebookFile
  private let original: NotebookFile
  private let edits: [SourceEdit]

  /// Puts right what `selection` shows of a file, by fixes up to a grade. Of one that is no JSON nothing is changed.
  package init(
    of file: NotebookFile, for purpose: NotebookRepair.Purpose,
    applying applicability: FixApplicability = .safe, showing selection: FindingSelection
  ) {
    original = file
    let repair = NotebookRepair(
      of: file.document.notebook, beside: file.analysis.localModules, for: purpose,
      applying: applicability, showing: selection)
    edits = file.document.sourceEdits(for: repair.edits)
    fixes = edits.isEmpty ? [] : repair.fixes
    self.file =
      edits.isEmpty
      ? file
      : NotebookFile(path: file.path, document: file.document.replacing(file.document.text.applying(edits)))
  }

  /// What changes, as `diff -u` writes it; empty where nothing does.
  package var diff: String {
    UnifiedDiff(path: file.path, of: original.document.text, edits: edits).text
  }

  /// What the file is to hold; nil where nothing in it changes.
  package var changedContent: [UInt8]? { edits.isEmpty ? nil : file.document.text.utf8 }
}
