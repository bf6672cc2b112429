import NotebookModel
import SourceText
import Testing

@Suite struct VirtualDocumentTests {
  private static let saved: [(source: String, tags: [String])] = [
    ("import os", ["imports"]), ("x = 1\n\n\ndef f():\n    return x", ["step:a"]), ("", []),
    ("%matplotlib inline\ny = f()", ["step:b", "prev:a"]), ("!ls \"x\"", ["skip"]),
    ("%%bash -e\nls\npwd", ["skip"]),
    ("%%time\nz = y", ["step:c", "prev:b"]), ("print(z)", ["step:d", "prev:c"]),
  ]

  private static let rewritten = [
    "import os", "x = 1\n\n\ndef f():\n    return x", "",
    "get_ipython().run_line_magic(\"matplotlib\", \" inline\")\ny = f()",
    "get_ipython().getoutput(\"ls \"x\"\")",
    "get_ipython().run_cell_magic(\"bash\", \" -e\", \"\"\"ls\npwd\"\"\")",
    "# START_CELL_MAGIC(\"time\", \"\")\nz = y\n# END_CELL_MAGIC", "print(z)",
  ]

  private var file: Notebook {
    var cells = Self.saved.map { cell in
      NotebookCell(kind: .code, source: SourceText(cell.source), tags: cell.tags.map(NotebookTag.text))
    }
    cells.insert(NotebookCell(kind: .markdown, source: SourceText("# Title")), at: 1)
    return Notebook(cells: cells, kaleMetadata: ["pipeline_name": "p"])
  }

  private func document(_ cells: [String]) -> VirtualDocument {
    let text = cells.map { $0 + "\n" }.joined(separator: "\n\n")
    return VirtualDocument(SourceText(text), alignedWith: file)
  }

  /// For each cell its first tag.
  private func steps(_ cells: [String]) -> [String] {
    document(cells).notebook.cells.map { $0.tags.first?.text ?? "-" }
  }

  private let all = ["imports", "step:a", "-", "step:b", "skip", "skip", "step:c", "step:d"]

  @Test func theSavedNotebookIsFoundAgain() {
    let notebook = document(Self.rewritten).notebook
    #expect(notebook.kaleMetadata == ["pipeline_name": "p"])
    #expect(notebook.cells.map(\.source.string) == Self.saved.map(\.source))
    #expect(notebook.cells.map { $0.tags.compactMap(\.text) } == Self.saved.map(\.tags))
  }

  @Test func anEditedCellKeepsItsTags() {
    for index in Self.rewritten.indices {
      var cells = Self.rewritten
      cells[index] += "\nmore = 1"
      #expect(steps(cells) == all, "\(index)")
      cells[index] = cells[index].replacingOccurrence(of: "z", with: "zz")
      #expect(steps(cells) == all, "\(index)")
    }
    var cells = Self.rewritten
    cells[1] = "something = else_"
    #expect(steps(cells) == all)
  }

  @Test func cellsAreAddedRemovedAndMoved() {
    var cells = Self.rewritten
    cells.insert("new = 1", at: 3)
    #expect(steps(cells) == Array(all[..<3]) + ["-"] + all[3...])
    cells = Self.rewritten
    cells.remove(at: 1)
    #expect(steps(cells) == [all[0]] + all[2...])
    cells = Self.rewritten
    cells.swapAt(1, 7)
    #expect(steps(cells) == ["imports", "step:d", "-", "step:b", "skip", "skip", "step:c", "step:a"])
  }

  @Test func editedMagicsAreMagics() {
    var cells = Self.rewritten
    cells[3] =
      "get_ipython().run_line_magic(\"matplotlib\", \" notebook\")\ny = f()\nx = get_ipython().getoutput(\"ls\")"
    cells[5] = "get_ipython().run_cell_magic(\"bash\", \"\", \"\"\"ls -l\npwd\"\"\")"
    let sources = document(cells).notebook.cells.map(\.source.string)
    #expect(sources[3] == "%matplotlib notebook\ny = f()\nx = !ls")
    #expect(sources[5] == "%%bash\nls -l\npwd")
  }

  @Test func placesAreThoseOfTheVirtualDocument() throws {
    let document = document(Self.rewritten)
    let source = document.notebook.cells[3].source.utf8
    let start = try #require(source.lastIndex(of: UInt8(ascii: "f")))
    let range = document.fileRange(of: .source(cell: 3, range: start..<start + 3))
    #expect(document.text.string(in: range) == "f()")
    #expect(document.place(at: range.lowerBound) == .source(cell: 3, range: start..<start))
    #expect(document.text.string(in: document.fileRange(of: .tag(cell: 1, index: 0))) == "x = 1")
    #expect(document.text.string(in: document.fileRange(of: .source(cell: 5, range: 10..<12))) == "ls")
    #expect(document.sourceEdits(for: [.addTag(cell: 1, tag: "a")]).isEmpty)
  }

  /// A table of all saved cells by all edited ones would take 40 GB.
  @Test func cellsOfALargeNotebookAreNotAllComparedWithAll() {
    let count = 50_000
    let file = Notebook(
      cells: (0..<count).map {
        NotebookCell(kind: .code, source: SourceText("x = \($0)"), tags: [.text("step:s\($0)")])
      })
    let cells = (0..<count).reversed().map { "x = \($0)\n" }
    let document = VirtualDocument(SourceText(cells.joined(separator: "\n\n")), alignedWith: file)
    #expect(document.notebook.cells.first?.tags == [.text("step:s\(count - 1)")])
  }
}

extension String {
  fileprivate func replacingOccurrence(of part: String, with new: String) -> String {
    split(separator: part, omittingEmptySubsequences: false).joined(separator: new)
  }
}
