import NotebookModel
import SourceText
import Testing

@Suite struct JupytextPlaceTests {
  private let text = SourceText(
    "# %% [markdown]\r\n# 😀 prose\r\n\r\n# %% tags=[\"step:é\", \"prev:b\"]\r\n\tx = \"😀\"\r\n# !ls \"é\" y\r\nz = 1\r\n"
  )

  private func document() throws -> JupytextDocument { try #require(JupytextDocument(text, .python)) }

  private func shown(_ place: NotebookPlace) throws -> String {
    let document = try document()
    return document.text.string(in: document.fileRange(of: place))
  }

  /// The place of some text in a cell's source.
  private func source(_ cell: CellIndex, _ needle: String) throws -> NotebookPlace {
    let source = try document().notebook.cells[cell].source.string
    let range = try #require(source.bytes(of: needle))
    return .source(cell: cell, range: range)
  }

  @Test func placesAreThoseOfTheText() throws {
    #expect(try shown(.tag(cell: 1, index: 0)) == "\"step:é\"")
    #expect(try shown(.tag(cell: 1, index: 1)) == "\"prev:b\"")
    #expect(try shown(.cell(1)) == "# %% tags=[\"step:é\", \"prev:b\"]")
    #expect(try shown(source(0, "prose")) == "prose")
    #expect(try shown(source(1, "x = \"😀\"")) == "x = \"😀\"")
    #expect(try shown(source(1, "!ls \"é\" y")) == "!ls \"é\" y")
    #expect(try shown(source(1, "z = 1")) == "z = 1")
  }

  @Test func columnsAreUTF16() throws {
    let document = try document()
    let range = document.fileRange(of: try source(1, "y"))
    #expect(text.position(of: range.lowerBound, in: .utf16) == TextPosition(line: 5, column: 10))
    let tag = document.fileRange(of: .tag(cell: 1, index: 1))
    #expect(text.position(of: tag.lowerBound, in: .utf16) == TextPosition(line: 3, column: 21))
  }

  @Test func everyByteOfTheSourceIsFoundAgain() throws {
    let document = try document()
    for (index, cell) in document.notebook.cells.indexed {
      for (offset, byte) in cell.source.utf8.enumerated() where byte != UInt8(ascii: "\n") {
        let range = document.fileRange(of: .source(cell: index, range: offset..<offset + 1))
        #expect(document.text.utf8[range.lowerBound] == byte)
        #expect(document.place(at: range.lowerBound) == .source(cell: index, range: offset..<offset))
      }
    }
  }

  @Test func tagsAreFoundUnderTheCursor() throws {
    let document = try document()
    let tag = document.fileRange(of: .tag(cell: 1, index: 1))
    #expect(document.place(at: tag.lowerBound + 2) == .tag(cell: 1, index: 1))
    #expect(document.typedTag(at: tag.lowerBound + 6)?.typed == "prev:")
    let part = try #require(document.fileRange(ofTag: 1, in: 1, part: 5..<6))
    #expect(document.text.string(in: part) == "b")
  }

  @Test(arguments: [
    ("# %% tags=[\"step:a\", \"pr", 1, "pr"), ("# %% tags=[\"", 0, ""), ("# %% x tags=['st", 0, "st"),
  ])
  func aTagWithoutClosingQuoteIsBeingTyped(line: String, index: TagIndex, typed: String) throws {
    let document = try #require(JupytextDocument(SourceText(line + "\nx = 1\n"), .python))
    let tag = try #require(document.typedTag(at: line.utf8.count))
    #expect(tag.index == index)
    #expect(tag.typed == typed)
  }

  @Test func theConfigurationStandsInTheHeader() throws {
    let header =
      "# ---\n# jupyter:\n#   kubeflow_notebook:\n#     pipeline_name: a b\n#     volumes:\n#     - type: pvc\n# ---\n"
    let document = try #require(JupytextDocument(SourceText(header + "\n# %%\nx\n"), .python))
    let shown = { (place: NotebookPlace) in document.text.string(in: document.fileRange(of: place)) }
    #expect(shown(.metadata(path: ["kubeflow_notebook", "pipeline_name"])) == "a b")
    #expect(shown(.metadataKey(path: ["kubeflow_notebook", "pipeline_name"])) == "pipeline_name")
    #expect(shown(.metadata(path: ["kubeflow_notebook", "volumes", "0", "type"])) == "pvc")
    #expect(shown(.metadata(path: ["kubeflow_notebook", "missing"])) == "kubeflow_notebook")
  }
}

extension String {
  /// The UTF-8 offsets of the first place of some text.
  fileprivate func bytes(of needle: String) -> Range<Int>? {
    let bytes = Array(utf8)
    let pattern = Array(needle.utf8)
    return bytes.indices.first { bytes[$0...].starts(with: pattern) }.map { $0..<$0 + pattern.count }
  }
}
