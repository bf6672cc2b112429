import KaleAnalysis

/// Makes a plan of a pipeline: checks it and gives everything in it its name.
struct PipelinePlanner {
  /// How deep pipelines may be nested. No notebook is read that far down.
  static let maximumDepth = 32

  private let pipeline: Pipeline
  private let settings: StepSettingsPlanner
  private let defaults: CompilationDefaults
  /// How many pipelines this one is inside of.
  private let depth: Int
  /// Variables that come in from the pipeline around this one, with the packages that their values are made with.
  private let valuesFromOutside: [String: RequiredPackages]
  private var names: ScriptNames
  /// The units planned so far, by name.
  private var planned: [String: PlannedUnit] = [:]
  private var artifactNames = InterfaceNames()
  /// Plans what steps have on the exact runtime alone; nil on Kale's.
  private var exact: ExactStepPlanner?
  /// What this pipeline and those inside it mount.
  private var claims: [PlannedClaim] = []
  /// The pipeline's inputs, by variable.
  private var inputs: [String: PlannedArtifact] = [:]

  /// A unit's task, and what it hands on, by variable.
  private struct PlannedUnit {
    /// KFP's name and type of a value, and the packages that it is made with.
    typealias Output = (artifact: PlannedArtifact, packages: RequiredPackages)

    var task: PlannedTask
    var outputs: [String: Output]
    /// What it installs.
    var packages: RequiredPackages
  }

  static func plan(
    _ pipeline: Pipeline, from notebook: String = "", defaults: CompilationDefaults = CompilationDefaults()
  ) throws(PipelineCompilerError) -> PipelinePlan {
    if let address = defaults.packageIndex.unusableAddress { throw .unusablePackageIndex(address) }
    var pipeline = pipeline
    pipeline.configuration.securityContext =
      pipeline.configuration.securityContext ?? defaults.securityContext
    var planner = try PipelinePlanner(
      pipeline, from: notebook, defaults: defaults, depth: 0, valuesFromOutside: [:], volumesFromOutside: [],
      passedOut: [], names: ScriptNames())
    return try planner.plan(
      name: pipeline.configuration.pipelineName, function: PipelinePlan.rootFunction)
  }

  private init(
    _ pipeline: Pipeline, from notebook: String, defaults: CompilationDefaults,
    depth: Int,
    valuesFromOutside: [String: RequiredPackages], volumesFromOutside: [PlannedVolume],
    passedOut: Set<String>, names: ScriptNames
  ) throws(PipelineCompilerError) {
    guard !pipeline.steps.isEmpty else { throw .noSteps }
    guard KubernetesName.isPipelineName(pipeline.configuration.pipelineName) else {
      throw .invalidPipelineName(pipeline.configuration.pipelineName)
    }
    self.pipeline = pipeline
    self.defaults = defaults
    self.depth = depth
    self.valuesFromOutside = valuesFromOutside
    self.names = names
    if pipeline.configuration.runtime(by: RuntimeChoice()) == .exact {
      exact = ExactStepPlanner(pipeline, notebook: notebook, isEmbedded: depth > 0, passedOut: passedOut)
    }
    let volumes = try VolumePlanner(
      pipeline.configuration, around: volumesFromOutside, isRoot: depth == 0, names: &self.names)
    settings = try StepSettingsPlanner(
      pipeline.configuration, volumes.volumes, defaultImage: defaults.baseImage)
    claims = volumes.claims
  }

  private mutating func plan(
    name: String, function: String
  ) throws(PipelineCompilerError) -> PipelinePlan {
    var tasks: [PlannedTask] = []
    for unit in pipeline.steps { tasks.append(try plan(unit)) }
    let description = pipeline.configuration.pipelineDescription
    var plan = PipelinePlan(
      name: name, description: description.isEmpty ? nil : description, function: function, parameters: [],
      inputs: inputs.sorted { $0.key < $1.key }.map(\.value), tasks: tasks, claims: claims,
      packageIndex: defaults.packageIndex)
    plan.pass(try parameters(for: plan))
    return plan
  }
}

// MARK: - Units

extension PipelinePlanner {
  private mutating func plan(_ unit: Step) throws(PipelineCompilerError) -> PlannedTask {
    guard StepName.isValid(unit.name, in: pipeline.configuration.release) else {
      throw .invalidStepName(unit.name)
    }
    guard planned[unit.name] == nil else { throw .duplicateStep(unit.name) }
    try checkVariables(of: unit)
    let result = unit.notebook == nil ? try plan(step: unit) : try plan(notebook: unit)
    planned[unit.name] = result
    return result.task
  }

