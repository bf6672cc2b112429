import JSONSyntax
import NotebookModel
import SourceText
import Testing

@Suite struct IpynbEditingTests {
  /// The text after edits, and what it is read as.
  private func apply(_ edits: [NotebookEdit], to text: String) -> String {
    var source = SourceText(text)
    for edit in IpynbDocument(source).sourceEdits(for: edits).reversed() {
      source = source.replacing(edit.range, with: edit.replacement.utf8)
    }
    return source.string
  }

  private func notebook(metadata: String, newline: String = "\n") -> String {
    let lines = [
      "{", " \"cells\": [", "  {", "   \"cell_type\": \"code\",", "   \"metadata\": \(metadata),",
      "   \"source\": []", "  }", " ],", " \"metadata\": {},", " \"nbformat\": 4", "}", "",
    ]
    return lines.joined(separator: newline)
  }

  private let spread = "{\n    \"tags\": [\n     \"a\",\n     \"b\"\n    ]\n   }"

  @Test func replacingATagTouchesThatTagAlone() {
    let result = apply([.replaceTag(cell: 0, index: 1, with: "c\"😀")], to: notebook(metadata: spread))
    #expect(result == notebook(metadata: "{\n    \"tags\": [\n     \"a\",\n     \"c\\\"😀\"\n    ]\n   }"))
  }

  @Test(arguments: [
    (NotebookEdit.removeTag(cell: 0, index: 0), "{\n    \"tags\": [\n     \"b\"\n    ]\n   }"),
    (.removeTag(cell: 0, index: 1), "{\n    \"tags\": [\n     \"a\"\n    ]\n   }"),
    (.addTag(cell: 0, tag: "c"), "{\n    \"tags\": [\n     \"a\",\n     \"b\",\n     \"c\"\n    ]\n   }"),
  ])
  func listsKeepTheirLayout(edit: NotebookEdit, metadata: String) {
    #expect(apply([edit], to: notebook(metadata: spread)) == notebook(metadata: metadata))
  }

  @Test(arguments: [
    ("{}", "{\n    \"tags\": [\n     \"a\"\n    ]\n   }"),
    ("{\"tags\": []}", "{\"tags\": [\"a\"]}"),
    ("{\"tags\": [\"x\"]}", "{\"tags\": [\"x\", \"a\"]}"),
    ("{\"tags\": null}", "{\"tags\": [\"a\"]}"),
    ("{\"collapsed\": true}", "{\"collapsed\": true, \"tags\": [\"a\"]}"),
    (
      "{\n    \"collapsed\": true\n   }",
      "{\n    \"collapsed\": true,\n    \"tags\": [\n     \"a\"\n    ]\n   }"
    ),
    ("3", "{\n    \"tags\": [\n     \"a\"\n    ]\n   }"),
  ])
  func aTagIsAddedToAnyMetadata(before: String, after: String) {
    let result = apply([.addTag(cell: 0, tag: "a")], to: notebook(metadata: before))
    #expect(result == notebook(metadata: after))
  }

