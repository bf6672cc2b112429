import KaleAnalysis
import KaleRules
import KaleWorkspace
import NotebookModel

/// The fixes of a notebook's file. Writes nothing.
struct FileRepair {
  /// The applied fixes, in order.
  let fixes: [Fix]
  /// The fixed file.
  let file: NotebookFile
  private let original: NotebookFile
  private let edits: [SourceEdit]

  /// Fixes what `selection` shows of a file, with fixes up to a grade. A file that is not JSON does not change.
  init(
    of file: NotebookFile, for purpose: NotebookRepair.Purpose,
    applying applicability: FixApplicability = .safe, showing selection: FindingSelection
  ) {
    original = file
    let repair = NotebookRepair(
      of: file.document.notebook, beside: file.analysis.folder, for: purpose,
      applying: applicability, showing: selection)
    edits = file.document.sourceEdits(for: repair.edits)
    fixes = edits.isEmpty ? [] : repair.fixes
    self.file =
      edits.isEmpty
      ? file
      : NotebookFile(
        path: file.path, document: file.document.replacing(file.document.text.applying(edits)),
        in: NotebookLibrary(configurations: file.configurations))
  }

  /// The changes in the format of `diff -u`; empty if there are none.
  var diff: String {
    UnifiedDiff(path: file.path, of: original.document.text, edits: edits).text
  }

  /// The new content of the file; nil if nothing changes.
  var changedContent: [UInt8]? { edits.isEmpty ? nil : file.document.text.utf8 }
}
