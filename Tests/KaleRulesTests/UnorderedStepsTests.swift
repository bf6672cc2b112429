import KaleAnalysis
import KaleRules
import KaleTestSupport
import NotebookModel
import Testing

/// Files on volumes that steps use in no order.
@Suite struct UnorderedStepsTests {
  private static let volume =
    "# kubeflow_notebook: {\"pipeline_name\": \"p\", \"experiment_name\": \"e\", "
    + "\"volumes\": [{\"name\": \"data\", \"mount_point\": \"/data\", \"type\": \"pvc\"}]}\n"
    + "# %% tags=[\"imports\"]\nimport glob, os, shutil\nimport pandas as pd\n"
    + "# %% tags=[\"step:config\"]\nscale = 2\n"

  /// A notebook of steps: name, `prev:` tags, code.
  private func notebook(_ steps: [(name: String, previous: [String], code: String)]) -> String {
    steps.reduce(Self.volume) { text, step in
      let tags = (["step:\(step.name)"] + step.previous.map { "prev:\($0)" }).map { "\"\($0)\"" }
      return text + "# %% tags=[\(tags.joined(separator: ", "))]\n\(step.code)\n"
    }
  }

  private func findings(_ text: String, by runtime: PipelineRuntime = .kale) -> [Finding] {
    var selection = FindingSelection()
    selection.runtime = RuntimeChoice(required: runtime)
    return selection.findings(in: analysis(of: text)).filter { $0.rule.name == "unordered-steps" }
  }

  @Test(arguments: [
    (
      "open(\"/data/a.txt\", \"w\").write(\"x\")", "print(open(\"/data/a.txt\").read())",
      "reads `/data/a.txt`"
    ),
    ("pd.Series([1]).to_csv(\"/data/a.csv\")", "print(pd.read_csv(\"/data/a.csv\"))", "reads `/data/a.csv`"),
    ("pd.Series([1]).to_csv(\"/data/a.csv\")", "print(glob.glob(\"/data/*.csv\"))", "reads `/data/a.csv`"),
    (
      "for i in range(3):\n  open(f\"/data/{i}.txt\", \"w\")", "print(glob.glob(\"/data/*.txt\"))",
      "reads `/data/*.txt`"
    ),
    (
      "print(open(\"/data/a.txt\").read())", "open(\"/data/a.txt\", \"w\").write(\"x\")",
      "overwrites `/data/a.txt`"
    ),
    (
      "shutil.copy(\"/data/b.txt\", \"/data/a.txt\")", "print(open(\"/data/a.txt\").read())",
      "reads `/data/a.txt`"
    ),
  ])
  func aStepThatDoesNotWait(first: String, second: String, words: String) throws {
    let text = notebook([("one", [], first), ("two", ["config"], second)])
    let found = findings(text)
    #expect(found.count == 1)
    let finding = try #require(found.first)
    #expect(finding.message.hasPrefix("Step `two` \(words), which step `one` "))
    #expect(finding.severity == .warning && !finding.isHandled)
    let fix = try #require(finding.fixes.first)
    #expect(fix.title == "Add `prev:one` to step `two`")
    #expect(findings(notebook([("one", ["config"], first), ("two", ["one"], second)])).isEmpty)
  }