  private mutating func plan(step: Step) throws(PipelineCompilerError) -> PlannedUnit {
    var step = step
    let sharedCode = exact?.sharedCode(of: step) ?? (blocks: pipeline.sharedBlocks, imports: step.imports)
    step.imports = sharedCode.imports
    var packages = RequiredPackages(of: step, in: pipeline)
    for provider in step.sharedStateProviders {
      if let provider = planned[provider] { packages.inherit(provider.packages) }
    }
    let inputs = try step.inputs.map { input throws(PipelineCompilerError) in
      let source = try source(of: input, for: step)
      packages.inherit(source.packages)
      let name = artifactNames.name(for: input.name) + "_input_artifact"
      return (
        artifact: PlannedArtifact(variable: input.name, artifact: name, type: source.type),
        source: source.source
      )
    }
    let outputs = step.outputs.map { name in
      let artifact = artifactNames.name(for: name) + "_output_artifact"
      return PlannedArtifact(variable: name, artifact: artifact, type: ArtifactType(variable: name))
    }
    let name = names.names(ofStep: step.name)
    let state = exact?.state(of: step)
    var component = PlannedStep(
      name: step.name,
      function: name.function,
      executorLabel: "exec-\(name.task)",
      parameters: [],
      htmlReport: settings.makesReport(step) ? Self.htmlReportName(of: step) : nil,
      inputs: inputs.map(\.artifact),
      outputs: outputs,
      metrics: step.metrics,
      sharedBlocks: sharedCode.blocks,
      blocks: step.blocks,
      packagesToInstall: packages.list,
      optionalPackages: packages.optional,
      marshalPath: pipeline.configuration.marshalPath,
      exactState: state,
      settings: try settings.settings(of: step)
    )
    try exact?.complete(&component)
    let stateInputs = try (state?.inputs ?? []).map { state throws(PipelineCompilerError) in
      try source(ofState: state)
    }
    let task = try task(
      of: step, name: name.task, displayName: String(step.name.map { $0 == "_" ? "-" : $0 }) + "-step",
      inputs: stateInputs + inputs.map { PlannedInput(artifact: $0.artifact.artifact, source: $0.source) },
      work: .step(component))
    return PlannedUnit(
      task: task, outputs: Dictionary(outputs.map { ($0.variable, ($0, packages)) }) { first, _ in first },
      packages: packages)
  }

  /// A task of a unit, with what it has to wait for.
  private func task(
    of unit: Step, name: String, displayName: String, inputs: [PlannedInput], work: PlannedTask.Work
  ) throws(PipelineCompilerError) -> PlannedTask {
    let previous = try unit.previous.map { name throws(PipelineCompilerError) in
      guard let previous = planned[name] else {
        throw .previousStepNotInFront(step: unit.name, previous: name)
      }
      return previous.task
    }
    let producers = inputs.compactMap { input in
      if case .task(let name, _, _) = input.source { name } else { nil }
    }
    return PlannedTask(
      name: name, unit: unit.name, variable: "\(unit.name)_task", displayName: displayName,
      isCachingEnabled: settings.isCachingEnabled(unit), inputs: inputs, arguments: [],
      dependentTasks: Set(previous.map(\.name) + producers).sorted(),
      previousVariables: previous.map(\.variable).sorted(), work: work)
  }

  /// Where a value comes from that a unit takes in, its type, and the packages that it is made with.
  private mutating func source(
    of input: StepInput, for unit: Step
  ) throws(PipelineCompilerError) -> (
    source: PlannedInput.Source, type: ArtifactType, packages: RequiredPackages
  ) {
    if let provider = planned[input.provider], let output = provider.outputs[input.name] {
      let source = PlannedInput.Source.task(
        provider.task.name, variable: provider.task.variable, output: output.artifact.artifact)
      return (source, output.artifact.type, output.packages)
    }
    guard input.provider.isEmpty, let packages = valuesFromOutside[input.name] else {
      throw .inputNotProvided(step: unit.name, name: input.name, provider: input.provider)
    }
    let artifact = artifactNames.name(for: input.name) + "_input_artifact"
    let type = ArtifactType(variable: input.name)
    inputs[input.name] = PlannedArtifact(variable: input.name, artifact: artifact, type: type)
    return (.pipelineInput(artifact), type, packages)
  }

  /// Where the state comes from that a step starts from.
  private func source(ofState state: (step: String, artifact: String)) throws(PipelineCompilerError)
    -> PlannedInput
  {
    guard let task = planned[state.step]?.task else {
      throw .previousStepNotInFront(step: "", previous: state.step)
    }
    return PlannedInput(
      artifact: state.artifact,
      source: .task(task.name, variable: task.variable, output: StatePlanner.output(of: state.step)))
  }

  /// The artifact that the step's HTML report goes to. KFP wants a letter in front.
  private static func htmlReportName(of step: Step) -> String {
    (step.name.hasPrefix("_") ? "step" : "") + step.name + "_html_report"
  }

  private func checkVariables(of unit: Step) throws(PipelineCompilerError) {
    let names = unit.inputs.map(\.name) + unit.outputs + unit.metrics.map(\.variable)
    if let invalid = names.first(where: { !PythonName.isIdentifier($0) }) {
      throw .invalidVariableName(invalid, step: unit.name)
    }
  }
}

// MARK: - Notebooks

