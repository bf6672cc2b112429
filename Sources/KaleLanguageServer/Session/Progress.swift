import JSONRPC
import JSONSyntax
import LanguageServerProtocol

extension Session {
  /// Does the work of a request and answers it. The client is shown the progress: under the token it gave, or under one of
  /// ours where it agrees to that. The work is done in any case, and once, unless the client cancels the request before.
  func answer(
    _ request: Request, withProgress title: String, token: ProgressToken?,
    _ work: @escaping () throws(ResponseError) -> JSONValue
  ) {
    if let token {
      answer(request, title, under: token, work)
    } else if abilities.showsProgress {
      progressCount += 1
      let own = ProgressToken.string("kale-lsp/\(progressCount)")
      self.request("window/workDoneProgress/create", WorkDoneProgressCreateParams(token: own).json) {
        [self] result in
        if case .success = result {
          answer(request, title, under: own, work)
        } else {
          finish(request, with: outcome(of: request, work))
        }
      }
    } else {
      finish(request, with: outcome(of: request, work))
    }
  }

  /// A token means something only until its request is answered, so the progress ends first.
  private func answer(
    _ request: Request, _ title: String, under token: ProgressToken,
    _ work: () throws(ResponseError) -> JSONValue
  ) {
    notify(token, .begin(title: title))
    let result = outcome(of: request, work)
    notify(token, .end())
    finish(request, with: result)
  }

  private func outcome(
    of request: Request, _ work: () throws(ResponseError) -> JSONValue
  ) -> Result<JSONValue, ResponseError> {
    client.isCancelled(request.id) ? .failure(.cancelledByClient) : Result(catching: work)
  }

  func notify(_ token: ProgressToken, _ value: WorkDoneProgress) {
    client.notify("$/progress", ProgressParams(token: token, value: value).json)
  }
}
