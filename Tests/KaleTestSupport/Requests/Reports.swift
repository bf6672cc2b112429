import KaleWorkspace
import JSONSyntax
import KaleLanguageServer
import LanguageServerProtocol
import NotebookModel
import Testing

/// Opens a notebook: what is published of it is at the marks, with these codes. Clients that ask get the same of texts.
package func assertDiagnostics(
  _ text: String, are codes: [String], sourceLocation: SourceLocation = #_sourceLocation
) {
  for isPulling in [false, true] {
    onEveryShape(of: text, isPulling: isPulling, sourceLocation: sourceLocation) { editor in
      let isPulled = isPulling && editor.shape.isOneDocument
      let found = isPulled ? editor.pulledDiagnostics : editor.publishedDiagnostics
      let expected = zip(editor.example.marks, codes).map { place, code in
        "\(code) at \(editor.describe(editor.location(of: place)))"
      }
      #expect(found.sorted() == expected.sorted(), "\(editor.name)", sourceLocation: sourceLocation)
      if isPulled {
        #expect(editor.publishedDiagnostics.isEmpty, "\(editor.name)", sourceLocation: sourceLocation)
      } else if isPulling {
        // Those of cells are pushed, and not reported a second time.
        #expect(editor.pulledDiagnostics.isEmpty, "\(editor.name)", sourceLocation: sourceLocation)
      }
    }
  }
}

/// Asks about a workspace of two copies of a notebook: the open one, whatever its shape, is not reported, and the `.ipynb`
/// file that is not open has these codes.
package func assertWorkspaceDiagnostics(
  _ text: String, are codes: [String], sourceLocation: SourceLocation = #_sourceLocation
) {
  onEveryShape(of: text, isPulling: true, sourceLocation: sourceLocation) { editor in
    try editor.write(RenderedNotebook(editor.example.notebook, as: .ipynb).texts[0], "closed.ipynb")
    let answer = editor.request("workspace/diagnostic", ["previousResultIds": []])
    let reports = answer?["items"]?.elements ?? []
    #expect(
      reports.map { $0["uri"] } == [DocumentURI(filePath: editor.path("closed.ipynb")).json],
      "\(editor.name)", sourceLocation: sourceLocation)
    #expect(
      reports.flatMap { $0["items"]?.elements ?? [] }.compactMap { $0["code"]?.asString }.sorted()
        == codes.sorted(),
      "\(editor.name)", sourceLocation: sourceLocation)
  }
}

/// Compiles the notebook: the files are the same whatever shape it has.
package func assertCompiles(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) {
  var first: [String] = []
  onEveryShape(of: text, sourceLocation: sourceLocation) { editor in
    let argument: JSONValue = [
      "uri": .string(editor.uri), "outputDirectory": .string(editor.path("compiled")),
    ]
    let answer = try editor.execute("kale.compile", argument)?.get()
    let paths = [answer?["pipelineSpecPath"], answer?["dslPath"]].compactMap { $0?.asString }
    #expect(paths.count == 2, "\(editor.name): \(answer?.text ?? "")", sourceLocation: sourceLocation)
    let files = try paths.map { String(decoding: try FileSystem.read($0), as: UTF8.self) }
      .map { withoutOrigin($0, of: editor) }
    if first.isEmpty { first = files }
    #expect(files == first, "\(editor.name)", sourceLocation: sourceLocation)
  }
}

/// A compiled file without what it says of the notebook's path: the first lines, and the file's name in each step.
private func withoutOrigin(_ text: String, of editor: some NotebookEditor) -> String {
  text.split(separator: "\n").filter { !$0.hasPrefix("#") }.joined(separator: "\n")
    .replacing("\(editor.folderPath)/\(editor.shape.fileName)", with: "NOTEBOOK")
    .replacing(editor.folderPath, with: "FOLDER")
    .replacing(/notebook=(\\?"|')[^"'\\]*(\\?"|')/, with: "notebook=NAME")
}

