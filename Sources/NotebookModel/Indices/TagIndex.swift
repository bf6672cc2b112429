/// The position of a tag in its cell's list of tags. Elements that are not strings count.
public struct TagIndex: PositionIndex {
  /// The number of tags that precede this one.
  public let position: Int

  /// Creates the index of the tag that `position` others precede.
  @inlinable public init(_ position: Int) { self.position = position }
}

/// A value for each tag of a cell, in an array.
public typealias TagArray<Element> = PositionCollection<TagIndex, [Element]>
