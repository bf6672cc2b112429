import KaleTestSupport
import SourceText
import Testing

@Suite struct OrderedSearchTests {
  @Test(arguments: 0...17)
  func `finds the first element for which the condition holds, or the end`(count: Int) {
    let numbers = Array(0..<count)
    for first in 0...count {
      #expect(numbers.partitioningIndex { $0 >= first } == first)
      #expect(numbers.dropFirst(count / 2).partitioningIndex { $0 >= first } == max(first, count / 2))
    }
  }
}
