import JSONRPC
import LanguageServerProtocol

/// A call of a command, for those that answer later.
struct CommandCall<Answer: JSONEncodable> {
  let request: Request
  /// Where the client shows the progress; nil if it has not said.
  let token: ProgressToken?
  private let session: Session

  /// Creates the call that a request is.
  init(request: Request, token: ProgressToken?, session: Session) {
    self.request = request
    self.token = token
    self.session = session
  }

  /// Answers the call, unless that has been done.
  func finish(with result: Result<Answer, ResponseError>) {
    session.finish(request, with: result.map(\.json))
  }
}
