import JSONSyntax
import KaleTestSupport
import Testing

/// `kale/form`, `kale/checkForm`
@Suite struct FormRequestTests {
  static let notebook = """
    # %% tags=["imports"]
    import json
    # %% tags=["step:load"]
    houses = "é😀"
    # %% tags=["step:train", "limit:cpu:2"]
    model = houses
    # %%
    print(model)
    """

  @Test func theFormOfAStepHasItsTags() {
    assertForm(
      Self.notebook, cell: 2, title: "Cell 3: step train",
      values: ["role": "step", "name": "train", "previous": [], "cpu-limit": "2", "image": .null])
  }

  @Test func anUntaggedCellHasARoleAlone() {
    assertForm(Self.notebook, cell: 3, title: "Cell 4: step train", values: ["role": "none"])
  }

  @Test func theFormOfThePipelineHasItsConfiguration() {
    assertForm(
      Self.notebook, cell: nil, title: "Pipeline example",
      values: ["pipeline-name": "example", "experiment-name": "example", "base-image": .null])
  }

  @Test func aStepSaysWhatItCanRunAfterAndWhatTheDataNeeds() {
    onEveryShape(of: Self.notebook, sourceLocation: #_sourceLocation) { editor in
      guard editor.shape.isEditable else { return }
      let form = editor.request("kale/form", ["uri": .string(editor.uri), "cell": 2])
      let previous = form?["fields"]?.elements.first { $0["id"] == "previous" }
      #expect(
        previous?["steps"] == [["name": "load", "index": 0, "chosen": false, "names": ["houses"]]])
    }
  }

  @Test func newValuesAreChecked() {
    assertFormCheck(Self.notebook, cell: 2, ["cpu-limit": "4"], problems: [:], becomes: ["cpu-limit": "4"])
    assertFormCheck(
      Self.notebook, cell: 2, ["name": "load"],
      problems: ["name": "Step `load` already exists. Choose another name."], becomes: ["name": "train"])
    assertFormCheck(
      Self.notebook, cell: 3, ["role": "step"], problems: [:],
      becomes: ["role": "step", "name": "report", "previous": ["train"]])
    assertFormCheck(
      Self.notebook, cell: nil, ["step-timeout": 0],
      problems: ["step-timeout": "`step_timeout` must be an integer from 1 to 2147483647."], becomes: [:])
  }

  @Test func whatIsNotOpenHasNoForm() {
    onEveryShape(of: Self.notebook, sourceLocation: #_sourceLocation) { editor in
      #expect(editor.request("kale/form", ["uri": "file:///elsewhere.ipynb"]) == .null)
    }
  }
}
