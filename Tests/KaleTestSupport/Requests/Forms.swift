import JSONSyntax
import Testing

/// Asks for the form of a cell, or of the pipeline: it has this title, and its fields have these values. A virtual document, which
/// has no tags, has the forms of untagged cells.
package func assertForm(
  _ text: String, cell: Int?, title: String, values: [String: JSONValue],
  sourceLocation: SourceLocation = #_sourceLocation
) {
  onEveryShape(of: text, sourceLocation: sourceLocation) { editor in
    let form = editor.request("kale/form", editor.formArgument(cell: cell))
    #expect(
      form?["kind"] == (cell == nil ? "pipeline" : "cell"), "\(editor.name)", sourceLocation: sourceLocation)
    guard editor.shape.isEditable else { return }
    #expect(form?["title"] == .string(title), "\(editor.name)", sourceLocation: sourceLocation)
    expectFields(form?["fields"], have: values, editor, sourceLocation: sourceLocation)
  }
}

/// Checks new values of a form: these are rejected, for these reasons, and the form would have these values.
package func assertFormCheck(
  _ text: String, cell: Int?, _ changes: [String: JSONValue], problems: [String: String],
  becomes values: [String: JSONValue], sourceLocation: SourceLocation = #_sourceLocation
) {
  onEveryShape(of: text, sourceLocation: sourceLocation) { editor in
    let answer = editor.request("kale/checkForm", editor.formArgument(cell: cell, changes: changes))
    guard editor.shape.isEditable else { return }
    let found = answer?["problems"]?.elements.map { problem in
      [problem["field"]?.asString ?? "", problem["message"]?.asString ?? ""]
    }
    #expect(
      found == problems.sorted { $0.key < $1.key }.map { [$0.key, $0.value] }, "\(editor.name)",
      sourceLocation: sourceLocation)
    expectFields(answer?["fields"], have: values, editor, sourceLocation: sourceLocation)
    #expect(editor.texts == editor.rendered.texts, "\(editor.name)", sourceLocation: sourceLocation)
  }
}

private func expectFields(
  _ fields: JSONValue?, have values: [String: JSONValue], _ editor: NotebookEditor,
  sourceLocation: SourceLocation
) {
  for (id, value) in values {
    let field = fields?.elements.first { $0["id"] == .string(id) }
    #expect(field?["value"] == value, "\(editor.name), \(id)", sourceLocation: sourceLocation)
  }
}

extension NotebookEditor {
  fileprivate func formArgument(cell: Int?, changes: [String: JSONValue] = [:]) -> JSONValue {
    let members = changes.sorted { $0.key < $1.key }.map { JSONMember(key: $0.key, value: $0.value) }
    return JSONValue(present: [
      "uri": .string(uri), "cell": cell.map(JSONValue.integer), "changes": .object(members),
    ])
  }
}
