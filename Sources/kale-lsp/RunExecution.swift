import ArgumentParser
import KaleCommandLine
import KaleWorkspace

/// Runs a prepared run to its end, and shows it.
struct RunExecution {
  let prepared: PreparedRun
  let interruption: Interruption

  /// Returns the status to exit with.
  func carryOut() throws -> ExitCode {
    defer { prepared.cleanUp() }
    var shown = ShownRun(prepared)
    // Also when it is stopped.
    defer { shown.clear() }
    let end = try prepared.follow(interruption) { shown.take($0) }
    return shown.end(end)
  }
}

extension PreparedRun {
  /// Starts the program and has its lines handled.
  ///
  /// - Returns: How it ended.
  /// - Throws: The status to exit with, if it cannot be started or is stopped by a signal.
  func follow(_ interruption: Interruption, _ handle: ([UInt8]) -> Void) throws -> ProgramEnd {
    let child: ChildProcess
    do {
      child = try ChildProcess(program)
    } catch {
      throw ExitStatus.stop("\(error)")
    }
    interruption.stop { child.stop() }
    let suspension = Suspension { child }
    defer { withExtendedLifetime(suspension) {} }
    if let notice { StandardError.write(notice) }
    let end = child.forEachLine { line in
      // Nothing more is shown of a run that is being stopped, however much it still prints.
      if interruption.signal == nil { handle(line) }
    }
    guard let signal = interruption.signal else { return end }
    StandardError.write("kale-lsp: stopped")
    throw ExitCode(128 + signal)
  }
}
