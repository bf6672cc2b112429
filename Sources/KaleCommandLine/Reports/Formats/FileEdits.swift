import JSONSyntax
import KaleAnalysis
import KaleWorkspace
import NotebookModel
import SourceText

/// What fixes change in a notebook's file, for reports that other programs read.
struct FileEdits {
  private let document: any NotebookText
  /// How many more fixes are told. To tell one of a text, the whole text is read again.
  private var remaining: Int

  private static let mostInTexts = 100

  /// Creates the edits of a notebook's fixes.
  init(_ file: NotebookFile) {
    document = file.document
    remaining = file.document is IpynbDocument ? .max : Self.mostInTexts
  }

  /// Returns the replacements in the file that a fix makes; none if they cannot be told.
  mutating func edits(of fix: Fix) -> [SourceEdit] {
    guard remaining > 0 else { return [] }
    remaining -= 1
    return document.sourceEdits(for: fix.edits)
  }
}
