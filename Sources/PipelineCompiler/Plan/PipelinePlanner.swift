import KalePipeline

/// Makes a plan of a pipeline: checks it and gives everything in it its name.
struct PipelinePlanner {
  private let pipeline: Pipeline
  private let settings: StepSettingsPlanner
  /// Names of the steps planned so far, each with what was planned.
  private var planned: [String: PlannedStep] = [:]
  /// What each of them hands on, by variable.
  private var outputsByStep: [String: [String: PlannedArtifact]] = [:]
  private var takenTasks: Set<String> = []
  /// The last number that a name of a task was given.
  private var taskNumbers: [String: Int] = [:]
  private var artifactNames = InterfaceNames()

  static func plan(
    _ pipeline: Pipeline, packageIndex: PackageIndex
  ) throws(PipelineCompilerError) -> PipelinePlan {
    var planner = try PipelinePlanner(pipeline)
    var steps: [PlannedStep] = []
    for step in pipeline.steps {
      steps.append(try planner.plan(step))
    }
    let description = pipeline.configuration.pipelineDescription
    return PipelinePlan(
      name: pipeline.configuration.pipelineName,
      description: description.isEmpty ? nil : description,
      parameters: try planner.parameters(for: steps),
      steps: steps,
      claims: planner.settings.claims,
      packagesToInstall: RequiredPackages.packages(forImports: pipeline.sharedImports),
      packageIndex: packageIndex,
      marshalPath: pipeline.configuration.marshalPath
    )
  }

  private init(_ pipeline: Pipeline) throws(PipelineCompilerError) {
    guard !pipeline.steps.isEmpty else { throw .noSteps }
    guard KubernetesName.isPipelineName(pipeline.configuration.pipelineName) else {
      throw .invalidPipelineName(pipeline.configuration.pipelineName)
    }
    self.pipeline = pipeline
    settings = try StepSettingsPlanner(pipeline.configuration)
  }
}

// MARK: - Steps

extension PipelinePlanner {
  private mutating func plan(_ step: Step) throws(PipelineCompilerError) -> PlannedStep {
    guard step.notebook == nil else { throw .notebookReference(step.name) }
    guard StepName.isValid(step.name) else { throw .invalidStepName(step.name) }
    guard planned[step.name] == nil else { throw .duplicateStep(step.name) }
    try checkVariables(of: step)

    let previous = try step.previous.map { name throws(PipelineCompilerError) in
      guard let previous = planned[name] else {
        throw .previousStepNotInFront(step: step.name, previous: name)
      }
      return previous
    }
    let inputs = try step.inputs.map { input throws(PipelineCompilerError) in try plan(input, of: step) }
    let outputs = step.outputs.map { name in
      let artifact = artifactNames.name(for: name) + "_output_artifact"
      return PlannedArtifact(variable: name, artifact: artifact, type: ArtifactType(variable: name))
    }
    let result = PlannedStep(
      name: step.name,
      function: "\(step.name)_step",
      taskVariable: "\(step.name)_task",
      task: unusedTaskName(for: step),
      displayName: String(step.name.map { $0 == "_" ? "-" : $0 }) + "-step",
      htmlReport: settings.makesReport(step) ? Self.htmlReportName(of: step) : nil,
      inputs: inputs,
      outputs: outputs,
      metrics: step.metrics,
      sharedBlocks: pipeline.sharedBlocks,
      blocks: step.blocks,
      dependentTasks: Set(previous.map(\.task) + inputs.map(\.producerTask)).sorted(),
      previousTaskVariables: previous.map(\.taskVariable).sorted(),
      settings: try settings.settings(of: step)
    )
    planned[step.name] = result
    outputsByStep[step.name] = Dictionary(outputs.map { ($0.variable, $0) }) { first, _ in first }
    return result
  }

  private mutating func plan(
    _ input: StepInput, of step: Step
  ) throws(PipelineCompilerError) -> PlannedInput {
    let output = outputsByStep[input.provider]?[input.name]
    guard let provider = planned[input.provider], let output else {
      throw .inputNotProvided(step: step.name, name: input.name, provider: input.provider)
    }
    let artifact = PlannedArtifact(
      variable: input.name, artifact: artifactNames.name(for: input.name) + "_input_artifact",
      type: output.type)
    return PlannedInput(
      artifact: artifact, producerTask: provider.task, producerTaskVariable: provider.taskVariable,
      producerOutput: output.artifact)
  }

  /// KFP's name for the step's task: steps such as `a_b` and `a__b` give the same, and the later gets a number.
  private mutating func unusedTaskName(for step: Step) -> String {
    let wanted = KubernetesName.fitted("\(step.name)_step")
    var name = wanted
    while takenTasks.contains(name) {
      let number = taskNumbers[wanted, default: 1] + 1
      taskNumbers[wanted] = number
      name = "\(wanted)-\(number)"
    }
    takenTasks.insert(name)
    return name
  }

  /// The artifact that the step's HTML report goes to. KFP wants a letter in front.
  private static func htmlReportName(of step: Step) -> String {
    (step.name.hasPrefix("_") ? "step" : "") + step.name + "_html_report"
  }

  private func checkVariables(of step: Step) throws(PipelineCompilerError) {
    let names = step.inputs.map(\.name) + step.outputs + step.metrics.map(\.variable)
    if let invalid = names.first(where: { !PythonName.isIdentifier($0) }) {
      throw .invalidVariableName(invalid, step: step.name)
    }
  }
}

// MARK: - Parameters

extension PipelinePlanner {
  /// The parameters under Kale's names, or names near them where Kale's would clash with another name or is one that
  /// Python or KFP does not take.
  private func parameters(for steps: [PlannedStep]) throws(PipelineCompilerError) -> [PlannedParameter] {
    var pipelineInputs = InterfaceNames(
      reserved: Set(
        steps.flatMap { [$0.function, $0.taskVariable] } + settings.claims.map(\.taskVariable)
          + ["dsl", "kubernetes"]))
    var componentInputs = InterfaceNames(reserved: Set(steps.flatMap(\.artifactNames)))
    return try pipeline.parameters.map { parameter throws(PipelineCompilerError) in
      guard PythonName.isIdentifier(parameter.name) else {
        throw .invalidVariableName(parameter.name, step: nil)
      }
      if case .float(let number) = parameter.value, !number.isFinite {
        throw .parameterNotFinite(parameter.name)
      }
      let lowercased = parameter.name.lowercased()
      let componentInput = PythonName.isUpperCase(parameter.name) ? lowercased + "_param" : parameter.name
      return PlannedParameter(
        variable: parameter.name,
        pipelineInput: pipelineInputs.name(for: parameter.name, preferred: lowercased),
        componentInput: componentInputs.name(for: parameter.name, preferred: componentInput),
        value: parameter.value)
    }
  }
}

extension PlannedStep {
  /// Name of the artifact that the step's metrics go to.
  static let metricsArtifact = "kale_metrics_artifact"

  /// Every artifact that the component takes or makes.
  fileprivate var artifactNames: [String] {
    inputs.map(\.artifact.artifact) + outputs.map(\.artifact) + [Self.metricsArtifact]
      + (htmlReport.map { [$0] } ?? [])
  }
}
