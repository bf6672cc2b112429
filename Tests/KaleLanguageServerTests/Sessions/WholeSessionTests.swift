import KaleTestSupport
import Testing

@testable import KaleLanguageServer

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A session that has seen a notebook come about, edit by edit, answers as one that is given the result.
///
/// `KALE_SESSIONS` is the number of sessions and `KALE_SESSION_EDITS` that of the edits of each.
@Suite struct WholeSessionTests {
  private static func number(_ name: String, default number: Int) -> Int {
    ProcessInfo.processInfo.environment[name].flatMap { Int($0) } ?? number
  }

  private static let sessionCount = number("KALE_SESSIONS", default: 12)
  private static let editCount = number("KALE_SESSION_EDITS", default: 80)
  /// Edits between two comparisons of every answer.
  private static let stretch = 20
  /// Edits between two comparisons of the diagnostics: what one edit leaves wrong, the next may put right.
  private static let shortStretch = 4

  @Test(arguments: 0..<UInt64(sessionCount))
  func aSessionAnswersAsAFreshOne(seed: UInt64) throws {
    let workspace = try EditedWorkspace(seed: seed)
    for edit in 1...max(Self.editCount, 1) {
      try workspace.work()
      let isLong = edit.isMultiple(of: Self.stretch) || edit == Self.editCount
      guard isLong || edit.isMultiple(of: Self.shortStretch) else { continue }
      // What a save changes, the next edit may hide.
      if edit.isMultiple(of: 2 * Self.stretch) { try workspace.save() }
      if try !isAsFresh(workspace, asking: isLong, seed: seed, edit: edit) { return }
    }
  }

  /// A request that no session is asked could answer anything.
  @Test(arguments: NotebookShape.allCases) func everythingIsAsked(shape: NotebookShape) throws {
    // Nothing is wrong with it, so that it can be compiled and run.
    let notebook = ExampleNotebook(sampleNotebook).notebook
    let workspace = try EditedWorkspace(seed: 0, shape: shape, notebook: notebook)
    let log = RequestLog()
    try log.record { _ = try isAsFresh(workspace, asking: true, seed: 0, edit: 0) }
    let requests = ServerMethods.requests.map { $0.method }
    let commands = ServerMethods.commands.map { $0.name }
    #expect(log.names == Set(requests + commands))
    #expect(workspace.session.runCount > 0)
    #expect(workspace.session.compilationCount > 0)
  }

  private func isAsFresh(
    _ workspace: EditedWorkspace, asking: Bool, seed: UInt64, edit: Int
  ) throws -> Bool {
    let fresh = try workspace.freshSession()
    let documents = [workspace.document] + (workspace.other.map { [$0] } ?? [])
    let story = "seed \(seed), edit \(edit): \(workspace.story.suffix(Self.stretch).joined(separator: "; "))"
    let uris = documents.map(\.uri)
    let mine = workspace.session.diagnostics(of: uris, isPulling: workspace.isPulling)
    let theirs = fresh.diagnostics(of: uris, isPulling: workspace.isPulling)
    guard mine == theirs else {
      for uri in Set(mine.keys).union(theirs.keys) where mine[uri] != theirs[uri] {
        record("diagnostics of \(uri), \(story)", mine[uri] ?? "none", insteadOf: theirs[uri] ?? "none")
      }
      return false
    }
    guard asking else { return true }
    for question in workspace.questions(seed: seed &+ UInt64(edit) << 16) {
      let (mine, theirs) = (workspace.session.ask(question), fresh.ask(question))
      guard mine == theirs else {
        record("\(question.method) \(question.params.text), \(story)", mine, insteadOf: theirs)
        return false
      }
    }
    // The session goes on, and the other one has said all that it can.
    #expect(fresh.ask(Question("shutdown", [:])) == "null")
    return true
  }

  /// Records where two answers part, with a few words around.
  private func record(_ what: String, _ mine: String, insteadOf theirs: String) {
    let start = max(0, zip(mine.utf8, theirs.utf8).prefix { $0 == $1 }.count - 200)
    func part(_ text: String) -> String {
      String(decoding: text.utf8.dropFirst(start).prefix(600), as: UTF8.self)
    }
    Issue.record("\(what)\n… \(part(mine))\ninstead of\n… \(part(theirs))")
  }
}
