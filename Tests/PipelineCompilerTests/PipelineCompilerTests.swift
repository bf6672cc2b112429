import KaleAnalysis
import KaleRules
import KaleTestSupport
import PipelineCompiler
import Testing

@Suite struct PipelineCompilerTests {
  @Test func samePipelineSameBytes() throws {
    let first = try Sample.compile(Sample.pipeline)
    for _ in 0..<20 {
      let again = try Sample.compile(Sample.pipeline)
      #expect(again.pipelineSpec == first.pipelineSpec)
      #expect(again.dslScript == first.dslScript)
    }
  }

  @Test func filesSayWhatTheyWereMadeFrom() throws {
    let compiler = PipelineCompiler(version: "1.2.3")
    let compiled = try compiler.compile(
      Sample.pipeline, from: NotebookOrigin(name: "my\nnotebook.ipynb", contentHash: "sha256:abc"))
    for text in [compiled.pipelineSpec, compiled.dslScript] {
      #expect(
        text.contains("# Compiled by kale-lsp 1.2.3 from the notebook my\\nnotebook.ipynb\n# (sha256:abc)."))
    }
  }

  /// Python looks for it in comments of the first two lines.
  @Test func theNotebooksNameSaysNothingOfTheScriptsEncoding() throws {
    let compiled = try PipelineCompiler(version: "1.2.3").compile(
      Sample.pipeline, from: NotebookOrigin(name: "coding: utf-7.ipynb", contentHash: "sha256:abc"))
    let lines = compiled.dslScript.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.prefix(2).allSatisfy { !$0.contains("coding") })
    #expect(lines.contains { $0.contains("coding: utf-7.ipynb") })
  }

  @Test func aStepReadsAsTyped() throws {
    let source = "# Train\nmodel = fit(rows)  # 'quick'\nprint(\"\\n\")"
    var pipeline = Sample.pipeline(steps: [Sample.step("train")])
    pipeline.steps[0].blocks = [CodeBlock(tag: "step:train", number: 2, of: 3, cell: 0, source: source)]
    let compiled = try Sample.compile(pipeline)
    #expect(compiled.dslScript.contains("        # step:train, cell 2 of 3\n        r'''\n\(source)\n''',\n"))
    let indented = source.split(separator: "\n").map { "          \($0)\n" }.joined()
    #expect(compiled.pipelineSpec.contains(indented))
  }

  @Test func theSpecEmbedsTheFunctionOfTheScript() throws {
    let compiled = try Sample.compile(Sample.pipeline)
    let start = try #require(compiled.dslScript.firstRange(of: "def report_step("))
    let rest = compiled.dslScript[start.lowerBound...]
    let end = try #require(rest.firstRange(of: "\n\n\n"))
    let function = rest[..<end.lowerBound].split(separator: "\n", omittingEmptySubsequences: false)
    let indented = function.map { $0.isEmpty ? "" : "          \($0)" }.joined(separator: "\n")
    #expect(compiled.pipelineSpec.contains(indented))
  }

  @Test func theScriptCallsStepsInOrderWithWhatTheyTake() throws {
    let script = try Sample.compile(Sample.pipeline).dslScript
    #expect(script.contains("        model_input_artifact=train_task.outputs[\"model_output_artifact\"],\n"))
    #expect(script.contains("    report_task.after(clean_task, train_task)\n"))
    #expect(!script.contains("load_task.after"))
    #expect(script.contains("compiler.Compiler().compile(auto_generated_pipeline, \"sample.yaml\")"))
  }

  @Test func valuesAreKeptUnderTheNotebooksMarshalPathEverywhere() throws {
    var pipeline = Sample.pipeline
    pipeline.configuration.marshalPath = "/mnt/\"shared\""
    let script = try Sample.compile(pipeline).dslScript
    #expect(script.contains(#"dir="/mnt/\"shared\"")"#))
    #expect(!script.contains("/tmp/marshal"))
  }

  @Test func packagesComeFromTheGivenIndex() throws {
    let index = PackageIndex(indexURLs: ["https://a/simple", "https://b/simple"], trustedHosts: ["a"])
    let compiled = try PipelineCompiler(version: "1", defaults: CompilationDefaults(packageIndex: index))
      .compile(
        Sample.pipeline, from: NotebookOrigin(name: "n", contentHash: "h"))
    let options = "--index-url https://a/simple --extra-index-url https://b/simple --trusted-host a 'kfp"
    #expect(compiled.pipelineSpec.contains(options))
    #expect(compiled.dslScript.contains("pip_trusted_hosts=[\"a\"],"))
  }
}

@Suite struct PipelineCompilerErrorTests {
  private func error(_ change: (inout Pipeline) -> Void) -> PipelineCompilerError? {
    var pipeline = Sample.pipeline
    change(&pipeline)
    do {
      _ = try PipelineCompiler(version: "1").compile(
        pipeline, from: NotebookOrigin(name: "n", contentHash: "h"))
      return nil
    } catch {
      return error
    }
  }

  @Test func refusesPipelinesThatAreNone() {
    #expect(error { $0.steps = [] } == .noSteps)
    #expect(error { $0.configuration.pipelineName = "a\"" } == .invalidPipelineName("a\""))
    #expect(error { $0.steps[0].name = "a(): pass" } == .invalidStepName("a(): pass"))
    #expect(error { $0.steps[1].name = "load" } == .duplicateStep("load"))
  }

  @Test func refusesNamesThatPythonDoesNotTake() {
    #expect(error { $0.steps[0].outputs = ["x)"] } == .invalidVariableName("x)", step: "load"))
    #expect(
      error { $0.steps[0].metrics = [PipelineMetric(variable: "if")] }
        == .invalidVariableName("if", step: "load"))
    #expect(
      error { $0.parameters = [PipelineParameter(name: "1a", value: .integer(1))] }
        == .invalidVariableName("1a", step: nil))
  }

  @Test func refusesStepsThatDependOnLaterOrMissingOnes() {
    #expect(
      error { $0.steps[0].previous = ["train"] } == .previousStepNotInFront(step: "load", previous: "train"))
    #expect(
      error { $0.steps[2].inputs = [StepInput(name: "other", provider: "load")] }
        == .inputNotProvided(step: "train", name: "other", provider: "load"))
  }

  @Test(arguments: ["", "1.5", "-1", "+1", "many", "99999999999999999999"])
  func refusesAcceleratorLimitsThatAreNoWholeNumber(_ value: String) {
    let limit = KeyedValue(key: "nvidia.com/gpu", value: value)
    #expect(
      error { $0.steps[0].configuration.limits = [limit] }
        == .invalidAcceleratorLimit(step: "load", resource: "nvidia.com/gpu", value: value))
  }

  @Test func refusesVolumesThatShareAVariable() {
    let volumes = ["my-data", "my.data"].map { name in
      var volume = Volume(name: name, mountPoint: "/", type: .claim)
      volume.isExposedAsEnvironmentVariable = true
      return volume
    }
    #expect(
      error { $0.configuration.volumes = volumes }
        == .volumeVariableClash(variable: "KALE_VOLUME_MY_DATA", volumes: ["my-data", "my.data"]))
  }

  @Test func refusesNumbersThatThePipelineSpecCannotSay() {
    let parameter = PipelineParameter(name: "x", value: .float(.infinity))
    #expect(error { $0.parameters = [parameter] } == .parameterNotFinite("x"))
    var context = SecurityContext()
    context.runAsUser = -1
    #expect(error { $0.configuration.securityContext = context } == .negativeSecurityIdentifier(-1))
  }
}
