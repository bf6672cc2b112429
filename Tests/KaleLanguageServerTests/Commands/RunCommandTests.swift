import JSONSyntax
import KaleTestSupport
import Testing

/// `kale.run`
@Suite struct RunCommandTests {
  @Test func everyShapeRunsTheSamePipeline() {
    assertRuns(sampleNotebook, steps: ["load", "split", "fit"])
  }

  /// The program says it, whatever the shape of the notebook.
  @Test func aStepThatFailsIsNamed() {
    let programs = ScriptedPrograms(printing: [
      #"{"event": "state", "task": "load-step", "state": "failed"}"#,
      #"{"event": "failed", "message": "It failed."}"#,
    ])
    onEveryShape(of: sampleNotebook, programs: programs, sourceLocation: #_sourceLocation) { editor in
      _ = editor.execute("kale.run", ["uri": .string(editor.uri), "python": "/bin/sh"])
      let answer = try editor.waitForAnswer()?.get()
      #expect(answer?["succeeded"] == false, "\(editor.name)")
      #expect(answer?["text"] == "Step `load` failed. It failed.", "\(editor.name)")
      #expect(answer?["tasks"]?.elements.map { $0["state"] } == ["failed", "waiting", "waiting"])
    }
  }

  @Test func aNotebookWithErrorsIsNotRun() {
    let text = "# %% tags=[\"step:a\", \"prev:b\"]\nx = 1"
    let programs = ScriptedPrograms(printing: [])
    onEveryShape(of: text, programs: programs, sourceLocation: #_sourceLocation) { editor in
      let answer = editor.execute("kale.run", ["uri": .string(editor.uri), "python": "/bin/sh"])
      guard case .failure(let error) = answer else {
        Issue.record("it runs, \(editor.name)")
        return
      }
      #expect(error.message.contains("`b`, which does not exist"), "\(editor.name)")
      #expect(programs.takeInputs().isEmpty, "\(editor.name)")
    }
  }
}