/// Runs the notebook with a program in place of Python that says of each step that it is done: the program is given the same
/// pipeline whatever shape the notebook has, and the answer names the steps.
package func assertRuns(
  _ text: String, steps: [String], sourceLocation: SourceLocation = #_sourceLocation
) {
  let events = steps.map { #"{"event": "state", "task": "\#($0)-step", "state": "done"}"# }
  let programs = ScriptedPrograms(printing: events + [#"{"event": "succeeded"}"#])
  var first: [JSONValue]?
  onEveryShape(of: text, programs: programs, sourceLocation: sourceLocation) { editor in
    _ = editor.execute("kale.run", ["uri": .string(editor.uri), "python": "/bin/sh"])
    let tasks = steps.map { ["name": .string($0), "state": "done"] as JSONValue }
    #expect(
      editor.waitForAnswer() == .success(["succeeded": true, "tasks": .array(tasks)]), "\(editor.name)",
      sourceLocation: sourceLocation)
    let inputs = programs.takeInputs().map { input in
      input.mapStrings { text in
        withoutOrigin(text, of: editor)
      }
    }
    #expect(inputs.count == 1, "\(editor.name)", sourceLocation: sourceLocation)
    #expect(inputs == first ?? inputs, "\(editor.name)", sourceLocation: sourceLocation)
    first = inputs
  }
}

/// Ends the conversation: the notebook that is open does not keep the server, which answers nothing afterwards.
package func assertShutdown(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) {
  onEveryShape(of: text, sourceLocation: sourceLocation) { editor in
    #expect(
      editor.send("shutdown", .null) == .success(.null), "\(editor.name)", sourceLocation: sourceLocation)
    #expect(
      editor.request("kale/outline", ["uri": .string(editor.uri)]) == nil, "\(editor.name)",
      sourceLocation: sourceLocation)
  }
}

/// Asks for the outline: what the code cells are, and the steps that they belong to.
package func assertOutline(
  _ text: String, is expected: [(cell: CellIndex, role: String, step: String?)],
  sourceLocation: SourceLocation = #_sourceLocation
) {
  onEveryShape(of: text, sourceLocation: sourceLocation) { editor in
    let outline = editor.request("kale/outline", ["uri": .string(editor.uri)])
    let found = outline?["cells"]?.elements ?? []
    #expect(
      found.map { [$0["role"]?.asString, $0["step"]?.asString] } == expected.map { [$0.role, $0.step] },
      "\(editor.name)", sourceLocation: sourceLocation)
    #expect(
      found.map(\.asLocation)
        == expected.map { line in
          let cell = editor.rendered.cells[line.cell]
          return editor.location(DocumentSpan(document: cell.document, bytes: cell.whole))
        }, "\(editor.name)", sourceLocation: sourceLocation)
  }
}

/// Goes to the next and the previous step from the start of a cell.
package func assertStepNavigation(
  _ text: String, from cell: CellIndex, next: CellIndex?, previous: CellIndex?,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  onEveryShape(of: text, sourceLocation: sourceLocation) { editor in
    guard let start = editor.location(of: .cell(cell)) else { return }
    let argument: JSONValue = [
      "uri": .string(start.uri.description), "position": start.range.start.json,
    ]
    for (command, head) in [("kale.nextStep", next), ("kale.previousStep", previous)] {
      let found = try editor.execute(command, argument)?.get()
      #expect(
        found?.asLocation == head.flatMap { editor.location(of: .cell($0)) }, "\(command), \(editor.name)",
        sourceLocation: sourceLocation)
    }
  }
}

/// Asks for the graph: it is the same text in every shape.
package func assertGraph(
  _ text: String, format: String, has parts: [String], sourceLocation: SourceLocation = #_sourceLocation
) {
  onEveryShape(of: text, sourceLocation: sourceLocation) { editor in
    let answer = try editor.execute("kale.graph", ["uri": .string(editor.uri), "format": .string(format)])?
      .get()
    let graph = answer?["text"]?.asString ?? ""
    for part in parts {
      #expect(graph.contains(part), "\(editor.name): \(graph)", sourceLocation: sourceLocation)
    }
  }
}

extension NotebookEditor {
  /// What was published of the notebook's documents, in words.
  package var publishedDiagnostics: [String] {
    var latest: [String: [JSONValue]] = [:]
    for case .notification("textDocument/publishDiagnostics", let params) in conversation.client.sent {
      guard let uri = params?["uri"]?.asString else { continue }
      latest[uri] = params?["diagnostics"]?.elements ?? []
    }
    return latest.flatMap { uri, diagnostics in diagnostics.map { describe($0, in: uri) } }
  }

  /// What the server says of the notebook's documents when it is asked, in words.
  package var pulledDiagnostics: [String] {
    texts.indices.flatMap { index -> [String] in
      let uri = uri(ofDocument: index)
      let report = request("textDocument/diagnostic", ["textDocument": ["uri": .string(uri)]])
      return (report?["items"]?.elements ?? []).map { describe($0, in: uri) }
    }
  }

  private func describe(_ diagnostic: JSONValue, in uri: String) -> String {
    let location = diagnostic["range"]?.asRange.map { Location(uri: DocumentURI(uri), range: $0) }
    return "\(diagnostic["code"]?.asString ?? "") at \(describe(location))"
  }
}
