import KaleAnalysis
import NotebookModel
import PythonSyntax

/// What a hover shows: a text, and the place that it is about.
package struct HoverCard: Sendable, Hashable {
  /// What is shown.
  package let text: RichText
  /// What the text describes: a tag, or a name in the code.
  package let place: NotebookPlace

  /// Describes what is at a place: on a tag the cell, on a name what the name is; nil where there is nothing to say.
  package init?(at place: NotebookPlace, in analysis: NotebookAnalysis) {
    switch place {
    case .tag(let cell, _):
      guard let text = CellCard.text(for: cell, in: analysis) else { return nil }
      self.init(text, place)
    case .source(let cell, let range):
      self.init(atByte: range.lowerBound, of: cell, in: analysis)
    case .cell, .metadata, .metadataKey, .file, .notebook: return nil
    }
  }

  private init(_ text: RichText, _ place: NotebookPlace) {
    self.text = text
    self.place = place
  }

  /// Describes the name at a place in code; on the cell's first line, the cell too.
  private init?(atByte offset: Int, of cell: CellIndex, in analysis: NotebookAnalysis) {
    let source = analysis.notebook.cells[cell].source
    let isFirstLine = source.line(containing: offset) == 0
    let card = isFirstLine ? CellCard.text(for: cell, in: analysis) : nil
    if let name = PythonSource(source.utf8).name(at: offset), name.isModuleLevel,
      var text = VariableCard.text(for: name.name, cell: cell, in: analysis)
    {
      if let card { text.append(card) }
      self.init(text, .source(cell: cell, range: name.range))
    } else {
      guard let card else { return nil }
      self.init(card, .cell(cell))
    }
  }
}
