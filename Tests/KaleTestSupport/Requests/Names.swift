import JSONSyntax
import LanguageServerProtocol
import Testing

/// Hovers over the first mark: the hover is about that mark and has these words.
package func assertHover(
  _ text: String, says words: [String], sourceLocation: SourceLocation = #_sourceLocation
) {
  onEveryShape(of: text, sourceLocation: sourceLocation) { editor in
    guard let mark = editor.location(ofMark: 0), editor.showsMark(0) else { return }
    let hover = editor.request("textDocument/hover", at: mark)
    #expect(hover?["range"]?.asRange == mark.range, "\(editor.name)", sourceLocation: sourceLocation)
    let contents = hover?["contents"]?["value"]?.asString ?? ""
    for word in words {
      #expect(contents.contains(word), "\(editor.name): \(contents)", sourceLocation: sourceLocation)
    }
  }
}

/// Asks for the definition of what stands at a mark: it is another mark, or nothing.
package func assertDefinition(
  _ text: String, isMark index: Int?, at cursor: Int, sourceLocation: SourceLocation = #_sourceLocation
) {
  onEveryShape(of: text, sourceLocation: sourceLocation) { editor in
    guard let mark = editor.location(ofMark: cursor), editor.showsMark(cursor) else { return }
    let found = editor.request("textDocument/definition", at: mark)?.asLocation
    let expected = index.flatMap(editor.location(ofMark:))
    #expect(
      editor.describe(found) == editor.describe(expected), "\(editor.name)", sourceLocation: sourceLocation)
    #expect(found == expected, "\(editor.name)", sourceLocation: sourceLocation)
  }
}

/// Asks for the references of what stands at a mark: they are these marks, in the order of the notebook.
package func assertReferences(
  _ text: String, areMarks indices: [Int], at cursor: Int, withDeclaration: Bool = true,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  onEveryShape(of: text, sourceLocation: sourceLocation) { editor in
    guard let mark = editor.location(ofMark: cursor), editor.showsMark(cursor) else { return }
    let context = JSONMember(key: "context", value: ["includeDeclaration": .bool(withDeclaration)])
    let found =
      editor.request("textDocument/references", at: mark, [context])?.elements.map(\.asLocation) ?? []
    #expect(
      found.map(editor.describe) == indices.map { "mark \($0)" }, "\(editor.name)",
      sourceLocation: sourceLocation)
  }
}

/// Asks what is to be highlighted with a mark: these marks, as far as they stand in the same document.
package func assertHighlights(
  _ text: String, write: Set<Int> = [], read: Set<Int> = [], at cursor: Int,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  onEveryShape(of: text, sourceLocation: sourceLocation) { editor in
    guard let mark = editor.location(ofMark: cursor), editor.showsMark(cursor) else { return }
    let found = editor.request("textDocument/documentHighlight", at: mark)?.elements ?? []
    let described = found.map { highlight in
      let location = highlight["range"]?.asRange.map { Location(uri: mark.uri, range: $0) }
      return "\(editor.describe(location)), \(highlight["kind"]?.asInteger == 3 ? "write" : "read")"
    }
    let expected = (write.map { ($0, "write") } + read.map { ($0, "read") }).filter {
      editor.location(ofMark: $0.0)?.uri == mark.uri
    }
    #expect(
      described.sorted() == expected.map { "mark \($0.0), \($0.1)" }.sorted(), "\(editor.name)",
      sourceLocation: sourceLocation)
  }
}

extension NotebookEditor {
  /// Whether a person can put the cursor on a mark: a tag stands in the text or cannot be pointed at.
  func showsMark(_ index: Int) -> Bool {
    if case .tag = example.marks[index] { shape.hasTagsInText } else { true }
  }
}