  @Test func lineBreaksAreTheFilesOwn() {
    let result = apply([.addTag(cell: 0, tag: "a")], to: notebook(metadata: "{}", newline: "\r\n"))
    #expect(
      result == notebook(metadata: "{\r\n    \"tags\": [\r\n     \"a\"\r\n    ]\r\n   }", newline: "\r\n"))
  }

  @Test func aFileOnOneLineStaysOnOneLine() {
    let before = #"{"cells":[{"cell_type":"code","metadata":{},"source":[]}],"metadata":{},"nbformat":4}"#
    let after =
      #"{"cells":[{"cell_type":"code","metadata":{"tags":["a"]},"source":[]}],"metadata":{},"nbformat":4}"#
    #expect(apply([.addTag(cell: 0, tag: "a")], to: before) == after)
  }

  @Test func missingMetadataIsMade() {
    let before = #"{"cells":[{"cell_type":"code","source":[]}],"metadata":{},"nbformat":4}"#
    let cell = IpynbDocument(SourceText(apply([.addTag(cell: 0, tag: "a")], to: before))).notebook.cells[0]
    #expect(cell.tags == [.text("a")])
  }

  // MARK: - Source

  private func withSource(_ source: String) -> String {
    "{\n \"cells\": [\n  {\n   \"cell_type\": \"code\",\n   \"source\": \(source)\n  }\n ],\n \"nbformat\": 4\n}"
  }

  private static func list(_ lines: String...) -> String {
    lines.isEmpty ? "[]" : "[\n    " + lines.map { "\"\($0)\"" }.joined(separator: ",\n    ") + "\n   ]"
  }

  @Test(arguments: [
    // Inside a line, at its ends, and several at once.
    (list(#"a = 1\n"#, "b"), [(4..<5, "23")], list(#"a = 23\n"#, "b")),
    (list(#"a\n"#, "b"), [(2..<2, "x")], list(#"a\n"#, "xb")),
    (list(#"a\n"#, "b"), [(2..<2, "x\n")], list(#"a\n"#, #"x\n"#, "b")),
    (list(#"a\n"#, "b"), [(1..<1, "\nx")], list(#"a\n"#, #"x\n"#, "b")),
    (list(#"a\n"#, "b"), [(3..<3, "\n")], list(#"a\n"#, #"b\n"#)),
    (list(#"a\n"#, #"b\n"#), [(4..<4, "x")], list(#"a\n"#, #"b\n"#, "x")),
    (
      list(#"abc\n"#, "d"), [(0..<1, ""), (2..<3, "x\ny"), (5..<5, "\nz")],
      list(#"bx\n"#, #"y\n"#, #"d\n"#, "z")
    ),
    // Lines that go, and lines that become one.
    (list(#"a\n"#, #"b\n"#, "c"), [(2..<4, "")], list(#"a\n"#, "c")),
    (list(#"a\n"#, #"b\n"#, "c"), [(0..<2, "")], list(#"b\n"#, "c")),
    (list(#"a\n"#, #"b\n"#, "c"), [(2..<5, "")], list(#"a\n"#)),
    (list(#"a\n"#, #"b\n"#, "c"), [(1..<2, "")], list(#"ab\n"#, "c")),
    (list(#"a\n"#, #"b\n"#, "c"), [(2..<4, "x")], list(#"a\n"#, "xc")),
    (list(#"a\n"#, #"b\n"#, "c"), [(2..<4, "x\n")], list(#"a\n"#, #"x\n"#, "c")),
    (list(#"a\n"#, #"b\n"#, "c"), [(0..<5, "")], "[]"),
    (list(#"a\n"#, #"b\n"#, "c"), [(1..<2, ""), (2..<4, "")], list("ac")),
    // Escapes, and line breaks of other systems.
    (list(#"\u00e9 = \"\\n\"\n"#, "b"), [(2..<3, "\"\t")], list(#"\u00e9\"\t= \"\\n\"\n"#, "b")),
    (list(#"\ud83d\ude00x"#), [(4..<5, "😀")], list(#"\ud83d\ude00😀"#)),
    (list(#"a\r\n"#, "b"), [(3..<3, "x\r\n")], list(#"a\r\n"#, #"x\r\n"#, "b")),
    // No list, an empty one, and none at all.
    (#""a\nb""#, [(1..<2, "\nx\n")], #""a\nx\nb""#),
    ("[]", [(0..<0, "a\nb")], list(#"a\n"#, "b")),
    ("[\"a\\n\", \"b\"]", [(2..<2, "x\n")], "[\"a\\n\", \"x\\n\", \"b\"]"),
    ("null", [(0..<0, "a\nb")], list(#"a\n"#, "b")),
  ])
  func sourceKeepsJupytersLines(before: String, edits: [(Range<Int>, String)], after: String) {
    let edits = edits.map { NotebookEdit.replaceSource(cell: 0, range: $0.0, with: $0.1) }
    #expect(apply(edits, to: withSource(before)) == withSource(after))
  }

  @Test func charactersAreNotCutInTwo() {
    let result = apply([.replaceSource(cell: 0, range: 1..<2, with: "e")], to: withSource(#""é""#))
    #expect(result == withSource(#""e""#))
  }

  // MARK: - Cells

  @Test func aNewCellIsLaidOutAsJupyterDoes() {
    let before = """
      {
       "cells": [
        {
         "cell_type": "code",
         "execution_count": null,
         "id": "a",
         "metadata": {},
         "outputs": [],
         "source": []
        }
       ],
       "metadata": {},
       "nbformat": 4,
       "nbformat_minor": 5
      }
      """
    let after = apply(
      [.insertCell(before: 1, source: "import os\nimport re", tags: ["imports"])], to: before)
    let cells = JSONTree(parsing: Array(after.utf8)).root?["cells"].map { Array($0.elements) }
    let id = cells?.last?["id"]?.string
    #expect(id?.count == 8)
    let expected = """
      {
         "cell_type": "code",
         "execution_count": null,
         "id": "\(id ?? "")",
         "metadata": {
          "tags": [
           "imports"
          ]
         },
         "outputs": [],
         "source": [
          "import os\\n",
          "import re"
         ]
        }
      """
    #expect(after.range(of: "  },\n  " + expected + "\n ],") != nil, "\(after)")
    #expect(
      after == apply([.insertCell(before: 1, source: "import os\nimport re", tags: ["imports"])], to: before))
  }

  @Test(arguments: [
    (
      0,
      #"{"cells":[{"cell_type":"code","execution_count":null,"metadata":{},"outputs":[],"source":["x"]},{"cell_type":"raw"}],"metadata":{},"nbformat":4}"#
    ),
    (
      1,
      #"{"cells":[{"cell_type":"raw"},{"cell_type":"code","execution_count":null,"metadata":{},"outputs":[],"source":["x"]}],"metadata":{},"nbformat":4}"#
    ),
  ])
  func aNewCellStaysOnTheOneLineOfItsFile(index: CellIndex, after: String) {
    let before = #"{"cells":[{"cell_type":"raw"}],"metadata":{},"nbformat":4}"#
    #expect(apply([.insertCell(before: index, source: "x", tags: [])], to: before) == after)
  }

  @Test func aCellsIDIsFree() {
    let before = #"{"cells":[],"metadata":{},"nbformat":4,"nbformat_minor":5}"#
    var text = before
    for _ in 0..<3 {
      text = apply(
        [.insertCell(before: 0, source: "x", tags: []), .insertCell(before: 0, source: "x", tags: [])],
        to: text)
    }
    let notebook = IpynbDocument(SourceText(text)).notebook
    #expect(notebook.cells.count == 6)
    #expect(notebook.problems.isEmpty)
  }

  // MARK: - Configuration

  private func withMetadata(_ metadata: String) -> String {
    "{\n  \"cells\": [],\n  \"metadata\": \(metadata),\n  \"nbformat\": 4\n}"
  }

  private static let metadata =
    "{\n    \"kubeflow_notebook\": {\n      \"a\": 1,\n      \"b\": [{\"c\": 2}, 3],\n      \"d\": {}\n    }\n  }"

  @Test(arguments: [
    (NotebookEdit.setConfiguration(path: ["a"], to: "x"), #""a": 1"#, #""a": "x""#),
    (
      .setConfiguration(path: ["e"], to: ["f": [1]]), "\"d\": {}",
      "\"d\": {},\n      \"e\": {\n        \"f\": [\n          1\n        ]\n      }"
    ),
    (.setConfiguration(path: ["b", "0", "e"], to: 5), #"{"c": 2}"#, #"{"c": 2, "e": 5}"#),
    (.setConfiguration(path: ["b", "2"], to: 5), "}, 3]", "}, 3, 5]"),
    (.setConfiguration(path: ["d", "e"], to: 5), "\"d\": {}", "\"d\": {\n        \"e\": 5\n      }"),
    (.removeConfiguration(path: ["a"]), "\"a\": 1,\n      ", ""),
    (.removeConfiguration(path: ["d"]), ",\n      \"d\": {}", ""),
    (.removeConfiguration(path: ["b", "0"]), #"{"c": 2}, "#, ""),
    (.removeConfiguration(path: ["b", "1"]), ", 3", ""),
    (.removeConfiguration(path: ["b", "0", "c"]), #"{"c": 2}"#, "{}"),
    (.renameConfiguration(path: ["a"], to: "z"), #""a""#, #""z""#),
    (.renameConfiguration(path: ["a"], to: "b"), #""a""#, #""a""#),
    (.renameConfiguration(path: ["b", "0", "c"], to: "z"), #""c""#, #""z""#),
  ])
  func configurationChangesInPlace(edit: NotebookEdit, part: String, newPart: String) throws {
    let range = try #require(Self.metadata.range(of: part))
    let after = Self.metadata.replacingCharacters(in: range, with: newPart)
    #expect(apply([edit], to: withMetadata(Self.metadata)) == withMetadata(after))
  }

  @Test(arguments: [
    ("{}", "{\n    \"kale_lsp\": {\n      \"files\": [\n        \"a.csv\"\n      ]\n    }\n  }"),
    (#"{"kale_lsp": {"retries": 1}}"#, #"{"kale_lsp": {"retries": 1, "files": ["a.csv"]}}"#),
  ])
  func settingsChangeInPlace(before: String, after: String) {
    let edit = NotebookEdit.setSetting(path: ["files"], to: ["a.csv"])
    #expect(apply([edit], to: withMetadata(before)) == withMetadata(after))
  }

  @Test func anEntryIsAddedToAListOfSettings() {
    let before = withMetadata(#"{"kale_lsp": {"files": ["a.csv"]}}"#)
    let edit = NotebookEdit.setSetting(path: ["files", "1"], to: "b.csv")
    #expect(apply([edit], to: before) == withMetadata(#"{"kale_lsp": {"files": ["a.csv", "b.csv"]}}"#))
  }

  @Test(arguments: [
    ("{}", "{\n    \"kubeflow_notebook\": {\n      \"a\": 1\n    }\n  }"),
    ("{\"x\": 1}", "{\"x\": 1, \"kubeflow_notebook\": {\"a\": 1}}"),
    ("3", "{\n    \"kubeflow_notebook\": {\n      \"a\": 1\n    }\n  }"),
    ("{\"kubeflow_notebook\": null}", "{\"kubeflow_notebook\": {\"a\": 1}}"),
  ])
  func aMissingConfigurationIsMade(before: String, after: String) {
    #expect(apply([.setConfiguration(path: ["a"], to: 1)], to: withMetadata(before)) == withMetadata(after))
  }

  @Test func missingNotebookMetadataIsMade() {
    let result = apply([.setConfiguration(path: ["a"], to: 1)], to: "{\n \"cells\": []\n}")
    #expect(
      result == "{\n \"cells\": [],\n \"metadata\": {\n  \"kubeflow_notebook\": {\n   \"a\": 1\n  }\n }\n}")
  }

  @Test func membersThatAreNotThereAreNotTakenAway() {
    let before = withMetadata("{}")
    #expect(
      apply([.removeConfiguration(path: ["a"]), .renameConfiguration(path: ["b"], to: "c")], to: before)
        == before)
  }
}

extension String {
  fileprivate func replacingCharacters(in range: Range<Index>, with new: String) -> String {
    String(self[..<range.lowerBound]) + new + String(self[range.upperBound...])
  }
}
