import JSONSyntax
import KaleIDE
import LanguageServerProtocol
import NotebookModel
import SourceText

/// Lists the steps and blocks of a notebook with their cells; in a document of a single cell, what the cell belongs to.
enum DocumentSymbolRequest: RequestMethod {
  static let method = "textDocument/documentSymbol"

  static func announce(in capabilities: inout ServerCapabilities, to abilities: ClientAbilities) {
    capabilities.documentSymbolProvider = true
  }

  static func answer(_ params: DocumentSymbolParams, in session: Session) throws -> DocumentSymbols {
    let document = params.textDocument.uri
    guard let notebook = session.documents.kaleNotebook(of: document) else { return .nested([]) }
    let writer = DocumentSymbolWriter(notebook: notebook, columns: session.abilities.columns)
    let symbols: [DocumentSymbol]
    if let cell = notebook.cell(of: document) {
      let section = NotebookSymbol.section(ofCell: cell, in: notebook.analysis)
      symbols = section.flatMap { writer.symbol($0, nestsCells: false) }.map { [$0] } ?? []
    } else {
      symbols = NotebookSymbol.sections(in: notebook.analysis).compactMap {
        writer.symbol($0, nestsCells: true)
      }
    }
    guard !session.abilities.nestsSymbols else { return .nested(symbols) }
    return .flat(
      symbols.map { symbol in
        SymbolInformation(
          name: symbol.name, kind: symbol.kind, location: Location(uri: document, range: symbol.range))
      })
  }
}

/// The answer to `textDocument/documentSymbol`.
enum DocumentSymbols: JSONEncodable {
  case nested([DocumentSymbol])
  /// For a client that does not nest symbols.
  case flat([SymbolInformation])

  var json: JSONValue {
    switch self {
    case .nested(let symbols): symbols.json
    case .flat(let symbols): symbols.json
    }
  }
}

/// Translates symbols to a document's.
private struct DocumentSymbolWriter {
  let notebook: OpenNotebook
  let columns: ColumnEncoding

  /// A symbol that extends from its first cell to its last; nil where the document shows none of them.
  func symbol(_ symbol: NotebookSymbol, nestsCells: Bool) -> DocumentSymbol? {
    let cells = symbol.cells.compactMap(cellSymbol)
    guard let first = cells.first, let last = cells.last else { return nil }
    var result = DocumentSymbol(
      name: symbol.name, detail: symbol.detail, kind: SymbolKind(symbol.kind), range: first.range,
      selectionRange: first.selectionRange)
    result.range.end = last.range.end
    if nestsCells { result.children = cells }
    return result
  }

  private func cellSymbol(_ cell: CellIndex) -> DocumentSymbol? {
    guard let range = notebook.location(ofCell: cell, columns)?.range else { return nil }
    let symbol = NotebookSymbol(cell: cell)
    return DocumentSymbol(
      name: symbol.name, kind: SymbolKind(symbol.kind), range: range,
      selectionRange: notebook.location(of: .cell(cell), columns).range)
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
