import NotebookModel

extension NotebookAnalysis {
  /// The bytes of the rule's name that is being written at a byte of a cell's code, in the brackets of a comment that takes
  /// findings back: what stands of it before that byte.
  package func typedIgnoredRule(at offset: Int, in cell: CellIndex) -> Range<Int>? {
    let entries = facts[cell].ignoreComments.lazy.compactMap(\.entries).joined()
    let entry = entries.first { $0.range.lowerBound <= offset && offset <= $0.range.upperBound }
    return entry.map { $0.range.lowerBound..<offset }
  }
}
