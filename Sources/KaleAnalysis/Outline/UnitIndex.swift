import NotebookModel

/// The place of a unit in a notebook's outline.
///
/// It is a type of its own so that the compiler tells units from cells and tags.
public struct UnitIndex: Sendable {
  /// The number of units that precede this one in the outline.
  public let position: Int

  /// Creates the index of the unit that a number of others precede.
  @inlinable public init(_ position: Int) { self.position = position }
}

// Equality, order and hashes are written out rather than synthesized, so that other modules can inline them. The
// protocols document them.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension UnitIndex: Hashable, Comparable, Strideable {
  @inlinable public static func == (left: UnitIndex, right: UnitIndex) -> Bool {
    left.position == right.position
  }
  @inlinable public static func < (left: UnitIndex, right: UnitIndex) -> Bool {
    left.position < right.position
  }
  @inlinable public func hash(into hasher: inout Hasher) { hasher.combine(position) }
  @inlinable public func distance(to other: UnitIndex) -> Int { other.position - position }
  @inlinable public func advanced(by distance: Int) -> UnitIndex { UnitIndex(position + distance) }
}

/// A value for each unit of a notebook, in an array.
public typealias UnitArray<Element> = UnitCollection<[Element]>

/// A value for each unit of a notebook, in an array of which a changed copy shares most.
public typealias ChunkedUnitArray<Element> = UnitCollection<ChunkedArray<Element>>

/// A value for each unit of a notebook, by the units' indices.
///
/// Every part is `@inlinable` and the type `public`, since generic code that is `package` is not specialized in other
/// modules.
public struct UnitCollection<Storage: RandomAccessCollection & MutableCollection> where Storage.Index == Int {
  @usableFromInline var storage: Storage

  /// Creates the collection of some values, the first unit's first. Their indices have to start at 0.
  @inlinable public init(_ storage: Storage) { self.storage = storage }
}

// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension UnitCollection: RandomAccessCollection, MutableCollection {
  @inlinable public var startIndex: UnitIndex { UnitIndex(0) }
  @inlinable public var endIndex: UnitIndex { UnitIndex(storage.count) }
  @inlinable public var count: Int { storage.count }
  @inlinable public var indices: Range<UnitIndex> { startIndex..<endIndex }

  @inlinable public func index(after unit: UnitIndex) -> UnitIndex { UnitIndex(unit.position + 1) }
  @inlinable public func index(before unit: UnitIndex) -> UnitIndex { UnitIndex(unit.position - 1) }
  @inlinable public func makeIterator() -> Storage.Iterator { storage.makeIterator() }

  @inlinable public subscript(unit: UnitIndex) -> Storage.Element {
    get { storage[unit.position] }
    _modify { yield &storage[unit.position] }
  }
}

extension UnitCollection {
  /// Each unit with its value.
  @inlinable public var indexed: Zip2Sequence<Range<UnitIndex>, Self> { zip(indices, self) }

  /// Returns the results of a function for each unit's value.
  @inlinable public func mapValues<Value>(
    _ transform: (Storage.Element) throws -> Value
  ) rethrows -> UnitArray<Value> {
    UnitArray(try storage.map(transform))
  }
}

extension UnitCollection where Storage: RangeReplaceableCollection {
  /// Creates a collection that has the same value for each unit.
  @inlinable public init(repeating value: Storage.Element, count: Int) {
    storage = Storage(repeating: value, count: count)
  }

  /// Adds the value of one more unit.
  ///
  /// - Returns: The new unit's index.
  @discardableResult @inlinable public mutating func append(_ value: Storage.Element) -> UnitIndex {
    storage.append(value)
    return UnitIndex(storage.count - 1)
  }
}

// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension UnitCollection: ExpressibleByArrayLiteral where Storage: RangeReplaceableCollection {
  @inlinable public init(arrayLiteral values: Storage.Element...) { storage = Storage(values) }
}

extension UnitCollection: Sendable where Storage: Sendable {}

// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension UnitCollection: Equatable where Storage: Equatable {
  @inlinable public static func == (left: UnitCollection, right: UnitCollection) -> Bool {
    left.storage == right.storage
  }
}
