import JSONRPC
import JSONSyntax
import KaleLanguageServer
import LanguageServerProtocol
import NotebookModel
import SourceText

/// An editor with a marked notebook open in one of its shapes, and a server in the same process.
///
/// It asks at marks, says in terms of marks what comes back, and makes the edits that the server hands out.
package final class NotebookEditor {
  /// The shape in which the notebook is open.
  package let shape: NotebookShape
  /// The unit in which both sides count columns.
  package let columns: ColumnEncoding
  /// The notebook as it was written, with its marks.
  package let example: ExampleNotebook
  /// The notebook in its shape, as it was opened.
  package let rendered: RenderedNotebook
  /// The texts as they are after the edits.
  package private(set) var texts: [String]
  /// For each cell its tags, as they are after the edits; for notebook documents alone.
  package private(set) var tags: [[String]]
  /// What the client and the server said to each other.
  package let conversation: Conversation
  private let folder: TemporaryFolder

  /// Opens a notebook.
  ///
  /// - Parameters:
  ///   - text: The notebook, with its marks.
  ///   - shape: The shape in which it is open.
  ///   - columns: The unit in which both sides count columns.
  ///   - isPulling: Whether the client asks for the diagnostics of texts.
  ///   - showsDocuments: Whether the client opens files that the server names.
  ///   - showsRuns: Whether the client shows how far the steps of a run are.
  ///   - programs: What the server starts in place of programs.
  /// - Throws: An error if the folder of the test cannot be made.
  package init(
    _ text: String, as shape: NotebookShape, _ columns: ColumnEncoding, isPulling: Bool = false,
    showsDocuments: Bool = false, showsRuns: Bool = false,
    programs: ScriptedPrograms = ScriptedPrograms(printing: [])
  ) throws {
    self.shape = shape
    self.columns = columns
    example = ExampleNotebook(text)
    rendered = RenderedNotebook(example.notebook, as: shape)
    texts = rendered.texts
    tags = example.notebook.cells.map { $0.tags.compactMap(\.text) }
    folder = try TemporaryFolder()
    // A virtual document takes the tags from the saved file.
    if shape == .virtualDocument {
      try folder.write(RenderedNotebook(example.notebook, as: .ipynb).texts[0], shape.fileName)
    }
    conversation = Conversation.running(
      Self.capabilities(
        columns, isPulling: isPulling, showsDocuments: showsDocuments, showsRuns: showsRuns),
      inFolder: folder.path,
      programs: programs)
    RequestLog.note("initialize", [:], on: shape)
    open()
  }

  /// What stands in a message about a failure.
  package var name: String { "\(shape.rawValue), \(columns == .utf8 ? "UTF-8" : "UTF-16")" }

  /// The URI of the notebook.
  package var uri: String { DocumentURI(filePath: folder.path(shape.fileName)).description }

  /// Returns the URI of one of the notebook's documents.
  package func uri(ofDocument index: Int) -> String {
    shape == .notebookDocument ? "vscode-notebook-cell:\(folder.path(shape.fileName))#W\(index)" : uri
  }

  /// Writes a file into the folder of the notebook, and tells the server of it.
  package func write(_ text: String, _ name: String) throws {
    try folder.write(text, name)
    conversation.notify(
      "workspace/didChangeWatchedFiles",
      ["changes": [["uri": DocumentURI(filePath: path(name)).json, "type": 1]]])
  }

  /// The folder of the notebook.
  package var folderPath: String { folder.path }

  /// Returns a path in the folder of the notebook.
  package func path(_ name: String) -> String { folder.path(name) }

  private static func capabilities(
    _ columns: ColumnEncoding, isPulling: Bool, showsDocuments: Bool, showsRuns: Bool
  ) -> JSONValue {
    var text: [JSONMember] = [
      JSONMember(key: "hover", value: ["contentFormat": ["markdown"]]),
      JSONMember(
        key: "codeAction",
        value: [
          "codeActionLiteralSupport": ["codeActionKind": ["valueSet": ["quickfix", "refactor"]]],
          "dataSupport": true, "resolveSupport": ["properties": ["edit"]],
        ]),
      JSONMember(key: "rename", value: ["prepareSupport": true]),
      JSONMember(key: "documentSymbol", value: ["hierarchicalDocumentSymbolSupport": true]),
    ]
    if isPulling { text.append(JSONMember(key: "diagnostic", value: [:])) }
    return [
      "general": ["positionEncodings": [columns == .utf8 ? "utf-8" : "utf-16"]],
      "textDocument": .object(text),
      "workspace": [
        "applyEdit": true, "workspaceEdit": ["documentChanges": true],
        "diagnostics": ["refreshSupport": .bool(isPulling)],
      ],
      "window": ["showDocument": ["support": .bool(showsDocuments)]],
      "experimental": [
        "kale": [
          "applyNotebookEdit": true, "runState": .bool(showsRuns),
          "notebookEditKinds": ["cellMetadata", "cellText", "insertCells", "notebookMetadata"],
        ]
      ],
    ]
  }

  private func open() {
    guard shape == .notebookDocument else {
      conversation.notify(
        "textDocument/didOpen",
        [
          "textDocument": [
            "uri": .string(uri), "languageId": .string(shape.languageID), "version": 1,
            "text": .string(texts[0]),
          ]
        ])
      return
    }
    let cells = example.notebook.cells.indexed.map { index, cell -> JSONValue in
      var metadata = [JSONMember(key: "tags", value: .array(cell.tags.map(\.json)))]
      if let path = cell.notebookPath {
        metadata.append(JSONMember(key: "notebook_path", value: .string(path)))
      }
      return [
        "kind": cell.kind == .code ? 2 : 1, "document": .string(uri(ofDocument: index.position)),
        "metadata": ["metadata": .object(metadata)],
      ]
    }
    conversation.notify(
      "notebookDocument/didOpen",
      [
        "notebookDocument": [
          "uri": .string(uri), "notebookType": "jupyter-notebook", "version": 1,
          "metadata": ["metadata": .object(RenderedNotebook.metadata(of: example.notebook))],
          "cells": .array(cells),
        ],
        "cellTextDocuments": .array(
          texts.indices.map { Conversation.document(uri(ofDocument: $0), texts[$0]) }),
      ])
  }

  // MARK: - Places

  /// Returns where a place stands; nil where the shape does not show it.
  package func location(of place: NotebookPlace) -> Location? {
    rendered.span(of: place).map(location)
  }

  /// Returns where the mark stands that has an index among the marks; nil where the shape does not show it.
  package func location(ofMark index: Int) -> Location? { location(of: example.marks[index]) }

  /// Returns bytes of a document in terms of the protocol.
  package func location(_ span: DocumentSpan) -> Location {
    Location(
      uri: DocumentURI(uri(ofDocument: span.document)), range: range(span.bytes, inDocument: span.document))
  }

  private func range(_ bytes: Range<Int>, inDocument index: Int) -> PositionRange {
    let (start, end) = (position(bytes.lowerBound, index), position(bytes.upperBound, index))
    return PositionRange(start: start, end: end)
  }

  private func position(_ byte: Int, _ document: Int) -> Position {
    let place = rendered.texts[document].position(ofByte: byte, columns)
    return Position(line: place.line, character: place.character)
  }

  /// Returns a location in words: the mark that it is, else what stands there.
  package func describe(_ location: Location?) -> String {
    guard let location else { return "nothing" }
    if let mark = example.marks.indices.first(where: { self.location(ofMark: $0) == location }) {
      return "mark \(mark)"
    }
    guard let document = texts.indices.first(where: { uri(ofDocument: $0) == location.uri.description })
    else {
      return location.uri.description
    }
    let (start, end) = (location.range.start, location.range.end)
    let text = rendered.texts[document]
    let bytes = text.byte(ofLine: start.line, character: start.character, columns)
    let last = text.byte(ofLine: end.line, character: end.character, columns)
    let part = String(decoding: Array(text.utf8)[bytes..<max(bytes, last)], as: UTF8.self)
    return "`\(part)` at line \(start.line), column \(start.character) of document \(document)"
  }

  // MARK: - Requests

  /// Sends a request; returns its result, nil where it failed.
  package func request(_ method: String, _ params: JSONValue) -> JSONValue? {
    if case .success(let value) = send(method, params) { value } else { nil }
  }

  /// Sends a request; returns what is answered.
  package func send(_ method: String, _ params: JSONValue) -> Result<JSONValue, ResponseError>? {
    requestCount += 1
    RequestLog.note(method, params, on: shape)
    return conversation.request(method, params, id: requestCount)
  }

  /// Waits for the answer to the last request, which a program has to end for.
  package func waitForAnswer() -> Result<JSONValue, ResponseError>? {
    conversation.waitForAnswer(to: requestCount)
  }

  private var requestCount = 0

  /// Returns the parameters that name a position, with others.
  package func parameters(at location: Location, _ others: [JSONMember] = []) -> JSONValue {
    .object(
      [
        JSONMember(key: "textDocument", value: ["uri": .string(location.uri.description)]),
        JSONMember(key: "position", value: location.range.start.json),
      ] + others)
  }

  /// Asks at the start of a place.
  package func request(_ method: String, at location: Location, _ others: [JSONMember] = []) -> JSONValue? {
    request(method, parameters(at: location, others))
  }

  /// Asks about each of the notebook's documents; returns the elements of all the lists that come back.
  package func requestOfEveryDocument(_ method: String) -> [(document: Int, value: JSONValue)] {
    texts.indices.flatMap { index in
      let answer = request(method, ["textDocument": ["uri": .string(uri(ofDocument: index))]])
      return (answer?.elements ?? []).map { (index, $0) }
    }
  }

  /// Executes a command of the server, and makes the edit that the server asks for meanwhile.
  package func execute(_ command: String, _ argument: JSONValue) -> Result<JSONValue, ResponseError>? {
    let before = conversation.client.sent.count
    let answer = send("workspace/executeCommand", ["command": .string(command), "arguments": [argument]])
    for case .request(let id, let method, let params) in conversation.client.sent[before...] {
      if method == "workspace/applyEdit" { apply(params?["edit"]) }
      if method == "kale/applyNotebookEdit" { applyNotebookEdit(params) }
      conversation.respond(to: id, ["applied": true])
    }
    return answer ?? conversation.answer(to: requestCount)
  }

  // MARK: - Edits

  /// Makes a workspace edit.
  package func apply(_ edit: JSONValue?) {
    for change in edit?["documentChanges"]?.elements ?? [] {
      guard let uri = change["textDocument"]?["uri"]?.asString,
        let document = texts.indices.first(where: { self.uri(ofDocument: $0) == uri })
      else { continue }
      applyEdits(change["edits"]?.elements ?? [], toDocument: document)
    }
  }

  /// Makes edits of a document, all of which are about the text as it is.
  package func applyEdits(_ edits: [JSONValue], toDocument index: Int) {
    texts[index] = texts[index].applying(edits, columns)
  }

  /// Makes an edit of a notebook document, as far as it is one of its cells' tags and texts.
  package func applyNotebookEdit(_ params: JSONValue?) {
    for edit in params?["edit"]?["edits"]?.elements ?? [] {
      guard let cell = texts.indices.first(where: { .string(uri(ofDocument: $0)) == edit["cell"] }) else {
        continue
      }
      if let metadata = edit["metadata"]?["metadata"] {
        tags[cell] = (metadata["tags"]?.elements ?? []).compactMap(\.asString)
      }
      if let edits = edit["edits"] { applyEdits(edits.elements, toDocument: cell) }
    }
  }
}
