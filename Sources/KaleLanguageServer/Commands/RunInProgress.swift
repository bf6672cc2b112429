import JSONRPC
import KaleWorkspace
import LanguageServerProtocol

/// A run of a pipeline that a client has asked for.
final class RunInProgress {
  let call: CommandCall<RunAnswer>
  /// The notebook.
  let uri: DocumentURI
  let prepared: PreparedRun
  var program: RunProgram
  /// What is kept of it when it has ended.
  let record: RunRecord
  /// Where it runs.
  let target: RunOptions.Target
  /// Whether the program has written anything.
  private(set) var hasAnswered = false
  var text = RunText()
  /// Where the client shows how far it is.
  var token: ProgressToken?
  /// Whether the client wants it no longer.
  var isStopped = false
  var waitingLines = JoinedLines()
  /// How often the client is told the state of the steps.
  var pace: Pace
  /// The failures that the client was told of.
  var publishedFailures: [RunRecord.Failure] = []

  /// The time between two notifications of the state of the steps in seconds.
  static let interval = 0.1

  init(
    _ call: CommandCall<RunAnswer>, of uri: DocumentURI, _ prepared: PreparedRun, _ program: RunProgram,
    _ record: RunRecord, _ target: RunOptions.Target, interval: Double
  ) {
    self.call = call
    self.uri = uri
    self.prepared = prepared
    self.program = program
    self.record = record
    self.target = target
    pace = Pace(interval: interval)
  }

  var run: PipelineRun { record.run }

  /// What a server has done, before the address where it shows that.
  var completion: String {
    if case .server(let submission) = target { submission.completion } else { "Done" }
  }

  /// Takes in a line of the program's.
  func take(_ line: [UInt8]) -> PipelineRun.News? {
    let news = record.run.take(line)
    hasAnswered = true
    switch news {
    case .output?, .progress?: return news
    default: break
    }
    if news != nil { record.hasNews = true }
    return news
  }

  func stop() {
    isStopped = true
    program.stop()
  }
}
