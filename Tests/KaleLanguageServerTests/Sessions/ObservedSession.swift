import JSONRPC
import JSONSyntax
import KaleTestSupport
import LanguageServerProtocol
import NotebookModel
import SourceText

/// A session, and what its client knows from it: the diagnostics that were pushed and those that were pulled.
final class ObservedSession {
  let conversation = Conversation()
  private var requestCount = 0
  /// The diagnostics of each document that the server published last, those of documents without any left out.
  private var published: [String: JSONValue] = [:]
  /// The last report of each document that was pulled.
  private var pulled: [String: (id: JSONValue, items: JSONValue)] = [:]

  init(_ columns: ColumnEncoding, isPulling: Bool, folder: String) throws {
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
        conversation.respond(to: id, isEdit ? ["applied": false] : .null)
      case .notification, .response: break
      }
    }
    return edits
  }

  // MARK: What is answered

  private func answer(_ method: String, _ params: JSONValue) -> Result<JSONValue, ResponseError>? {
    requestCount += 1
    return conversation.request(method, params, id: requestCount)
  }

  /// Asks a question, and says in words what comes of it: the answer, and the edits that the server wants made.
  func ask(_ question: Question) -> String {
    takeMessages()
    let first = answer(question.method, question.params)
    let id = requestCount
    var words: [String] = []
    if let first { words.append(Self.words(first)) }
    let sent = conversation.client.sent
    words += takeMessages()
    if first == nil, sent.isEmpty { words.append("no answer") }
    // What the server answers once the client has refused the edit.
    if first == nil, let last = conversation.answer(to: id) { words.append(Self.words(last)) }
    takeMessages()
    return words.joined(separator: "\n")
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

  init(_ method: String, _ params: JSONValue) {
    self.method = method
    self.params = params
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
