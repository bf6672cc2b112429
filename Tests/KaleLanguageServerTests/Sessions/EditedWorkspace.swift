import JSONSyntax
import KaleTestSupport
import KaleWorkspace
import NotebookModel
import SourceText

/// A folder of notebooks and an editor, in which somebody works at random, and a server that is told of all of it.
///
/// One notebook is open all the time, in one shape after another. It may refer to a second one, which is open at times, and import
/// modules of the folder.
final class EditedWorkspace {
  /// The server that has seen every edit.
  let session: ObservedSession
  var notebook: Notebook
  var document: EditorDocument
  /// The second notebook, where it is open.
  private(set) var other: EditorDocument?
  private(set) var settings: JSONValue = [:]
  var author: NotebookAuthor
  let columns: ColumnEncoding
  let isPulling: Bool
  private let folder: TemporaryFolder
  /// What is compiled goes elsewhere, so that no module of the notebook's folder comes of it.
  private let outputFolder: TemporaryFolder
  private var shape: NotebookShape
  private var fileName: String
  private var otherNotebook: Notebook
  private var cellCount = 0
  private var fileCount = 0
  /// What was done last, for the message of a failure.
  private(set) var story: [String] = []

  /// Opens a notebook.
  ///
  /// - Parameters:
  ///   - seed: What is done follows from it.
  ///   - shape: The shape in which the notebook is opened first; nil for any.
  ///   - first: The notebook; nil for any.
  /// - Throws: An error if the folders of the test cannot be made.
  init(seed: UInt64, shape: NotebookShape? = nil, notebook first: Notebook? = nil) throws {
    author = NotebookAuthor(seed: seed)
    columns = author.pick([.utf8, .utf16])
    isPulling = author.pick([true, false])
    folder = try TemporaryFolder()
    outputFolder = try TemporaryFolder()
    if let first { notebook = first } else { notebook = author.notebook() }
    otherNotebook = author.notebook()
    self.shape = .ipynb
    fileName = NotebookShape.ipynb.fileName
    session = try ObservedSession(columns, isPulling: isPulling, folder: folder.path)
    document = .text(.init(uri: "", languageID: "", version: 0, text: ""))
    try writeFiles()
    try open(as: shape ?? author.pick(NotebookShape.allCases))
  }

  /// All that can be asked of the documents as they are now, at random places.
  func questions(seed: UInt64) -> [Question] {
    Questions(
      seed: seed, columns, of: [document] + (other.map { [$0] } ?? []), outputFolder: outputFolder.path
    ).questions
  }

  /// A server that is told only how things are now.
  func freshSession() throws -> ObservedSession {
    let fresh = try ObservedSession(columns, isPulling: isPulling, folder: folder.path)
    fresh.setSettings(settings)
    document.open(in: fresh.conversation)
    other?.open(in: fresh.conversation)
    return fresh
  }

  // MARK: Work

  /// Does one thing at random.
  func work() throws {
    switch author.below(40) {
    case 0...1: try reopen()
    case 2...3: try save()
    case 4...6: try workOnOther()
    case 7: try changeModules()
    case 8: changeSettings()
    case 9...12: damage()
    case 13...14: changeMetadata()
    case 15...17: acceptOffer()
    default: editCells()
    }
  }

  func tell(_ what: String) { story.append(what) }

  private func reopen() throws {
    document.close(in: session.conversation)
    try open(as: author.pick(NotebookShape.allCases))
  }

  private func open(as shape: NotebookShape) throws {
    self.shape = shape
    // Editor plugins show the text of a notebook under the notebook's own name.
    let isShownAsFile = [.percent, .light].contains(shape) && author.below(3) == 0
    fileName = isShownAsFile ? "n.ipynb" : shape.fileName
    tell("opened as \(shape) \(fileName)")
    // A virtual document takes its tags from the file.
    if shape == .virtualDocument || isShownAsFile { try write(notebook, fileName) }
    let version = 1 + author.below(5)
    guard shape == .notebookDocument else {
      document = .text(
        .init(uri: uri(fileName), languageID: shape.languageID, version: version, text: rendered))
      document.open(in: session.conversation)
      return
    }
    let cells = notebook.cells.mapValues {
      EditorDocument.Cells.Cell(uri: newCellURI(), cell: $0, version: 1)
    }
    document = .cells(.init(uri: uri(fileName), version: version, metadata: metadata, cells: cells))
    document.open(in: session.conversation)
  }

  private func uri(_ name: String) -> String { ObservedSession.uri(ofFile: folder.path(name)) }

  private func newCellURI() -> String {
    cellCount += 1
    return "vscode-notebook-cell:\(folder.path(fileName))#W\(cellCount)"
  }

  private var rendered: String { RenderedNotebook(notebook, as: shape).texts[0] }

  private var metadata: JSONValue { ["metadata": .object(RenderedNotebook.metadata(of: notebook))] }

  // MARK: Files

