import JSONSyntax
import Testing

/// What a person deletes or types by mistake should cost the cell it happens in, not the notebook.
@Suite("Half-edited notebooks")
struct JSONRecoveryTests {
  private static let cellCount = 6
  private static let notebook: [UInt8] = {
    let cells = (0..<cellCount).map { number -> JSONValue in
      [
        "cell_type": "code", "execution_count": .integer(number), "metadata": ["tags": ["step:a", "prev:b"]],
        "outputs": [["data": ["text/plain": ["1"]], "output_type": "display_data"]],
        "source": ["import os\n", "x = {\"a\": [1]}"],
      ]
    }
    let notebook: JSONValue = ["cells": .array(cells), "metadata": ["kernelspec": [:]], "nbformat": 4]
    return notebook.serialized(indent: 1)
  }()

  private func wholeCells(_ bytes: [UInt8]) -> Int {
    let cells = JSONTree(parsing: bytes).root?["cells"]?.elements
    return cells?.filter { $0["metadata"]?["tags"] != nil && $0["source"] != nil }.count ?? 0
  }

  @Test("One token that is missing costs one cell at most", arguments: [",", ":", "}", "]"])
  func missingToken(token: Unicode.Scalar) {
    #expect(wholeCells(Self.notebook) == Self.cellCount)
    for offset in Self.notebook.indices where Self.notebook[offset] == UInt8(ascii: token) {
      var bytes = Self.notebook
      bytes.remove(at: offset)
      #expect(wholeCells(bytes) >= Self.cellCount - 1, "without the \(token) at \(offset)")
    }
  }

  @Test("A quote that is missing inside a cell costs that cell at most")
  func missingQuote() throws {
    let cells = try #require(JSONTree(parsing: Self.notebook).root?["cells"])
    for offset in cells.range where Self.notebook[offset] == UInt8(ascii: "\"") {
      var bytes = Self.notebook
      bytes.remove(at: offset)
      #expect(wholeCells(bytes) >= Self.cellCount - 1, "without the quote at \(offset)")
    }
  }
}
