import JSONSyntax
import KaleTestSupport
import SourceText

/// Every request that a client can send of a workspace, at random places.
struct Questions {
  private(set) var questions: [Question] = []
  private var author: NotebookAuthor
  private let columns: ColumnEncoding
  /// The folder for what is compiled.
  private let outputFolder: String

  init(seed: UInt64, _ columns: ColumnEncoding, of documents: [EditorDocument], outputFolder: String) {
    author = NotebookAuthor(seed: seed)
    self.columns = columns
    self.outputFolder = outputFolder
    for document in documents {
      askAboutNotebook(document.uri)
      askForEdits(of: document)
      askForPipeline(document.uri)
      var texts = document.texts
      if texts.count > 4 { texts = (0..<4).map { _ in author.pick(texts) } }
      for (uri, text) in texts {
        askAboutDocument(uri, text, isWhole: documents.count == 1 || texts.count == 1)
      }
    }
    add("workspace/symbol", ["query": .string(author.pick(["", "s", "s1"]))])
    add("workspace/diagnostic", ["previousResultIds": []])
  }

  private mutating func add(_ method: String, _ params: JSONValue) {
    questions.append(Question(method, params, appliesEdits: author.below(2) == 0))
  }

  private mutating func addCommand(_ command: String, _ argument: JSONValue) {
    add("workspace/executeCommand", ["command": .string(command), "arguments": [argument]])
  }

  private mutating func askAboutNotebook(_ uri: String) {
    let uri = JSONValue.string(uri)
    add("kale/outline", ["uri": uri])
    for format in ["json", "mermaid", "dot", "svg", "text"] {
      addCommand("kale.graph", ["uri": uri, "format": .string(format)])
    }
    addCommand("kale.graph", ["uri": uri, "format": "json", "kale": true])
    addCommand("kale.explainRule", ["rule": "unknown-tag"])
    addCommand("kale.readReport", ["uri": uri, "report": "file:///elsewhere/report.html"])
  }

  /// Asks for changes of a notebook, those included that code actions leave to be worked out.
  private mutating func askForEdits(of document: EditorDocument) {
    let uri = JSONValue.string(document.uri)
    addCommand("kale.fixAll", ["uri": uri])
    addCommand("kale.migrate", ["uri": uri])
    let cell = JSONValue.integer(author.below(6))
    addCommand("kale.setTags", ["uri": uri, "cell": cell, "tags": [.string("step:s\(author.below(9))")]])
    addCommand("kale.renameStep", ["uri": uri, "cell": cell, "newName": "renamed"])
    askForForms(uri, cell)
    let version = JSONValue.integer(document.version)
    for kind in ["source.fixAll.kale", "source.kale.migrate"] as [JSONValue] {
      add("codeAction/resolve", ["title": "t", "data": ["uri": uri, "version": version, "kind": kind]])
    }
    let edit: JSONValue = ["kind": "notebookMetadata", "metadata": [:]]
    addCommand(
      "kale.applyNotebookEdit",
      ["label": "l", "edit": ["notebookDocument": ["uri": uri, "version": version], "edits": [edit]]])
  }

  private mutating func askForForms(_ uri: JSONValue, _ cell: JSONValue) {
    add("kale/form", ["uri": uri])
    add("kale/form", ["uri": uri, "cell": cell])
    add("kale/proposal", ["uri": uri])
    let changes: JSONValue = author.pick([
      ["role": "step"], ["role": "none"], ["role": "skip"], ["role": "imports"], ["name": "renamed"],
      ["previous": ["s1"]], ["image": "python:3.13", "gpu-count": 1, "cpu-limit": .null],
      ["labels": [["key": "team", "value": "é😀"]]],
    ])
    add("kale/checkForm", ["uri": uri, "cell": cell, "changes": changes])
    addCommand("kale.applyForm", ["uri": uri, "cell": cell, "changes": changes])
    let settings: JSONValue = author.pick([
      ["pipeline-name": "renamed"], ["retries": 2], ["runtime": .null], ["default-cpu-limit": "1"],
      ["volumes": [["name": "v", "mount_point": "/v", "type": "pvc"]]],
    ])
    addCommand("kale.applyForm", ["uri": uri, "changes": settings])
    addCommand("kale.applyProposal", ["uri": uri, "pipelineName": "renamed"])
  }

  private mutating func askForPipeline(_ uri: String) {
    let uri = JSONValue.string(uri)
    addCommand("kale.compile", ["uri": uri, "outputDirectory": .string(outputFolder)])
    addCommand("kale.run", ["uri": uri, "python": "/bin/sh", "parameters": .object([])])
    addCommand("kale.run", ["uri": uri, "python": "/bin/sh", "submit": ["host": "http://localhost"]])
    addCommand("kale.schedules", ["uri": uri, "python": "/bin/sh"])
    addCommand("kale.removeSchedule", ["uri": uri, "python": "/bin/sh", "schedule": "nightly"])
  }

  private mutating func askAboutDocument(_ uri: String, _ text: String, isWhole: Bool) {
    let document: JSONValue = ["uri": .string(uri)]
    let (start, end) = (position(0, in: text), position(text.utf8.count, in: text))
    for method in ["codeLens", "documentSymbol", "foldingRange", "documentLink", "diagnostic"] {
      add("textDocument/\(method)", ["textDocument": document])
    }
    let range: JSONValue = ["start": start, "end": end]
    add("textDocument/inlayHint", ["textDocument": document, "range": range])
    add(
      "textDocument/codeAction",
      ["textDocument": document, "range": range, "context": ["diagnostics": []]])
    for _ in 0..<(isWhole ? 6 : 2) { askAboutPlace(somewhere(in: text), in: document) }
  }

  private mutating func askAboutPlace(_ place: JSONValue, in document: JSONValue) {
    let at: [JSONMember] = [
      JSONMember(key: "textDocument", value: document), JSONMember(key: "position", value: place),
    ]
    for method in ["hover", "definition", "documentHighlight", "completion", "prepareRename"] {
      add("textDocument/\(method)", .object(at))
    }
    let context: JSONValue = ["includeDeclaration": .bool(author.below(2) == 0)]
    add("textDocument/references", .object(at + [JSONMember(key: "context", value: context)]))
    add("textDocument/rename", .object(at + [JSONMember(key: "newName", value: "renamed")]))
    add(
      "textDocument/codeAction",
      [
        "textDocument": document, "range": ["start": place, "end": place], "context": ["diagnostics": []],
      ])
    for command in ["kale.nextStep", "kale.previousStep"] {
      addCommand(command, ["uri": document["uri"] ?? .null, "position": place])
    }
  }

  /// A place in a text, within or at a name in most cases.
  private mutating func somewhere(in text: String) -> JSONValue {
    let bytes = Array(text.utf8)
    var byte = author.below(bytes.count + 1)
    // Names and tags are where there is something to say.
    for _ in 0..<8
    where byte < bytes.count && !(bytes[byte] == UInt8(ascii: ":") || bytes[byte] == UInt8(ascii: "n")) {
      byte = author.below(bytes.count + 1)
    }
    while byte < bytes.count, bytes[byte] & 0xC0 == 0x80 { byte += 1 }
    return position(byte, in: text)
  }

  private func position(_ byte: Int, in text: String) -> JSONValue {
    let place = text.position(ofByte: byte, columns)
    return ["line": .integer(place.line), "character": .integer(place.character)]
  }
}
