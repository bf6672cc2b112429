import JSONRPC
import JSONSyntax
import KaleTestSupport
import Testing

/// `kale.schedules`, `kale.removeSchedule`
@Suite struct ScheduleCommandsTests {
  private static let nightly = #"""
    {"event": "schedule", "id": "1", "name": "nightly é😀", "cron": "0 0 6 * * *", "interval": null, "enabled": true,
     "experiment": "x", "max_concurrency": 1, "catchup": false, "created": null}
    """#.replacing("\n", with: "")

  @Test func schedulesAreListed() {
    let programs = ScriptedPrograms(printing: [Self.nightly, #"{"event": "succeeded", "url": null}"#])
    onEveryShape(of: sampleNotebook, programs: programs, sourceLocation: #_sourceLocation) { editor in
      _ = editor.execute("kale.schedules", Self.argument(editor, ["host": "http://kfp"]))
      let answer = try editor.waitForAnswer()?.get()
      let schedule = answer?["schedules"]?.elements.first
      #expect(schedule?["name"] == "nightly é😀", "\(editor.name)")
      #expect(schedule?["times"] == "0 6 * * *", "\(editor.name)")
      let inputs = programs.takeInputs()
      #expect(inputs.map { $0["action"] } == ["list_schedules"], "\(editor.name)")
      #expect(inputs.map { $0["host"] } == ["http://kfp"], "\(editor.name)")
    }
  }

  @Test func aScheduleIsRemovedFromTheServerOfTheNotebook() {
    let programs = ScriptedPrograms(printing: [
      #"{"event": "output", "task": null, "text": "Removed."}"#, #"{"event": "succeeded", "url": null}"#,
    ])
    let text = """
      # kubeflow_notebook: {"pipeline_name": "example", "experiment_name": "e", "kfp_host": "http://own"}
      # %% tags=["step:a"]
      x = 1
      """
    onEveryShape(of: text, programs: programs, sourceLocation: #_sourceLocation) { editor in
      _ = editor.execute("kale.removeSchedule", Self.argument(editor, ["schedule": "nightly"]))
      #expect(editor.waitForAnswer() == .success(["removed": true]), "\(editor.name)")
      let inputs = programs.takeInputs()
      #expect(inputs.map { $0["action"] } == ["remove_schedule"], "\(editor.name)")
      #expect(inputs.map { $0["schedule"] } == ["nightly"], "\(editor.name)")
      // A virtual document has no metadata.
      guard editor.shape.isEditable else { return }
      #expect(inputs.map { $0["host"] } == ["http://own"], "\(editor.name)")
    }
  }

  @Test(
    arguments: [
      ([#"{"event": "impossible", "message": "There is no server."}"#], "There is no server."),
      (["Segmentation fault"], "/bin/sh ended without an answer: Segmentation fault"),
    ])
  func whatTheServerCannotDoIsSaid(_ lines: [String], _ message: String) {
    let programs = ScriptedPrograms(printing: lines)
    onEveryShape(of: sampleNotebook, programs: programs, sourceLocation: #_sourceLocation) { editor in
      _ = editor.execute("kale.schedules", Self.argument(editor, [:]))
      guard case .failure(let error)? = editor.waitForAnswer() else {
        Issue.record("\(editor.name): it answers")
        return
      }
      #expect(error.code == .requestFailed, "\(editor.name)")
      #expect(error.message == message, "\(editor.name)")
    }
  }

  private static func argument(_ editor: some NotebookEditor, _ rest: JSONValue) -> JSONValue {
    guard case .object(let members) = rest else { return rest }
    return .object(
      [
        JSONMember(key: "uri", value: .string(editor.uri)), JSONMember(key: "python", value: "/bin/sh"),
      ] + members)
  }
}
