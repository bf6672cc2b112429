import JSONSyntax
import KaleIDE
import LanguageServerProtocol

extension Session {
  /// After the first line of a step what it takes and what it makes.
  func inlayHints(_ request: Request) throws -> Reply {
    let params: InlayHintParams = try request.read()
    let document = params.textDocument.uri
    guard let notebook = documents.kaleNotebook(of: document) else { return .now(JSONValue.array([])) }
    var locations: [Int: Location] = [:]
    // Many names may come from one step: the place of each cell is found once.
    func firstLine(_ cell: Int) -> Location {
      if let known = locations[cell] { return known }
      let location = notebook.location(of: .cell(cell), abilities.columns)
      locations[cell] = location
      return location
    }
    let hints = StepHint.hints(in: notebook.analysis) { cell in
      notebook.holds(cell, in: document) && firstLine(cell).range.touches(params.range)
    }
    return .now(
      hints.map { hint in
        InlayHint(
          position: firstLine(hint.cell).range.end,
          label: hint.parts.map { part in
            InlayHintLabelPart(part.text, tooltip: part.tooltip, location: part.targetCell.map(firstLine))
          },
          paddingLeft: true)
      }.json)
  }
}
