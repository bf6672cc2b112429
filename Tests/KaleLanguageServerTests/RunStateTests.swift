import JSONSyntax
import KaleTestSupport
import Testing

/// Where a step failed, as a diagnostic, and how far steps are, as a notification.
@Suite struct RunStateTests {
  private static let failing = [
    #"{"event": "state", "task": "load-step", "state": "cached", "seconds": 0.01}"#,
    #"{"event": "metric", "task": "load-step", "name": "rows", "value": 3}"#,
    #"{"event": "state", "task": "train-step", "state": "running", "reason": "cell 2 changed"}"#,
    #"{"event": "error", "task": "train-step", "cell": 2, "line": 2, "message": "ValueError: é"}"#,
    #"{"event": "state", "task": "train-step", "state": "failed", "seconds": 0.2}"#,
    #"{"event": "failed", "message": "It failed."}"#,
  ]

  private static let marked = """
    # %% tags=["step:load"]
    rows = [1]
    # %% tags=["step:train", "prev:load"]
    text = "é😀"
      «model = rows[int("é😀")]»
    """

  // MARK: - Diagnostics

  @Test(arguments: [false, true]) func aFailureIsShownAtItsLineOnEveryShape(isPulling: Bool) {
    let text = Self.marked.replacing("  «", with: "«")
    onEveryShape(
      of: text, isPulling: isPulling, programs: ScriptedPrograms(printing: Self.failing),
      sourceLocation: #_sourceLocation
    ) { editor in
      _ = editor.execute("kale.run", ["uri": .string(editor.uri), "python": "/bin/sh"])
      _ = editor.waitForAnswer()
      let isPulled = isPulling && editor.shape.isOneDocument
      let found = isPulled ? editor.pulledDiagnostics : editor.publishedDiagnostics
      #expect(found.contains("run-failed at mark 0"), "\(editor.name): \(found)")
      if isPulled {
        let requests = editor.conversation.client.sent.filter {
          if case .request(_, "workspace/diagnostic/refresh", _) = $0 { true } else { false }
        }
        #expect(!requests.isEmpty, "\(editor.name)")
      }
    }
  }

  private static let cells: [(tags: [String], text: String)] = [
    (["step:load"], "rows = [1]"), (["step:train", "prev:load"], "a = 1\nmodel = rows[5]"),
    (["step:report", "prev:train"], "print(model)"),
  ]

  private func conversation(_ lines: [String] = failing) -> Conversation {
    let conversation = Conversation.running(
      ["experimental": ["kale": ["runState": true]]], programs: ScriptedPrograms(printing: lines))
    conversation.openNotebook(Self.cells)
    return conversation
  }

  @discardableResult
  private func run(_ conversation: Conversation, id: Int = 1) -> JSONValue? {
    conversation.request(
      "workspace/executeCommand",
      ["command": "kale.run", "arguments": [["uri": "file:///n.ipynb", "python": "/bin/sh"]]], id: id)
    return try? conversation.waitForAnswer(to: id)?.get()
  }

  /// The documents whose last diagnostics have a failure of a run; `known` are those of before.
  private func failures(_ conversation: Conversation, known: Set<String> = []) -> Set<String> {
    conversation.takePublished().reduce(into: known) { result, published in
      if published.value.contains("run-failed") {
        result.insert(published.key)
      } else {
        result.remove(published.key)
      }
    }
  }

  private func change(_ cell: String, to text: String, version: Int, _ conversation: Conversation) {
    conversation.changeNotebook(
      version: version,
      [
        "cells": [
          "textContent": [
            [
              "document": ["uri": .string(cell), "version": .integer(version)],
              "changes": [["text": .string(text)]],
            ]
          ]
        ]
      ])
  }

  @Test func aFailureGoesWhenItsCellChanges() {
    let conversation = conversation()
    run(conversation)
    var failed = failures(conversation)
    #expect(failed == ["c1"])
    change("c0", to: "rows = [1, 2]", version: 2, conversation)
    failed = failures(conversation, known: failed)
    #expect(failed == ["c1"])
    change("c1", to: "a = 1\nmodel = rows[0]", version: 3, conversation)
    #expect(failures(conversation, known: failed).isEmpty)
  }

