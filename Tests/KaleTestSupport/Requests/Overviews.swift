import JSONSyntax
import LanguageServerProtocol
import NotebookModel
import Testing

/// Asks for the symbols: steps and blocks with their cells; in a notebook document each cell says what it belongs to.
package func assertSymbols(
  _ text: String, are expected: [(name: String, detail: String?, cells: [CellIndex])],
  sourceLocation: SourceLocation = #_sourceLocation
) {
  onEveryShape(of: text, sourceLocation: sourceLocation) { editor in
    let found = editor.requestOfEveryDocument("textDocument/documentSymbol").map { _, symbol in
      let cells = (symbol["children"] ?? [symbol]).elements
      return SymbolLine(
        name: symbol["name"]?.asString, detail: symbol["detail"]?.asString, whole: symbol["range"]?.asRange,
        cells: cells.map { $0["range"]?.asRange }, heads: cells.map { $0["selectionRange"]?.asRange })
    }
    // Cells of notebook documents are asked about one by one.
    let groups = expected.flatMap { symbol in
      editor.shape.isOneDocument
        ? [symbol] : symbol.cells.map { (name: symbol.name, detail: symbol.detail, cells: [$0]) }
    }
    let ordered = editor.shape.isOneDocument ? groups : groups.sorted { $0.cells[0] < $1.cells[0] }
    let lines = ordered.map { symbol in
      let cells = symbol.cells.map(editor.wholeRange(ofCell:))
      return SymbolLine(
        name: symbol.name, detail: symbol.detail,
        whole: PositionRange(start: cells[0].start, end: cells[cells.count - 1].end), cells: cells,
        heads: symbol.cells.map { editor.location(of: .cell($0))?.range })
    }
    #expect(found == lines, "\(editor.name)", sourceLocation: sourceLocation)
  }
}

/// A symbol, as far as tests compare it.
private struct SymbolLine: Equatable {
  var name: String?
  var detail: String?
  var whole: PositionRange?
  var cells: [PositionRange?]
  var heads: [PositionRange?]
}

/// Searches the workspace for steps: they have these names, and start at these cells.
package func assertWorkspaceSymbols(
  _ text: String, query: String, are expected: [(name: String, cell: CellIndex)],
  sourceLocation: SourceLocation = #_sourceLocation
) {
  onEveryShape(of: text, sourceLocation: sourceLocation) { editor in
    let found = editor.request("workspace/symbol", ["query": .string(query)])?.elements ?? []
    #expect(
      found.map { $0["name"]?.asString } == expected.map(\.name), "\(editor.name)",
      sourceLocation: sourceLocation)
    #expect(
      found.map { $0["location"]?.asLocation } == expected.map { editor.location(of: .cell($0.cell)) },
      "\(editor.name)", sourceLocation: sourceLocation)
  }
}

/// Asks for the code lenses: these titles stand above these cells.
package func assertLenses(
  _ text: String, are expected: [(cell: CellIndex, title: String)],
  sourceLocation: SourceLocation = #_sourceLocation
) {
  onEveryShape(of: text, sourceLocation: sourceLocation) { editor in
    let found = editor.requestOfEveryDocument("textDocument/codeLens").map { document, lens in
      let range = lens["range"]?.asRange.map { "\(document): \($0.start.line)-\($0.end)" } ?? ""
      return "\(range) \(lens["command"]?["title"]?.asString ?? "")"
    }
    let lines = expected.map { cell, title in
      let document = editor.rendered.cells[cell].document
      let range = editor.location(of: .cell(cell)).map {
        "\(document): \($0.range.start.line)-\($0.range.end)"
      }
      return "\(range ?? "") \(title)"
    }
    #expect(found == lines, "\(editor.name)", sourceLocation: sourceLocation)
  }
}

