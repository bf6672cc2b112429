import JSONSyntax
import KaleIDE
import LanguageServerProtocol

extension Session {
  /// The steps and blocks of a notebook with their cells; in a cell's own document what the cell belongs to.
  func documentSymbols(_ request: Request) throws -> Reply {
    let params: DocumentSymbolParams = try request.read()
    let document = params.textDocument.uri
    guard let notebook = documents.kaleNotebook(of: document) else { return .now(JSONValue.array([])) }
    let symbols: [DocumentSymbol]
    if let cell = notebook.cell(of: document) {
      let section = NotebookSymbol.section(ofCell: cell, in: notebook.analysis)
      symbols = section.flatMap { symbol($0, of: notebook, nestsCells: false) }.map { [$0] } ?? []
    } else {
      symbols = NotebookSymbol.sections(in: notebook.analysis).compactMap {
        symbol($0, of: notebook, nestsCells: true)
      }
    }
    guard !abilities.nestsSymbols else { return .now(symbols.json) }
    let flat = symbols.map { symbol in
      SymbolInformation(
        name: symbol.name, kind: symbol.kind, location: Location(uri: document, range: symbol.range))
    }
    return .now(flat.json)
  }

  /// A symbol that extends from its first cell to its last; nil where the document shows none of them.
  private func symbol(
    _ symbol: NotebookSymbol, of notebook: OpenNotebook, nestsCells: Bool
  ) -> DocumentSymbol? {
    let cells = symbol.cells.compactMap { cellSymbol($0, of: notebook) }
    guard let first = cells.first, let last = cells.last else { return nil }
    var result = DocumentSymbol(
      name: symbol.name, detail: symbol.detail, kind: SymbolKind(symbol.kind), range: first.range,
      selectionRange: first.selectionRange)
    result.range.end = last.range.end
    if nestsCells { result.children = cells }
    return result
  }

  private func cellSymbol(_ cell: Int, of notebook: OpenNotebook) -> DocumentSymbol? {
    guard let range = notebook.location(ofCell: cell, abilities.columns)?.range else { return nil }
    let symbol = NotebookSymbol(cell: cell)
    return DocumentSymbol(
      name: symbol.name, kind: SymbolKind(symbol.kind), range: range,
      selectionRange: notebook.location(of: .cell(cell), abilities.columns).range)
  }
}

extension SymbolKind {
  init(_ kind: NotebookSymbol.Kind) {
    switch kind {
    case .step: self = .function
    case .notebook: self = .module
    case .block: self = .namespace
    case .cell: self = .object
    }
  }
}