  @Test func aFailureGoesWhenTheNextRunBegins() {
    let conversation = conversation()
    run(conversation)
    let failed = failures(conversation)
    conversation.request(
      "workspace/executeCommand",
      ["command": "kale.run", "arguments": [["uri": "file:///n.ipynb", "python": "/bin/sh"]]], id: 2)
    #expect(failures(conversation, known: failed).isEmpty)
    _ = conversation.waitForAnswer(to: 2)
  }

  @Test func aFailureMovesWithItsCell() {
    let conversation = conversation()
    run(conversation)
    let failed = failures(conversation)
    _ = conversation.client.take()
    // A cell above.
    conversation.changeNotebook(
      version: 2,
      [
        "cells": [
          "structure": [
            "array": ["start": 0, "deleteCount": 0, "cells": [Conversation.cell("new", tags: ["skip"])]],
            "didOpen": [Conversation.document("new", "x = 1")],
          ]
        ]
      ])
    let states = states(conversation)
    #expect(failures(conversation, known: failed) == ["c1"])
    #expect(states.last?["steps"]?.elements[1]["error"]?["cell"] == 2)
    // The cell itself is deleted.
    conversation.changeNotebook(
      version: 3,
      ["cells": ["structure": ["array": ["start": 2, "deleteCount": 1], "didClose": [["uri": "c1"]]]]])
    #expect(self.states(conversation).last?["steps"]?.elements.map { $0["name"] } == ["load", "report"])
  }

  // MARK: - States

  private func states(_ conversation: Conversation) -> [JSONValue] {
    conversation.client.sent.compactMap {
      if case .notification("kale/runState", let params) = $0 { params } else { nil }
    }
  }

  @Test func theStateOfEachStepIsTold() throws {
    let conversation = conversation()
    let answer = run(conversation)
    #expect(answer?["tasks"]?.elements.first?["metrics"] == [["name": "rows", "value": 3.0]])
    let states = states(conversation)
    let first = try #require(states.first)
    #expect(first["state"] == "running" && first["uri"] == "file:///n.ipynb")
    #expect(first["steps"]?.elements.map { $0["state"] } == ["waiting", "waiting", "waiting"])
    let last = try #require(states.last)
    #expect(last["state"] == "failed")
    let steps = last["steps"]?.elements ?? []
    #expect(steps.map { $0["name"] } == ["load", "train", "report"])
    #expect(steps.map { $0["state"] } == ["cached", "failed", "waiting"])
    #expect(steps[0]["metrics"] == [["name": "rows", "value": 3.0]])
    #expect(steps[1]["reason"] == "cell 2 changed" && steps[1]["seconds"] == 0.2)
    #expect(steps[1]["error"] == ["cell": 1, "line": 1, "message": "ValueError: é"])
  }

  @Test func aReportIsAFile() {
    let conversation = conversation([
      #"{"event": "artifact", "task": "load-step", "kind": "report", "name": "r", "path": "/a b/é.html"}"#,
      #"{"event": "succeeded", "url": null}"#,
    ])
    run(conversation)
    let last = states(conversation).last
    #expect(last?["state"] == "succeeded")
    #expect(last?["steps"]?.elements[0]["report"] == "file:///a%20b/%C3%A9.html")
  }