/// Asks for the inlay hints of everything: these stand behind the first lines of these cells, and the names that come from
/// elsewhere lead to the cells that they come from.
package func assertHints(
  _ text: String, are expected: [(cell: CellIndex, label: String, leadsTo: [CellIndex])],
  sourceLocation: SourceLocation = #_sourceLocation
) {
  onEveryShape(of: text, sourceLocation: sourceLocation) { editor in
    let end = Position(line: 1000, character: 0)
    var found: [HintLine] = []
    for document in editor.texts.indices {
      let whole = PositionRange(start: Position(line: 0, character: 0), end: end)
      let answer = editor.request(
        "textDocument/inlayHint",
        ["textDocument": ["uri": .string(editor.uri(ofDocument: document))], "range": whole.json])
      for hint in answer?.elements ?? [] {
        let parts = hint["label"]?.elements ?? []
        found.append(
          HintLine(
            position: hint["position"], label: parts.compactMap { $0["value"]?.asString }.joined(),
            targets: parts.compactMap { $0["location"]?.asLocation }))
      }
    }
    let lines = expected.map { hint in
      HintLine(
        position: editor.location(of: .cell(hint.cell))?.range.end.json, label: hint.label,
        targets: hint.leadsTo.compactMap { editor.location(of: .cell($0)) })
    }
    #expect(found == lines, "\(editor.name)", sourceLocation: sourceLocation)
  }
}

/// A hint, as far as tests compare it.
private struct HintLine: Equatable {
  var position: JSONValue?
  var label: String
  var targets: [Location]
}

/// Asks what can be folded: these cells, each first and last, under these words; nothing in notebook documents.
package func assertFolding(
  _ text: String, is expected: [(first: CellIndex, last: CellIndex, text: String)],
  sourceLocation: SourceLocation = #_sourceLocation
) {
  onEveryShape(of: text, sourceLocation: sourceLocation) { editor in
    let found = editor.requestOfEveryDocument("textDocument/foldingRange").map { _, fold in
      let lines = "\(fold["startLine"]?.asInteger ?? -1)-\(fold["endLine"]?.asInteger ?? -1)"
      return "\(lines) \(fold["collapsedText"]?.asString ?? "")"
    }
    let lines = expected.compactMap { fold -> String? in
      let start = editor.wholeRange(ofCell: fold.first).start.line
      let end = editor.wholeRange(ofCell: fold.last).end.line
      return start < end ? "\(start)-\(end) \(fold.text)" : nil
    }
    #expect(
      found == (editor.shape.isOneDocument ? lines : []), "\(editor.name)", sourceLocation: sourceLocation)
  }
}

/// Asks for the links: the paths of notebooks, where they stand in the text, lead to files beside the notebook.
package func assertLinks(
  _ text: String, lead cells: [(cell: CellIndex, file: String)],
  sourceLocation: SourceLocation = #_sourceLocation
) {
  onEveryShape(of: text, sourceLocation: sourceLocation) { editor in
    let found = editor.requestOfEveryDocument("textDocument/documentLink")
    let expected = cells.compactMap { cell, file -> (PositionRange, String)? in
      let rendered = editor.rendered.cells[cell]
      return rendered.notebookPath.map { path in
        let location = editor.location(DocumentSpan(document: rendered.document, bytes: path))
        return (location.range, DocumentURI(filePath: editor.path(file)).description)
      }
    }
    #expect(
      found.map { $0.value["range"]?.asRange } == expected.map(\.0), "\(editor.name)",
      sourceLocation: sourceLocation)
    #expect(
      found.map { $0.value["target"]?.asString } == expected.map(\.1), "\(editor.name)",
      sourceLocation: sourceLocation)
  }
}

extension NotebookEditor {
  /// A cell with all that belongs to it.
  fileprivate func wholeRange(ofCell index: CellIndex) -> PositionRange {
    let cell = rendered.cells[index]
    return location(DocumentSpan(document: cell.document, bytes: cell.whole)).range
  }
}
