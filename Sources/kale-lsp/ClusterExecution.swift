import ArgumentParser
import KaleCommandLine
import KaleWorkspace

/// Has a server do something with a pipeline, and shows what it does.
struct ClusterExecution {
  let prepared: PreparedRun
  let submission: ClusterSubmission

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
    let interruption = Interruption { child.stop() }
    StandardOutput.write("\(submission.announcement) \(run.pipelineName) with \(prepared.python)")
    let end = child.forEachLine { line in
      guard interruption.signal == nil else { return }
      followed = followed ?? FollowedRun(line)
      if let news = run.take(line) { StandardOutput.write(text.line(for: news)) }
    }
    if let signal = interruption.signal {
      StandardError.write(followed?.farewell ?? "kale-lsp: stopped")
      return ExitCode(128 + signal)
    }
    switch run.outcome(at: end) {
    case .succeeded(let url):
      let isFollowed = submission.action == .run(isFollowed: true)
      StandardOutput.write(
        isFollowed ? "Succeeded in \(text.elapsed)." : submission.completion + (url.map { ": \($0)" } ?? "."))
      return .success
    case .failed(let message):
      StandardError.write("kale-lsp: \(message)")
      return ExitStatus.errorsFound
    case .impossible(let message): return ExitStatus.stop(message)
    }
  }
}
