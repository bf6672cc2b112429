import JSONSyntax
import KaleTestSupport
import Testing

@testable import KaleLanguageServer

/// The conversation that the server has with nobody before the first notebook comes.
@Suite struct RehearsalTests {
  @Test func everythingInItIsAnswered() {
    let client = ScriptedClient()
    Rehearsal.perform(with: client)
    var published: [String] = []
    for sent in client.sent {
      switch sent {
      case .notification("textDocument/publishDiagnostics", let params):
        for diagnostic in params?["diagnostics"]?.elements ?? [] {
          published.append(diagnostic["message"]?.asString ?? "")
        }
      case .response(_, .failure(let error)): Issue.record("\(error)")
      default: break
      }
    }
    #expect(published.contains { $0.contains("`absent`") })
    #expect(client.sent.filter { if case .response = $0 { true } else { false } }.count == 2)
  }
}
