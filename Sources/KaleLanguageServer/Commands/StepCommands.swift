import KaleIDE
import LanguageServerProtocol

// Moves from step to step, in the order of the notebook.

/// `{uri, position?}` → `Location | null`
enum PreviousStepCommand: ServerCommand {
  static let name = "kale.previousStep"

  static func execute(_ invocation: CommandInvocation, in session: Session) throws -> Reply {
    try session.goToStep(.previous, CommandArgument(of: Self.self, invocation))
  }
}

/// `{uri, position?}` → `Location | null`
enum NextStepCommand: ServerCommand {
  static let name = "kale.nextStep"

  static func execute(_ invocation: CommandInvocation, in session: Session) throws -> Reply {
    try session.goToStep(.next, CommandArgument(of: Self.self, invocation))
  }
}

extension Session {
  fileprivate func goToStep(
    _ direction: StepNavigation.Direction, _ argument: CommandArgument
  ) throws -> Reply {
    let notebook = try openNotebook(of: argument)
    let uri = try argument.uri()
    let start = Position(line: 0, character: 0)
    let position = try argument.position("position") ?? start
    let cell = try notebook.lastCell(in: uri, by: position, abilities.columns)
    guard let head = StepNavigation.head(direction, from: cell, in: notebook.analysis) else {
      return .now(.null)
    }
    return .now(notebook.location(of: .cell(head), abilities.columns).json)
  }
}
