import SourceText
import Testing

/// Opens a marked notebook in shape after shape, with columns counted in UTF-8 and in UTF-16, and has something asked there.
package func onEveryShape(
  of text: String, _ shapes: [NotebookShape] = NotebookShape.allCases, isPulling: Bool = false,
  showsDocuments: Bool = false, showsRuns: Bool = false,
  programs: ScriptedPrograms = ScriptedPrograms(printing: []),
  sourceLocation: SourceLocation, _ ask: (NotebookEditor) throws -> Void
) {
  for shape in shapes {
    for columns in [ColumnEncoding.utf8, .utf16] {
      do {
        try ask(
          NotebookEditor(
            text, as: shape, columns, isPulling: isPulling, showsDocuments: showsDocuments,
            showsRuns: showsRuns, programs: programs))
      } catch {
        Issue.record(error, "\(shape.rawValue)", sourceLocation: sourceLocation)
      }
    }
  }
}

/// Compares what an editor holds after edits with what the notebook was to become, byte by byte.
package func expectNotebook(
  _ editor: NotebookEditor, becomes expected: String, sourceLocation: SourceLocation
) {
  let notebook = ExampleNotebook(expected).notebook
  #expect(
    editor.texts == RenderedNotebook(notebook, as: editor.shape).texts, "\(editor.name)",
    sourceLocation: sourceLocation)
  guard editor.shape == .notebookDocument else { return }
  #expect(
    editor.tags == notebook.cells.map { $0.tags.compactMap(\.text) }, "\(editor.name)",
    sourceLocation: sourceLocation)
}
