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
    ("{\"tags\": []}", "{\"tags\": [\n     \"a\"\n    ]}"),
    ("{\"tags\": [\"x\"]}", "{\"tags\": [\"x\", \"a\"]}"),
    ("{\"tags\": null}", "{\"tags\": [\n     \"a\"\n    ]}"),
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

  /// Whatever the edits and the layout, the file's tags become what the edits say and no other byte changes.
  @Test func anyEditsDoWhatTheySay() throws {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<1000 {
      let count = Int.random(in: 0...4, using: &random)
      let tags = (0..<count).map { "t\($0)" }
      let separator = [", ", ",", ",\n     ", " ,  "].randomElement(using: &random) ?? ", "
      let list = "[" + tags.map { "\"\($0)\"" }.joined(separator: separator) + "]"
      let before = notebook(metadata: "{\"tags\": \(list)}")
      var edits: [NotebookEdit] = []
      for index in tags.indices {
        switch Int.random(in: 0...2, using: &random) {
        case 0: edits.append(.removeTag(cell: 0, index: index))
        case 1: edits.append(.replaceTag(cell: 0, index: index, with: "r\(index)"))
        default: break
        }
      }
      if Bool.random(using: &random) { edits.append(.addTag(cell: 0, tag: "new")) }
      let after = apply(edits, to: before)
      let old = IpynbDocument(SourceText(before)).notebook.cells[0].tags
      let expected = EditedTagList(count: count, cell: 0, edits: edits).tags(from: old)
      let read = IpynbDocument(SourceText(after))
      #expect(read.notebook.problems.isEmpty)
      #expect(read.notebook.cells[0].tags == expected)
      let (head, tail) = (before.prefix(while: { $0 != "[" }), "   \"source\": []")
      #expect(after.hasPrefix(head))
      #expect(after.range(of: tail) != nil)
    }
  }
}
