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

/// Programs that are asked for, each of which prints the same lines.
package final class ScriptedPrograms: Sendable {
  private let lines: [String]
  private let started = Mutex<[Program]>([])

  /// Creates programs that print these lines.
  package init(printing lines: [String]) { self.lines = lines }

  /// Starts a program.
  package func start(_ program: Program) -> any RunningProgram {
    started.withLock { $0.append(program) }
    return ScriptedProgram(lines)
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
