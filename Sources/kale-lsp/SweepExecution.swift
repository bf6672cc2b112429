import ArgumentParser
import KaleCommandLine
import KaleWorkspace

/// Runs the combinations of a sweep, and prints the table of what came of them.
struct SweepExecution {
  let prepared: PreparedRun
  let interruption: Interruption
  let best: BestMetric?
  let format: SweepTable.Format

  /// Returns the status to exit with.
  func carryOut() throws -> ExitCode {
    defer { prepared.cleanUp() }
    var progress = SweepProgress(of: prepared)
    let count = progress.runs.count
    show(
      "Running \(count) \(count == 1 ? "combination" : "combinations") of \(prepared.run.pipelineName) with \(prepared.python)"
    )
    let end: ProgramEnd
    do {
      end = try prepared.follow(interruption) { line in
        for line in progress.take(line) { show(line) }
      }
    } catch {
      // What has been computed is not lost.
      showTable(progress.rowsOfEndedRuns)
      throw error
    }
    if let problem = progress.problem(at: end) { return ExitStatus.stop(problem) }
    let rows = progress.rows(at: end)
    showTable(rows)
    return rows.contains { $0.error != nil } ? ExitStatus.errorsFound : .success
  }

  private func showTable(_ rows: [SweepRow]) {
    if rows.isEmpty { return }
    if format == .text { show("") }
    if let best, SweepTable.lacks(best, in: rows) {
      StandardError.write("No combination has a metric `\(best.name)`: the table keeps their order.")
    }
    StandardOutput.write(SweepTable(rows, best: best).text(format), terminator: "")
  }

  /// Shows a line where it does not mix with a table for programs.
  private func show(_ line: String) {
    if format == .text { StandardOutput.write(line) } else { StandardError.write(line) }
  }
}
