import KaleAnalysis
import KaleRules
import Testing

@testable import PipelineCompiler

@Suite struct ParameterTests {
  private func plan(_ names: [String], outputs: [String] = []) throws -> [PlannedParameter] {
    var step = Sample.step("train")
    step.outputs = outputs
    let parameters = names.map { PipelineParameter(name: $0, value: .integer(1)) }
    let pipeline = Sample.pipeline(steps: [step], parameters: parameters)
    return try PipelinePlanner.plan(pipeline).parameters
  }

  @Test(arguments: [
    ("epochs", "epochs", "epochs"), ("LR", "lr", "lr_param"),
    ("BATCH_SIZE_2", "batch_size_2", "batch_size_2_param"),
    ("MixedCase", "mixedcase", "MixedCase"), ("_1", "v_1", "v_1"), ("Class", "class_param", "Class"),
    ("train_step", "train_step_param", "train_step"), ("kubernetes", "kubernetes_param", "kubernetes"),
    ("größe", "gru00f6u00dfe", "gru00f6u00dfe"),
  ])
  func namesParametersAsKaleDoesWhereThatWorks(
    _ name: String, _ pipelineInput: String, _ componentInput: String
  ) throws {
    let parameter = try #require(try plan([name]).first)
    #expect(parameter.pipelineInput == pipelineInput)
    #expect(parameter.componentInput == componentInput)
  }

  @Test func namesThatDifferInCaseAloneStayApart() throws {
    let parameters = try plan(["lr", "LR", "Lr", "lr_param"])
    #expect(parameters.map(\.pipelineInput) == ["lr", "lr_param", "lr_param_2", "lr_param_param"])
    #expect(parameters.map(\.componentInput) == ["lr", "lr_param", "Lr", "lr_param_param"])
  }

  @Test func parametersDoNotTakeTheNamesOfArtifacts() throws {
    let parameters = try plan(["x_output_artifact", "train_html_report"], outputs: ["x"])
    #expect(parameters.map(\.componentInput) == ["x_output_artifact_param", "train_html_report_param"])
  }

  @Test(arguments: [
    (ParameterValue.integer(-3), "size: int = -3", "-3.0", "NUMBER_INTEGER"),
    (.float(1e-05), "size: float = 1e-05", "1.0e-05", "NUMBER_DOUBLE"),
    (.boolean(false), "size: bool = False", "false", "BOOLEAN"),
    (.string("a'\"\\\né"), #"size: str = "a'\"\\\né""#, "|-\n          a'\"\\\n          é", "STRING"),
  ])
  func defaultsAreTheSameInScriptAndSpec(
    _ value: ParameterValue, _ argument: String, _ yaml: String, _ type: String
  ) throws {
    let parameter = PipelineParameter(name: "size", value: value)
    let compiled = try Sample.compile(Sample.pipeline(steps: [Sample.step("a")], parameters: [parameter]))
    #expect(compiled.dslScript.contains("    \(argument),\n):\n    import"))
    #expect(compiled.dslScript.contains("    \(argument),\n):\n    \"\"\""))
    let inSpec =
      "      size:\n        defaultValue: \(yaml)\n        isOptional: true\n        parameterType: \(type)\n"
    #expect(compiled.pipelineSpec.contains(inSpec))
  }

  @Test func valuesReachTheKernelByTheirRepresentation() throws {
    let parameter = PipelineParameter(name: "NAME", value: .string("'"))
    let script = try Sample.compile(Sample.pipeline(steps: [Sample.step("a")], parameters: [parameter]))
      .dslScript
    #expect(script.contains("\nNAME = {name_param!r}\n"))
  }
}