extension PipelinePlanner {
  private mutating func plan(notebook unit: Step) throws(PipelineCompilerError) -> PlannedUnit {
    guard var inner = unit.notebook?.pipeline else { throw .notebookNotRead(unit.name) }
    guard depth < Self.maximumDepth else { throw .nestedTooDeep(unit.name) }
    inner.configuration = inner.configuration.inside(pipeline.configuration)
    let values = unit.inputs.map { ($0.name, packages(of: $0)) }
    var planner = try PipelinePlanner(
      inner, from: unit.notebook?.file ?? "", defaults: defaults, depth: depth + 1,
      valuesFromOutside: Dictionary(values) { first, _ in first }, volumesFromOutside: settings.volumes,
      passedOut: Set(unit.outputs.compactMap { unit.notebook?.producers[$0] }), names: names)
    _ = exact?.state(of: unit)
    let displayName = inner.configuration.pipelineName
    let name = planner.names.names(ofNotebook: unit.name, pipeline: displayName)
    planner.exact?.take(pipelineFunction: name.function)
    var plan = try planner.plan(name: name.pipeline, function: name.function)
    names = planner.names
    claims += plan.claims.filter { claim in !claims.contains { $0.task == claim.task } }
    let outputs = planner.outputs(of: unit)
    if !outputs.isEmpty {
      plan.outputs = PlannedOutputs(list: outputs.map(\.output), className: name.outputs)
    }

    var inputs: [PlannedInput] = []
    for input in unit.inputs {
      guard let inside = planner.inputs[input.name] else { continue }
      inputs.append(PlannedInput(artifact: inside.artifact, source: try source(of: input, for: unit).source))
    }
    let task = try task(
      of: unit, name: name.pipeline, displayName: displayName, inputs: inputs, work: .pipeline(plan))
    let outputsByName = outputs.map { ($0.output.artifact.variable, ($0.output.artifact, $0.packages)) }
    return PlannedUnit(
      task: task, outputs: Dictionary(outputsByName) { first, _ in first },
      packages: RequiredPackages(ofRuntimeIn: pipeline.configuration))
  }

  /// The packages that a value is made with which a unit takes in.
  private func packages(of input: StepInput) -> RequiredPackages {
    planned[input.provider]?.outputs[input.name]?.packages ?? valuesFromOutside[input.name]
      ?? RequiredPackages(ofRuntimeIn: pipeline.configuration)
  }

  /// What this pipeline hands on as a unit of the one around it, once its own units are planned.
  private func outputs(of unit: Step) -> [(output: PlannedOutputs.Output, packages: RequiredPackages)] {
    let producers = unit.notebook?.producers ?? [:]
    var interface = InterfaceNames()
    var outputs = unit.outputs.compactMap {
      name -> (output: PlannedOutputs.Output, packages: RequiredPackages)? in
      guard let producer = producers[name].flatMap({ planned[$0] }), let output = producer.outputs[name]
      else { return nil }
      let artifact = PlannedArtifact(
        variable: name, artifact: interface.name(for: name), type: output.artifact.type)
      let result = PlannedOutputs.Output(
        artifact: artifact, producerTask: producer.task.name, producerVariable: producer.task.variable,
        producerOutput: output.artifact.artifact)
      return (result, output.packages)
    }
    if outputs.count == 1 { outputs[0].output.artifact.artifact = PlannedOutputs.single }
    return outputs
  }
}

// MARK: - Parameters

extension PipelinePlanner {
  /// The parameters under Kale's names, or names near them where Kale's would clash with another name or is one that
  /// Python or KFP does not take.
  private func parameters(for plan: PipelinePlan) throws(PipelineCompilerError) -> [PlannedParameter] {
    var pipelineInputs = InterfaceNames(
      reserved: Set(
        plan.tasks.flatMap { [$0.function, $0.variable] } + plan.inputs.map(\.artifact)
          + plan.claims.map(\.variable) + ["dsl", "kubernetes"]))
    var componentInputs = InterfaceNames(reserved: Set(plan.steps.flatMap(\.artifactNames)))
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

extension PipelinePlan {
  /// Takes in the pipeline's parameters and hands them to its tasks: to steps all of them, to a notebook those that it
  /// has.
  fileprivate mutating func pass(_ parameters: [PlannedParameter]) {
    self.parameters = parameters
    for index in tasks.indices {
      switch tasks[index].work {
      case .step(var step):
        step.parameters = parameters
        tasks[index].work = .step(step)
        tasks[index].arguments = parameters.map {
          PlannedArgument(pipelineInput: $0.pipelineInput, componentInput: $0.componentInput)
        }
      case .pipeline(let inner):
        let names = Dictionary(inner.parameters.map { ($0.variable, $0.pipelineInput) }) { first, _ in first }
        tasks[index].arguments = parameters.compactMap { parameter in
          names[parameter.variable].map {
            PlannedArgument(pipelineInput: parameter.pipelineInput, componentInput: $0)
          }
        }
      }
    }
  }
}

extension PlannedStep {
  /// Name of the artifact that the step's metrics go to.
  static let metricsArtifact = "kale_metrics_artifact"

  /// Every artifact that the component takes or makes.
  fileprivate var artifactNames: [String] {
    (inputs + states + outputs).map(\.artifact) + [Self.metricsArtifact]
      + (exactState.map { [$0.artifact] } ?? [])
      + (htmlReport.map { [$0] } ?? [])
  }
}
