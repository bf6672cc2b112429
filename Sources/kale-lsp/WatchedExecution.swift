import ArgumentParser
import KaleCommandLine
import KaleWorkspace
import Synchronization

/// Runs a notebook's pipeline, and again whenever files change. The program that runs it keeps the imports of the steps in
/// the meantime, so that the next run begins with the first step that changed.
struct WatchedExecution {
  /// Prepares a run of the notebook as it is now. What is wrong with it is shown before an error is thrown.
  let prepare: () throws -> PreparedRun
  /// The paths of the files of which a change starts a run.
  let files: () -> [String]

  /// Runs until a signal comes.
  ///
  /// - Throws: The status to exit with.
  func carryOut() throws {
    let program = CurrentProgram()
    let interruption = Interruption()
    interruption.stop { program.child.withLock { $0?.stop() } }
    let suspension = Suspension { program.child.withLock { $0 } }
    defer { withExtendedLifetime(suspension) {} }
    var watch = FileWatch(files)
    var next = Self.isStopped(interruption) ? nil : try? prepare()
    while !Self.isStopped(interruption) {
      guard let run = next ?? awaited(&watch, interruption) else { break }
      next = try go(on: run, program, &watch, interruption)
    }
    StandardError.write("kale-lsp: stopped")
    throw ExitCode(128 + (interruption.signal ?? 0))
  }

  /// Starts a program for a run, and has it carry out those that follow.
  ///
  /// - Returns: The run for which another program is needed; nil to wait for a change.
  private func go(
    on first: PreparedRun, _ program: CurrentProgram, _ watch: inout FileWatch, _ interruption: Interruption
  ) throws -> PreparedRun? {
    // The program is in its folder.
    defer { first.cleanUp() }
    let child: ChildProcess
    do {
      child = try ChildProcess(first.program)
    } catch {
      throw ExitStatus.stop("\(error)")
    }
    program.child.withLock { $0 = child }
    defer { program.child.withLock { $0 = nil } }
    var shown = ShownRun(first)
    var other: PreparedRun?
    let end = child.forEachLine { line in
      guard !Self.isStopped(interruption), other == nil else { return }
      shown.take(line)
      guard shown.run.isDriverIdle else { return }
      shown.end(.status(0))
      guard let next = awaited(&watch, interruption) else { return child.stop() }
      if next.keepsProgram, next.python == first.python {
        if shown.prepared.scratch != first.scratch { shown.prepared.cleanUp() }
        shown = ShownRun(next)
        child.send(next.program.input)
      } else {
        other = next
        child.stop()
      }
    }
    defer { if shown.prepared.scratch != first.scratch, other == nil { shown.prepared.cleanUp() } }
    if Self.isStopped(interruption) || other != nil { return other }
    // A program that waited ends by itself if something that it depends on has changed.
    if shown.prepared.scratch != first.scratch, !shown.hasAnswer { return shown.prepared }
    if !shown.run.isDriverIdle { shown.end(end) }
    return nil
  }

  /// Waits for a change after which the notebook can be run.
  ///
  /// - Returns: The run; nil if a signal comes first.
  private func awaited(_ watch: inout FileWatch, _ interruption: Interruption) -> PreparedRun? {
    while true {
      StandardOutput.flush()
      StandardError.write("Watching for changes. Press Ctrl-C to stop.")
      guard watch.waitForChange(unless: { Self.isStopped(interruption) }) else { return nil }
      if let run = try? prepare() { return run }
    }
  }

  /// Whether the person wants to stop, or nobody reads the output any more.
  private static func isStopped(_ interruption: Interruption) -> Bool {
    interruption.signal != nil || StandardOutput.isLost
  }
}

/// The program that signals are passed on to.
private final class CurrentProgram: Sendable {
  let child = Mutex<ChildProcess?>(nil)
}
