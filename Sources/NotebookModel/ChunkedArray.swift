/// An array in chunks: a changed copy shares all chunks but those that changed.
///
/// A snapshot of a notebook differs from the one before in one cell. With plain arrays, each list of a thousand cells
/// would be copied whole, and compared element by element; so only one chunk is, and chunks that are shared compare by
/// identity.
///
/// It is `public`, unlike all around it, since the compiler specializes no generic type across modules that is `package`: an
/// edit took five times as long.
public struct ChunkedArray<Element> {
  @inlinable static var shift: Int { 5 }
  @inlinable static var chunkSize: Int { 1 << shift }
  @inlinable static var mask: Int { chunkSize - 1 }

  /// All chunks but the last are full, and none is empty.
  @usableFromInline var chunks: [[Element]] = []
  /// The number of elements.
  @inlinable public var count: Int { elementCount }
  @usableFromInline var elementCount = 0

  /// Creates an empty array.
  @inlinable public init() {}

  /// Creates an array of the elements of a sequence.
  @inlinable public init(_ elements: some Sequence<Element>) {
    for element in elements { append(element) }
  }

  /// Creates an array that holds one element many times.
  @inlinable public init(repeating element: Element, count: Int) {
    let chunk = Array(repeating: element, count: Swift.min(count, Self.chunkSize))
    chunks = Array(repeating: chunk, count: count >> Self.shift)
    if count & Self.mask > 0 { chunks.append(Array(chunk.prefix(count & Self.mask))) }
    elementCount = count
  }
}

// The protocols document the members of these extensions.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension ChunkedArray: RandomAccessCollection, MutableCollection, RangeReplaceableCollection {
  /// The index of the first element: 0.
  @inlinable public var startIndex: Int { 0 }
  /// The index after the last element: the number of elements.
  @inlinable public var endIndex: Int { count }

  /// The indices of all elements.
  @inlinable public var indices: Range<Int> { 0..<count }
  /// Returns the index after another.
  @inlinable public func index(after index: Int) -> Int { index + 1 }
  /// Returns the index before another.
  @inlinable public func index(before index: Int) -> Int { index - 1 }
  /// Moves an index one element on.
  @inlinable public func formIndex(after index: inout Int) { index += 1 }
  /// Moves an index one element back.
  @inlinable public func formIndex(before index: inout Int) { index -= 1 }

  // Written out, as the indices are, so that other modules need not go through the protocol for each element.
  /// Returns an iterator over all elements.
  @inlinable public func makeIterator() -> Iterator { Iterator(chunks) }

  /// Gives the elements, chunk by chunk.
  public struct Iterator: IteratorProtocol {
    @usableFromInline let chunks: [[Element]]
    @usableFromInline var chunk = 0
    @usableFromInline var element = 0

    @inlinable init(_ chunks: [[Element]]) { self.chunks = chunks }

    /// Returns the next element; nil after the last.
    @inlinable public mutating func next() -> Element? {
      guard chunk < chunks.count else { return nil }
      let next = chunks[chunk][element]
      element += 1
      if element == chunks[chunk].count { (chunk, element) = (chunk + 1, 0) }
      return next
    }
  }

  /// The element at an index.
  @inlinable public subscript(index: Int) -> Element {
    get { chunks[index >> Self.shift][index & Self.mask] }
    _modify { yield &chunks[index >> Self.shift][index & Self.mask] }
  }

  /// Adds an element at the end.
  @inlinable public mutating func append(_ element: Element) {
    if count & Self.mask == 0 {
      var chunk: [Element] = []
      chunk.reserveCapacity(Self.chunkSize)
      chunks.append(chunk)
    }
    chunks[chunks.count - 1].append(element)
    elementCount += 1
  }

  /// Puts elements in place of others.
  @inlinable public mutating func replaceSubrange(_ range: Range<Int>, with new: some Collection<Element>) {
    if range.count == new.count {
      for (index, element) in zip(range, new) { self[index] = element }
      return
    }
    let rest = Array(self[range.upperBound...])
    let kept = range.lowerBound >> Self.shift
    let partial = kept < chunks.count ? Array(chunks[kept].prefix(range.lowerBound & Self.mask)) : []
    chunks.removeSubrange(kept...)
    elementCount = kept << Self.shift
    for element in partial { append(element) }
    for element in new { append(element) }
    for element in rest { append(element) }
  }
}

extension ChunkedArray {
  /// Where two arrays differ: all but their common beginning and their common end.
  ///
  /// - Parameters:
  ///   - other: The array to compare with.
  ///   - areSame: Whether an element of this array and one of the other are the same.
  /// - Returns: The range that is this array's alone, and the one that is the other's alone.
  @inlinable public func difference(
    from other: ChunkedArray, by areSame: (Element, Element) -> Bool
  ) -> (own: Range<Int>, other: Range<Int>) {
    let limit = Swift.min(count, other.count)
    var front = 0
    while front < limit {
      if front & Self.mask == 0, sharesChunk(front >> Self.shift, with: other) {
        front = Swift.min(front + Self.chunkSize, limit)
      } else if areSame(self[front], other[front]) {
        front += 1
      } else {
        break
      }
    }
    var back = 0
    while back < limit - front {
      let end = count - back
      if count == other.count, end & Self.mask == 0, end - Self.chunkSize >= front,
        sharesChunk((end >> Self.shift) - 1, with: other)
      {
        back += Self.chunkSize
      } else if areSame(self[end - 1], other[other.count - 1 - back]) {
        back += 1
      } else {
        break
      }
    }
    return (front..<count - back, front..<other.count - back)
  }

  @inlinable func sharesChunk(_ index: Int, with other: ChunkedArray) -> Bool {
    chunks[index].count == other.chunks[index].count
      && chunks[index].withUnsafeBufferPointer { own in
        other.chunks[index].withUnsafeBufferPointer { $0.baseAddress == own.baseAddress }
      }
  }
}

extension ChunkedArray: Sendable where Element: Sendable {}

// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension ChunkedArray: Equatable where Element: Equatable {
  /// Whether two arrays have equal elements in the same order.
  @inlinable public static func == (left: ChunkedArray, right: ChunkedArray) -> Bool {
    left.count == right.count && left.difference(from: right, by: ==).own.isEmpty
  }
}

// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension ChunkedArray: ExpressibleByArrayLiteral {
  /// Creates an array of the elements of a literal.
  @inlinable public init(arrayLiteral elements: Element...) { self.init(elements) }
}

// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension ChunkedArray: Hashable where Element: Hashable {
  /// Hashes the elements.
  @inlinable public func hash(into hasher: inout Hasher) {
    hasher.combine(count)
    for element in self { hasher.combine(element) }
  }
}