  @Test func aRunThatCannotBeginHasFailed() {
    let conversation = conversation([#"{"event": "impossible", "message": "No."}"#])
    run(conversation)
    #expect(states(conversation).last?["state"] == "failed")
  }

  @Test func aRunThatIsStoppedSaysSo() {
    let conversation = conversation()
    conversation.request(
      "workspace/executeCommand",
      ["command": "kale.run", "arguments": [["uri": "file:///n.ipynb", "python": "/bin/sh"]]], id: 1)
    conversation.notify("$/cancelRequest", ["id": 1])
    _ = conversation.waitForAnswer(to: 1)
    #expect(states(conversation).last?["state"] == "stopped")
  }

  @Test func aStepThatIsRenamedKeepsItsState() {
    let conversation = conversation()
    run(conversation)
    _ = conversation.client.take()
    conversation.changeNotebook(
      version: 2, ["cells": ["data": [Conversation.cell("c0", tags: ["step:read"])]]])
    let names = states(conversation).last?["steps"]?.elements.map { $0["name"] }
    #expect(names?.first == "read")
  }

  @Test func aNotebookThatIsOpenedAgainHasItsState() {
    let conversation = conversation()
    run(conversation)
    conversation.notify(
      "notebookDocument/didClose",
      [
        "notebookDocument": ["uri": "file:///n.ipynb"],
        "cellTextDocuments": .array((0..<3).map { ["uri": .string("c\($0)")] }),
      ])
    _ = conversation.client.take()
    conversation.openNotebook(Self.cells)
    #expect(states(conversation).last?["state"] == "failed")
    #expect(failures(conversation) == ["c1"])
  }

  /// Nobody follows the steps of a run on a server.
  @Test func aRunOnAServerIsNone() {
    let conversation = conversation([#"{"event": "succeeded", "url": "http://h/run"}"#])
    conversation.request(
      "workspace/executeCommand",
      [
        "command": "kale.run",
        "arguments": [["uri": "file:///n.ipynb", "python": "/bin/sh", "submit": ["host": "http://h"]]],
      ], id: 1)
    _ = conversation.waitForAnswer(to: 1)
    #expect(states(conversation).isEmpty)
  }

  @Test func aClientThatDidNotAskIsNotTold() {
    let conversation = Conversation.running([:], programs: ScriptedPrograms(printing: Self.failing))
    conversation.openNotebook(Self.cells)
    run(conversation)
    #expect(states(conversation).isEmpty)
  }

  /// A program that makes up metrics without end must not flood the client.
  @Test func statesAreToldNowAndThen() {
    let lines = (0..<2000).map {
      "{\"event\": \"metric\", \"task\": \"load-step\", \"name\": \"loss\", \"value\": \($0)}"
    }
    let conversation = Conversation.running(
      ["experimental": ["kale": ["runState": true]]],
      programs: ScriptedPrograms(printing: lines + [#"{"event": "succeeded"}"#]), runStateInterval: 1_000_000)
    conversation.openNotebook(Self.cells)
    run(conversation)
    let states = states(conversation)
    #expect(states.count == 2)
    #expect(states.last?["steps"]?.elements[0]["metrics"] == [["name": "loss", "value": 1999.0]])
  }

  // MARK: - Lenses

  @Test func eachStepCanBeRunWhereRunsAreShown() {
    onEveryShape(of: sampleNotebook, showsRuns: true, sourceLocation: #_sourceLocation) { editor in
      let lenses = editor.requestOfEveryDocument("textDocument/codeLens").map(\.value)
      let steps = lenses.filter { $0["command"]?["title"] == "▶ Run step" }
      let ups = lenses.filter { $0["command"]?["title"] == "▶ Run to here" }
      #expect(
        steps.map { $0["command"]?["arguments"]?.elements.first?["step"] } == ["load", "split", "fit"],
        "\(editor.name)")
      #expect(
        ups.map { $0["command"]?["arguments"]?.elements.first?["until"] } == ["load", "split", "fit"],
        "\(editor.name)")
      #expect((steps + ups).allSatisfy { $0["command"]?["command"] == "kale.run" }, "\(editor.name)")
    }
  }

  @Test func stepsOfKalesRuntimeAreNotRunByThemselves() {
    let conversation = conversation([])
    conversation.notify(
      "workspace/didChangeConfiguration", ["settings": ["kale": ["runtime": "kale"]]])
    let lenses = conversation.request("textDocument/codeLens", ["textDocument": ["uri": "c0"]])
    let titles = (try? lenses?.get())?.elements.map { $0["command"]?["title"]?.asString ?? "" } ?? []
    #expect(titles.contains("Run pipeline") && !titles.contains("▶ Run step"))
  }
}
