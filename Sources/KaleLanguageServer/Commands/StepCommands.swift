import JSONSyntax
import KaleIDE
import LanguageServerProtocol

// Moves from step to step, in the order of the notebook.

/// `{uri, position?}` → `Location | null`
enum PreviousStepCommand: ServerCommand {
  static let name = "kale.previousStep"

  static func execute(
    _ argument: StepPosition, for call: CommandCall<Location?>, in session: Session
  ) throws -> Reply<Location?> {
    .now(try session.step(.previous, from: argument))
  }
}

/// `{uri, position?}` → `Location | null`
enum NextStepCommand: ServerCommand {
  static let name = "kale.nextStep"

  static func execute(
    _ argument: StepPosition, for call: CommandCall<Location?>, in session: Session
  ) throws -> Reply<Location?> {
    .now(try session.step(.next, from: argument))
  }
}

/// Where the search for a step starts: a position in a notebook, in one of its cells, or in a text.
struct StepPosition: JSONDecodable {
  let uri: DocumentURI
  /// Nil for the beginning.
  let position: Position?

  init(json: JSONNode) throws(JSONDecodingError) {
    uri = try json.required("uri")
    position = try json.optional("position")
  }
}

extension Session {
  fileprivate func step(
    _ direction: StepNavigation.Direction, from argument: StepPosition
  ) throws -> Location? {
    let notebook = try openNotebook(meantBy: argument.uri)
    let position = argument.position ?? Position(line: 0, character: 0)
    let cell = try notebook.lastCell(in: argument.uri, by: position, abilities.columns)
    return StepNavigation.head(direction, from: cell, in: notebook.analysis).map {
      notebook.location(of: .cell($0), abilities.columns)
    }
  }
}
