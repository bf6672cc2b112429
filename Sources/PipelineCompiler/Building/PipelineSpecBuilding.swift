import KaleAnalysis

// From the plan to KFP's pipeline spec.

extension PipelineSpec {
  init(_ plan: PipelinePlan) {
    var components: [String: ComponentSpec] = [:]
    var executors = plan.byExecutorLabel { ExecutorSpec($0, packageIndex: plan.packageIndex) }
    for task in ClaimTask.all(of: plan) {
      components[task.componentName] = task.component
      executors[task.executorLabel] = task.executor
    }
    for pipeline in plan.allFromTheInside {
      for task in pipeline.tasks { components[task.componentName] = ComponentSpec(task) }
    }
    self.init(
      pipelineInfo: PipelineInfo(name: plan.shownName, description: plan.shownDescription),
      deploymentSpec: PipelineDeploymentConfig(executors: executors),
      schemaVersion: "2.1.0",
      sdkVersion: "kfp-\(KFPRelease.version)",
      components: components,
      root: ComponentSpec(plan))
  }
}

extension PipelinePlan {
  /// A value of each step, of those of pipelines inside too, by the label of its executor.
  func byExecutorLabel<Value>(_ value: (PlannedStep) -> Value) -> [String: Value] {
    var values: [String: Value] = [:]
    for step in allSteps { values[step.executorLabel] = value(step) }
    return values
  }
}

extension PlannedTask {
  var componentName: String { "comp-\(name)" }
}

// MARK: - Components

extension ComponentSpec {
  fileprivate init(_ task: PlannedTask) {
    switch task.work {
    case .step(let step): self.init(step)
    case .pipeline(let pipeline): self.init(pipeline)
    }
  }

  fileprivate init(_ step: PlannedStep) {
    var outputs = ComponentOutputsSpec()
    for output in step.outputs {
      outputs.artifacts[output.artifact] = .init(artifactType: ArtifactTypeSchema(output.type))
    }
    if let state = step.exactState {
      outputs.artifacts[state.artifact] = .init(artifactType: ArtifactTypeSchema(.artifact))
    }
    if let report = step.htmlReport {
      outputs.artifacts[report] = .init(artifactType: ArtifactTypeSchema(.html))
    }
    if !step.metrics.isEmpty {
      outputs.artifacts[PlannedStep.metricsArtifact] = .init(artifactType: ArtifactTypeSchema(.metrics))
    }
    self.init(
      inputDefinitions: ComponentInputsSpec(
        step.inputs + step.states, step.parameters.specs(named: \.componentInput)),
      outputDefinitions: outputs,
      implementation: .executorLabel(step.executorLabel))
  }

  fileprivate init(_ plan: PipelinePlan) {
    var dag = DagSpec(tasks: [:])
    for task in plan.tasks { dag.tasks[task.name] = PipelineTaskSpec(task, in: plan) }
    for task in ClaimTask.all(of: plan) { dag.tasks[task.name] = task.spec }
    var outputs = ComponentOutputsSpec()
    for output in plan.outputs?.list ?? [] {
      outputs.artifacts[output.artifact.artifact] = .init(
        artifactType: ArtifactTypeSchema(output.artifact.type))
      dag.outputs.artifacts[output.artifact.artifact] = .init(artifactSelectors: [
        .init(producerSubtask: output.producerTask, outputArtifactKey: output.producerOutput)
      ])
    }
    var inputs = ComponentInputsSpec(plan.inputs, plan.parameters.specs(named: \.pipelineInput))
    if !plan.isRoot { inputs.add(plan.claims) }
    self.init(
      inputDefinitions: inputs, outputDefinitions: outputs, implementation: .dag(dag))
  }
}

extension ComponentInputsSpec {
  fileprivate init(_ artifacts: [PlannedArtifact], _ parameters: [String: ParameterSpec]) {
    self.init(parameters: parameters)
    for artifact in artifacts {
      self.artifacts[artifact.artifact] = .init(artifactType: ArtifactTypeSchema(artifact.type))
    }
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
  fileprivate init(_ task: PlannedTask, in plan: PipelinePlan) {
    var inputs = TaskInputsSpec(parameters: [:], artifacts: [:])
    for argument in task.arguments {
      inputs.parameters[argument.componentInput] = .componentInputParameter(argument.pipelineInput)
    }
    for claim in task.passedClaims {
      inputs.parameters[claim.variable] = claim.name(inRoot: plan.isRoot)
    }
    for input in task.inputs { inputs.artifacts[input.artifact] = .init(input.source) }
    self.init(
      taskInfo: PipelineTaskInfo(name: task.displayName),
      inputs: inputs,
      dependentTasks: (task.dependentTasks + (plan.isRoot ? task.claims.map(\.task) : [])).sorted(),
      cachingOptions: CachingOptions(enableCache: task.isCachingEnabled ?? true),
      retryPolicy: task.retryPolicy,
      componentRef: ComponentRef(name: task.componentName))
  }
}

extension TaskInputsSpec.InputArtifactSpec {
  fileprivate init(_ source: PlannedInput.Source) {
    switch source {
    case .task(let task, _, let output):
      self = .taskOutputArtifact(.init(producerTask: task, outputArtifactKey: output))
    case .pipelineInput(let name): self = .componentInputArtifact(name)
    }
  }
}

// MARK: - Executors

extension ExecutorSpec {
  fileprivate init(_ step: PlannedStep, packageIndex: PackageIndex) {
    self.init(
      container: PipelineContainerSpec(
        image: step.settings.image,
        command: ComponentCommand.command(
          source: step.source, beside: step.additionalFunctions.map(\.source),
          packages: step.packagesToInstall, index: packageIndex),
        args: ComponentCommand.arguments(function: step.function),
        resources: ResourceSpec(step.settings.resources),
        env: step.settings.environment.map { EnvVar(name: $0.key, value: $0.value) }))
  }
}
