import KaleAnalysis
import KaleRules
import Testing

@testable import PipelineCompiler

@Suite struct PipelineSpecTests {
  private func spec(_ pipeline: Pipeline) throws -> PipelineSpec {
    PipelineSpec(try PipelinePlanner.plan(pipeline))
  }

  private func tasks(_ pipeline: Pipeline) throws -> [String: PipelineTaskSpec] {
    guard case .dag(let dag) = try spec(pipeline).root.implementation else { return [:] }
    return dag.tasks
  }

  @Test func namesComponentsExecutorsAndTasksAsKFPDoes() throws {
    let spec = try spec(Sample.pipeline(steps: [Sample.step("load_data"), Sample.step("_x")]))
    #expect(spec.components.keys.sorted() == ["comp-load-data-step", "comp-x-step"])
    #expect(spec.components["comp-load-data-step"]?.implementation == .executorLabel("exec-load-data-step"))
    #expect(spec.deploymentSpec.executors.keys.sorted() == ["exec-load-data-step", "exec-x-step"])
    #expect(spec.deploymentSpec.executors["exec-x-step"]?.container.args.last == "_x_step")
    #expect(
      spec.components["comp-x-step"]?.outputDefinitions.artifacts.keys.sorted() == ["step_x_html_report"])
  }

  @Test func numbersTasksWhoseNamesKFPTakesForTheSame() throws {
    let tasks = try tasks(Sample.pipeline(steps: ["a_b", "a__b", "a_b_"].map { Sample.step($0) }))
    #expect(tasks.keys.sorted() == ["a-b-step", "a-b-step-2", "a-b-step-3"])
    #expect(tasks["a-b-step-2"]?.taskInfo.name == "a--b-step")
    #expect(tasks["a-b-step-2"]?.componentRef.name == "comp-a-b-step-2")
  }

  @Test func stepsRunAfterPreviousStepsAndProvidersAndNoOthers() throws {
    let tasks = try tasks(Sample.pipeline)
    #expect(tasks["load-step"]?.dependentTasks == [])
    #expect(tasks["clean-step"]?.dependentTasks == ["load-step"])
    #expect(tasks["train-step"]?.dependentTasks == ["load-step"])
    #expect(tasks["report-step"]?.dependentTasks == ["clean-step", "load-step", "train-step"])
  }

  @Test func stepsWithoutPreviousStepsRunSideBySide() throws {
    let tasks = try tasks(Sample.pipeline(steps: [Sample.step("a"), Sample.step("b")]))
    #expect(tasks["b-step"]?.dependentTasks == [])
  }

  @Test func valuesGoFromTheStepThatProvidesThem() throws {
    let inputs = try #require(try tasks(Sample.pipeline)["report-step"]?.inputs)
    #expect(
      inputs.artifacts["model_input_artifact"]
        == .taskOutputArtifact(
          .init(producerTask: "train-step", outputArtifactKey: "model_output_artifact")))
    #expect(
      inputs.artifacts["rows_input_artifact"]
        == .taskOutputArtifact(
          .init(producerTask: "load-step", outputArtifactKey: "rows_output_artifact")))
  }

  @Test func whatIsNamedAModelIsOne() throws {
    let components = try spec(Sample.pipeline).components
    let train = try #require(components["comp-train-step"])
    #expect(
      train.inputDefinitions.artifacts["rows_input_artifact"]?.artifactType.schemaTitle == "system.Dataset")
    #expect(
      train.outputDefinitions.artifacts["model_output_artifact"]?.artifactType.schemaTitle == "system.Model")
    let report = try #require(components["comp-report-step"]).outputDefinitions.artifacts
    #expect(report["kale_metrics_artifact"]?.artifactType.schemaTitle == "system.Metrics")
    #expect(report["report_html_report"]?.artifactType.schemaTitle == "system.HTML")
  }

  @Test func variablesThatKFPHasNoNameForGetOneThatItTakes() throws {
    var first = Sample.step("a")
    first.outputs = ["_rows", "größe", "v_rows"]
    var second = Sample.step("b", previous: ["a"])
    second.inputs = [StepInput(name: "_rows", provider: "a"), StepInput(name: "größe", provider: "a")]
    let spec = try spec(Sample.pipeline(steps: [first, second]))
    let outputs = try #require(spec.components["comp-a-step"]).outputDefinitions.artifacts
    #expect(
      outputs.keys.sorted() == [
        "a_html_report", "gru00f6u00dfe_output_artifact", "v_rows_output_artifact",
        "v_rows_param_output_artifact",
      ])
    let inputs = try #require(spec.components["comp-b-step"]).inputDefinitions.artifacts
    #expect(inputs.keys.sorted() == ["gru00f6u00dfe_input_artifact", "v_rows_input_artifact"])
  }

  @Test func writesNoPlatformSpecWhereNothingIsAskedOfThePlatform() throws {
    var pipeline = Sample.pipeline
    #expect(try Sample.compile(pipeline).pipelineSpec.contains("\n---\nplatforms:\n"))
    pipeline.configuration.securityContext = .off
    #expect(try !Sample.compile(pipeline).pipelineSpec.contains("platforms"))
  }
}
