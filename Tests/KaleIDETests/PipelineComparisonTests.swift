import KaleAnalysis
import KaleTestSupport
import Testing

@testable import KaleIDE

/// What has changed from one pipeline to another.
@Suite struct PipelineComparisonTests {
  private static let old = """
    # %% tags=["imports"]
    import pandas as pd
    # %% tags=["pipeline-parameters"]
    epochs = 3
    seed = 1
    # %% tags=["step:load"]
    df = pd.DataFrame({"a": [1, 2]})
    print(seed)
    # %% tags=["step:fit", "prev:load"]
    scores = []
    for epoch in range(epochs):
        scores.append(df["a"].sum())
    # %% tags=["step:report", "prev:fit"]
    print(scores)
    """

  private static func comparison(
    _ old: String, _ new: String, packages: ([String: [String]], [String: [String]])? = nil
  ) -> PipelineComparison {
    PipelineComparison(
      ComparedPipeline(label: "HEAD:n.ipynb", pipeline: analysis(of: old).pipeline, packages: packages?.0),
      ComparedPipeline(label: "n.ipynb", pipeline: analysis(of: new).pipeline, packages: packages?.1))
  }

  private static func text(_ new: String) -> String { comparison(old, new).text(.text) }

  @Test func theSamePipelineHasNoDifferences() {
    let comparison = Self.comparison(Self.old, Self.old)
    #expect(comparison.isEmpty)
    #expect(comparison.text(.text).hasSuffix("The pipelines are the same.\n"))
    #expect(comparison.text(.json).contains(#""isSame": true"#))
  }

  @Test func aRenamedStepIsRecognized() {
    let new = Self.old.replacing("step:fit", with: "step:train").replacing("prev:fit", with: "prev:train")
    let difference = Self.comparison(Self.old, new).difference
    #expect(difference.steps.map(\.kind) == [.renamed])
    #expect(difference.steps.map(\.oldName) == ["fit"] && difference.steps.flatMap(\.differences) == [])
    let changed = new.replacing("scores = []", with: "scores = [0]")
    let steps = Self.comparison(Self.old, changed).difference.steps
    #expect(steps.map(\.kind) == [.renamed] && steps.map(\.code.addedCount) == [1])
  }

  @Test func otherCodeIsAnotherStep() {
    let new = Self.old.replacing("step:report", with: "step:save").replacing("print(scores)", with: "x = 1")
    #expect(Self.comparison(Self.old, new).difference.steps.map(\.kind) == [.changed, .added, .removed])
  }

  @Test func everythingThatChangedIsNamed() {
    let new = """
      # %% tags=["imports"]
      import pandas as pd
      import json
      # %% tags=["pipeline-parameters"]
      epochs = 5
      rate = 0.1
      # %% tags=["step:load", "image:python:3.12", "limit:memory:2Gi"]
      df = pd.DataFrame({"a": [1, 2]})
      mean = df["a"].mean()
      # %% tags=["step:fit", "prev:load"]
      scores = []
      for epoch in range(epochs):
          scores.append(df["a"].sum() * rate)
      # %% tags=["step:check", "prev:fit"]
      assert scores, json.dumps(scores)
      # %% tags=["step:report", "prev:check", "prev:load"]
      print(scores, mean)
      """
    let text = Self.text(new)
    for line in [
      "  ~ epochs      3 → 5", "  + rate        0.1", "  - seed        1",
      "`imports` cells: 1 line added", "  ~ load", "      image       + python:3.12",
      "      passes on   + mean", "        - print(seed)", "  + check", "      runs after  fit",
      "      takes       scores (from fit)",
    ] {
      #expect(text.split(separator: "\n").contains { $0.hasPrefix(line) }, "\(line) in\n\(text)")
    }
    let markdown = Self.comparison(Self.old, new).text(.markdown)
    #expect(markdown.hasPrefix("### Pipeline ") && markdown.contains("- `epochs`: `3` → `5`"))
    #expect(markdown.contains("```diff\n") && markdown.contains("\n-print(seed)\n"))
    let json = Self.comparison(Self.old, new).text(.json)
    #expect(json.contains(#""kind": "added""#) && json.contains(#""subject": "runs after""#))
  }

  @Test func packagesOfStepsAreCompared() {
    let comparison = Self.comparison(
      Self.old, Self.old, packages: (["load": ["pandas"]], ["load": ["pandas==2.2"]]))
    #expect(comparison.text(.text).contains("packages    - pandas, + pandas==2.2"))
  }

  @Test(arguments: ["````\n```", "| a |\n</details>", "\u{1B}[2J"]) func codeStaysInItsBlock(code: String) {
    let new = Self.old.replacing("print(seed)", with: "\"\"\"\n\(code)\n\"\"\"")
    let comparison = Self.comparison(Self.old, new)
    let markdown = comparison.text(.markdown)
    let fences = markdown.split(separator: "\n").filter { $0.hasPrefix("```") }
    #expect(fences.count == 2 && fences[0].hasPrefix(fences[1]))
    let texts = [comparison.text(.text), markdown]
    #expect(texts.allSatisfy { !$0.contains("\u{1B}") })
  }

  // MARK: - Lines

  @Test(arguments: 0..<50) func linesGiveBothTexts(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    func text() -> String {
      (0..<Int.random(in: 0...12, using: &random)).map { _ in
        ["a", "b", "c", "", "d"].randomElement(using: &random) ?? ""
      }.joined(separator: "\n")
    }
    let (old, new) = (text(), text())
    let lines = LineDifference(old, new).lines
    if old == new {
      #expect(lines.isEmpty)
    } else if !lines.isEmpty {
      #expect(lines.filter { $0.kind != .added }.map(\.text).joined(separator: "\n") == old)
      #expect(lines.filter { $0.kind != .removed }.map(\.text).joined(separator: "\n") == new)
    }
    let changes = LineDifference(old, new).hunks(context: 1).flatMap { $0 }.filter { $0.kind != .both }
    #expect(changes == lines.filter { $0.kind != .both })
  }

  @Test func longTextsAreComparedAsWholes() {
    let old = (0..<5000).map { "old \($0)" }.joined(separator: "\n")
    let new = (0..<5000).map { "new \($0)" }.joined(separator: "\n")
    let difference = LineDifference("same\n" + old, "same\n" + new)
    #expect((difference.addedCount, difference.removedCount) == (5000, 5000))
  }
}
