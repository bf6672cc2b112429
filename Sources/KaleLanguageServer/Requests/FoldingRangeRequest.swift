import KaleIDE
import LanguageServerProtocol

/// Folds steps and blocks, each with all of its cells. A document of a single cell has nothing to fold.
enum FoldingRangeRequest: RequestMethod {
  static let method = "textDocument/foldingRange"

  static func announce(in capabilities: inout ServerCapabilities, to abilities: ClientAbilities) {
    capabilities.foldingRangeProvider = true
  }

  static func answer(_ params: FoldingRangeParams, in session: Session) throws -> [FoldingRange] {
    let document = params.textDocument.uri
    let columns = session.abilities.columns
    guard let notebook = session.documents.kaleNotebook(of: document), notebook.cell(of: document) == nil
    else { return [] }
    return FoldedSection.sections(in: notebook.analysis).compactMap { section in
      guard let start = notebook.location(ofCell: section.firstCell, columns)?.range.start,
        let end = notebook.location(ofCell: section.lastCell, columns)?.range.end, start.line < end.line
      else { return nil }
      return FoldingRange(startLine: start.line, endLine: end.line, collapsedText: section.title)
    }
  }
}
