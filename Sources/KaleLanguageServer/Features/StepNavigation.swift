import JSONSyntax
import KaleAnalysis
import LanguageServerProtocol

/// `kale.previousStep` and `kale.nextStep`: from step to step, in the order in which the notebook has them.
extension Session {
  enum StepDirection {
    case previous, next
  }

  func goToStep(_ direction: StepDirection, _ argument: CommandArgument) throws -> Reply {
    let notebook = try openNotebook(of: argument)
    let uri = try argument.uri()
    let start = Position(line: 0, character: 0)
    let position = try argument.position("position") ?? start
    let cell = try notebook.lastCell(in: uri, by: position, abilities.columns)
    guard let head = notebook.analysis.stepHead(direction, from: cell) else { return .now(JSONValue.null) }
    return .now(notebook.location(of: .cell(head), abilities.columns))
  }
}

extension NotebookAnalysis {
  /// The nearest cell above or below one that a step begins with; nil where there is none. Above the first cell is nil.
  fileprivate func stepHead(_ direction: Session.StepDirection, from cell: Int?) -> Int? {
    let heads = outline.units.lazy.map(\.definition)
    return switch direction {
    case .previous: cell.flatMap { cell in heads.last { $0 < cell } }
    case .next: heads.first { $0 > cell ?? -1 }
    }
  }
}
