import JSONRPC
import LanguageServerProtocol

extension Session {
  /// Does the work of a command and answers it. The client is shown the progress, where it agrees to that. The work is done
  /// in any case, and once, unless the client cancels the request before.
  func answer<Answer>(
    _ call: CommandCall<Answer>, withProgress title: String,
    _ work: @escaping () throws(ResponseError) -> Answer
  ) {
    withProgressToken(call.token) { [self] token in
      if let token {
        answer(call, title, under: token, work)
      } else {
        call.finish(with: outcome(of: call.request, work))
      }
    }
  }

  /// Finds out under which token the client shows progress: the one it gave, or one of ours where it agrees to that; nil for
  /// none.
  func withProgressToken(_ token: ProgressToken?, _ use: @escaping (ProgressToken?) -> Void) {
    guard token == nil, abilities.showsProgress else { return use(token) }
    progressCount += 1
    let own = ProgressToken.string("kale-lsp/\(progressCount)")
    request("window/workDoneProgress/create", WorkDoneProgressCreateParams(token: own).json) { result in
      if case .success = result { use(own) } else { use(nil) }
    }
  }

  /// A token means something only until its request is answered, so the progress ends first.
  private func answer<Answer>(
    _ call: CommandCall<Answer>, _ title: String, under token: ProgressToken,
    _ work: () throws(ResponseError) -> Answer
  ) {
    notify(token, .begin(title: title))
    let result = outcome(of: call.request, work)
    notify(token, .end())
    call.finish(with: result)
  }

  private func outcome<Answer>(
    of request: Request, _ work: () throws(ResponseError) -> Answer
  ) -> Result<Answer, ResponseError> {
    client.isCancelled(request.id) ? .failure(.cancelledByClient) : Result(catching: work)
  }

  func notify(_ token: ProgressToken, _ value: WorkDoneProgress) {
    client.notify("$/progress", ProgressParams(token: token, value: value).json)
  }
}
