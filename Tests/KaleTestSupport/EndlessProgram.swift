import KaleWorkspace
import Synchronization

/// A program that prints without end, whoever reads it, until it is stopped.
package final class EndlessProgram: RunningProgram {
  private let line: [UInt8]
  private let isStopped = Atomic(false)
  private let writtenCount = Atomic(0)

  /// A program whose every line is `line`.
  package init(line: String = "still running") { self.line = Array(line.utf8) }

  /// The bytes that it has got rid of.
  package var byteCount: Int { writtenCount.load(ordering: .sequentiallyConsistent) * (line.count + 1) }

  package func forEachLine(_ handle: ([UInt8]) -> Void) -> ProgramEnd {
    while !isStopped.load(ordering: .sequentiallyConsistent) {
      handle(line)
      writtenCount.add(1, ordering: .sequentiallyConsistent)
    }
    return .signal(15)
  }

  package func send(_: [UInt8]) {}

  package func stop() { isStopped.store(true, ordering: .sequentiallyConsistent) }

  package func waitUntilEnded(seconds _: Int) {}
}