  private func writeFiles() throws {
    try write(notebook, "n.ipynb")
    try write(otherNotebook, "part.ipynb")
  }

  /// Writes a notebook's file and tells of it. No two files have the same length, so that each counts as changed.
  private func write(_ notebook: Notebook, _ name: String) throws {
    fileCount += 1
    let text = RenderedNotebook(notebook, as: .ipynb).texts[0] + String(repeating: " ", count: fileCount)
    try folder.write(text, name)
    session.tellOfFile(uri(name), .changed)
  }

  /// Saves the notebook, whatever its shape, and tells of it.
  func save() throws {
    tell("saved")
    try write(notebook, "n.ipynb")
    guard case .text(let text) = document else { return }
    session.conversation.notify("textDocument/didSave", ["textDocument": ["uri": .string(text.uri)]])
  }

  private func workOnOther() throws {
    switch (other, author.below(4)) {
    case (nil, 0):
      tell("opened the other")
      let text = RenderedNotebook(otherNotebook, as: .ipynb).texts[0]
      other = .text(.init(uri: uri("part.ipynb"), languageID: "json", version: 1, text: text))
      other?.open(in: session.conversation)
    case (nil, _):
      tell("wrote the other")
      author.edit(&otherNotebook)
      try write(otherNotebook, "part.ipynb")
    case (let open?, 0):
      tell("closed the other")
      open.close(in: session.conversation)
      other = nil
    case (.text(var text)?, _):
      tell("edited the other")
      author.edit(&otherNotebook)
      change(&text, to: RenderedNotebook(otherNotebook, as: .ipynb).texts[0])
      other = .text(text)
    case (.cells?, _): break
    }
  }

  private func changeModules() throws {
    let name = "m\(author.below(3)).py"
    tell("made or removed \(name)")
    if try folder.names().contains(name) {
      FileSystem.removeFolder(folder.path(name))
      session.tellOfFile(uri(name), .deleted)
    } else {
      try folder.write("", name)
      session.tellOfFile(uri(name), .created)
    }
  }

  private func changeSettings() {
    tell("changed the settings")
    let rule = author.pick(["KALE208", "KALE2", "missing-configuration", "KALE222", "ALL"])
    let level = author.pick(["off", "error", "hint", "warning"])
    settings = [
      "kale": [
        "strict": .bool(author.below(2) == 0),
        "rules": .object([JSONMember(key: rule, value: .string(level))]),
      ]
    ]
    session.setSettings(settings)
  }

  // MARK: Edits

  func change(_ text: inout EditorDocument.Text, to new: String) {
    text.version += 1 + author.below(2)
    session.conversation.notify(
      "textDocument/didChange",
      [
        "textDocument": ["uri": .string(text.uri), "version": .integer(text.version)],
        "contentChanges": .array(author.changes(from: text.text, to: new, columns)),
      ])
    text.text = new
  }

  /// Types something that need not fit; the next edit of a text takes it back.
  private func damage() {
    tell("typed something")
    switch document {
    case .text(var text):
      change(&text, to: author.damaged(text.text))
      document = .text(text)
    case .cells(let cells):
      guard !cells.cells.isEmpty else { return }
      let index = CellIndex(author.below(cells.cells.count))
      let cell = cells.cells[index].cell
      changeTexts([(index, author.damaged(cell.source.string))])
    }
  }

  private func changeMetadata() {
    tell("changed the metadata")
    let choices: [JSONValue?] = [
      nil, ["pipeline_name": "p", "experiment_name": "e"], ["pipeline_name": "P_x", "docker_imag": "a"],
      ["pipeline_name": "q", "experiment_name": "e", "docker_image": "b"], "none",
    ]
    notebook = notebook.with(
      kaleMetadata: author.pick(choices),
      kaleLSPMetadata: author.pick([nil, ["packages": "notebook"], ["unknown": 1]]))
    guard case .cells(var cells) = document else { return rewrite() }
    cells.metadata = metadata
    document = .cells(cells)
    send(["metadata": metadata])
  }

  private func editCells() {
    switch author.below(12) {
    case 0: moveCell()
    case 1: changeKind()
    case 2: splice(at: CellIndex(author.below(notebook.cells.count + 1)), removing: 0, inserting: [newCell()])
    case 3 where notebook.cells.count > 2:
      splice(at: anyCell(), removing: 1, inserting: [])
    case 4...5: retag()
    case 6: renameEverywhere()
    default:
      guard !notebook.cells.isEmpty else { return }
      changeTexts([(anyCell(), author.oddCode())])
    }
  }

  func anyCell() -> CellIndex { CellIndex(author.below(notebook.cells.count)) }

  func changeCells(_ change: (inout ChunkedCellArray<NotebookCell>) -> Void) {
    var cells = notebook.cells
    change(&cells)
    notebook = notebook.with(cells: cells)
  }

  private func newCell() -> NotebookCell { author.oddCell(notebook.cells.count) }

