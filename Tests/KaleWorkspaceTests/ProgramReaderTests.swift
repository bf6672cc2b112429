import Dispatch
import KaleTestSupport
import Synchronization
import Testing

@testable import KaleWorkspace

@Suite struct ProgramReaderTests {
  @Test(arguments: ["", "x", String(repeating: "x", count: 1000), String(repeating: "x", count: 1 << 20)])
  func aProgramIsReadNoFasterThanItsLinesAreTaken(line: String) {
    let program = EndlessProgram(line: line)
    let reader = ProgramReader(program)
    let announced = DispatchSemaphore(value: 0)
    reader.start { announced.signal() }
    var takenCount = 0
    for _ in 0..<200 {
      announced.wait()
      let lines = reader.take().lines
      let held = lines.reduce(0) { $0 + $1.count + ProgramReader.lineOverhead }
      #expect(held < ProgramReader.capacity + line.utf8.count + ProgramReader.lineOverhead)
      takenCount += lines.count * (line.utf8.count + 1)
      #expect(program.byteCount <= takenCount + ProgramReader.capacity + 2 * (line.utf8.count + 1))
    }
    program.stop()
    reader.discard()
    var isOver = false
    while !isOver {
      announced.wait()
      isOver = reader.take().isOver
    }
    #expect(reader.end == .signal(15))
  }

  @Test func everyLineIsTakenOnceAndInOrder() {
    let lines = (0..<5000).map { Array("\($0)".utf8) + Array(repeating: 0x78, count: $0 % 97) }
    let reader = ProgramReader(FinishedProgram(lines: lines))
    let announced = DispatchSemaphore(value: 0)
    reader.start { announced.signal() }
    var taken: [[UInt8]] = []
    var isOver = false
    while !isOver {
      announced.wait()
      let share = reader.take()
      taken += share.lines
      isOver = share.isOver
    }
    #expect(taken == lines)
    #expect(reader.end == .status(0))
  }

  private final class FinishedProgram: RunningProgram {
    let lines: [[UInt8]]

    init(lines: [[UInt8]]) { self.lines = lines }

    func forEachLine(_ handle: ([UInt8]) -> Void) -> ProgramEnd {
      for line in lines { handle(line) }
      return .status(0)
    }

    func send(_: [UInt8]) {}
    func stop() {}
    func waitUntilEnded(seconds _: Int) {}
  }
}
