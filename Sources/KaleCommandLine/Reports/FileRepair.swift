import KaleAnalysis
import KaleRules
import KaleWorkspace
import NotebookModel

/// The fixes of a notebook's file, or the comments that suppress its findings. Writes nothing.
struct FileRepair {
  /// The applied fixes, in order.
  let fixes: [Fix]
  private let edited: EditedFile

  /// Fixes what `selection` shows of a file, with fixes up to a grade. A file that is not JSON does not change.
  init(
    of file: NotebookFile, for purpose: NotebookRepair.Purpose,
    applying applicability: FixApplicability = .safe, showing selection: FindingSelection
  ) {
    let repair = NotebookRepair(
      of: file.document.notebook, beside: file.analysis.folder, for: purpose,
      applying: applicability, showing: selection)
    edited = EditedFile(file, repair.edits)
    fixes = edited.isUnchanged ? [] : repair.fixes
  }

  /// Suppresses what `selection` shows of a file. A file that is not JSON does not change.
  init(suppressingFindingsOf file: NotebookFile, showing selection: FindingSelection) {
    let comments = SuppressionComments(
      for: file.document.notebook, beside: file.analysis.folder, showing: selection)
    edited = EditedFile(file, comments.edits)
    fixes = edited.isUnchanged ? [] : comments.fixes
  }

  /// The fixed file.
  var file: NotebookFile { edited.file }

  /// The changes in the format of `diff -u`; empty if there are none.
  var diff: String { edited.diff }

  /// The new content of the file; nil if nothing changes.
  var changedContent: [UInt8]? { edited.changedContent }
}
