import JSONSyntax
import LanguageServerProtocol

/// A command of `workspace/executeCommand`.
protocol ServerCommand: Sendable {
  /// The name of the command, which begins with `kale.`.
  static var name: String { get }
  /// Runs the command and answers, now or later.
  static func execute(_ invocation: CommandInvocation, in session: Session) throws -> Reply
}

/// A command that the client has called.
struct CommandInvocation {
  let request: Request
  let arguments: [JSONValue]
  /// Where the client shows the progress; nil where it has not said.
  let token: ProgressToken?
}
