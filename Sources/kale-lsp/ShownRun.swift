import ArgumentParser
import KaleCommandLine
import KaleWorkspace

/// A run on this machine and what is shown of it.
struct ShownRun {
  let prepared: PreparedRun
  private(set) var run: PipelineRun
  /// Whether the program has written anything about it.
  private(set) var hasAnswer = false
  private var text = RunText()
  private var display = RunDisplay()

  /// Shows that a run begins.
  init(_ prepared: PreparedRun) {
    (self.prepared, run) = (prepared, prepared.run)
    StandardOutput.write("Running \(run.pipelineName) with \(prepared.python)")
  }

  /// Shows what a line of the program's says.
  mutating func take(_ line: [UInt8]) {
    hasAnswer = true
    if let news = run.take(line) { display.show(news, &text, of: run) }
  }

  /// Takes away what is below the lines.
  mutating func clear() { display.clear() }

  /// Shows what came of the run.
  ///
  /// - Parameter end: How the program ended.
  /// - Returns: The status to exit with.
  @discardableResult
  mutating func end(_ end: ProgramEnd) -> ExitCode {
    clear()
    switch run.outcome(at: end) {
    case .succeeded:
      for line in text.ending(of: run, succeeded: true) { StandardOutput.write(line) }
      return .success
    case .failed(let message):
      for line in text.ending(of: run, succeeded: false) { StandardOutput.write(line) }
      StandardError.write("kale-lsp: \(message)")
      return ExitStatus.errorsFound
    case .impossible(let message): return ExitStatus.stop(message)
    }
  }
}
