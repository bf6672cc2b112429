import KaleTestSupport
import Testing

/// `kale.applyForm`
@Suite struct ApplyFormCommandTests {
  @Test func aCellBecomesAStepThatRunsAfterWhatItsDataNeeds() {
    assertCommand(
      "kale.applyForm", ["cell": 1, "changes": ["role": "step", "name": "report"]],
      on: """
        # %% tags=["step:load"]
        houses = "é😀"
        # %%
        print("é😀", houses)
        """, answers: ["applied": true],
      becomes: """
        # %% tags=["step:load"]
        houses = "é😀"
        # %% tags=["step:report", "prev:load"]
        print("é😀", houses)
        """)
  }

  @Test func dependentsFollowARename() {
    assertCommand(
      "kale.applyForm", ["cell": 0, "changes": ["name": "read"]],
      on: """
        # %% tags=["step:load", "hide"]
        houses = "é😀"
        # %% tags=["step:show", "prev:load"]
        print(houses)
        """, answers: ["applied": true],
      becomes: """
        # %% tags=["step:read", "hide"]
        houses = "é😀"
        # %% tags=["step:show", "prev:read"]
        print(houses)
        """)
  }

  @Test func settingsBecomeTagsAndComeBack() {
    assertCommand(
      "kale.applyForm",
      ["cell": 0, "changes": ["cpu-limit": .null, "gpu-count": 1, "image": "python:3.13"]],
      on: """
        # %% tags=["step:load", "limit:cpu:2", "hide"]
        houses = "é😀"
        """, answers: ["applied": true],
      becomes: """
        # %% tags=["step:load", "image:python:3.13", "limit:nvidia.com/gpu:1", "hide"]
        houses = "é😀"
        """)
  }

  @Test func whatIsRejectedIsNotWritten() {
    let text = """
      # %% tags=["step:load"]
      houses = 1
      """
    onEveryShape(of: text, sourceLocation: #_sourceLocation) { editor in
      guard editor.shape.isEditable else { return }
      let answer = editor.execute(
        "kale.applyForm", ["uri": .string(editor.uri), "cell": 0, "changes": ["name": "Load"]])
      guard case .failure(let error)? = answer else {
        Issue.record("\(editor.name) applied it")
        return
      }
      #expect(error.code.rawValue == -32803)
      #expect(error.data?["problems"]?.elements.first?["field"] == "name")
      #expect(editor.texts == editor.rendered.texts, "\(editor.name)")
    }
  }
}
