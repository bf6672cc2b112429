import KaleTestSupport
import Synchronization
import Testing

@testable import KaleWorkspace

@Suite struct OrderedWorkTests {
  @Test(arguments: [1, 2, 5], [0, 1, 2, 100, 1_000])
  func outcomesComeInTheOrderOfTheItems(threadCount: Int, itemCount: Int) {
    var generator = SeededGenerator(seed: UInt64(itemCount))
    let items = (0..<itemCount).map { _ in Int.random(in: 0..<100, using: &generator) }
    var outcomes: [Int] = []
    OrderedWork.run(on: items, threadCount: threadCount) { item in
      // Items take different times.
      (0..<item).reduce(0) { $0 &+ $1 }
    } deliver: {
      outcomes.append($0)
    }
    #expect(outcomes == items.map { (0..<$0).reduce(0) { $0 &+ $1 } })
  }

  /// However slow the reader of the outcomes is, no more than some are begun before it takes one.
  @Test(arguments: [2, 4]) func workDoesNotRunFarAhead(threadCount: Int) {
    let begun = Mutex(0)
    var delivered = 0
    var lead = 0
    OrderedWork.run(on: Array(0..<500), threadCount: threadCount) { _ in
      begun.withLock { $0 += 1 }
    } deliver: { _ in
      delivered += 1
      lead = max(lead, begun.withLock { $0 } - delivered)
    }
    #expect(lead <= threadCount * OrderedWork.lead)
    #expect(delivered == 500)
  }

  @Test func oneThreadBeginsAnItemWhenTheOneBeforeIsDelivered() {
    let begun = Mutex(0)
    var delivered = 0
    OrderedWork.run(on: Array(0..<50), threadCount: 1) { _ in
      begun.withLock { $0 += 1 }
    } deliver: { _ in
      delivered += 1
      #expect(begun.withLock { $0 } == delivered)
    }
  }

  @Test(arguments: [
    ("Name:\tx\nCpus_allowed:\t3\nCpus_allowed_list:\t0-1\n", 2), ("Cpus_allowed:\tff,00000001\n", 9),
    ("Cpus_allowed:\t00000000\n", nil), ("Name:\tx\n", nil), ("", nil),
  ])
  func affinityMaskIsCounted(status: String, count: Int?) {
    #expect(Threads.allowedProcessorCount(inStatus: Array(status.utf8)) == count)
  }
}
