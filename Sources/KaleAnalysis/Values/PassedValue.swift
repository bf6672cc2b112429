/// A value that a unit passes on under a name.
package struct PassedValue: Sendable, Hashable {
  /// The name of the value.
  package let name: String
  /// The unit that creates the value.
  package let producer: UnitIndex

  /// Creates the value that a unit passes on under a name.
  package init(name: String, producer: UnitIndex) { (self.name, self.producer) = (name, producer) }
}
