import KaleAnalysis
import KaleRules
import KaleTestSupport
import PipelineCompiler

/// Pipelines for the tests, made by hand.
enum Sample {
  /// `load` hands `rows` to `train`, which hands `model` on to `report`; `report` runs after `clean` too, which hands
  /// nothing on.
  static var pipeline: Pipeline {
    var load = step("load", "rows = [1, 2]")
    load.outputs = ["rows"]
    let clean = step("clean", "print('clean')", previous: ["load"])
    var train = step("train", "model = sum(rows)", previous: ["load"])
    train.inputs = [StepInput(name: "rows", provider: "load")]
    train.outputs = ["model"]
    var report = step("report", "accuracy = model / 2", previous: ["clean", "train"])
    report.inputs = [StepInput(name: "model", provider: "train"), StepInput(name: "rows", provider: "load")]
    report.metrics = [PipelineMetric(variable: "accuracy")]
    return pipeline(steps: [load, clean, train, report])
  }

  /// A pipeline on Kale's runtime, unless another is given.
  static func pipeline(
    steps: [Step], parameters: [PipelineParameter] = [], runtime: PipelineRuntime = .kale
  ) -> Pipeline {
    var configuration = PipelineConfiguration(
      pipelineName: "sample", experimentName: "samples", of: .current)
    configuration.runtime = runtime
    return Pipeline(configuration: configuration, parameters: parameters, steps: steps)
  }

  static func step(_ name: String, _ source: String = "pass", previous: [String] = []) -> Step {
    Step(name: name, previous: previous, blocks: [CodeBlock(tag: "step:\(name)", cell: 0, source: source)])
  }

  static func compile(_ pipeline: Pipeline) throws -> CompiledPipeline {
    try PipelineCompiler(version: "1.2.3").compile(
      pipeline, from: NotebookOrigin(name: "sample.ipynb", contentHash: "sha256:abc"))
  }
}

extension SecurityContext {
  static var off: SecurityContext {
    var context = SecurityContext()
    context.isEnabled = false
    return context
  }
}
