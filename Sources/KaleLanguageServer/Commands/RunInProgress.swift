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
  var run: PipelineRun
  var text = RunText()
  /// Where the client shows how far it is.
  var token: ProgressToken?
  /// Whether the client wants it no longer.
  var isStopped = false
  var waitingLines = JoinedLines()

  init(
    _ call: CommandCall<RunAnswer>, of uri: DocumentURI, _ prepared: PreparedRun, _ reader: ProgramReader
  ) {
    self.call = call
    self.uri = uri
    self.prepared = prepared
    self.reader = reader
    run = prepared.run
  }

  func stop() {
    isStopped = true
    // A program that waits for its lines to be taken could not end.
    reader.discard()
    reader.program.stop()
  }
}
