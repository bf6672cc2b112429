import JSONRPC
import JSONSyntax
import KaleIDE
import LanguageServerProtocol

/// `{uri, cell?, changes}` → `{applied}`: gives fields of a form new values, as one edit.
enum ApplyFormCommand: ServerCommand {
  static let name = "kale.applyForm"

  static func execute(
    _ argument: FormArgument, for call: CommandCall<EditAnswer>, in session: Session
  ) throws -> Reply<EditAnswer> {
    let (notebook, changes) = try session.formChanges(argument)
    if let first = changes.problems.first {
      throw ResponseError(.requestFailed, first.message, data: ["problems": changes.problems.json])
    }
    return session.apply(changes.fix, to: notebook, for: call)
  }
}
