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
      }
    }
  }
}

/// Asks about the workspace, where the notebook is not open: the files that the server reads there have these codes.
///
/// A folder stands for its `.ipynb` files; other shapes are read only where they are open or named.
package func assertWorkspaceDiagnostics(
  _ text: String, are codes: [String], sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let folder = try TemporaryFolder()
  let rendered = RenderedNotebook(ExampleNotebook(text).notebook, as: .ipynb)
  try folder.write(rendered.texts[0], "n.ipynb")
  let conversation = Conversation()
  let root = DocumentURI(filePath: folder.path)
  conversation.request(
    "initialize",
    [
      "processId": nil, "rootUri": root.json,
      "capabilities": [
        "textDocument": ["diagnostic": [:]], "workspace": ["diagnostics": ["refreshSupport": true]],
      ],
    ])
  conversation.notify("initialized", [:])
  let answer = try conversation.request("workspace/diagnostic", ["previousResultIds": []], id: 1)?.get()
  let reports = answer?["items"]?.elements ?? []
  #expect(
    reports.map { $0["uri"] } == [DocumentURI(filePath: folder.path("n.ipynb")).json],
    sourceLocation: sourceLocation)
  #expect(
    reports.flatMap { $0["items"]?.elements ?? [] }.compactMap { $0["code"]?.asString }.sorted()
      == codes.sorted(),
    sourceLocation: sourceLocation)
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
      // The first lines name the notebook and the command.
      .map { $0.split(separator: "\n").filter { !$0.hasPrefix("#") }.joined(separator: "\n") }
    if first.isEmpty { first = files }
    #expect(files == first, "\(editor.name)", sourceLocation: sourceLocation)
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
  fileprivate var publishedDiagnostics: [String] {
    var latest: [String: [JSONValue]] = [:]
    for case .notification("textDocument/publishDiagnostics", let params) in conversation.client.sent {
      guard let uri = params?["uri"]?.asString else { continue }
      latest[uri] = params?["diagnostics"]?.elements ?? []
    }
    return latest.flatMap { uri, diagnostics in diagnostics.map { describe($0, in: uri) } }
  }

  /// What the server says of the notebook's text when it is asked, in words.
  fileprivate var pulledDiagnostics: [String] {
    let report = request("textDocument/diagnostic", ["textDocument": ["uri": .string(uri)]])
    return (report?["items"]?.elements ?? []).map { describe($0, in: uri) }
  }

  private func describe(_ diagnostic: JSONValue, in uri: String) -> String {
    let location = diagnostic["range"]?.asRange.map { Location(uri: DocumentURI(uri), range: $0) }
    return "\(diagnostic["code"]?.asString ?? "") at \(describe(location))"
  }
}
