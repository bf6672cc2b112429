import NotebookModel

/// The position of a unit in a notebook's outline.
public struct UnitIndex: PositionIndex {
  /// The number of units that precede this one.
  public let position: Int

  /// Creates the index of the unit that `position` others precede.
  @inlinable public init(_ position: Int) { self.position = position }
}

/// A value for each unit of a notebook, in an array.
public typealias UnitArray<Element> = PositionCollection<UnitIndex, [Element]>

/// A value for each unit of a notebook, in an array of which a changed copy shares most.
public typealias ChunkedUnitArray<Element> = PositionCollection<UnitIndex, ChunkedArray<Element>>
