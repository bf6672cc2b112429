import JSONRPC
import JSONSyntax
import KaleWorkspace
import LanguageServerProtocol

/// One conversation with one client: what has been agreed, and the documents the client has open.
///
/// Messages are handled one at a time, in order; each handler runs to its end. What is answered and taken is listed in
/// `methods`. Nothing here is shared with another thread.
package final class Session {
  /// How far the conversation has come.
  enum Phase {
    case uninitialized, running, shutDown, exited
  }

  let client: any Client
  let environment: ServerEnvironment
  /// What is answered and taken.
  let methods: MethodTable
  /// Has the session handle `.deferred` with a run's number, after the messages of the client. Callable from any thread.
  let enqueueDeferred: @Sendable (Int) -> Void
  var phase = Phase.uninitialized
  var trace = TraceValue.off
  /// What the client can do; nothing before `initialize`.
  var abilities = ClientAbilities()
  var documents = DocumentStore()
  var settings = EditorSettings()
  /// What to do with the responses that are still to come.
  private var responseHandlers: [RequestID: (Result<JSONNode, ResponseError>) -> Void] = [:]
  /// Requests that are not answered yet because their handlers wait for the client, with the number of those before.
  private var waiting: [RequestID: Int] = [:]
  private var requestCount = 0
  /// Whether the client has sent `shutdown`. Only `exit` may follow.
  package private(set) var wasShutDown = false
  /// The notebooks of the workspace that are not open.
  let workspace = WorkspaceNotebooks<WorkspaceContent>()
  /// The number of reports of diagnostics so far, which names them.
  var reportCount = 0
  /// The texts that the client was told findings of, and may show them still: a client that closes a text does not
  /// always ask about it again.
  var reportedTexts: Set<DocumentURI> = []
  /// The pull of the workspace that waits for something new.
  var heldPull: HeldPull?
  /// The runs of pipelines that go on, by number.
  var runs: [Int: RunInProgress] = [:]
  /// The questions about schedules that go on, by number.
  var scheduleQuestions: [Int: ScheduleQuestion] = [:]
  /// How many numbers were given to programs and to what was put off.
  var runCount = 0
  /// The programs of runs that wait for the next run of their notebook.
  var idlePrograms = IdlePrograms()
  /// The last run of each notebook, by the path of its file.
  var runRecords: [String: RunRecord] = [:]
  /// How many tokens of progress the server has made up.
  var progressCount = 0

  /// Starts a conversation.
  ///
  /// - Parameters:
  ///   - client: The client.
  ///   - environment: What surrounds the server.
  ///   - methods: What is answered and taken.
  ///   - enqueueDeferred: Has the session handle `.deferred` with a number. Callable from any thread.
  init(
    client: any Client, environment: ServerEnvironment, methods: MethodTable,
    enqueueDeferred: @escaping @Sendable (Int) -> Void
  ) {
    self.client = client
    self.environment = environment
    self.methods = methods
    self.enqueueDeferred = enqueueDeferred
  }

  /// Whether the client has said that the conversation is over.
  package var isOver: Bool { phase == .exited }

  /// Handles one message whatever it is; an error in it is answered and never ends the session.
  package func handle(_ message: IncomingMessage) {
    switch message {
    case .request(let id, let method, let params):
      traceMessage("received request \(method)")
      handleRequest(Request(id: id, method: method, params: params))
    case .notification(let method, let params):
      traceMessage("received notification \(method)")
      handleNotification(method, params)
    case .response(let id, let result):
      guard let id, let handler = responseHandlers.removeValue(forKey: id) else { return }
      handler(result)
    case .malformed(let id, let error):
      client.respond(to: id, with: .failure(error))
    case .deferred(let number):
      if let question = scheduleQuestions[number] {
        takeAnswer(of: question, number)
      } else {
        takeOutput(ofRun: number)
      }
    }
  }

  /// Sends a request; `handler` is called with the response, if one comes.
  func request(
    _ method: String, _ params: JSONValue?, handler: @escaping (Result<JSONNode, ResponseError>) -> Void
  ) {
    let id = client.request(method, params)
    responseHandlers[id] = handler
  }

  /// Answers a request whose handler waited for the client, unless that has been done.
  func finish(_ request: Request, with result: Result<JSONValue, ResponseError>) {
    guard waiting.removeValue(forKey: request.id) != nil else { return }
    client.respond(to: request.id, with: result)
  }

  /// Ends all work: what waits for the client is given up.
  func endWork() {
    phase = .shutDown
    wasShutDown = true
    stopRuns()
    for question in scheduleQuestions.values { question.stop() }
    idlePrograms.end { _ in true }
    heldPull = nil
    responseHandlers = [:]
    for (id, _) in waiting.sorted(by: { $0.value < $1.value }) {
      client.respond(
        to: id, with: .failure(ResponseError(.serverCancelled, "The server has been shut down.")))
    }
    waiting = [:]
  }

  private func handleRequest(_ request: Request) {
    switch phase {
    case .uninitialized where request.method != "initialize":
      fail(
        request,
        ResponseError(.serverNotInitialized, "The server is not initialized. Send `initialize` first."))
      return
    case .shutDown, .exited:
      fail(request, ResponseError(.invalidRequest, "The server has been shut down."))
      return
    case .uninitialized, .running: break
    }
    guard let handler = methods.request(request.method) else {
      fail(request, ResponseError(.methodNotFound, "Unknown method `\(request.method)`."))
      return
    }
    requestCount += 1
    waiting[request.id] = requestCount
    do {
      if case .now(let value) = try handler.handle(request, in: self) {
        finish(request, with: .success(value))
      }
    } catch let error as ResponseError {
      finish(request, with: .failure(error))
    } catch let error as JSONDecodingError {
      finish(request, with: .failure(ResponseError(.invalidParams, error.message)))
    } catch let error as PositionOutsideText {
      finish(request, with: .failure(ResponseError(.invalidParams, error.message)))
    } catch {
      finish(request, with: .failure(ResponseError(.internalError, "\(error)")))
    }
  }

  private func handleNotification(_ method: String, _ params: JSONNode?) {
    if method == "exit" {
      phase = .exited
      return
    }
    guard phase == .running, let handler = methods.notification(method) else { return }
    do {
      try handler.handle(params, in: self)
    } catch let error as JSONDecodingError {
      log(.error, "Ignored `\(method)`: \(error.message)")
    } catch let error as ResponseError {
      log(.error, "Ignored `\(method)`: \(error.message)")
    } catch {
      log(.error, "Ignored `\(method)`: \(error)")
    }
  }

  private func fail(_ request: Request, _ error: ResponseError) {
    client.respond(to: request.id, with: .failure(error))
  }
}
