import JSONRPC
import JSONSyntax
import KaleWorkspace
import LanguageServerProtocol

/// `{uri, host?, namespace?, python?}` → `{schedules}`: lists the schedules of the Kubeflow Pipelines server that a notebook
/// is submitted to.
enum SchedulesCommand: ServerCommand {
  static let name = "kale.schedules"

  struct Answer: JSONEncodable {
    let schedules: [ScheduledPipeline]

    var json: JSONValue { ["schedules": .array(schedules.map(\.json))] }
  }

  static func execute(
    _ argument: ScheduleServer, for call: CommandCall<Answer>, in session: Session
  ) throws -> Reply<Answer> {
    try session.ask(.list, argument, for: call) { Answer(schedules: $0) }
    return .later
  }
}

/// `{uri, schedule, host?, namespace?, python?}` → `{removed}`: removes a schedule of that server.
enum RemoveScheduleCommand: ServerCommand {
  static let name = "kale.removeSchedule"

  struct Argument: JSONDecodable {
    let server: ScheduleServer
    /// The name or the ID of the schedule.
    let schedule: String

    init(json: JSONNode) throws(JSONDecodingError) {
      server = try ScheduleServer(json: json)
      schedule = try json.required("schedule")
    }
  }

  struct Answer: JSONEncodable {
    var json: JSONValue { ["removed": true] }
  }

  static func execute(
    _ argument: Argument, for call: CommandCall<Answer>, in session: Session
  ) throws -> Reply<Answer> {
    try session.ask(.remove(argument.schedule), argument.server, for: call) { _ in Answer() }
    return .later
  }
}

/// `{uri, host?, namespace?, python?}`: the server that a notebook is submitted to.
struct ScheduleServer: JSONDecodable {
  let uri: DocumentURI
  /// Where the server is; nil to leave it to the configuration of the notebook.
  let host: String?
  let namespace: String?
  let python: String?

  init(json: JSONNode) throws(JSONDecodingError) {
    uri = try json.required("uri")
    host = try json.optional("host")
    namespace = try json.optional("namespace")
    python = try json.optional("python")
  }
}

extension Session {
  /// Starts the program that asks the server, and answers the call when it has ended.
  fileprivate func ask<Answer>(
    _ action: ClusterScheduleRequest.Action, _ server: ScheduleServer, for call: CommandCall<Answer>,
    answer: @escaping ([ScheduledPipeline]) -> Answer
  ) throws(ResponseError) {
    var host = server.host
    if host == nil { host = try notebook(meantBy: server.uri).analysis.configuredHost }
    do {
      let request = try ClusterScheduleRequest(
        action, host: host, namespace: server.namespace, python: server.python)
      runCount += 1
      let number = runCount
      scheduleQuestions[number] = try ScheduleQuestion(
        request, startedBy: call.request.id, in: environment,
        announce: { [enqueueDeferred] in enqueueDeferred(number) },
        finish: { call.finish(with: $0.map(answer)) })
    } catch {
      throw ResponseError(.requestFailed, "\(error)")
    }
  }

  /// Stops the question that a request has started, if it goes on.
  func stopQuestion(startedBy id: RequestID) {
    for question in scheduleQuestions.values where question.id == id { question.stop() }
  }

  /// Stops all questions and waits until nothing of them is left.
  func endQuestions() {
    for question in scheduleQuestions.values {
      question.stop()
      question.reader.program.waitUntilEnded(seconds: 6)
      question.end()
    }
    scheduleQuestions = [:]
  }

  /// Handles what the program of a question has written since the last call, or its end.
  func takeAnswer(of question: ScheduleQuestion, _ number: Int) {
    let (lines, isOver) = question.reader.take()
    for text in lines.compactMap(question.take) { log(.info, text) }
    guard isOver else { return }
    scheduleQuestions[number] = nil
    question.end()
  }
}
