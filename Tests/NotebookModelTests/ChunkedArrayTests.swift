import KaleTestSupport
import NotebookModel
import Testing

/// An array in chunks behaves as an array.
@Suite struct ChunkedArrayTests {
  @Test(arguments: 0..<60 as Range<UInt64>)
  func itChangesAsAnArrayDoes(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let start = (0..<Int.random(in: 0...200, using: &random)).map { $0 }
    var (array, chunked) = (start, ChunkedArray(start))
    for step in 0..<40 {
      let lower = Int.random(in: 0...array.count, using: &random)
      let upper = Int.random(in: lower...min(array.count, lower + 40), using: &random)
      let new = (0..<Int.random(in: 0...40, using: &random)).map { _ in -step }
      array.replaceSubrange(lower..<upper, with: new)
      chunked.replaceSubrange(lower..<upper, with: new)
      #expect(Array(chunked) == array && chunked.count == array.count)
      #expect(array.indices.allSatisfy { chunked[$0] == array[$0] })
      #expect(chunked == ChunkedArray(array) && chunked.hashValue == ChunkedArray(array).hashValue)
    }
  }

  @Test(arguments: 0..<60 as Range<UInt64>)
  func theDifferenceIsWhatACopyHasForItself(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let original = ChunkedArray(0..<Int.random(in: 1...300, using: &random))
    var copy = original
    let lower = Int.random(in: 0..<copy.count, using: &random)
    let upper = Int.random(in: lower...copy.count, using: &random)
    let new = (0..<Int.random(in: 0...80, using: &random)).map { -1 - $0 }
    copy.replaceSubrange(lower..<upper, with: new)
    let (own, other) = copy.difference(from: original, by: ==)
    #expect(own == lower..<lower + new.count && other == lower..<upper)
    #expect(original == ChunkedArray(0..<original.count), "The copy shares nothing that changed.")
  }

  @Test func anElementRepeatedIsThereAsOften() {
    for count in [0, 1, 31, 32, 33, 64, 100] {
      let array = ChunkedArray(repeating: "x", count: count)
      #expect(array.count == count && Array(array) == Array(repeating: "x", count: count))
    }
  }

  @Test func anElementIsChangedInPlace() {
    var array = ChunkedArray((0..<100).map { [$0] })
    let before = array
    array[70].append(1)
    #expect(array[70] == [70, 1] && before[70] == [70])
    #expect(array.difference(from: before, by: ==).own == 70..<71)
  }
}