  private func moveCell() {
    guard notebook.cells.count > 1 else { return }
    let (first, second) = (anyCell(), anyCell())
    let (start, end) = (min(first, second), max(first, second))
    tell("moved cell \(end.position) to \(start.position)")
    let range = start..<end.advanced(by: 1)
    let moved = [notebook.cells[end]] + notebook.cells[start..<end]
    changeCells { $0.replaceSubrange(range, with: moved) }
    guard case .cells(var cells) = document else { return rewrite() }
    // A cell that moves keeps its URI, and its text is not sent again.
    let places = [cells.cells[end]] + cells.cells[start..<end]
    cells.cells.replaceSubrange(range, with: places)
    document = .cells(cells)
    let array: JSONValue = [
      "start": .integer(start.position), "deleteCount": .integer(range.count),
      "cells": .array(places.map { $0.json }),
    ]
    send(["cells": ["structure": ["array": array]]])
  }

  func splice(at index: CellIndex, removing count: Int, inserting new: [NotebookCell]) {
    tell("replaced \(count) cells at \(index.position) by \(new.count)")
    let range = index..<index.advanced(by: count)
    changeCells { $0.replaceSubrange(range, with: new) }
    guard case .cells(var cells) = document else { return rewrite() }
    let added = new.map { EditorDocument.Cells.Cell(uri: newCellURI(), cell: $0, version: 1) }
    let removed = cells.cells[range].map { ["uri": .string($0.uri)] as JSONValue }
    cells.cells.replaceSubrange(range, with: added)
    document = .cells(cells)
    let array: JSONValue = [
      "start": .integer(index.position), "deleteCount": .integer(count),
      "cells": .array(added.map { $0.json }),
    ]
    send([
      "cells": [
        "structure": ["array": array, "didOpen": .array(added.map { $0.item }), "didClose": .array(removed)]
      ]
    ])
  }

  private func changeKind() {
    guard !notebook.cells.isEmpty else { return }
    let index = anyCell()
    let cell = notebook.cells[index]
    let kind: NotebookCell.Kind = cell.kind == .code ? .markdown : .code
    let new = NotebookCell(
      kind: kind, source: cell.source, tags: cell.tags.values, notebookPath: cell.notebookPath)
    // An editor either says that the cell is another now, or puts another in its place.
    if case .cells = document, author.below(2) == 0 { return update(index, new) }
    splice(at: index, removing: 1, inserting: [new])
  }

  private func retag() {
    guard !notebook.cells.isEmpty else { return }
    let index = anyCell()
    let cell = notebook.cells[index]
    let tagged = author.oddCell(index.position)
    update(
      index,
      NotebookCell(
        kind: cell.kind, source: cell.source, tags: tagged.tags.values, notebookPath: tagged.notebookPath)
    )
  }

  func update(_ index: CellIndex, _ cell: NotebookCell) {
    tell("changed the kind or tags of cell \(index.position)")
    changeCells { $0[index] = cell }
    guard case .cells(var cells) = document else { return rewrite() }
    cells.cells[index].cell = cell
    document = .cells(cells)
    send(["cells": ["data": [cells.cells[index].json]]])
  }

  /// Changes several cells at once, as a rename in an editor does.
  private func renameEverywhere() {
    let (old, new) = ("n\(author.below(7))", "n\(author.below(7))")
    let changes = notebook.cells.indexed.compactMap { index, cell in
      cell.source.string.contains(old) ? (index, cell.source.string.replacing(old, with: new)) : nil
    }
    if !changes.isEmpty { changeTexts(changes) }
  }

  func changeTexts(_ texts: [(index: CellIndex, text: String)]) {
    tell("changed the text of cells \(texts.map(\.index.position))")
    let before = notebook.cells
    for (index, text) in texts {
      changeCells { $0[index] = $0[index].with(source: SourceText(text)) }
    }
    guard case .cells(var cells) = document else { return rewrite() }
    let content = texts.map { index, text -> JSONValue in
      cells.cells[index].version += 1
      cells.cells[index].cell = notebook.cells[index]
      return [
        "document": [
          "uri": .string(cells.cells[index].uri), "version": .integer(cells.cells[index].version),
        ],
        "changes": .array(author.changes(from: before[index].source.string, to: text, columns)),
      ]
    }
    document = .cells(cells)
    send(["cells": ["textContent": .array(content)]])
  }

  func send(_ change: JSONValue) {
    guard case .cells(var cells) = document else { return }
    cells.version += 1
    document = .cells(cells)
    session.conversation.notify(
      "notebookDocument/didChange",
      [
        "notebookDocument": ["uri": .string(cells.uri), "version": .integer(cells.version)], "change": change,
      ])
  }

  /// Makes the text what the notebook is now.
  private func rewrite() {
    guard case .text(var text) = document else { return }
    change(&text, to: rendered)
    document = .text(text)
  }
}
