import KaleAnalysis
import KaleRules
import Testing

@testable import PipelineCompiler

@Suite struct StepSettingsTests {
  private func task(
    _ step: StepConfiguration, _ change: (inout PipelineConfiguration) -> Void = { _ in }
  ) throws -> PlannedTask {
    var planned = Sample.step("a")
    planned.configuration = step
    var pipeline = Sample.pipeline(steps: [planned])
    change(&pipeline.configuration)
    return try #require(try PipelinePlanner.plan(pipeline).tasks.first)
  }

  private func plan(
    _ step: StepConfiguration, _ change: (inout PipelineConfiguration) -> Void = { _ in }
  ) throws -> StepSettings {
    guard case .step(let planned) = try task(step, change).work else { throw NoStep() }
    return planned.settings
  }

  private struct NoStep: Error {}

  @Test func imageIsTheStepsThenTheDefaultsThenTheNotebooksThenKales() throws {
    var step = StepConfiguration()
    #expect(try plan(step).image == "python:3.12")
    #expect(try plan(step) { $0.baseImage = "notebook" }.image == "notebook")
    #expect(
      try plan(step) {
        $0.baseImage = ""; $0.stepsDefaults.image = "defaults"
      }.image == "defaults")
    step.image = "step"
    #expect(
      try plan(step) {
        $0.baseImage = "notebook"; $0.stepsDefaults.image = "defaults"
      }.image == "step")
  }

  @Test func cachingIsTheStepsThenTheDefaultsThenTheNotebooks() throws {
    var step = StepConfiguration()
    #expect(try task(step).isCachingEnabled == nil)
    #expect(try task(step) { $0.isCachingEnabled = false }.isCachingEnabled == false)
    #expect(
      try task(step) {
        $0.isCachingEnabled = false; $0.stepsDefaults.isCachingEnabled = true
      }.isCachingEnabled == true)
    step.isCachingEnabled = true
    #expect(try task(step) { $0.isCachingEnabled = false }.isCachingEnabled == true)
  }

  @Test func theStepsOwnLabelsGoBeforeTheDefaults() throws {
    var step = StepConfiguration()
    step.labels = [KeyedValue(key: "team", value: "own")]
    let labels = try plan(step) {
      $0.stepsDefaults.labels = [KeyedValue(key: "team", value: "default"), KeyedValue(key: "x", value: "y")]
    }.labels
    #expect(labels == [KeyedValue(key: "team", value: "own"), KeyedValue(key: "x", value: "y")])
  }

  @Test func aStepWithoutReportMakesNone() throws {
    var step = Sample.step("a")
    step.configuration.isReportEnabled = false
    let script = try Sample.compile(Sample.pipeline(steps: [step])).dslScript
    #expect(script.contains("def a_step():\n"))
    #expect(!script.contains("HTML"))
  }
}
