import JSONSyntax
import NotebookModel
import SourceText
import Testing

@Suite struct SyncedNotebookTests {
  private func cell(_ name: String, _ metadata: JSONValue, text: String = "") -> SyncedNotebook.Cell {
    SyncedNotebook.Cell(uri: name, kind: .code, metadata: metadata, version: 1, text: SourceText(text))
  }

  /// The cell metadata that an edit of one cell's tags gives.
  private func newMetadata(after edit: NotebookEdit, in notebook: SyncedNotebook) throws -> JSONValue {
    let edits = notebook.editorEdits(for: [edit])
    guard edits.count == 1, case .cellMetadata(_, let metadata) = edits[0] else {
      throw UnexpectedEdits(edits: edits)
    }
    return metadata
  }

  private struct UnexpectedEdits: Error {
    let edits: [SyncedEdit]
  }

  @Test(arguments: [
    ["tags": ["a"]] as JSONValue, ["metadata": ["tags": ["a"]]], ["custom": ["metadata": ["tags": ["a"]]]],
  ])
  func tagsAreFoundAndChangedWhereTheEditorKeepsThem(metadata: JSONValue) throws {
    let notebook = SyncedNotebook(uri: "n", version: 1, metadata: [:], cells: [cell("c", metadata)])
    #expect(notebook.notebook.cells[0].tags == [.text("a")])
    let edited = try newMetadata(after: .replaceTag(cell: 0, index: 0, with: "b"), in: notebook)
    let again = SyncedNotebook(uri: "n", version: 1, metadata: [:], cells: [cell("c", edited)])
    #expect(again.notebook.cells[0].tags == [.text("b")])
    #expect(
      MetadataWrapping.containing("tags", in: edited) == MetadataWrapping.containing("tags", in: metadata))
  }

  @Test func aCellWithoutMetadataIsTakenToBeLikeItsNotebook() throws {
    let notebook = SyncedNotebook(
      uri: "n", version: 1, metadata: ["metadata": ["kubeflow_notebook": [:]]], cells: [cell("c", [:])])
    let edited = try newMetadata(after: .addTag(cell: 0, tag: "a"), in: notebook)
    #expect(edited == ["metadata": ["tags": ["a"]]])
    #expect(notebook.notebook.kaleMetadata == [:])
  }

  @Test func whatElseIsInTheMetadataStays() throws {
    let metadata: JSONValue = ["x": 1, "metadata": ["y": 2, "tags": ["a", 3], "z": [4]]]
    let notebook = SyncedNotebook(uri: "n", version: 1, metadata: [:], cells: [cell("c", metadata)])
    let edited = try newMetadata(after: .removeTag(cell: 0, index: 0), in: notebook)
    #expect(edited == ["x": 1, "metadata": ["y": 2, "tags": [3], "z": [4]]])
  }

  @Test func cellsThatAreNotTouchedAreShared() {
    var notebook = SyncedNotebook(
      uri: "n", version: 1, metadata: [:], cells: ["a", "b", "c"].map { cell($0, [:]) })
    let before = notebook.notebook.cells
    notebook.replaceCells(1..<2, with: [cell("d", [:]), cell("e", [:])])
    #expect(notebook.cells.map(\.uri) == ["a", "d", "e", "c"])
    #expect(notebook.notebook.cells[0] === before[0])
    #expect(notebook.notebook.cells[3] === before[2])
    notebook.updateText(at: 1, version: 2, text: SourceText("x"))
    #expect(notebook.notebook.cells[1].source.string == "x")
    #expect(notebook.notebook.cells[0] === before[0])
  }

  @Test func changesOutsideTheNotebookDoNoHarm() {
    var notebook = SyncedNotebook(uri: "n", version: 1, metadata: [:], cells: [cell("a", [:])])
    notebook.replaceCells(5..<9, with: [cell("b", [:])])
    #expect(notebook.cells.map(\.uri) == ["a", "b"])
    notebook.updateText(at: 7, version: 2, text: SourceText("x"))
    #expect(notebook.index(of: "zzz") == nil)
    #expect(notebook.editorEdits(for: [.addTag(cell: 7, tag: "a")]).isEmpty)
  }

  @Test func tagsThatAreNoListAreAProblem() {
    let notebook = SyncedNotebook(uri: "n", version: 1, metadata: [:], cells: [cell("a", ["tags": "step:a"])])
    #expect(notebook.notebook.problems.map(\.place) == [.cell(0)])
  }

  @Test(arguments: [[:], ["metadata": ["x": 1]], ["custom": ["metadata": [:]]]] as [JSONValue])
  func newCellsAndConfigurationAreKeptAsTheEditorKeepsThem(metadata: JSONValue) throws {
    let wrapping = MetadataWrapping.evident(in: metadata) ?? .none
    let notebook = SyncedNotebook(
      uri: "n", version: 1, metadata: metadata, cells: [cell("a", [:], text: "é")])
    let edits = notebook.editorEdits(for: [
      .insertCell(before: 1, source: "x", tags: ["t"]), .setConfiguration(path: ["a"], to: 1),
      .replaceSource(cell: 0, range: 0..<2, with: "e"), .replaceSource(cell: 0, range: 2..<2, with: "f"),
    ])
    let cellMetadata = wrapping.setting("tags", to: ["t"], in: [:])
    #expect(
      edits == [
        .cellText(cell: 0, [SourceEdit(range: 0..<2, replacement: "ef")]),
        .insertCells(before: 1, [.init(text: "x", metadata: cellMetadata)]),
        .notebookMetadata(wrapping.setting("kubeflow_notebook", to: ["a": 1], in: metadata)),
      ])
  }

  /// An editor replaces the metadata as a whole: of two replacements the second would take the first back.
  @Test(arguments: [[:], ["metadata": ["x": 1]]] as [JSONValue])
  func configurationAndSettingsChangeTogether(metadata: JSONValue) {
    let wrapping = MetadataWrapping.evident(in: metadata) ?? .none
    let notebook = SyncedNotebook(uri: "n", version: 1, metadata: metadata, cells: [])
    let edits = notebook.editorEdits(for: [
      .setSetting(path: ["files"], to: ["a.csv"]), .setConfiguration(path: ["a"], to: 1),
    ])
    let configured = wrapping.setting("kubeflow_notebook", to: ["a": 1], in: metadata)
    #expect(
      edits == [.notebookMetadata(wrapping.setting("kale_lsp", to: ["files": ["a.csv"]], in: configured))])
  }

  @Test func aConfigurationThatGoesLeavesTheRest() {
    let notebook = SyncedNotebook(
      uri: "n", version: 1, metadata: ["x": 1, "metadata": ["y": 2, "kubeflow_notebook": ["a": 1]]], cells: []
    )
    #expect(
      notebook.editorEdits(for: [.removeConfiguration(path: [])])
        == [.notebookMetadata(["x": 1, "metadata": ["y": 2]])])
  }

  @Test(
    arguments: [
      (["vscode": ["languageId": "sql"]], "SQL"),
      (["metadata": ["vscode": ["languageId": "javascript"]]], "JavaScript"),
      (["vscode": ["languageId": "python"]], nil), (["vscode": 1], nil), ([:], nil),
    ] as [(JSONValue, String?)])
  func aCellHasTheLanguageThatTheEditorGivesIt(_ metadata: JSONValue, _ language: String?) {
    let notebook = SyncedNotebook(uri: "n", version: 1, metadata: [:], cells: [cell("c", metadata)])
    #expect(notebook.notebook.cells[0].language == language)
  }

  @Test func aNotebookHasTheLanguageOfItsKernel() {
    var notebook = SyncedNotebook(
      uri: "n", version: 1, metadata: ["metadata": ["kernelspec": ["language": "julia"]]], cells: [])
    #expect(notebook.notebook.foreignLanguage == "Julia")
    notebook.setMetadata(["kernelspec": ["language": "python"]])
    #expect(notebook.notebook.foreignLanguage == nil)
  }
}
