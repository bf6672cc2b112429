import KaleAnalysis

// From the claims that a pipeline makes to KFP's messages.

/// A task that makes or deletes a claim, with its component: one of those that KFP has for it.
///
/// The component is a container that no one starts: the server knows it by its image and does the work itself.
struct ClaimTask {
  var name: String
  var component: ComponentSpec
  var executor: ExecutorSpec
  var spec: PipelineTaskSpec

  var componentName: String { Self.componentName(name) }
  var executorLabel: String { Self.executorLabel(name) }

  /// The tasks for a pipeline's claims: the outermost has them.
  static func all(of plan: PipelinePlan) -> [ClaimTask] {
    guard plan.isRoot else { return [] }
    return plan.claims.map(making) + plan.claims.map { deleting($0, after: plan.lastTasks.map(\.name)) }
  }

  private static func componentName(_ task: String) -> String { "comp-\(task)" }
  private static func executorLabel(_ task: String) -> String { "exec-\(task)" }

  // MARK: Making

  private static func making(_ claim: PlannedClaim) -> ClaimTask {
    let component = ComponentSpec(
      inputDefinitions: ComponentInputsSpec(parameters: makingParameters),
      outputDefinitions: ComponentOutputsSpec(parameters: [
        PlannedClaim.nameOutput: .init(parameterType: .string)
      ]),
      implementation: .executorLabel(executorLabel(claim.task)))
    return ClaimTask(
      name: claim.task, component: component, image: "argostub/createpvc", displayName: claim.displayName,
      inputs: arguments(of: claim), dependentTasks: [])
  }

  private static let makingParameters: [String: ComponentInputsSpec.ParameterSpec] = [
    "access_modes": .init(parameterType: .list, isOptional: false),
    "annotations": .init(parameterType: .structure, isOptional: true),
    "data_source": .init(parameterType: .structure, isOptional: true),
    "pvc_name": .init(parameterType: .string, isOptional: true),
    "pvc_name_suffix": .init(parameterType: .string, isOptional: true),
    "size": .init(parameterType: .string, isOptional: false),
    "storage_class_name": .init(parameterType: .string, defaultValue: .string(""), isOptional: true),
    "volume_name": .init(parameterType: .string, isOptional: true),
  ]

  private static func arguments(of claim: PlannedClaim) -> [String: YAMLValue] {
    var arguments: [String: YAMLValue] = [
      "access_modes": .strings([claim.accessMode.kubernetesName]),
      "pvc_name_suffix": .string(claim.nameSuffix),
      "size": .string(claim.size),
    ]
    arguments["storage_class_name"] = claim.storageClassName.map { .string($0) }
    arguments["annotations"] = claim.annotations.isEmpty ? nil : .strings(claim.annotations)
    arguments["data_source"] = claim.source.map { .strings(PlannedClaim.dataSource($0)) }
    return arguments
  }

  // MARK: Deleting

  private static func deleting(_ claim: PlannedClaim, after tasks: [String]) -> ClaimTask {
    let component = ComponentSpec(
      inputDefinitions: ComponentInputsSpec(parameters: [
        "pvc_name": .init(parameterType: .string, isOptional: false)
      ]),
      implementation: .executorLabel(executorLabel(claim.deletionTask)))
    return ClaimTask(
      name: claim.deletionTask, component: component, image: "argostub/deletepvc",
      displayName: claim.deletionDisplayName, inputs: [:], dependentTasks: tasks + [claim.task],
      deletes: claim)
  }

  private init(
    name: String, component: ComponentSpec, image: String, displayName: String, inputs: [String: YAMLValue],
    dependentTasks: [String], deletes claim: PlannedClaim? = nil
  ) {
    var parameters = inputs.mapValues { TaskInputsSpec.InputParameterSpec.runtimeValue(constant: $0) }
    if let claim { parameters["pvc_name"] = .taskOutputParameter(claim.nameOutput) }
    self.name = name
    self.component = component
    executor = ExecutorSpec(container: PipelineContainerSpec(image: image))
    spec = PipelineTaskSpec(
      taskInfo: PipelineTaskInfo(name: displayName),
      inputs: TaskInputsSpec(parameters: parameters, artifacts: [:]),
      dependentTasks: dependentTasks.sorted(), cachingOptions: CachingOptions(enableCache: true),
      componentRef: ComponentRef(name: Self.componentName(name)))
  }
}

// MARK: - The name of a claim

extension PlannedClaim {
  /// Where a task of the outermost pipeline finds the claim's name.
  var nameOutput: TaskInputsSpec.TaskOutputParameterSpec {
    .init(producerTask: task, outputParameterKey: Self.nameOutput)
  }

  /// Where a task of the outermost pipeline, or of one inside, finds it.
  func name(inRoot isRoot: Bool) -> TaskInputsSpec.InputParameterSpec {
    isRoot ? .taskOutputParameter(nameOutput) : .componentInputParameter(variable)
  }
}

extension ComponentInputsSpec {
  /// Adds the names of claims that are handed in.
  mutating func add(_ claims: [PlannedClaim]) {
    for claim in claims { parameters[claim.variable] = .init(parameterType: .string, isOptional: false) }
  }
}

extension YAMLValue {
  fileprivate static func strings(_ entries: [KeyedValue]) -> YAMLValue {
    .mapping(Dictionary(entries.map { ($0.key, .string($0.value)) }) { _, last in last })
  }
}
