import KaleTestSupport
import Testing

@testable import KaleRules

/// The search for the first number outside of a range.
@Suite struct RangeSearchTests {
  @Test(arguments: 0..<40 as Range<UInt64>)
  func itFindsWhatALookAtEachFinds(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let numbers = (0..<Int.random(in: 0...70, using: &random)).map { _ in
      Int.random(in: 0..<20, using: &random)
    }
    let search = RangeSearch(numbers)
    for _ in 0..<100 {
      let start = Int.random(in: 0...numbers.count, using: &random)
      let lower = Int.random(in: 0..<20, using: &random)
      let range = lower...Int.random(in: lower..<20, using: &random)
      let expected = numbers.indices.first { $0 >= start && !range.contains(numbers[$0]) }
      #expect(search.first(from: start, outside: range) == expected)
    }
  }
}
