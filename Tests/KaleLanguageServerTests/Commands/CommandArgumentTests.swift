import JSONRPC
import JSONSyntax
import KaleTestSupport
import Testing

@testable import KaleLanguageServer

/// What is wrong with the argument of a command.
@Suite struct CommandArgumentTests {
  private func error(_ command: String, _ arguments: JSONValue) -> ResponseError? {
    let answer = Conversation.running([
      "experimental": ["kale": ["applyNotebookEdit": true]]
    ]).request("workspace/executeCommand", ["command": .string(command), "arguments": arguments])
    if case .failure(let error) = answer { return error }
    return nil
  }

  private static let names = ServerMethods.commands.map { $0.name }

  @Test(arguments: names) func theArgumentIsAnObject(command: String) {
    for arguments in [[], [3], [nil], [["a"]]] as [JSONValue] {
      let error = error(command, arguments)
      #expect(error?.code == .invalidParams)
      #expect(error?.message == "`\(command)` takes one argument: an object.")
    }
  }

  @Test(arguments: names.filter { !["kale.applyNotebookEdit", "kale.explainRule"].contains($0) })
  func theNotebookIsNamed(command: String) {
    let missing = error(command, [[:]])
    #expect(missing?.message == "`uri` in the argument of `\(command)` must be present.")
    let wrong = error(command, [["uri": 3]])
    #expect(wrong?.message == "`uri` in the argument of `\(command)` must be a string.")
    #expect(wrong?.code == .invalidParams)
  }

  @Test(
    arguments: [
      ("kale.compile", ["outputDirectory": ""], "outputDirectory", "a path"),
      ("kale.graph", [:], "format", "one of `text`, `svg`, `mermaid`, `dot`, `json`"),
      ("kale.graph", ["format": "png"], "format", "one of `text`, `svg`, `mermaid`, `dot`, `json`"),
      ("kale.graph", ["format": "dot", "kale": 1], "kale", "true or false"),
      ("kale.run", ["parameters": 3], "parameters", "an object"),
      ("kale.run", ["submit": ["host": 3]], "submit.host", "a string"),
      ("kale.run", ["submit": ["wait": 1]], "submit.wait", "true or false"),
      (
        "kale.run", ["submit": ["schedule": "0 6"]], "submit.schedule",
        "a cron expression such as `0 6 * * *`"
      ),
      (
        "kale.run", ["submit": ["scheduleEvery": "90"]], "submit.scheduleEvery",
        "an interval such as `1h30m`"
      ),
      (
        "kale.run", ["submit": ["schedule": "@daily", "scheduleEvery": "1h"]], "submit.scheduleEvery",
        "absent if `schedule` is present"
      ),
      ("kale.run", ["submit": ["maxConcurrency": 11]], "submit.maxConcurrency", "from 1 to 10"),
      ("kale.run", ["isolated": "yes"], "isolated", "true or false"),
      ("kale.run", ["step": 3], "step", "a string"), ("kale.run", ["until": []], "until", "a string"),
      ("kale.run", ["noCache": "no"], "noCache", "true or false"),
      ("kale.run", ["engine": "sdk"], "engine", "one of `embedded`, `kfp`"),
      ("kale.explainRule", [:], "rule", "present"),
      ("kale.readReport", [:], "report", "present"),
      ("kale.schedules", ["host": 3], "host", "a string"),
      ("kale.removeSchedule", [:], "schedule", "present"),
      ("kale.setTags", ["cell": 0], "tags", "present"),
      ("kale.setTags", ["cell": "0", "tags": []], "cell", "an integer"),
      ("kale.setTags", ["cell": 0, "tags": ["a", 1]], "tags.1", "a string"),
      ("kale.renameStep", ["cell": 0], "newName", "present"),
      ("kale.nextStep", ["position": ["line": 0]], "position.character", "present"),
      (
        "kale.previousStep", ["position": ["line": -1, "character": 0]], "position.line",
        "a number, 0 or greater"
      ),
      ("kale.applyNotebookEdit", [:], "edit", "present"),
      (
        "kale.applyNotebookEdit", ["edit": ["notebookDocument": ["uri": "n"]]],
        "edit.notebookDocument.version", "present"
      ),
    ] as [(String, JSONValue, String, String)])
  func theFieldAtFaultIsNamed(_ command: String, _ argument: JSONValue, _ field: String, _ expected: String) {
    guard case .object(let members) = argument else { return }
    let uri = JSONMember(key: "uri", value: "file:///n.ipynb")
    let error = error(command, [.object([uri] + members)])
    #expect(error?.code == .invalidParams)
    #expect(error?.message == "`\(field)` in the argument of `\(command)` must be \(expected).")
  }

  /// What the server offers is what it reads.
  @Test func anArgumentThatIsWrittenIsReadBack() throws {
    let argument: JSONValue = [
      "uri": "file:///n.ipynb", "parameters": ["a": 1], "submit": ["host": "h", "schedule": "@daily"],
      "isolated": true,
      "python": "p", "outputDirectory": "o", "step": "s", "until": "u", "noCache": true, "engine": "kfp",
    ]
    func node(_ json: JSONValue) throws -> JSONNode {
      try #require(JSONTree(parsing: json.serialized()).root)
    }
    #expect(try RunArgument(json: node(argument)).json == argument)
    let compile: JSONValue = [
      "uri": "file:///n.ipynb", "outputDirectory": "o", "returnsTexts": true,
    ]
    #expect(try CompileCommand.Argument(json: node(compile)).json == compile)
    let plain: JSONValue = ["uri": "file:///n.ipynb"]
    #expect(try CompileCommand.Argument(json: node(plain)).json == plain)
    #expect(try NotebookArgument(json: node(["uri": "u"])).json == ["uri": "u"])
    let edit: JSONValue = [
      "label": "l", "edit": ["notebookDocument": ["uri": "u", "version": 3], "edits": [["kind": "other"]]],
    ]
    #expect(try ApplyNotebookEditParams(json: node(edit)).json == edit)
  }
}
