import JSONRPC
import KaleWorkspace
import LanguageServerProtocol

/// A question to a Kubeflow Pipelines server about its schedules, whose answer a client waits for.
final class ScheduleQuestion {
  /// The request of the client.
  let id: RequestID
  let reader: ProgramReader
  private var request: ClusterScheduleRequest
  private let finish: (Result<[ScheduledPipeline], ResponseError>) -> Void
  private var isStopped = false

  /// Starts the program that asks. `announce` is called on another thread when it has written something, or has ended.
  init(
    _ request: ClusterScheduleRequest, startedBy id: RequestID, in environment: ServerEnvironment,
    announce: @escaping @Sendable () -> Void,
    finish: @escaping (Result<[ScheduledPipeline], ResponseError>) -> Void
  ) throws(ProgramFailure) {
    do throws(ProgramFailure) {
      reader = ProgramReader(try environment.start(request.program))
    } catch {
      request.cleanUp()
      throw error
    }
    (self.id, self.request, self.finish) = (id, request, finish)
    reader.start(announce)
  }

  /// Takes in a line of the program's. Returns one for the log; nil for none.
  func take(_ line: [UInt8]) -> String? { request.take(line) }

  func stop() {
    isStopped = true
    // A program that waits for its lines to be taken could not end.
    reader.discard()
    reader.program.stop()
  }

  /// Answers the client, once the program has ended.
  func end() {
    request.cleanUp()
    if isStopped { return finish(.failure(.cancelledByClient)) }
    switch request.outcome(at: reader.end) {
    case .succeeded: finish(.success(request.schedules))
    case .impossible(let message): finish(.failure(ResponseError(.requestFailed, message)))
    }
  }
}
