import JSONRPC
import JSONSyntax
import KaleTestSupport
import KaleWorkspace
import LanguageServerProtocol
import NotebookModel
import SourceText

/// A session, and what its client knows from it: the diagnostics that were pushed and those that were pulled.
final class ObservedSession {
  let conversation: Conversation
  private let programs = ScriptedPrograms(printing: [#"{"event": "succeeded"}"#])
  private var requestCount = 0
  /// The number of runs that the server has prepared.
  private(set) var runCount = 0
  /// The number of files that it has compiled.
  private(set) var compilationCount = 0
  /// Whether the client makes the edits that the server asks for.
  private var appliesEdits = false
  /// The diagnostics of each document that the server published last, those of documents without any left out.
  private var published: [String: JSONValue] = [:]
  /// The last report of each document that was pulled.
  private var pulled: [String: (id: JSONValue, items: JSONValue)] = [:]

  init(_ columns: ColumnEncoding, isPulling: Bool, folder: String) throws {
    conversation = Conversation(programs: programs)
    _ = answer(
      "initialize",
      [
        "processId": nil, "rootUri": DocumentURI(filePath: folder).json,
        "capabilities": Self.capabilities(columns, isPulling: isPulling),
      ])
    conversation.notify("initialized", [:])
  }

  private static func capabilities(_ columns: ColumnEncoding, isPulling: Bool) -> JSONValue {
    var text: [JSONMember] = [
      JSONMember(key: "hover", value: ["contentFormat": ["markdown"]]),
      JSONMember(
        key: "codeAction",
        value: [
          "codeActionLiteralSupport": ["codeActionKind": ["valueSet": ["quickfix", "refactor", "source"]]],
          "dataSupport": true, "resolveSupport": ["properties": ["edit"]],
        ]),
      JSONMember(key: "rename", value: ["prepareSupport": true]),
      JSONMember(key: "documentSymbol", value: ["hierarchicalDocumentSymbolSupport": true]),
      JSONMember(key: "publishDiagnostics", value: ["relatedInformation": true, "dataSupport": true]),
    ]
    if isPulling { text.append(JSONMember(key: "diagnostic", value: [:])) }
    return [
      "general": ["positionEncodings": [columns == .utf8 ? "utf-8" : "utf-16"]],
      "textDocument": .object(text),
      "workspace": [
        "applyEdit": true, "workspaceEdit": ["documentChanges": true],
        "diagnostics": ["refreshSupport": .bool(isPulling)],
        "codeLens": ["refreshSupport": true], "inlayHint": ["refreshSupport": true],
      ],
      "experimental": [
        "kale": [
          "applyNotebookEdit": true,
          "notebookEditKinds": ["cellMetadata", "cellText", "insertCells", "notebookMetadata"],
        ]
      ],
    ]
  }

  /// Returns the URI of a file.
  static func uri(ofFile path: String) -> String { DocumentURI(filePath: path).description }

  // MARK: What happens

  func setSettings(_ settings: JSONValue) {
    conversation.notify("workspace/didChangeConfiguration", ["settings": settings])
  }

  func tellOfFile(_ uri: String, _ change: FileEvent.Kind) {
    conversation.notify(
      "workspace/didChangeWatchedFiles",
      ["changes": [["uri": .string(uri), "type": .integer(change.rawValue)]]])
  }

  /// Takes in what the server has said, and answers what it has asked; returns the edits that it wanted made.
  @discardableResult
  func takeMessages() -> [String] {
    var edits: [String] = []
    for message in conversation.client.take() {
      switch message {
      case .notification("textDocument/publishDiagnostics", let params):
        guard let uri = params?["uri"]?.asString else { continue }
        let items = params?["diagnostics"] ?? []
        if items.elements.isEmpty { published.removeValue(forKey: uri) } else { published[uri] = items }
      case .request(let id, let method, let params):
        let isEdit = method == "workspace/applyEdit" || method == "kale/applyNotebookEdit"
        if isEdit { edits.append("\(method) \(params?.text ?? "")") }
        conversation.respond(to: id, isEdit ? ["applied": .bool(appliesEdits)] : .null)
      case .notification, .response: break
      }
    }
    return edits
  }

  // MARK: What is answered

  private func answer(_ method: String, _ params: JSONValue) -> Result<JSONValue, ResponseError>? {
    requestCount += 1
    RequestLog.note(method, params)
    return conversation.request(method, params, id: requestCount)
  }

  /// Returns the code actions for a range of a document.
  func codeActions(_ uri: String, _ range: JSONValue) -> [JSONValue] {
    takeMessages()
    let params: JSONValue = [
      "textDocument": ["uri": .string(uri)], "range": range, "context": ["diagnostics": []],
    ]
    guard case .success(let actions) = answer("textDocument/codeAction", params) else { return [] }
    return actions.elements
  }

  /// Executes a command, and has the client make the edit that the server asks for before it says so.
  func execute(_ command: JSONValue, making edit: (JSONValue) -> Void) {
    takeMessages()
    _ = answer("workspace/executeCommand", command)
    let asked = conversation.client.sent.lazy.compactMap { sent -> (RequestID, JSONValue)? in
      guard case .request(let id, "kale/applyNotebookEdit", let params?) = sent else { return nil }
      return (id, params)
    }.first
    guard let (id, params) = asked else { return }
    _ = conversation.client.take()
    edit(params)
    conversation.respond(to: id, ["applied": true])
  }

  /// Asks a question, and says in words what comes of it: the answer, what follows from it, and the edits that the server
  /// wants made.
  func ask(_ question: Question) -> String {
    takeMessages()
    appliesEdits = question.appliesEdits
    let first = answer(question.method, question.params)
    let id = requestCount
    var words: [String] = []
    if let first { words.append(Self.words(first)) }
    let inputs = programs.takeInputs()
    runCount += inputs.count
    if first == nil, !inputs.isEmpty { _ = conversation.waitForAnswer(to: id) }
    let answered = conversation.answer(to: id)
    let sent = conversation.client.sent
    words += takeMessages() + inputs.map(\.text)
    if first == nil, sent.isEmpty { words.append("no answer") }
    // What the server answers once the client has made or refused the edit, or the program has ended.
    if first == nil, let last = answered ?? conversation.answer(to: id) { words.append(Self.words(last)) }
    takeMessages()
    if case .success(let answer) = first { words += follow(answer, question) }
    return words.joined(separator: "\n")
  }

  /// Reads what has been compiled, and resolves and makes the code actions that are offered.
  private func follow(_ answer: JSONValue, _ question: Question) -> [String] {
    let paths = ["pipelineSpecPath", "dslPath"].compactMap { answer[$0]?.asString }
    let files = paths.map { path in
      (try? FileSystem.read(path)).map { String(decoding: $0, as: UTF8.self) } ?? "no file"
    }
    compilationCount += files.count
    guard question.method == "textDocument/codeAction" else { return files }
    return answer.elements.prefix(8).flatMap { action -> [String] in
      guard action["edit"] == nil else { return [] }
      let resolved = ask(Question("codeAction/resolve", action))
      let command = action["command"]?["command"]
      guard command == "kale.applyNotebookEdit" else { return [resolved] }
      return [resolved, ask(Question("workspace/executeCommand", action["command"] ?? .null))]
    }
  }

  private static func words(_ result: Result<JSONValue, ResponseError>) -> String {
    switch result {
    case .success(let value): value.withoutResultIDs.text
    case .failure(let error): "error \(error.code): \(error.message)"
    }
  }

  /// The diagnostics that the client shows of some documents.
  func diagnostics(of uris: [String], isPulling: Bool) -> [String: String] {
    takeMessages()
    var shown = published.mapValues(\.text)
    guard isPulling else { return shown }
    for uri in uris {
      var members = [JSONMember(key: "textDocument", value: ["uri": .string(uri)])]
      if let known = pulled[uri] { members.append(JSONMember(key: "previousResultId", value: known.id)) }
      guard case .success(let report) = answer("textDocument/diagnostic", .object(members)) else { continue }
      if report["kind"] == "full" {
        let items = report["items"] ?? []
        if let id = report["resultId"] { pulled[uri] = (id, items) } else { pulled[uri] = nil }
        if !items.elements.isEmpty { shown["pulled " + uri] = items.text }
        continue
      }
      let items = pulled[uri]?.items ?? []
      if !items.elements.isEmpty { shown["pulled " + uri] = items.text }
    }
    return shown
  }
}

/// A request of the client.
struct Question {
  let method: String
  let params: JSONValue
  /// Whether the client makes the edits that the server asks for meanwhile, or refuses them.
  let appliesEdits: Bool

  init(_ method: String, _ params: JSONValue, appliesEdits: Bool = true) {
    self.method = method
    self.params = params
    self.appliesEdits = appliesEdits
  }
}

extension JSONValue {
  /// The value without the names of reports, which count the reports.
  fileprivate var withoutResultIDs: JSONValue {
    switch self {
    case .object(let members):
      .object(
        members.filter { $0.key != "resultId" }.map {
          JSONMember(key: $0.key, value: $0.value.withoutResultIDs)
        })
    case .array(let elements): .array(elements.filter { !$0.isEmptyReport }.map(\.withoutResultIDs))
    default: self
    }
  }

  /// Whether this is the report of a file without findings, which says nothing to a client that shows none of the file.
  fileprivate var isEmptyReport: Bool { self["kind"] == "full" && self["items"] == .array([]) }
}
