import KaleIDE
import LanguageServerProtocol
import NotebookModel

/// Shows the inputs and outputs of each step after its first line.
enum InlayHintRequest: RequestMethod {
  static let method = "textDocument/inlayHint"

  static func announce(in capabilities: inout ServerCapabilities, to abilities: ClientAbilities) {
    capabilities.inlayHintProvider = true
  }

  static func answer(_ params: InlayHintParams, in session: Session) throws -> [InlayHint] {
    let document = params.textDocument.uri
    guard let notebook = session.documents.kaleNotebook(of: document) else { return [] }
    var locations: [CellIndex: Location] = [:]
    // Many inputs may come from one step, so each cell is located once.
    func firstLine(_ cell: CellIndex) -> Location {
      if let known = locations[cell] { return known }
      let location = notebook.location(of: .cell(cell), session.abilities.columns)
      locations[cell] = location
      return location
    }
    let hints = StepHint.hints(in: notebook.analysis) { cell in
      notebook.holds(cell, in: document) && firstLine(cell).range.touches(params.range)
    }
    return hints.map { hint in
      InlayHint(
        position: firstLine(hint.cell).range.end,
        label: hint.parts.map { part in
          InlayHintLabelPart(part.text, tooltip: part.tooltip, location: part.targetCell.map(firstLine))
        },
        paddingLeft: true)
    }
  }
}
