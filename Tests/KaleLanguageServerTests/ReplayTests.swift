import JSONRPC
import JSONSyntax
import KaleWorkspace
import KaleLanguageServer
import KaleTestSupport
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Conversations that real clients had with the server, had again: what the client said is said anew, and the server has
/// to answer as it did.
///
/// `KALE_RENEW=1 swift test --filter ReplayTests` writes what the server says now into the recordings, where it says as
/// many messages as it did; read what has changed before you commit it.
@Suite struct ReplayTests {
  private static let isRenewing = ProcessInfo.processInfo.environment["KALE_RENEW"] != nil

  private static let folder =
    #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }
    + "/protocol-fixtures/conversations"

  static let recordings = FileSystem.files(below: folder, endingIn: ".jsonl").files.map(Recording.init)

  /// A recorded conversation, under its name.
  struct Recording: CustomTestStringConvertible, Sendable {
    let path: String
    var testDescription: String { path.split(separator: "/").last.map(String.init) ?? path }
  }

  @Test func thereAreRecordingsOfBothClientsAndBothShapes() {
    let names = Self.recordings.map(\.testDescription)
    for part in ["neovim", "pytest-lsp", "text", "notebook"] {
      #expect(names.contains { $0.contains(part) }, "no recording called so: \(part)")
    }
  }

  @Test(arguments: recordings)
  func theServerAnswersAsItDid(_ recording: Recording) throws {
    let workspace = FileManager.default.temporaryDirectory.appending(
      path: "kale-lsp-replay-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: workspace, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: workspace) }
    let text = String(decoding: try FileSystem.read(recording.path), as: UTF8.self)
    let conversation = Conversation()
    var expected: [String] = []
    for line in text.split(separator: "\n") {
      let entry = try #require(JSONTree(parsing: Array(line.utf8)).root, "not JSON: \(line)")
      let message = String(decoding: try #require(entry["message"]).value.serialized(), as: UTF8.self)
        .replacing("\"version\":\"VERSION\"", with: "\"version\":\"\(KaleLSPVersion.current)\"")
      if entry["from"]?.string == "client" {
        let placed = message.replacing("/WORKSPACE", with: workspace.path)
        conversation.session.handle(IncomingMessage(body: Array(placed.utf8)))
      } else {
        expected.append(message)
      }
    }
    let sent = conversation.client.take().map { sent in
      String(decoding: sent.message.json.serialized(), as: UTF8.self).replacing(
        workspace.path, with: "/WORKSPACE")
    }
    #expect(sent.count == expected.count)
    if Self.isRenewing, sent.count == expected.count {
      try renew(recording, with: sent, insteadOf: expected)
    } else {
      for (now, then) in zip(sent, expected) { #expect(now == then) }
    }
  }

  private func renew(_ recording: Recording, with sent: [String], insteadOf expected: [String]) throws {
    let text = String(decoding: try FileSystem.read(recording.path), as: UTF8.self)
    var changes = zip(sent, expected).makeIterator()
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line -> String in
      guard line.hasPrefix("{\"from\": \"server\""), let (now, then) = changes.next(), now != then else {
        return String(line)
      }
      let message = now.replacing(
        "\"version\":\"\(KaleLSPVersion.current)\"", with: "\"version\":\"VERSION\"")
      return "{\"from\": \"server\", \"message\": \(message)}"
    }
    try Data(lines.joined(separator: "\n").utf8).write(to: URL(filePath: recording.path))
  }
}

extension ScriptedClient.Sent {
  /// What was sent, as the message it is on the wire.
  var message: OutgoingMessage {
    switch self {
    case .response(let id, let result): .response(id: id, result: result)
    case .notification(let method, let params): .notification(method: method, params: params)
    case .request(let id, let method, let params): .request(id: id, method: method, params: params)
    }
  }
}
