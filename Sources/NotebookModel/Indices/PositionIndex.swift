/// The position of an element in one kind of list, counted from 0.
///
/// Each kind of list has its own index type, so that the compiler rejects an index of one where an index of another is
/// expected.
public protocol PositionIndex: Hashable, Comparable, Strideable, Sendable where Stride == Int {
  /// The number of elements that precede this one.
  var position: Int { get }

  /// Creates the index of the element that `position` others precede.
  init(_ position: Int)
}

extension PositionIndex {
  /// The number of the element for display: that of the first is 1.
  @inlinable public var number: Int { position + 1 }
}

// Equality, order and hashes are written out rather than synthesized, so that other modules can inline them. The
// protocols document them.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension PositionIndex {
  @inlinable public static func == (left: Self, right: Self) -> Bool { left.position == right.position }
  @inlinable public static func < (left: Self, right: Self) -> Bool { left.position < right.position }
  @inlinable public func hash(into hasher: inout Hasher) { hasher.combine(position) }
  /// The number of positions from this one to another.
  @inlinable public func distance(to other: Self) -> Int { other.position - position }
  /// The position that many after this one.
  @inlinable public func advanced(by distance: Int) -> Self { Self(position + distance) }
}
