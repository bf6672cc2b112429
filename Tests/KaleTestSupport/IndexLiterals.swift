import KaleAnalysis
import NotebookModel

// Tests may write the index of a cell, tag or unit as a number. In Sources, a number is never an index.

extension CellIndex: ExpressibleByIntegerLiteral {
  /// Creates the index of the cell that `position` others precede.
  public init(integerLiteral position: Int) { self.init(position) }
}

extension TagIndex: ExpressibleByIntegerLiteral {
  /// Creates the index of the tag that `position` others precede.
  public init(integerLiteral position: Int) { self.init(position) }
}

extension UnitIndex: ExpressibleByIntegerLiteral {
  /// Creates the index of the unit that `position` others precede.
  public init(integerLiteral position: Int) { self.init(position) }
}

extension PositionCollection {
  /// The element that `number` others precede.
  package subscript(number: Int) -> Storage.Element {
    get { self[Index(number)] }
    set { self[Index(number)] = newValue }
  }
}
