import KalePipeline

// From the plan to KFP's pipeline spec.

extension PipelineSpec {
  init(_ plan: PipelinePlan) {
    var executors = plan.byExecutorLabel { ExecutorSpec($0, in: plan) }
    var components = plan.keyed(by: \.componentName) { ComponentSpec($0, in: plan) }
    var tasks = plan.keyed(by: \.task) { PipelineTaskSpec($0, in: plan) }
    for task in ClaimTask.all(of: plan) {
      executors[task.executorLabel] = task.executor
      components[task.componentName] = task.component
      tasks[task.name] = task.spec
    }
    self.init(
      pipelineInfo: PipelineInfo(name: plan.name, description: plan.shownDescription),
      deploymentSpec: PipelineDeploymentConfig(executors: executors),
      schemaVersion: "2.1.0",
      sdkVersion: "kfp-2.17.0",
      components: components,
      root: ComponentSpec(
        inputDefinitions: ComponentInputsSpec(
          parameters: plan.parameters.specs(named: \.pipelineInput)),
        implementation: .dag(DagSpec(tasks: tasks))))
  }
}

extension PipelinePlan {
  /// A value of each step, by a name of the step's.
  func keyed<Value>(by name: KeyPath<PlannedStep, String>, _ value: (PlannedStep) -> Value) -> [String: Value]
  {
    var values: [String: Value] = [:]
    for step in steps { values[step[keyPath: name]] = value(step) }
    return values
  }

  func byExecutorLabel<Value>(_ value: (PlannedStep) -> Value) -> [String: Value] {
    keyed(by: \.executorLabel, value)
  }
}

extension PlannedStep {
  var componentName: String { "comp-\(task)" }
  var executorLabel: String { "exec-\(task)" }
}

// MARK: - Components

extension ComponentSpec {
  fileprivate init(_ step: PlannedStep, in plan: PipelinePlan) {
    var inputs = ComponentInputsSpec(parameters: plan.parameters.specs(named: \.componentInput))
    for input in step.inputs {
      inputs.artifacts[input.artifact.artifact] = .init(artifactType: ArtifactTypeSchema(input.artifact.type))
    }
    var outputs = ComponentOutputsSpec()
    for output in step.outputs {
      outputs.artifacts[output.artifact] = .init(artifactType: ArtifactTypeSchema(output.type))
    }
    if let report = step.htmlReport {
      outputs.artifacts[report] = .init(artifactType: ArtifactTypeSchema(.html))
    }
    if !step.metrics.isEmpty {
      outputs.artifacts[PlannedStep.metricsArtifact] = .init(artifactType: ArtifactTypeSchema(.metrics))
    }
    self.init(
      inputDefinitions: inputs, outputDefinitions: outputs, implementation: .executorLabel(step.executorLabel)
    )
  }
}

extension ArtifactTypeSchema {
  fileprivate init(_ type: ArtifactType) {
    self.init(schemaTitle: "system.\(type.rawValue)", schemaVersion: "0.0.1")
  }
}

extension [PlannedParameter] {
  /// The parameters' types and defaults, by one of their names.
  fileprivate func specs(
    named name: KeyPath<PlannedParameter, String>
  ) -> [String: ComponentInputsSpec.ParameterSpec] {
    var specs: [String: ComponentInputsSpec.ParameterSpec] = [:]
    for parameter in self {
      specs[parameter[keyPath: name]] = ComponentInputsSpec.ParameterSpec(parameter.value)
    }
    return specs
  }
}

extension ComponentInputsSpec.ParameterSpec {
  fileprivate init(_ value: ParameterValue) {
    switch value {
    case .integer(let number):
      // A protobuf `Value` has one kind of number.
      self.init(parameterType: .numberInteger, defaultValue: .number(Double(number)), isOptional: true)
    case .float(let number):
      self.init(parameterType: .numberDouble, defaultValue: .number(number), isOptional: true)
    case .boolean(let truth):
      self.init(parameterType: .boolean, defaultValue: .boolean(truth), isOptional: true)
    case .string(let text):
      self.init(parameterType: .string, defaultValue: .string(text), isOptional: true)
    }
  }
}

// MARK: - Tasks

extension PipelineTaskSpec {
  fileprivate init(_ step: PlannedStep, in plan: PipelinePlan) {
    var inputs = TaskInputsSpec(parameters: [:], artifacts: [:])
    for parameter in plan.parameters {
      inputs.parameters[parameter.componentInput] = .componentInputParameter(parameter.pipelineInput)
    }
    for input in step.inputs {
      inputs.artifacts[input.artifact.artifact] = .init(
        taskOutputArtifact: .init(producerTask: input.producerTask, outputArtifactKey: input.producerOutput))
    }
    self.init(
      taskInfo: PipelineTaskInfo(name: step.displayName),
      inputs: inputs,
      dependentTasks: (step.dependentTasks + step.settings.claimTasks).sorted(),
      cachingOptions: CachingOptions(enableCache: step.settings.isCachingEnabled ?? true),
      retryPolicy: step.settings.retries.map(RetryPolicy.init),
      componentRef: ComponentRef(name: step.componentName))
  }
}

// MARK: - Executors

extension ExecutorSpec {
  fileprivate init(_ step: PlannedStep, in plan: PipelinePlan) {
    let source = ComponentFunction(step, in: plan).source
    self.init(
      container: PipelineContainerSpec(
        image: step.settings.image,
        command: ComponentCommand.command(source: source, plan: plan),
        args: ComponentCommand.arguments(function: step.function),
        resources: ResourceSpec(step.settings.resources),
        env: step.settings.environment.map { EnvVar(name: $0.key, value: $0.value) }))
  }
}
