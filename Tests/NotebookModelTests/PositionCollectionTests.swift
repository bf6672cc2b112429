import KaleTestSupport
import NotebookModel
import Testing

/// Lists with their own type of index behave like arrays.
@Suite struct PositionCollectionTests {
  @Test(arguments: 0..<50 as Range<UInt64>) func changesAreThoseOfAnArray(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let start = (0..<Int.random(in: 0...80, using: &random)).map { $0 }
    var array = start
    var cells = ChunkedCellArray(start)
    for _ in 0..<20 {
      let lower = Int.random(in: 0...array.count, using: &random)
      let upper = Int.random(in: lower...min(array.count, lower + 3), using: &random)
      let new = (0..<Int.random(in: 0...3, using: &random)).map { $0 }
      array.replaceSubrange(lower..<upper, with: new)
      cells.replaceSubrange(CellIndex(lower)..<CellIndex(upper), with: new)
      #expect(cells.append(lower) == CellIndex(array.count))
      array.append(lower)
      #expect(Array(cells) == array && cells.count == array.count)
      #expect(cells.indexed.allSatisfy { array[$0.position] == $1 })
      #expect(Array(cells.reversed()) == array.reversed())
    }
    #expect(cells == ChunkedCellArray(array))
    #expect(cells.mapValues { $0 + 1 } == CellArray(array.map { $0 + 1 }))
  }

  @Test func anIndexOutsideHasNoElement() {
    let tags: TagArray<String> = ["a", "b"]
    #expect([-1, 0, 1, 2].map { tags[checked: $0] } == [nil, "a", "b", nil])
  }

  @Test func aDifferenceIsInIndices() {
    let old = ChunkedCellArray(0..<100)
    var new = old
    new.replaceSubrange(40..<42, with: [7, 8, 9])
    let (own, other) = new.difference(from: old, by: ==)
    #expect(own == 40..<43 && other == 40..<42)
  }

  @Test func numbersForDisplayStartAtOne() {
    #expect(CellIndex(0).number == 1 && TagIndex(2).number == 3)
  }
}
