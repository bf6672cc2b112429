import NotebookModel

/// A way to put something right, or to change a notebook.
package struct Fix: Sendable, Hashable {
  /// What it does, as a menu shows it: `Change to step:load`.
  package var title: String
  package var edits: [NotebookEdit]
  /// Whether it is the one right answer.
  package var isPreferred: Bool

  package init(_ title: String, isPreferred: Bool = false, _ edits: [NotebookEdit]) {
    self.title = title.withShortQuotes
    self.edits = edits
    self.isPreferred = isPreferred
  }
}
