import NotebookModel

/// What is known of the figures of pyplot while cells are read.
struct PyplotFigures: Sendable {
  /// Whether figures stay open from cell to cell.
  var areKept = false
  /// The unit that drew on the current figure last.
  var drawer: UnitIndex?
  /// The current figure, or axes of it, as the variable that holds it; nil if no variable does.
  var current: Meaning?

  mutating func beginCell() { if !areKept { current = nil } }
}
