import JSONSyntax
import LanguageServerProtocol
import NotebookModel
import SourceText
import Testing

/// Asks for completions at the end of the first mark, a tag that is being written or a part of a comment: these are
/// offered, each in the place of the mark, and the notebook becomes another with the first of them.
package func assertCompletions(
  _ text: String, offer labels: [String], becomes expected: String,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  onEveryShape(of: text, sourceLocation: sourceLocation) { editor in
    guard let written = editor.spanOfWrittenMark else {
      // Where tags are not in the text, none can be written there.
      let start = Location(uri: DocumentURI(editor.uri(ofDocument: 0)), range: editor.startOfDocument)
      let found = editor.request("textDocument/completion", at: start)
      #expect(found == [], "\(editor.name)", sourceLocation: sourceLocation)
      return
    }
    let place = editor.location(written)
    let cursor = Location(uri: place.uri, range: PositionRange(start: place.range.end, end: place.range.end))
    let found = editor.request("textDocument/completion", at: cursor)?.elements ?? []
    #expect(
      found.prefix(labels.count).map { $0["label"]?.asString } == labels, "\(editor.name)",
      sourceLocation: sourceLocation)
    #expect(
      found.allSatisfy { $0["textEdit"]?["range"]?.asRange == place.range }, "\(editor.name)",
      sourceLocation: sourceLocation)
    editor.applyEdits(found.prefix(1).compactMap { $0["textEdit"] }, toDocument: written.document)
    expectNotebook(editor, becomes: expected, sourceLocation: sourceLocation)
  }
}

/// Asks for code actions at the first mark: these are offered, and the notebook becomes another with the first of them. A
/// virtual document offers none of them.
package func assertCodeActions(
  _ text: String, offer titles: [String], becomes expected: String,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  onEveryShape(of: text, sourceLocation: sourceLocation) { editor in
    guard let place = editor.location(ofMark: 0) else { throw MarkIsNoTag() }
    let found =
      editor.request(
        "textDocument/codeAction",
        [
          "textDocument": ["uri": .string(place.uri.description)], "range": place.range.json,
          "context": ["diagnostics": []],
        ])?.elements ?? []
    let offered = found.compactMap { $0["title"]?.asString }
    guard editor.shape.isEditable else {
      #expect(
        Set(offered).isDisjoint(with: titles), "\(editor.name): \(offered)", sourceLocation: sourceLocation)
      return
    }
    #expect(
      Set(offered).isSuperset(of: titles), "\(editor.name): \(offered)", sourceLocation: sourceLocation)
    guard let action = found.first(where: { $0["title"]?.asString == titles.first }) else { return }
    editor.apply(action["edit"])
    if let command = action["command"], let argument = command["arguments"]?.elements.first {
      let answer = editor.execute(command["command"]?.asString ?? "", argument)
      #expect(answer == .success(["applied": true]), "\(editor.name)", sourceLocation: sourceLocation)
    }
    expectNotebook(editor, becomes: expected, sourceLocation: sourceLocation)
  }
}

/// Asks for the one action of a kind for the whole notebook, has its edit worked out, and makes it. A virtual document is
/// offered none.
package func assertRepair(
  _ text: String, kind: String, becomes expected: String,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  onEveryShape(of: text, sourceLocation: sourceLocation) { editor in
    guard let place = editor.location(of: .cell(0)) else { throw MarkIsNoTag() }
    let offered = editor.request(
      "textDocument/codeAction",
      [
        "textDocument": ["uri": .string(place.uri.description)], "range": place.range.json,
        "context": ["diagnostics": [], "only": [.string(kind)]],
      ])
    let actions = offered?.elements ?? []
    #expect(
      actions.count == (editor.shape.isEditable ? 1 : 0), "\(editor.name)", sourceLocation: sourceLocation)
    guard let action = actions.first else {
      // What a client makes up comes back as it is.
      let own = editor.repairAction(kind: kind)
      #expect(
        editor.request("codeAction/resolve", own) == own, "\(editor.name)", sourceLocation: sourceLocation)
      return
    }
    #expect(action["edit"] == nil, "\(editor.name)", sourceLocation: sourceLocation)
    let resolved = editor.request("codeAction/resolve", action)
    editor.apply(resolved?["edit"])
    if let command = resolved?["command"], let argument = command["arguments"]?.elements.first {
      _ = editor.execute(command["command"]?.asString ?? "", argument)
    }
    expectNotebook(editor, becomes: expected, sourceLocation: sourceLocation)
  }
}

/// Executes a command that changes the notebook; a virtual document stays as it is.
package func assertCommand(
  _ command: String, _ arguments: [String: JSONValue], on text: String, answers: JSONValue,
  becomes expected: String, sourceLocation: SourceLocation = #_sourceLocation
) {
  onEveryShape(of: text, sourceLocation: sourceLocation) { editor in
    let members = arguments.merging(["uri": .string(editor.uri)]) { $1 }.sorted { $0.key < $1.key }
    let answer = editor.execute(command, .object(members.map { JSONMember(key: $0.key, value: $0.value) }))
    guard editor.shape.isEditable else {
      #expect(editor.texts == editor.rendered.texts, "\(editor.name)", sourceLocation: sourceLocation)
      return
    }
    #expect(answer == .success(answers), "\(editor.name)", sourceLocation: sourceLocation)
    expectNotebook(editor, becomes: expected, sourceLocation: sourceLocation)
  }
}

/// Executes `kale.applyNotebookEdit` with new tags for a cell: notebook documents get them, other shapes refuse the command.
package func assertNotebookEdit(
  _ text: String, cell: Int, tags: [String], becomes expected: String,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  onEveryShape(of: text, sourceLocation: sourceLocation) { editor in
    let metadata: JSONValue = ["metadata": ["tags": .array(tags.map(JSONValue.string))]]
    let edit: JSONValue = [
      "kind": "cellMetadata", "cell": .string(editor.uri(ofDocument: cell)), "metadata": metadata,
    ]
    let answer = editor.execute(
      "kale.applyNotebookEdit",
      [
        "label": "Tag",
        "edit": ["notebookDocument": ["uri": .string(editor.uri), "version": 1], "edits": [edit]],
      ])
    guard editor.shape == .notebookDocument else {
      #expect(throws: (any Error).self, "\(editor.name)", sourceLocation: sourceLocation) {
        try answer?.get()
      }
      expectNotebook(editor, becomes: text, sourceLocation: sourceLocation)
      return
    }
    #expect(answer == .success(["applied": true]), "\(editor.name)", sourceLocation: sourceLocation)
    expectNotebook(editor, becomes: expected, sourceLocation: sourceLocation)
  }
}

extension NotebookEditor {
  /// An action for the whole notebook as the server offers it to clients that resolve it.
  fileprivate func repairAction(kind: String) -> JSONValue {
    [
      "title": "Repair", "kind": .string(kind),
      "data": ["uri": .string(uri), "version": 1, "kind": .string(kind)],
    ]
  }

  /// What is written of the first mark; nil where it is a tag and the shape does not show it.
  fileprivate var spanOfWrittenMark: DocumentSpan? {
    if case .tag(let cell, let tag) = example.marks[0] {
      guard shape.hasTagsInText else { return nil }
      return DocumentSpan(document: 0, bytes: rendered.cells[cell].tags[tag].content)
    }
    return rendered.span(of: example.marks[0])
  }

  fileprivate var startOfDocument: PositionRange {
    PositionRange(start: Position(line: 0, character: 0), end: Position(line: 0, character: 0))
  }
}
