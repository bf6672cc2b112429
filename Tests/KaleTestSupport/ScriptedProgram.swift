import Dispatch
import JSONSyntax
import KaleWorkspace
import Synchronization

/// A program that prints some lines and ends.
package final class ScriptedProgram: RunningProgram {
  private let lines: [String]

  /// Creates a program that prints these lines.
  package init(_ lines: [String]) { self.lines = lines }

  package func forEachLine(_ handle: ([UInt8]) -> Void) -> ProgramEnd {
    for line in lines { handle(Array(line.utf8)) }
    return .status(0)
  }

  package func send(_: [UInt8]) {}

  package func stop() {}

  package func waitUntilEnded(seconds _: Int) {}
}

/// A program that prints some lines for each run that it is sent, until it is stopped.
package final class StayingProgram: RunningProgram {
  private struct State {
    var remaining: Int
    var isStopped = false
  }

  private let lines: [String]
  private let state: Mutex<State>
  private let requests = DispatchSemaphore(value: 0)

  /// Creates a program.
  ///
  /// - Parameters:
  ///   - lines: What it prints for each run.
  ///   - runs: After so many runs it ends without a word when it is sent another one.
  package init(_ lines: [String], runs: Int) {
    self.lines = lines
    state = Mutex(State(remaining: runs))
    // That of the run that it is started for.
    requests.signal()
  }

  package func forEachLine(_ handle: ([UInt8]) -> Void) -> ProgramEnd {
    while true {
      requests.wait()
      let isOver = state.withLock { state in
        defer { state.remaining -= 1 }
        return state.isStopped || state.remaining == 0
      }
      if isOver { return .status(0) }
      for line in lines { handle(Array(line.utf8)) }
    }
  }

  package func send(_: [UInt8]) { requests.signal() }

  package func stop() {
    state.withLock { $0.isStopped = true }
    requests.signal()
  }

  /// Whether it was asked to end.
  package var isStopped: Bool { state.withLock { $0.isStopped } }

  package func waitUntilEnded(seconds _: Int) {}
}

/// Programs that are asked for, each of which prints the same lines.
package final class ScriptedPrograms: Sendable {
  private let lines: [String]
  private let staying: Int?
  private let stayingPrograms = Mutex<[StayingProgram]>([])
  private let started = Mutex<[Program]>([])

  /// Creates programs that print these lines.
  ///
  /// - Parameters:
  ///   - lines: What a program prints.
  ///   - staying: How many runs each program carries out before it ends; nil for one that ends when it has printed.
  package init(printing lines: [String], staying: Int? = nil) {
    self.lines = lines
    self.staying = staying
  }

  /// The programs that stay, in the order in which they were started.
  package var thatStay: [StayingProgram] { stayingPrograms.withLock { $0 } }

  /// Starts a program.
  package func start(_ program: Program) -> any RunningProgram {
    started.withLock { $0.append(program) }
    guard let staying else { return ScriptedProgram(lines) }
    let program = StayingProgram(lines, runs: staying)
    stayingPrograms.withLock { $0.append(program) }
    return program
  }

  /// Returns what programs were started with since the last call, with one name for the folders of all runs.
  package func takeInputs() -> [JSONValue] {
    let programs = started.withLock { started in
      defer { started = [] }
      return started
    }
    return programs.map { program in
      let input = JSONTree(parsing: program.input).root?.value ?? .null
      let scratch = input["scratch"]?.asString ?? ""
      return input.mapStrings { $0.replacing(scratch, with: "SCRATCH") }
    }
  }
}

/// Numbers that a session has deferred, until the test lets the session handle them.
package final class DeferredNumbers: Sendable {
  private let numbers = Mutex<[Int]>([])
  private let available = DispatchSemaphore(value: 0)

  /// Creates an empty queue.
  package init() {}

  /// Adds a number. Callable from any thread.
  package func add(_ number: Int) {
    numbers.withLock { $0.append(number) }
    available.signal()
  }

  /// Waits for the next number.
  package func next() -> Int {
    available.wait()
    return numbers.withLock { $0.removeFirst() }
  }
}
