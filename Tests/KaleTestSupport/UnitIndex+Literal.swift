import KaleAnalysis

/// Tests name units by number. In Sources a number is never taken for a unit.
extension UnitIndex: ExpressibleByIntegerLiteral {
  /// The unit of a number.
  public init(integerLiteral position: Int) { self.init(position) }
}
