import NotebookModel

/// A way to put something right, or to change a notebook.
package struct Fix: Sendable, Hashable {
  /// What it does, as a menu shows it: `Change to step:load`.
  package var title: String
  /// What it changes. All places count in the notebook before the fix.
  package var edits: [NotebookEdit]
  /// Who may apply it.
  package var applicability: FixApplicability

  /// A fix that nothing applies before somebody has chosen it.
  package init(_ title: String, _ edits: [NotebookEdit]) { self.init(title, .suggested, edits) }

  /// Creates a fix. Long quotations in the title are shortened.
  ///
  /// - Parameters:
  ///   - title: What the fix does, in the imperative and without a period.
  ///   - applicability: Who may apply the fix.
  ///   - edits: What the fix changes.
  package init(_ title: String, _ applicability: FixApplicability, _ edits: [NotebookEdit]) {
    self.title = title.withShortQuotes
    self.edits = edits
    self.applicability = applicability
  }
}
