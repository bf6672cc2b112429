import JSONSyntax

/// The position of a cell in a notebook. Markdown and raw cells count.
public struct CellIndex: PositionIndex {
  /// The number of cells that precede this one.
  public let position: Int

  /// Creates the index of the cell that `position` others precede.
  @inlinable public init(_ position: Int) { self.position = position }
}

extension CellIndex {
  /// The index in answers and reports, where that of the first cell is 0.
  package var json: JSONValue { .integer(position) }
}

/// A value for each cell of a notebook, in an array.
public typealias CellArray<Element> = PositionCollection<CellIndex, [Element]>

/// A value for each cell of a notebook, in an array of which a changed copy shares most.
public typealias ChunkedCellArray<Element> = PositionCollection<CellIndex, ChunkedArray<Element>>
