import JSONRPC
import JSONSyntax
import LanguageServerProtocol

extension Session {
  /// Does some work that the client is shown the progress of: under the token it gave, or under one of ours where it
  /// agrees to that. The work is done in any case, and once.
  func withProgress(_ title: String, token: ProgressToken?, _ work: @escaping () -> Void) {
    if let token {
      report(title, under: token, work)
    } else if abilities.showsProgress {
      progressCount += 1
      let own = ProgressToken.string("kale-lsp/\(progressCount)")
      request("window/workDoneProgress/create", WorkDoneProgressCreateParams(token: own).json) {
        [self] result in
        if case .success = result { report(title, under: own, work) } else { work() }
      }
    } else {
      work()
    }
  }

  private func report(_ title: String, under token: ProgressToken, _ work: () -> Void) {
    notify(token, .begin(title: title))
    work()
    notify(token, .end())
  }

  private func notify(_ token: ProgressToken, _ value: WorkDoneProgress) {
    client.notify("$/progress", ProgressParams(token: token, value: value).json)
  }
}
