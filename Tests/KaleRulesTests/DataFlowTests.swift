import KaleTestSupport
import KaleAnalysis
import KaleRules
import Testing

/// What crosses the boundaries of steps. The expectations are what Kale 2.3.0 gave for the same notebooks.
@Suite struct DataFlowTests {
  private func steps(_ text: String) -> [String: Step] {
    Dictionary(uniqueKeysWithValues: analysis(of: text).pipeline.steps.map { ($0.name, $0) })
  }

  @Test func aNameComesFromTheNearestStepThatMentionsIt() {
    let steps = steps(
      """
      # %% tags=["step:a"]
      x = 1
      # %% tags=["step:b", "prev:a"]
      print(x)
      # %% tags=["step:c", "prev:b"]
      print(x)
      """)
    #expect(steps["a"]?.outputs == ["x"])
    #expect(steps["b"]?.inputs == [StepInput(name: "x", provider: "a")])
    #expect(steps["b"]?.outputs == ["x"])
    #expect(steps["c"]?.inputs == [StepInput(name: "x", provider: "b")])
  }

  @Test func aFunctionTravelsWithTheNamesItsBodyNeeds() {
    let steps = steps(
      """
      # %% tags=["step:a"]
      k = 3
      # %% tags=["step:b", "prev:a"]
      def f(): return k
      # %% tags=["step:c", "prev:b"]
      f()
      """)
    #expect(steps["b"]?.outputs == ["f", "k"])
    #expect(steps["c"]?.inputs.map(\.name) == ["f", "k"])
  }

  @Test func parametersGoToTheStepsThatUseThem() {
    let steps = steps(
      """
      # %% tags=["pipeline-parameters"]
      rate = 0.1
      # %% tags=["step:a"]
      x = rate
      # %% tags=["step:b", "prev:a"]
      y = 1
      """)
    #expect(steps["a"]?.parameters == ["rate"])
    #expect(steps["b"]?.parameters == [])
    #expect(steps["a"]?.inputs == [])
  }

  @Test func importsAndFunctionsAreInEveryStep() {
    let steps = steps(
      """
      # %% tags=["imports"]
      import math
      # %% tags=["functions"]
      def area(r): return math.pi * r * r
      # %% tags=["step:a"]
      x = area(1)
      # %% tags=["step:b", "prev:a"]
      print(area(x))
      """)
    #expect(steps["a"]?.outputs == ["x"])
    #expect(steps["b"]?.inputs.map(\.name) == ["x"])
  }

  @Test func aTrailingNameIsAnOutput() {
    #expect(steps("# %% tags=[\"step:a\"]\nresult = 1\nresult")["a"]?.outputs == ["result"])
  }

  @Test func aMetricGoesToTheStepNearestTheEnd() {
    let text = """
      # %% tags=["step:a"]
      loss = 1
      # %% tags=["step:b", "prev:a"]
      loss = loss / 2
      # %% tags=["pipeline-metrics"]
      print(loss)
      print(nowhere)
      """
    #expect(steps(text)["b"]?.metrics == [PipelineMetric(variable: "loss")])
    #expect(steps(text)["a"]?.metrics == [])
    #expect(analysis(of: text).flow.unassignedMetrics == [PipelineMetric(variable: "nowhere")])
  }
}
