import ArgumentParser
import KaleCommandLine
import KaleWorkspace

/// Has a server do something with a pipeline, and shows what it does.
struct ClusterExecution {
  let prepared: PreparedRun
  let interruption: Interruption
  let submission: ClusterSubmission

  private var isFollowed: Bool { submission.action == .run(isFollowed: true) }

  /// Returns the status to exit with.
  func carryOut() throws -> ExitCode {
    defer { prepared.cleanUp() }
    var run = prepared.run
    var text = RunText()
    var followed: FollowedRun?
    let child: ChildProcess
    do {
      child = try ChildProcess(prepared.program)
    } catch {
      throw ExitStatus.stop("\(error)")
    }
    interruption.stop { child.stop() }
    let suspension = Suspension { child }
    defer { withExtendedLifetime(suspension) {} }
    StandardOutput.write("\(submission.announcement) \(run.pipelineName) with \(prepared.python)")
    let end = child.forEachLine { line in
      guard interruption.signal == nil else { return }
      followed = followed ?? FollowedRun(line)
      if let news = run.take(line), let line = text.line(for: news, of: run) { StandardOutput.write(line) }
    }
    if let signal = interruption.signal {
      StandardError.write(followed?.farewell ?? "kale-lsp: stopped")
      return ExitCode(128 + signal)
    }
    switch run.outcome(at: end) {
    case .succeeded where isFollowed:
      for line in text.ending(of: run, succeeded: true) { StandardOutput.write(line) }
      return .success
    case .succeeded(let url):
      StandardOutput.write(submission.completion + (url.map { ": \($0)" } ?? "."))
      return .success
    case .failed(let message):
      if isFollowed { for line in text.ending(of: run, succeeded: false) { StandardOutput.write(line) } }
      StandardError.write("kale-lsp: \(message)")
      return ExitStatus.errorsFound
    case .impossible(let message):
      let stop = ExitStatus.stop(message)
      // A run that was started goes on. Status 2 would have scripts start another.
      return followed == nil ? stop : ExitStatus.errorsFound
    }
  }
}
