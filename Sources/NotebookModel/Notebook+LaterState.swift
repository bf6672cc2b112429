extension Notebook {
  /// Returns the index that a cell of this notebook has in a later state of it.
  ///
  /// - Parameters:
  ///   - cell: The index of the cell here.
  ///   - later: The notebook after edits.
  /// - Returns: nil if the cell is gone or its text has changed. Of cells with the same text, it is the nearest.
  package func index(of cell: CellIndex, inLaterState later: Notebook) -> CellIndex? {
    guard let wanted = cells[checked: cell] else { return nil }
    let isSame = { (left: NotebookCell, right: NotebookCell) in
      left.kind == right.kind && left.source == right.source
    }
    let (own, other) = cells.values.difference(from: later.cells.values, by: isSame)
    let position = cell.position
    if position < own.lowerBound { return cell }
    if position >= own.upperBound { return CellIndex(position + other.upperBound - own.upperBound) }
    let same = other.filter { isSame(wanted, later.cells.values[$0]) }
    return same.min { abs($0 - position) < abs($1 - position) }.map { CellIndex($0) }
  }
}
