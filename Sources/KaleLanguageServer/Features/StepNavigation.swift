import JSONSyntax
import KaleIDE
import LanguageServerProtocol

/// `kale.previousStep` and `kale.nextStep`: from step to step, in the order in which the notebook has them.
extension Session {
  func goToStep(_ direction: StepNavigation.Direction, _ argument: CommandArgument) throws -> Reply {
    let notebook = try openNotebook(of: argument)
    let uri = try argument.uri()
    let start = Position(line: 0, character: 0)
    let position = try argument.position("position") ?? start
    let cell = try notebook.lastCell(in: uri, by: position, abilities.columns)
    guard let head = StepNavigation.head(direction, from: cell, in: notebook.analysis) else {
      return .now(JSONValue.null)
    }
    return .now(notebook.location(of: .cell(head), abilities.columns))
  }
}
