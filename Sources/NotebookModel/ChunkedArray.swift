/// An array in chunks: a changed copy shares all chunks but those that changed.
///
/// A snapshot of a notebook differs from the one before in one cell. With plain arrays, each list of a thousand cells
/// would be copied whole, and compared element by element; so only one chunk is, and chunks that are shared compare by
/// identity.
package struct ChunkedArray<Element> {
  private static var shift: Int { 5 }
  private static var chunkSize: Int { 1 << shift }
  private static var mask: Int { chunkSize - 1 }

  /// All chunks but the last are full, and none is empty.
  private var chunks: [[Element]] = []
  package private(set) var count = 0

  package init() {}

  /// Creates an array of the elements of a sequence.
  package init(_ elements: some Sequence<Element>) {
    for element in elements { append(element) }
  }

  /// Creates an array that holds one element many times.
  package init(repeating element: Element, count: Int) {
    let chunk = Array(repeating: element, count: Swift.min(count, Self.chunkSize))
    chunks = Array(repeating: chunk, count: count >> Self.shift)
    if count & Self.mask > 0 { chunks.append(Array(chunk.prefix(count & Self.mask))) }
    self.count = count
  }
}

extension ChunkedArray: RandomAccessCollection, MutableCollection, RangeReplaceableCollection {
  package var startIndex: Int { 0 }
  package var endIndex: Int { count }

  package subscript(index: Int) -> Element {
    _read { yield chunks[index >> Self.shift][index & Self.mask] }
    _modify { yield &chunks[index >> Self.shift][index & Self.mask] }
  }

  package mutating func append(_ element: Element) {
    if count & Self.mask == 0 {
      var chunk: [Element] = []
      chunk.reserveCapacity(Self.chunkSize)
      chunks.append(chunk)
    }
    chunks[chunks.count - 1].append(element)
    count += 1
  }

  package mutating func replaceSubrange(_ range: Range<Int>, with new: some Collection<Element>) {
    if range.count == new.count {
      for (index, element) in zip(range, new) { self[index] = element }
      return
    }
    let rest = Array(self[range.upperBound...])
    let kept = range.lowerBound >> Self.shift
    let partial = kept < chunks.count ? Array(chunks[kept].prefix(range.lowerBound & Self.mask)) : []
    chunks.removeSubrange(kept...)
    count = kept << Self.shift
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
  package func difference(
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

  private func sharesChunk(_ index: Int, with other: ChunkedArray) -> Bool {
    chunks[index].count == other.chunks[index].count
      && chunks[index].withUnsafeBufferPointer { own in
        other.chunks[index].withUnsafeBufferPointer { $0.baseAddress == own.baseAddress }
      }
  }
}

extension ChunkedArray: Sendable where Element: Sendable {}

extension ChunkedArray: Equatable where Element: Equatable {
  package static func == (left: ChunkedArray, right: ChunkedArray) -> Bool {
    left.count == right.count && left.difference(from: right, by: ==).own.isEmpty
  }
}

extension ChunkedArray: ExpressibleByArrayLiteral {
  package init(arrayLiteral elements: Element...) { self.init(elements) }
}

extension ChunkedArray: Hashable where Element: Hashable {
  package func hash(into hasher: inout Hasher) {
    hasher.combine(count)
    for element in self { hasher.combine(element) }
  }
}
