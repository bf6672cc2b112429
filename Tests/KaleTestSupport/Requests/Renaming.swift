import JSONSyntax
import LanguageServerProtocol
import NotebookModel
import SourceText
import Testing

/// Renames the step that the tag at the first mark names: by the requests of LSP where tags stand in the text, by
/// `kale.renameStep` in notebook documents, where no position names a step. A virtual document refuses it.
package func assertRename(
  _ text: String, of name: String, to newName: String, becomes expected: String,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  onEveryShape(of: text, sourceLocation: sourceLocation) { editor in
    guard case .tag(let cell, let tag) = editor.example.marks[0] else { throw MarkIsNoTag() }
    if editor.shape.hasTagsInText {
      let content = editor.rendered.cells[cell].tags[tag].content
      let place = DocumentSpan(document: 0, bytes: content.upperBound - name.utf8.count..<content.upperBound)
      let location = editor.location(place)
      let prepared = editor.request("textDocument/prepareRename", at: location)
      #expect(prepared?["range"]?.asRange == location.range, "\(editor.name)", sourceLocation: sourceLocation)
      #expect(prepared?["placeholder"] == .string(name), "\(editor.name)", sourceLocation: sourceLocation)
      let newNameMember = JSONMember(key: "newName", value: .string(newName))
      editor.apply(editor.request("textDocument/rename", at: location, [newNameMember]))
      expectNotebook(editor, becomes: expected, sourceLocation: sourceLocation)
      return
    }
    guard let start = editor.location(of: .cell(cell)) else { throw MarkIsNoTag() }
    let newNameMember = JSONMember(key: "newName", value: .string(newName))
    #expect(
      editor.request("textDocument/prepareRename", at: start) == .null, "\(editor.name)",
      sourceLocation: sourceLocation)
    #expect(
      editor.request("textDocument/rename", at: start, [newNameMember]) == nil, "\(editor.name)",
      sourceLocation: sourceLocation)
    let answer = editor.execute(
      "kale.renameStep",
      ["uri": .string(editor.uri), "cell": .integer(cell.position), "newName": .string(newName)])
    guard editor.shape.isEditable else {
      #expect(throws: (any Error).self, "\(editor.name)", sourceLocation: sourceLocation) {
        try answer?.get()
      }
      return
    }
    #expect(answer == .success(["applied": true]), "\(editor.name)", sourceLocation: sourceLocation)
    expectNotebook(editor, becomes: expected, sourceLocation: sourceLocation)
  }
}

/// A test marks something else where a tag is needed.
package struct MarkIsNoTag: Error {}
