import JSONSyntax
import KaleAnalysis
import LanguageServerProtocol
import SourceText

extension Session {
  /// The steps and blocks of a notebook with their cells; in a cell's own document what the cell belongs to.
  func documentSymbols(_ request: Request) throws -> Reply {
    let params: DocumentSymbolParams = try request.read()
    let document = params.textDocument.uri
    guard let notebook = documents.kaleNotebook(of: document) else { return .now(JSONValue.array([])) }
    let content = DocumentSymbolContent(notebook, abilities.columns)
    let symbols =
      notebook.cell(of: document).map { content.symbols(ofCell: $0) } ?? content.symbolsOfAllCells
    guard !abilities.nestsSymbols else { return .now(symbols.json) }
    let flat = symbols.map { symbol in
      SymbolInformation(
        name: symbol.name, kind: symbol.kind, location: Location(uri: document, range: symbol.range))
    }
    return .now(flat.json)
  }
}

private struct DocumentSymbolContent {
  let notebook: OpenNotebook
  let analysis: NotebookAnalysis
  let columns: ColumnEncoding

  init(_ notebook: OpenNotebook, _ columns: ColumnEncoding) {
    self.notebook = notebook
    self.columns = columns
    analysis = notebook.analysis
  }

  var symbolsOfAllCells: [DocumentSymbol] {
    analysis.sections.compactMap { section in
      let cells = section.cells.compactMap(cellSymbol)
      guard let first = cells.first, let last = cells.last else { return nil }
      var symbol = symbol(of: section.content, range: first.range, selectionRange: first.selectionRange)
      symbol.range.end = last.range.end
      symbol.children = cells
      return symbol
    }
  }

  func symbols(ofCell cell: Int) -> [DocumentSymbol] {
    guard let content = analysis.sectionContent(ofCell: cell), let symbol = cellSymbol(cell) else {
      return []
    }
    return [self.symbol(of: content, range: symbol.range, selectionRange: symbol.selectionRange)]
  }

  private func symbol(
    of content: NotebookSection.Content, range: PositionRange, selectionRange: PositionRange
  ) -> DocumentSymbol {
    switch content {
    case .unit(let unit):
      let definition = analysis.outline.units[unit]
      return DocumentSymbol(
        name: definition.name, detail: StepText.flow(of: analysis.summary(of: unit)),
        kind: definition.isNotebook ? .module : .function, range: range, selectionRange: selectionRange)
    case .block(let tag):
      return DocumentSymbol(
        name: tag.rawValue, kind: .namespace, range: range, selectionRange: selectionRange)
    }
  }

  private func cellSymbol(_ cell: Int) -> DocumentSymbol? {
    guard let range = notebook.location(ofCell: cell, columns)?.range else { return nil }
    let firstLine = notebook.location(of: .cell(cell), columns).range
    return DocumentSymbol(
      name: "cell \(cell + 1)", kind: .object, range: range, selectionRange: firstLine)
  }
}
