import JSONRPC
import KaleWorkspace
import LanguageServerProtocol

/// A run of a pipeline that a client has asked for.
final class RunInProgress {
  let call: CommandCall<RunAnswer>
  /// The notebook.
  let uri: DocumentURI
  let prepared: PreparedRun
  let reader: ProgramReader
  /// What is kept of it when it has ended.
  let record: RunRecord
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
    _ call: CommandCall<RunAnswer>, of uri: DocumentURI, _ prepared: PreparedRun, _ reader: ProgramReader,
    _ record: RunRecord, interval: Double
  ) {
    self.call = call
    self.uri = uri
    self.prepared = prepared
    self.reader = reader
    self.record = record
    pace = Pace(interval: interval)
  }

  var run: PipelineRun { record.run }

  /// Takes in a line of the program's.
  func take(_ line: [UInt8]) -> PipelineRun.News? {
    let news = record.run.take(line)
    if case .output? = news { return news }
    if news != nil { record.hasNews = true }
    return news
  }

  func stop() {
    isStopped = true
    // A program that waits for its lines to be taken could not end.
    reader.discard()
    reader.program.stop()
  }
}
