import KaleAnalysis
import KaleRules
import PipelineCompiler
import Testing

/// Notebooks inside of notebooks, compiled.
@Suite struct NestedPipelineTests {
  /// `load` hands `data` to the notebook `training`, whose step `fit` hands `model`, and whose step `rate_it` hands
  /// `score` on to `report`.
  private static var composed: Pipeline {
    var load = Sample.step("load", "data = 1")
    load.outputs = ["data"]
    var report = Sample.step("report", "print(model, score)", previous: ["training"])
    report.inputs = ["model", "score"].map { StepInput(name: $0, provider: "training") }
    return Sample.pipeline(
      steps: [load, notebook("training", hands: ["model", "score"]), report],
      parameters: [PipelineParameter(name: "RATE", value: .integer(2))])
  }

  /// A unit that stands for a notebook which takes `data` in and hands on some of `model` and `score`.
  private static func notebook(_ name: String, hands outputs: [String]) -> Step {
    var fit = Sample.step("fit", "model = data")
    fit.inputs = [StepInput(name: "data", provider: "")]
    fit.outputs = ["model"]
    var rate = Sample.step("rate_it", "score = model", previous: ["fit"])
    rate.inputs = [StepInput(name: "model", provider: "fit")]
    rate.outputs = ["score"]
    var inner = Sample.pipeline(
      steps: [fit, rate],
      parameters: [
        PipelineParameter(name: "own", value: .boolean(true)),
        PipelineParameter(name: "RATE", value: .integer(2)),
      ])
    inner.configuration.pipelineName = String(name.map { $0 == "_" ? "-" : $0 })
    var unit = Step(
      name: name, previous: ["load"],
      notebook: SubPipeline(
        file: "train.ipynb", pipeline: inner, producers: ["model": "fit", "score": "rate_it"]))
    unit.inputs = [StepInput(name: "data", provider: "load")]
    unit.outputs = outputs
    return unit
  }

  @Test func theScriptCallsTheNotebookAsAComponent() throws {
    let script = try Sample.compile(Self.composed).dslScript
    #expect(
      script.contains(
        """
        class TrainingOutputs(NamedTuple):
            model: Model
            score: Dataset


        @dsl.pipeline(name="training")
        def training_pipeline(
            data_input_artifact: Input[Dataset],
            own: bool = True,
            rate: int = 2,
        ) -> TrainingOutputs:
        """))
    #expect(
      script.contains(
        """
            training_task = training_pipeline(
                data_input_artifact=load_task.outputs["data_output_artifact"],
                rate=rate,
            )
            training_task.set_display_name("training")
            training_task.after(load_task)
        """))
    #expect(script.contains("        model_input_artifact=training_task.outputs[\"model\"],\n"))
  }

  @Test func whatIsHandedOnAloneHasTheNameThatKFPGivesIt() throws {
    var pipeline = Self.composed
    pipeline.steps[1] = Self.notebook("training", hands: ["score"])
    pipeline.steps[2].inputs = [StepInput(name: "score", provider: "training")]
    let compiled = try Sample.compile(pipeline)
    #expect(compiled.dslScript.contains(") -> Dataset:\n"))
    #expect(compiled.dslScript.contains("    return rate_it_task.outputs[\"score_output_artifact\"]\n"))
    #expect(compiled.dslScript.contains("score_input_artifact=training_task.outputs[\"Output\"]"))
    #expect(!compiled.dslScript.contains("NamedTuple"))
    #expect(compiled.pipelineSpec.contains("          Output:\n            artifactSelectors:\n"))
  }

  @Test func aSecondNotebooksStepsAreNumbered() throws {
    var pipeline = Self.composed
    pipeline.steps.insert(Self.notebook("training_again", hands: []), at: 2)
    let compiled = try Sample.compile(pipeline)
    for name in ["exec-fit-step:", "exec-fit-step-2:", "comp-rate-it-step-2:", "comp-training-again:"] {
      #expect(compiled.pipelineSpec.contains("  \(name)\n"))
    }
    #expect(compiled.dslScript.contains("    fit_task = fit_step_2(\n"))
  }

  @Test func notebooksNestAsDeepAsAnyoneNeedsAndNoDeeper() throws {
    func nested(_ depth: Int) -> Pipeline {
      var pipeline = Sample.pipeline(steps: [Sample.step("last")])
      for _ in 0..<depth {
        let unit = Step(
          name: "inner", notebook: SubPipeline(file: "inner.ipynb", pipeline: pipeline, producers: [:]))
        pipeline = Sample.pipeline(steps: [unit])
      }
      return pipeline
    }
    #expect(try Sample.compile(nested(32)).pipelineSpec.contains("comp-sample-32:"))
    #expect(throws: PipelineCompilerError.nestedTooDeep("inner")) { try Sample.compile(nested(33)) }
  }

  @Test func aNotebookThatNobodyHasReadIsRefused() {
    var pipeline = Self.composed
    pipeline.steps[1].notebook = SubPipeline(file: "train.ipynb", pipeline: nil, producers: [:])
    #expect(throws: PipelineCompilerError.notebookNotRead("training")) { try Sample.compile(pipeline) }
  }

  @Test func stepsInsideAreConfiguredByBothNotebooks() throws {
    var inner = try #require(Self.composed.steps[1].notebook?.pipeline)
    inner.configuration.volumes = [Volume(name: "inner", mountPoint: "/inner", type: .claim)]
    inner.configuration.stepsDefaults.labels = [KeyedValue(key: "owner", value: "inner")]
    inner.configuration.baseImage = "inner:1"
    var pipeline = Self.composed
    pipeline.steps[1].notebook = SubPipeline(
      file: "train.ipynb", pipeline: inner, producers: ["model": "fit", "score": "rate_it"])
    pipeline.configuration.volumes = [
      Volume(name: "outer", mountPoint: "/outer", type: .claim),
      Volume(name: "hidden", mountPoint: "/inner", type: .claim),
    ]
    pipeline.configuration.stepsDefaults.labels = [
      KeyedValue(key: "owner", value: "outer"), KeyedValue(key: "team", value: "outer"),
    ]
    pipeline.configuration.stepsDefaults.image = "outer:1"
    pipeline.configuration.isCachingEnabled = false
    let script = try Sample.compile(pipeline).dslScript
    #expect(script.contains("    base_image=\"inner:1\",\n"))
    #expect(script.contains("    base_image=\"outer:1\",\n"))
    let function = try #require(script.firstRange(of: "def training_pipeline("))
    let inside = script[function.upperBound...].prefix { $0 != "@" }
    #expect(inside.contains("mount_pvc(fit_task, \"outer\", \"/outer\")"))
    #expect(inside.contains("mount_pvc(fit_task, \"inner\", \"/inner\")"))
    #expect(!inside.contains("hidden"))
    #expect(inside.contains("add_pod_label(fit_task, \"owner\", \"inner\")"))
    #expect(inside.contains("add_pod_label(fit_task, \"team\", \"outer\")"))
    #expect(inside.contains("fit_task.set_caching_options(False)"))
    #expect(script.contains("    training_task.set_caching_options(False)\n"))
  }
}