  /// With the exact runtime, steps wait for those whose files they use.
  @Test func onlyKaleLosesTheOrderOfAnExactPipeline() throws {
    let write = "rows = [1]\nopen(\"/data/a.txt\", \"w\").write(\"x\")"
    let read = "print(open(\"/data/a.txt\").read())"
    let text = notebook([("one", [], write), ("two", ["config"], "print(scale)\n" + read)])
    #expect(findings(text).map(\.isHandled) == [false])
    let finding = try #require(findings(text, by: .exact).first)
    #expect(finding.isHandled && finding.fixes.map(\.title) == ["Add `prev:one`, and mention `rows`"])
    #expect(
      finding.message
        == "In Kale's pipeline, step `two` does not wait for `one`, which writes `/data/a.txt`. Add `prev:one` to `two`, and "
        + "mention a variable of `one` there.")
    // A step that takes no data runs after the one above it.
    #expect(findings(notebook([("one", [], write), ("two", [], read)]), by: .exact) == [])
  }

  /// What two steps write matters if a step reads it.
  @Test func twoWriters() {
    let write = "open(\"/data/log.txt\", \"a\").write(\"x\")"
    let writers: [(name: String, previous: [String], code: String)] = [
      ("one", [], write), ("two", [], write), ("three", ["two"], write),
    ]
    #expect(findings(notebook(writers)) == [])
    let read = ("four", ["three"], "print(open(\"/data/log.txt\").read())")
    #expect(
      findings(notebook(writers + [read])).map(\.message) == [
        "Steps `one` and `two` write `/data/log.txt`, but neither waits for the other. Add `prev:one` to `two`."
      ])
  }

  @Test(arguments: [
    (
      "open(\"/data/a.txt\", \"w\")",
      "if os.path.exists(\"/data/a.txt\"):\n  print(open(\"/data/a.txt\").read())"
    ),
    ("open(\"/data/a.txt\", \"w\")", "open(\"/data/b.txt\", \"w\")\nprint(open(\"/data/b.txt\").read())"),
    ("os.makedirs(\"/data/out\", exist_ok=True)", "os.makedirs(\"/data/out\", exist_ok=True)"),
    ("for i in range(3):\n  open(f\"/data/{i}.txt\", \"w\")", "print(open(\"/data/input.txt\").read())"),
    ("print(open(\"/data/a.txt\").read())", "print(open(\"/data/a.txt\").read())"),
    ("open(\"/tmp/a.txt\", \"w\")", "print(open(\"/tmp/a.txt\").read())"),
  ])
  func filesThatDoNotMatter(first: String, second: String) {
    #expect(findings(notebook([("one", [], first), ("two", ["config"], second)])) == [])
  }

  @Test func kaleDropsTheTag() throws {
    let write = "rows = [1]\nopen(\"/data/a.txt\", \"w\").write(\"x\")"
    let read = "print(open(\"/data/a.txt\").read())"
    func notebook(_ code: String) -> String {
      self.notebook([("one", ["config"], write), ("two", ["config", "one"], code)])
    }
    let finding = try #require(findings(notebook("print(scale)\n" + read)).first)
    #expect(finding.isHandled && finding.fixes.map(\.title) == ["Add `rows` before this statement"])
    #expect(
      finding.message
        == "In Kale's pipeline, step `two` does not wait for `one`, which writes `/data/a.txt`. Kale drops a `prev:` tag "
        + "that passes no data: mention a variable of `one` in `two`.")
    // A step that takes no data runs after the one above it.
    #expect(findings(notebook(read)) == [])
    #expect(findings(notebook("print(scale, rows)\n" + read)) == [])
  }

  @Test func oneMissingTagIsOneFinding() {
    let text = notebook([
      ("one", [], "rows = [1]\npd.Series(rows).to_csv(\"/data/a.csv\")"),
      ("two", [], "print(rows, pd.read_csv(\"/data/a.csv\"))"),
    ])
    var selection = FindingSelection()
    selection.runtime = RuntimeChoice(required: .kale)
    #expect(selection.findings(in: analysis(of: text)).map(\.rule.name) == ["missing-name"])
  }

  @Test func stepsThatCannotWaitAreToldSo() throws {
    let text =
      notebook([("one", [], "x = 1"), ("two", ["one"], "print(x, open(\"/data/a.txt\").read())")])
      + "# %% tags=[\"step:one\"]\nopen(\"/data/a.txt\", \"w\").write(\"x\")\n"
    #expect(findings(text) == [])
  }

  /// Each step is asked about only as far as the budget of all questions reaches.
  @Test func longChainsEnd() {
    let steps = (0..<400).map { index in
      (
        name: "s\(index)", previous: index == 0 ? [] : ["s\(index - 1)"],
        code: "open(\"/data/\(index).txt\", \"w\")\nprint(open(\"/data/\(max(0, index - 1)).txt\").read())"
      )
    }
    #expect(findings(notebook(steps)).isEmpty)
  }
}
