/// A list whose elements are accessed by their own type of index.
///
/// All parts are `@inlinable` and the type is `public`, because the compiler does not specialize a `package` generic type
/// in other modules.
public struct PositionCollection<Index: PositionIndex, Storage: RandomAccessCollection & MutableCollection>
where Storage.Index == Int {
  /// The elements, accessed by number.
  @inlinable public var values: Storage { storage }
  @usableFromInline var storage: Storage

  /// Creates the collection of the elements of a list, whose indices must start at 0.
  @inlinable public init(_ storage: Storage) { self.storage = storage }
}

// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension PositionCollection: RandomAccessCollection, MutableCollection {
  public typealias Element = Storage.Element
  public typealias Indices = Range<Index>

  @inlinable public var startIndex: Index { Index(0) }
  @inlinable public var endIndex: Index { Index(storage.count) }
  @inlinable public var count: Int { storage.count }
  @inlinable public var indices: Range<Index> { startIndex..<endIndex }

  @inlinable public func index(after index: Index) -> Index { Index(index.position + 1) }
  @inlinable public func index(before index: Index) -> Index { Index(index.position - 1) }
  @inlinable public func makeIterator() -> Storage.Iterator { storage.makeIterator() }

  @inlinable public subscript(index: Index) -> Storage.Element {
    get { storage[index.position] }
    _modify { yield &storage[index.position] }
  }
}

extension PositionCollection {
  /// Each element with its index.
  @inlinable public var indexed: Zip2Sequence<Range<Index>, Self> { zip(indices, self) }

  /// The element at an index; nil if the index is out of range.
  @inlinable public subscript(checked index: Index) -> Storage.Element? {
    indices.contains(index) ? self[index] : nil
  }

  /// Returns the results of a function for each element, at the same indices.
  @inlinable public func mapValues<Value>(
    _ transform: (Storage.Element) throws -> Value
  ) rethrows -> PositionCollection<Index, [Value]> {
    PositionCollection<Index, [Value]>(try storage.map(transform))
  }
}

extension PositionCollection where Storage: RangeReplaceableCollection {
  /// Creates the collection of the elements of a sequence.
  @inlinable public init(_ elements: some Sequence<Storage.Element>) { storage = Storage(elements) }

  /// Creates a collection that contains one element several times.
  @inlinable public init(repeating element: Storage.Element, count: Int) {
    storage = Storage(repeating: element, count: count)
  }

  /// Adds an element at the end.
  ///
  /// - Returns: The index of the element.
  @discardableResult @inlinable public mutating func append(_ element: Storage.Element) -> Index {
    storage.append(element)
    return Index(storage.count - 1)
  }

  /// Replaces elements by others.
  @inlinable public mutating func replaceSubrange(
    _ range: Range<Index>, with new: some Collection<Storage.Element>
  ) {
    storage.replaceSubrange(range.lowerBound.position..<range.upperBound.position, with: new)
  }
}

extension PositionCollection {
  /// Returns where two lists differ: everything between their common beginning and their common end.
  ///
  /// - Parameters:
  ///   - other: The list to compare with.
  ///   - areSame: Returns whether an element of this list and one of the other are the same.
  /// - Returns: The range that only this list has, and the one that only the other has.
  @inlinable public func difference<Value>(
    from other: Self, by areSame: (Value, Value) -> Bool
  ) -> (own: Range<Index>, other: Range<Index>) where Storage == ChunkedArray<Value> {
    let (own, others) = storage.difference(from: other.storage, by: areSame)
    return (
      Index(own.lowerBound)..<Index(own.upperBound), Index(others.lowerBound)..<Index(others.upperBound)
    )
  }
}

// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension PositionCollection: ExpressibleByArrayLiteral where Storage: RangeReplaceableCollection {
  @inlinable public init(arrayLiteral elements: Storage.Element...) { storage = Storage(elements) }
}

extension PositionCollection: Sendable where Storage: Sendable {}

// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension PositionCollection: Equatable where Storage: Equatable {
  @inlinable public static func == (left: PositionCollection, right: PositionCollection) -> Bool {
    left.storage == right.storage
  }
}

// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension PositionCollection: Hashable where Storage: Hashable {
  @inlinable public func hash(into hasher: inout Hasher) { hasher.combine(storage) }
}
