/// What the value of a name may hold on to: code that runs when the value is used.
///
/// It is told by how the value is written: another name, a lambda, a list of these, an object of a class, what a
/// function made, or something such as `partial(f, 1)` that keeps the function it is given.
public struct CapturedNames: Sendable, Hashable {
  /// Names whose values it holds: those of functions and classes, and others.
  public var names: Set<String> = []
  /// Names that were called to make it.
  public var callees: Set<String> = []
  /// Names that lambdas in it read when they are called.
  public var freeNames: Set<String> = []

  var isEmpty: Bool { names.isEmpty && callees.isEmpty && freeNames.isEmpty }

  /// Adds what another value of the name holds.
  mutating func formUnion(_ other: CapturedNames) {
    names.formUnion(other.names)
    callees.formUnion(other.callees)
    freeNames.formUnion(other.freeNames)
  }

  func united(with other: CapturedNames) -> CapturedNames {
    var both = self
    both.formUnion(other)
    return both
  }
}
