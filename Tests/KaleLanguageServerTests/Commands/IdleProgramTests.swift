import JSONSyntax
import KaleTestSupport
import Testing

/// The programs of `kale.run` that wait for the next run.
@Suite struct IdleProgramTests {
  private static let lines = [
    #"{"event": "state", "task": "load-step", "state": "done", "seconds": 0.1}"#,
    #"{"event": "succeeded", "url": null}"#, #"{"event": "idle", "run": 0}"#,
  ]

  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func conversation(_ programs: ScriptedPrograms, hasCache: Bool = true) -> Conversation {
    let conversation = Conversation.running(programs: programs, cacheFolder: hasCache ? folder.path : nil)
    conversation.openNotebook([(["step:load"], "rows = [1]")])
    return conversation
  }

  private func run(_ conversation: Conversation, id: Int, noCache: Bool = false) throws -> JSONValue? {
    conversation.request(
      "workspace/executeCommand",
      [
        "command": "kale.run",
        "arguments": [["uri": "file:///n.ipynb", "python": "/bin/sh", "noCache": .bool(noCache)]],
      ], id: id)
    return try conversation.waitForAnswer(to: id)?.get()["succeeded"]
  }

  @Test func theNextRunIsThatOfTheSameProgram() throws {
    let programs = ScriptedPrograms(printing: Self.lines, staying: 9)
    let conversation = conversation(programs)
    for id in 1...3 { #expect(try run(conversation, id: id) == true) }
    #expect(programs.thatStay.map(\.isStopped) == [false])
    conversation.notify(
      "notebookDocument/didClose",
      ["notebookDocument": ["uri": "file:///n.ipynb"], "cellTextDocuments": [["uri": "c0"]]])
    #expect(programs.thatStay.map(\.isStopped) == [true])
  }

  @Test func aProgramThatEndsWithoutAWordIsReplaced() throws {
    let programs = ScriptedPrograms(printing: Self.lines, staying: 1)
    let conversation = conversation(programs)
    for id in 1...3 { #expect(try run(conversation, id: id) == true) }
    #expect(programs.thatStay.count == 3)
  }

  @Test func aRunThatKeepsNothingLeavesNoProgram() throws {
    let programs = ScriptedPrograms(printing: Self.lines, staying: 9)
    let conversation = conversation(programs)
    #expect(try run(conversation, id: 1, noCache: true) == true)
    #expect(programs.takeInputs().map { $0["stay"] } == [false])
  }

  @Test func nothingIsLeftAfterShutdown() throws {
    let programs = ScriptedPrograms(printing: Self.lines, staying: 9)
    let conversation = conversation(programs)
    #expect(try run(conversation, id: 1) == true)
    conversation.request("shutdown", nil, id: 2)
    #expect(programs.thatStay.map(\.isStopped) == [true])
  }
}
