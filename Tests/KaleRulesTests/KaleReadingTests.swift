import KaleTestSupport
import KaleAnalysis
import KaleRules
import Testing

/// Places where Kale reads a notebook otherwise than a person would.
@Suite struct KaleReadingTests {
  private func refusals(_ text: String) -> [String] {
    analysis(of: text).findings().filter { $0.kale == .refused }.map(\.rule.code).sorted()
  }

  private func configured(_ member: String) -> String {
    """
    # kubeflow_notebook: {"pipeline_name": "p", "experiment_name": "e", \(member)}
    # %% tags=["step:load"]
    data = 1
    """
  }

  @Test(arguments: [
    (#""timeout": 1000000000000000000000000000000"#, true),
    (#""timeout": -1000000000000000000000000000000"#, false),
    (#""timeout": 1e5"#, false),
    (#""timeout": true"#, true),
    (#""storage_class_name": "standard\n""#, true),
    (#""storage_class_name": "standard\n\n""#, false),
    (#""output_path": "out\u0000""#, false),
    (#""steps_defaults": {"labels": {"team": "a"}}"#, true),
    (#""steps_defaults": {"labels": null}"#, false),
    (#""steps_defaults": {"labels": {}, "annotations": "a"}"#, false),
    (#""steps_defaults": {"enable_caching": true}"#, false),
    (
      #""volumes": [{"name": "v", "mount_point": "/", "type": "pv", "annotations": [{"key": [], "value": "b"}]}]"#,
      false
    ),
    (
      #""volumes": [{"name": "v", "mount_point": "/", "type": "pv", "annotations": [{"key": [], "value": ""}]}]"#,
      true
    ),
    (
      #""volumes": [{"name": "v", "mount_point": "/", "type": "pv", "annotations": [{"key": "", "x": 1}]}]"#,
      true
    ),
  ])
  func valuesOfTheConfiguration(member: String, isAccepted: Bool) {
    #expect(refusals(configured(member)).isEmpty == isAccepted)
  }

  @Test func anObjectOfStepsDefaultsIsApplied() {
    let text = configured(
      #""steps_defaults": {"labels": {"team": "a"}, "secrets": {"KEY": {"secret_name": "s", "secret_key": "k"}}}"#
    )
    let defaults = analysis(of: text).configuration.configuration.stepsDefaults
    #expect(defaults.labels == [KeyedValue(key: "team", value: "a")])
    #expect(defaults.secrets == [SecretReference(secret: "s", key: "k", environmentVariable: "KEY")])
  }

  @Test func withoutAStepNobodyReadsWhatWouldStandInFrontOfIt() {
    #expect(refusals("# %% tags=[\"imports\"]\nimport (").isEmpty)
    #expect(!refusals("# %% tags=[\"imports\"]\nimport (\n# %% tags=[\"step:load\"]\ndata = 1").isEmpty)
  }

  /// `str.splitlines` knows more line ends than an editor, and `str.strip` more space.
  @Test(arguments: [
    "\u{0B}", "\u{0C}", "\u{1C}", "\u{1D}", "\u{1E}", "\u{85}", "\u{2028}", "\u{2029}", "\r", "\r\n",
  ])
  func linesOfMetrics(end: String) {
    let metrics = analysis(
      of: """
        # %% tags=["step:train"]
        loss = rate = 1
        # %% tags=["pipeline-metrics"]
        \u{3000}print(loss)\(end)\(end)print(rate)\u{A0}
        """
    ).metrics
    #expect(metrics.declarations.map(\.metric.variable) == ["loss", "rate"])
    #expect(metrics.faults.isEmpty)
  }

  @Test func stepsAreReadAsOneText() {
    let analysis = analysis(
      of: """
        # %% tags=["step:load"]
        def size(rows):
        # %%
            return len(rows) * factor
        # %% tags=["step:load"]
        rows = [1,
        # %% tags=["step:load"]
        2]
        # %% tags=["step:train", "prev:load"]
        print(rows, size(rows))
        """)
    #expect(analysis.splitCells == [0, 1, 2, 3])
    #expect(analysis.kaleFlow.flows[0].outputs == ["rows", "size", "factor"])
  }

  @Test func parametersAreReadAsOneText() {
    let parameters = analysis(
      of: """
        # %% tags=["pipeline-parameters"]
        rate = (
        # %% tags=["pipeline-parameters"]
        0.5)
        epochs = None
        """
    ).parameters
    #expect(parameters.parameters == [PipelineParameter(name: "rate", value: .float(0.5))])
    #expect(parameters.declarations["rate"]?.cell == 0)
    #expect(parameters.faults.map(\.cell) == [1])
    #expect(parameters.faults.map(\.range) == [5..<18])
  }

  /// pyflakes warns of each star import in words that Kale takes for an undefined name.
  @Test func behindAStarImportKaleNeverStopsLooking() {
    let flow = analysis(
      of: """
        # %% tags=["pipeline-parameters"]
        epochs = 3
        # %% tags=["step:load"]
        def double(value):
            return value * epochs
        # %% tags=["step:train", "prev:load"]
        from math import *
        double(1)
        """
    ).kaleFlow
    #expect(flow.flows[1].parameters == ["epochs"])
    #expect(flow.flows[1].missing == ["from math import *"])
  }

  /// Each step of a cycle hands on the name it takes in, and none makes it.
  @Test func aNameThatGoesInACircle() {
    let flow = analysis(
      of: """
        # %% tags=["step:load"]
        data = 1
        # %% tags=["step:spare"]
        data = 2
        # %% tags=["step:clean", "prev:train"]
        print(data)
        # %% tags=["step:train", "prev:clean", "prev:load"]
        print(data)
        # %% tags=["step:report", "prev:train"]
        print(data)
        """
    ).flow
    #expect(flow.flows[4].inputs == ["data"])
  }

  @Test func aSplitStatementWithAPercentLine() {
    #expect(!refusals("# %% tags=[\"step:load\"]\nrows = (7\n% 3)\nif rows:\n# %%\n    print(rows)").isEmpty)
  }

  @Test func aByteOrderMarkIsNoPython() {
    #expect(refusals("# %% tags=[\"step:load\"]\n\u{FEFF}data = 1") == ["KALE201"])
    #expect(refusals("# %% tags=[\"step:load\"]\n\u{FEFF}rows = [\n# %%\n1]").contains("KALE201"))
  }

  @Test func theTemporaryStepIsLost() {
    let pipeline = analysis(
      of: """
        # %% tags=["step:_tmp"]
        data = 1
        # %% tags=["step:train", "prev:_tmp"]
        print(data)
        """
    ).kalePipeline
    #expect(pipeline.steps.map(\.name) == ["train"])
    #expect(pipeline.steps.map(\.previous) == [[]])
  }
}
